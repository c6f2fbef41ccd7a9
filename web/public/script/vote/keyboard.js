// The keyboard of the voting page.
import { setting } from "../settings.js";

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

/** The key's name for lookup: a letter by what it types, or by its place where another script is typed. */
function nameOf(event) {
    if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
    const place = /^Key([A-Z])$/.exec(event.code ?? "");
    return place ? place[1].toLowerCase() : event.key;
}

function isHeldBack(event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return true;
    if (event.shiftKey && event.key !== "?") return true;
    if (setting("keys") === "off" || document.querySelector("dialog[open]")) return true;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(FIELDS)) return true;
    // An arrow belongs to the region it scrolls, and Enter to the control it presses.
    if (event.key.startsWith("Arrow") && target?.closest(".scroller")) return true;
    return event.key === "Enter" && Boolean(target?.closest("a[href], button, summary"));
}

/** Calls the action of a key; `actions` maps key names (“a”, “ArrowLeft”, “?”) to functions. */
export function listenToKeys(actions) {
    document.addEventListener("keydown", (event) => {
        if (event.repeat) {
            // A held Enter would otherwise press the button that has just taken the focus.
            if (event.key === "Enter" && event.target instanceof HTMLButtonElement) event.preventDefault();
            return;
        }
        if (isHeldBack(event)) return;
        const action = actions.get(nameOf(event));
        if (!action) return;
        event.preventDefault();
        action();
    });
}
