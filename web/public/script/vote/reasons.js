// What decided a vote, if somebody cares to say: asked for after the vote, sent with each press.
import { APIError, recordReasons } from "../api.js";
import { byID, element } from "../element.js";
import { text } from "../text/text.js";

const REASONS = ["correctness", "completeness", "clarity", "length", "creativity", "instructions", "formatting", "safety"];

/** A row of buttons to be pressed down, each a reason. */
export class Reasons {
    #root = byID("reasons");
    #status = byID("reasons-status");
    #buttons;
    #ticket = null;
    /** The sending that goes on, after which the newest state is sent. */
    #sending = null;

    constructor() {
        this.#buttons = REASONS.map((reason) => {
            const button = element("button", { type: "button", "aria-pressed": "false", "data-reason": reason }, text(`reason.${reason}`));
            button.addEventListener("click", () => {
                button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
                this.#send();
            });
            return button;
        });
        byID("reasons-choices").append(...this.#buttons);
    }

    /** Asks for the reasons of the vote with this ticket. */
    show(ticket) {
        this.#ticket = ticket;
        this.#status.textContent = "";
        for (const button of this.#buttons) button.setAttribute("aria-pressed", "false");
        this.#root.hidden = false;
    }

    /** Asks for nothing. */
    hide() {
        this.#root.hidden = true;
    }

    get #pressed() {
        return this.#buttons.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.reason);
    }

    async #send() {
        const [ticket, reasons] = [this.#ticket, this.#pressed];
        const before = this.#sending;
        const own = (async () => {
            await before;
            // Another press has come since, which says it all.
            if (this.#sending !== own) return;
            let result = "reasons.saved";
            try {
                await recordReasons(ticket, reasons);
            } catch (error) {
                if (!(error instanceof APIError)) throw error;
                result = "reasons.failed";
            }
            if (this.#ticket === ticket) this.#status.textContent = text(result);
        })();
        this.#sending = own;
    }
}
