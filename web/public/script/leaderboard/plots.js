// The plots of the board; each one's module is loaded when it is first looked at.
import { APIError } from "../api.js";
import { byID, element } from "../element.js";
import { addStyle } from "../page.js";
import { text } from "../text/text.js";
import { priceOf } from "./licence.js";

const MODULES = new Map([
    ["ratings", () => import("../plot/ratings.js")],
    ["average", () => import("../plot/average.js")],
    ["chances", () => import("../plot/chances.js")],
    ["battles", () => import("../plot/battles.js")],
    ["categories", () => import("../plot/categories.js")],
    ["price", () => import("../plot/price.js")],
    ["time", () => import("../plot/time.js")],
]);

/** Draws the plot that the address names. */
export class Plots {
    #state;
    #root = byID("plot");
    #shown = null;
    #turn = 0;

    #categories;
    /** Resolves when the plots' style sheet is there. */
    #style = null;

    /** `categories` gives the names of those that have boards. */
    constructor(state, { categories }) {
        this.#state = state;
        this.#categories = categories;
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
            if (view === "categories") return this.#categories().length > 0;
            // Histories and pairs are kept of the plain board.
            return !["time", "battles"].includes(view) || this.#state.boardQuery === "";
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
        const show = (plot) => {
            if (turn === this.#turn) this.#fill(view, models, plot);
        };
        try {
            show(await this.draw(view, models, show));
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            if (turn === this.#turn) this.#root.replaceChildren(element("p", {}, text("board.away")));
        }
    }

    /** A plot of these models: `{ node, note, rows }`; one that comes in parts is given to `onMore` with each of them. */
    async draw(view, models, onMore = () => {}) {
        this.#style ??= addStyle("/style/chart.css");
        const [{ draw }] = await Promise.all([MODULES.get(view)(), this.#style]);
        return draw(models, {
            width: Math.max(320, this.#root.parentElement.clientWidth - 2 * inset(this.#root.parentElement)),
            categories: this.#categories(),
            query: this.#state.boardQuery,
            onMore,
        });
    }

    #fill(view, models, plot) {
        this.#shown = { models, plot };
        const name = text(`view.${view}`);
        const isOpen = this.#root.querySelector("details")?.open ?? false;
        const focused = this.#root.contains(document.activeElement) ? document.activeElement.className : null;
        this.#root.replaceChildren(
            element("h2", { class: "visually-hidden" }, name),
            element("p", {}, plot.note),
            element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": name }, plot.node),
            numbersOf(plot.rows, name, isOpen),
        );
        if (focused) this.#root.querySelector(`[class="${focused}"]`)?.focus({ preventScroll: true });
    }
}

function inset(root) {
    return Number.parseFloat(getComputedStyle(root).paddingInlineStart);
}

/** The numbers behind a plot as a table, which is made when it is opened, or at once where one in its place was open. */
function numbersOf(rows, name, isOpen) {
    const content = element("div", { class: "scroller numbers-table", tabindex: "0", role: "group", "aria-label": text("plot.numbersOf", { name }) });
    const made = element("details", { class: "disclosure" }, element("summary", { class: "numbers-summary" }, text("plot.numbers")), content);
    const fill = () => {
        if (content.hasChildNodes()) return;
        const [head, ...body] = rows;
        content.append(element(
            "table",
            { class: "board plain" },
            element("thead", {}, element("tr", {}, ...head.map((words) => element("th", { scope: "col" }, words)))),
            element("tbody", {}, ...body.map(([first, ...others]) => element(
                "tr",
                {},
                element("th", { scope: "row" }, first),
                ...others.map((value) => element("td", {}, numberWords(value))),
            ))),
        ));
    };
    if (isOpen) fill();
    made.open = isOpen;
    made.addEventListener("toggle", () => {
        if (made.open) fill();
    });
    return made;
}

function numberWords(value) {
    if (value === null || value === undefined) return "–";
    return typeof value === "number" ? String(Number(value.toPrecision(5))) : value;
}
