// What every page shares: its language, its fixed texts, the marks of the chosen language and theme.
import { element } from "./element.js";
import { bindSettings } from "./settings.js";
import { language, text } from "./text/text.js";

/** Fills the fixed texts of the page from the catalogue: `data-text`, `data-label` and the title. */
export function dressPage() {
    document.title = text(document.body.dataset.title);
    for (const target of document.querySelectorAll("[data-text]")) {
        target.textContent = text(target.dataset.text);
    }
    for (const target of document.querySelectorAll("[data-label]")) {
        target.setAttribute("aria-label", text(target.dataset.label));
    }
    for (const link of document.querySelectorAll(".languages a")) {
        if (link.hreflang === language) link.setAttribute("aria-current", "true");
        link.addEventListener("click", keepPlace);
    }
    delete document.documentElement.dataset.bare;
    bindSettings((name, value) => {
        if (name !== "theme") return;
        if (value === "auto") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = value;
    });
}

/** Another language of the same view: whatever else the address says stays. */
function keepPlace(event) {
    const address = new URL(location.href);
    address.searchParams.set("lang", event.currentTarget.hreflang);
    event.currentTarget.href = address.href;
}

/** Shows or hides the note that the content is a sample; its line is reserved, so nothing moves. */
export function showSampleNote(isSample) {
    document.getElementById("sample-note")?.classList.toggle("shown", isSample === true);
}

/** Brings a style sheet that only what comes later needs; resolves when it is there, or cannot be had. */
export function addStyle(address) {
    const link = element("link", { rel: "stylesheet", href: address });
    return new Promise((resolve) => {
        for (const end of ["load", "error"]) link.addEventListener(end, resolve);
        document.head.append(link);
    });
}
