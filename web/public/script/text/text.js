// The catalogue of UI texts in the language that early.js has chosen.

/** The language of the page, the name of its catalogue. */
export const language = document.documentElement.lang;

const { default: catalogue } = await import(`./${language}.js`);

/** The text of `key`, with `values` filled in. */
export function text(key, values = {}) {
    const entry = catalogue[key] ?? key;
    return typeof entry === "function" ? entry(values) : entry;
}

/** The text of `key`, or null where there is none. */
export function textIfKnown(key, values = {}) {
    return Object.hasOwn(catalogue, key) ? text(key, values) : null;
}
