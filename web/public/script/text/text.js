// The catalogue of UI texts: which language this visitor reads, and a text by its key.
import en from "./en.js";
import ko from "./ko.js";

const catalogues = new Map([["en", en], ["ko", ko]]);
const MEMORY = "arena.language";

function remembered() {
    try {
        return localStorage.getItem(MEMORY);
    } catch {
        return null; // Storage may be switched off; the browser's own language serves then.
    }
}

function remember(language) {
    try {
        localStorage.setItem(MEMORY, language);
    } catch {
        // The choice then lasts as long as the address carries it.
    }
}

function chooseLanguage() {
    const asked = new URLSearchParams(location.search).get("lang");
    if (catalogues.has(asked)) {
        remember(asked);
        return asked;
    }
    const wishes = [remembered(), ...(navigator.languages ?? [navigator.language])];
    for (const wish of wishes) {
        const primary = wish?.toLowerCase().split("-")[0];
        if (catalogues.has(primary)) return primary;
    }
    return "en";
}

/** The language of the page, a key of the catalogues. */
export const language = chooseLanguage();

/** The text of `key` in the page's language, with `values` filled in. */
export function text(key, values = {}) {
    const entry = catalogues.get(language)[key] ?? en[key] ?? key;
    return typeof entry === "function" ? entry(values) : entry;
}

/** The text of `key`, or null where no catalogue has it. */
export function textIfKnown(key, values = {}) {
    return Object.hasOwn(en, key) ? text(key, values) : null;
}
