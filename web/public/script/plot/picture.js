// A plot as a picture that needs no style sheet.

const PROPERTIES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "font-size", "font-weight", "opacity"];
const FONT = "system-ui, sans-serif";

function standalone(node) {
    const copy = node.cloneNode(true);
    const originals = [node, ...node.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((made, place) => {
        const style = getComputedStyle(originals[place]);
        for (const property of PROPERTIES) made.setAttribute(property, style.getPropertyValue(property));
        made.removeAttribute("class");
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("font-family", FONT);
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of [["width", "100%"], ["height", "100%"], ["fill", getComputedStyle(document.documentElement).backgroundColor]]) {
        ground.setAttribute(key, value);
    }
    copy.prepend(ground);
    return copy;
}

/** The plot as an SVG file. */
export function svgText(node) {
    return new XMLSerializer().serializeToString(standalone(node));
}

/** The plot as a PNG file, two pixels for each of the page's. */
export async function png(node) {
    const image = new Image();
    // The policy of the pages lets pictures come from data addresses only.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(node))}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Number(node.getAttribute("width")) * 2;
    canvas.height = Number(node.getAttribute("height")) * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
