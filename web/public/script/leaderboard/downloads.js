// What is shown, as a file: rows as CSV, the board as JSON, a picture as SVG or PNG.
import { csv, download } from "../download.js";
import { byID } from "../element.js";
import { text } from "../text/text.js";

const COLUMNS = [
    "rank", "rank_lower_bound", "model", "name", "organization", "license", "rating", "rating_lower", "rating_upper",
    "standard_error", "battles", "wins", "losses", "ties", "both_bad",
];

/** The rows of the table with a head. */
function tableRows(models) {
    return [COLUMNS, ...models.map((model) => COLUMNS.map((column) => model[column]))];
}

/** Ties the buttons to what is shown when they are pressed. */
export class Downloads {
    #state;
    #plots;
    #current;
    #selected;

    constructor({ state, plots, current, selected }) {
        this.#state = state;
        this.#plots = plots;
        this.#current = current;
        this.#selected = selected;
        const actions = { csv: () => this.#csv(), json: () => this.#json(), svg: () => this.#svg(), png: () => this.#png() };
        for (const [kind, action] of Object.entries(actions)) {
            byID(`download-${kind}`).addEventListener("click", async () => {
                if (!this.#current()) return;
                await action();
                byID("downloaded").textContent = text("download.done");
            });
        }
    }

    get #name() {
        const slice = [this.#state.get("category"), this.#state.get("language"), this.#state.get("method")];
        if (this.#state.get("style_control")) slice.push("style-controlled");
        slice.push(this.#state.get("view"));
        return ["arena", ...slice.filter(Boolean), `at-${this.#current().log_position}`].join("-").replace(/[^\w.-]+/g, "_");
    }

    #csv() {
        const rows = this.#plots.current?.rows ?? tableRows(this.#selected());
        download(`${this.#name}.csv`, csv(rows), "text/csv");
    }

    #json() {
        const board = { ...this.#current(), models: this.#selected() };
        download(`${this.#name}.json`, `${JSON.stringify(board, null, 2)}\n`, "application/json");
    }

    async #svg() {
        download(`${this.#name}.svg`, await this.#picture(({ svgText }, node) => svgText(node)), "image/svg+xml");
    }

    async #png() {
        download(`${this.#name}.png`, await this.#picture(({ png }, node) => png(node)), "image/png");
    }

    /** The plot shown; for the table, the same ratings and intervals as a plot. */
    async #picture(make) {
        const maker = await import("../plot/picture.js");
        const shown = this.#plots.current?.node;
        if (shown) return make(maker, shown);
        const { node } = await this.#plots.draw("ratings", this.#selected());
        // Colours are known only for what is in the page.
        const stage = byID("stage");
        stage.replaceChildren(node);
        try {
            return await make(maker, node);
        } finally {
            stage.replaceChildren();
        }
    }
}
