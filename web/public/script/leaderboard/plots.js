// The plots of the board; each one's module is loaded when it is first looked at.
import { APIError } from "../api.js";
import { byID, element } from "../element.js";
import { text } from "../text/text.js";
import { priceOf } from "./licence.js";

const MODULES = new Map([
    ["ratings", () => import("../plot/ratings.js")],
    ["chances", () => import("../plot/chances.js")],
    ["price", () => import("../plot/price.js")],
    ["time", () => import("../plot/time.js")],
]);

/** Draws the plot that the address names. */
export class Plots {
    #state;
    #root = byID("plot");
    #shown = null;
    #turn = 0;

    constructor(state) {
        this.#state = state;
        let width = window.innerWidth;
        window.addEventListener("resize", () => {
            if (window.innerWidth === width || !this.#shown) return;
            width = window.innerWidth;
            this.show(this.#shown.models);
        });
    }

    /** The views there are for these models; the empty name is the table. */
    views(models) {
        return ["", ...MODULES.keys()].filter((view) => {
            if (view === "price") return models.some(priceOf);
            // Histories are kept of the plain board.
            return view !== "time" || this.#state.boardQuery === "";
        });
    }

    /** The rows behind the plot shown, and its picture; null while the table is shown. */
    get current() {
        return this.#shown?.plot ?? null;
    }

    /** Draws these models, if a plot is asked for. */
    async show(models) {
        this.#turn += 1;
        const turn = this.#turn;
        const view = this.#state.get("view");
        const load = MODULES.get(view);
        this.#root.hidden = !load;
        if (!load) {
            this.#shown = null;
            this.#root.replaceChildren();
            return;
        }
        try {
            const plot = await this.draw(view, models);
            if (turn !== this.#turn) return;
            this.#shown = { models, plot };
            this.#root.replaceChildren(
                element("h2", { class: "visually-hidden" }, text(`view.${view}`)),
                element("p", {}, plot.note),
                element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": text(`view.${view}`) }, plot.node),
            );
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            if (turn === this.#turn) this.#root.replaceChildren(element("p", {}, text("board.away")));
        }
    }

    /** A plot of these models: `{ node, note, rows }`. */
    async draw(view, models) {
        const { draw } = await MODULES.get(view)();
        return draw(models, { width: Math.max(320, this.#root.parentElement.clientWidth - 2 * inset(this.#root.parentElement)) });
    }
}

function inset(root) {
    return Number.parseFloat(getComputedStyle(root).paddingInlineStart);
}
