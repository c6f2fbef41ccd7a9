// How to show the board on another page: a picture that the server draws.
import { pictureAddress } from "../api.js";
import { copyButton } from "../copy.js";
import { byID } from "../element.js";
import { text } from "../text/text.js";

/** The markup of a picture. */
function markupOf(address) {
    const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("\"", "&quot;");
    return `<img src="${escaped(address)}" alt="${escaped(text("embed.alt"))}">`;
}

/** The disclosure that says how; closed, it asks the server for nothing. */
export class Embed {
    #state;
    #root = byID("embed");
    #button = byID("embed-open");
    #theme = byID("embed-theme");

    constructor(state) {
        this.#state = state;
        this.#button.addEventListener("click", () => {
            this.#root.hidden = !this.#root.hidden;
            this.#button.setAttribute("aria-expanded", String(!this.#root.hidden));
            this.update();
        });
        this.#theme.addEventListener("change", () => this.update());
    }

    /** Names the picture of the board that is shown. */
    update() {
        if (this.#root.hidden) return;
        const address = pictureAddress(this.#state.boardQuery, this.#theme.value);
        const markup = markupOf(address);
        byID("embed-markup").textContent = markup;
        byID("embed-copy").replaceChildren(copyButton(markup) ?? "");
        const picture = byID("embed-picture");
        picture.alt = text("embed.alt");
        picture.src = address;
    }
}
