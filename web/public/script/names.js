// How languages and categories are called.
import { language, textIfKnown } from "./text/text.js";

/** The name of a language by its code, in the page's language. */
export function languageName(code) {
    try {
        return new Intl.DisplayNames(language, { type: "language" }).of(code);
    } catch {
        return code; // Not a code that names a language.
    }
}

/** The name of a category: its own tag in words where the catalogue has none. */
export function categoryName(name) {
    const words = name.replace(/^occupation_/, "").replaceAll("_", " ");
    return textIfKnown(`category.${name}`) ?? words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
