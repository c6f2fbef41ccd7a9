// Numbers along an axis.
import { svg } from "../element.js";

/** Round numbers between `low` and `high`, about `count` of them. */
export function ticks(low, high, count = 6) {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
    const found = [];
    for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) found.push(tick);
    return found;
}

/** A linear map from `[low, high]` to `[from, to]`. */
export function linear(low, high, from, to) {
    const factor = high === low ? 0 : (to - from) / (high - low);
    return (value) => from + (value - low) * factor;
}

/** A text in a plot. */
export function label(x, y, words, attributes = {}) {
    return svg("text", { x, y, ...attributes }, words);
}

/** The root of a plot, `description` for whoever cannot see it. */
export function frame(width, height, description) {
    return svg("svg", { class: "chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": description });
}

const measure = document.createElement("canvas").getContext("2d");
measure.font = "12.5px system-ui, sans-serif";

/** How many pixels wide a text is in the plots' font. */
export function widthOf(words) {
    return measure.measureText(words).width;
}

/** A text cut so that it is at most `width` pixels wide in the plots' font. */
export function clipped(words, width) {
    if (widthOf(words) <= width) return words;
    const characters = Array.from(words);
    while (characters.length > 1 && widthOf(`${characters.join("")}…`) > width) characters.pop();
    return `${characters.join("").trimEnd()}…`;
}
