// One row of the board, built once and then kept up to date in place.
import { IntervalDrawing } from "../chart/interval.js";
import { element, setText } from "../element.js";
import * as format from "../format.js";
import { text } from "../text/text.js";

/** The cell that names a model; `votes` repeats the count where a narrow screen has no column for it. */
export class ModelCell {
    #name = element("span", { class: "name" });
    #origin = element("span", { class: "origin" });
    #votes = element("span", { class: "votes-inline" });
    node = element("th", { scope: "row", class: "model" }, this.#name, this.#origin, this.#votes);

    /** Writes what has changed. */
    update(model) {
        setText(this.#name, model.name ?? model.model);
        setText(this.#origin, format.origin(model));
        setText(this.#votes, text("board.votesInline", { count: model.battles, votes: format.count(model.battles) }));
    }
}

/** A ranked model. */
export class RankedRow {
    #rank = element("span", { class: "figure" });
    #range = element("span", { class: "range", "aria-hidden": "true" });
    #rankSpoken = element("span", { class: "visually-hidden" });
    #model = new ModelCell();
    #rating = element("span", { class: "figure" });
    #margins = element("span", { class: "margins", "aria-hidden": "true" });
    #interval = element("span", { class: "visually-hidden" });
    #drawing = new IntervalDrawing();
    #battles = element("td", { class: "count votes" });
    #record = ["wins", "ties", "losses", "both_bad"].map((key) => [key, element("td", { class: "count record" })]);
    node;

    constructor() {
        this.#rank.setAttribute("aria-hidden", "true");
        const numbers = element("span", { class: "numbers" }, this.#rating, " ", this.#margins, this.#interval);
        const plot = element("div", { class: "plot" }, this.#drawing.node);
        this.node = element(
            "tr",
            {},
            element("td", { class: "rank" }, this.#rank, this.#range, this.#rankSpoken),
            this.#model.node,
            element("td", { class: "rating" }, element("div", { class: "rating-body" }, numbers, plot)),
            this.#battles,
            ...this.#record.map(([, cell]) => cell),
        );
    }

    /** Writes what has changed, the interval drawn to `scale`. */
    update(model, scale) {
        const range = format.rankRange(model) ?? "–";
        const rank = format.points(model.rank);
        setText(this.#rank, rank);
        setText(this.#range, range === rank ? "" : range);
        setText(this.#rankSpoken, text("board.rankRange", {
            rank,
            first: rank,
            last: format.points(model.rank_lower_bound ?? model.rank),
        }));
        this.#model.update(model);
        setText(this.#rating, format.points(model.rating));
        setText(this.#margins, format.margins(model));
        setText(this.#interval, text("board.interval", {
            lower: format.points(model.rating_lower),
            upper: format.points(model.rating_upper),
        }));
        this.#drawing.update(model, scale);
        setText(this.#battles, format.count(model.battles));
        for (const [key, cell] of this.#record) setText(cell, format.count(model[key]));
    }
}

/** A model without a rank, and why. */
export class UnrankedRow {
    #model = new ModelCell();
    #reason = element("td", { class: "reason" });
    #battles = element("td", { class: "count votes" });
    node = element("tr", {}, this.#model.node, this.#reason, this.#battles);

    /** Writes what has changed. */
    update(model, reason) {
        this.#model.update(model);
        setText(this.#reason, reason);
        setText(this.#battles, format.count(model.battles));
    }
}
