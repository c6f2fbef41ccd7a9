// Small helpers over the DOM. Text always goes in as text; markup is never parsed here.

/** A new element with properties set (`class`, `aria-*`, `data-*` and the like as attributes) and children appended. */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

/** A new SVG element with attributes set and children appended. */
export function svg(name, attributes = {}, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}

/** Sets an element's text only where it differs, so that an unchanged row costs no layout. */
export function setText(target, value) {
    if (target.textContent !== value) target.textContent = value;
}

/** The element of this id; a page without it is a broken page. */
export function byID(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`The page has no element #${id}.`);
    return found;
}
