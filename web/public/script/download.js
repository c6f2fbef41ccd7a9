// Hands the visitor a file that the page has made.
import { element } from "./element.js";

/** Saves content under a name. */
export function download(name, content, type) {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const address = URL.createObjectURL(blob);
    const link = element("a", { href: address, download: name });
    link.click();
    // The browser takes the bytes when it gets to it.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Rows as CSV after RFC 4180; what a spreadsheet could take for a formula gets an apostrophe. */
export function csv(rows) {
    const cell = (value) => {
        if (value === null || value === undefined) return "";
        if (typeof value === "number") return String(value);
        const words = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
        return /[",\r\n]/.test(words) ? `"${words.replaceAll("\"", "\"\"")}"` : words;
    };
    return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
