// A button that copies a text to the clipboard.
import { element } from "./element.js";
import { text } from "./text/text.js";

const SHOWN_MS = 2_000;

/** The button, or null where the browser lets no page copy. */
export function copyButton(words) {
    if (!navigator.clipboard?.writeText) return null;
    const button = element("button", { type: "button", class: "quiet copy" }, text("copy.copy"));
    button.addEventListener("click", async () => {
        let result = "copy.copied";
        try {
            await navigator.clipboard.writeText(words);
        } catch {
            result = "copy.failed";
        }
        // The name of the focused button: read aloud when it changes.
        button.textContent = text(result);
        setTimeout(() => { button.textContent = text("copy.copy"); }, SHOWN_MS);
    });
    return button;
}
