// One row of the board, built once and then kept up to date in place.
import { IntervalDrawing } from "../chart/interval.js";
import { element, setText } from "../element.js";
import * as format from "../format.js";
import { text } from "../text/text.js";
import { priceOf } from "./licence.js";
import { unusableShare } from "./selection.js";

/** The cell that names a model; origin and votes are repeated in it where a narrow screen has no columns for them. */
export class ModelCell {
    #name = element("a", { class: "name" });
    #origin = element("span", { class: "origin" });
    #votes = element("span", { class: "votes-inline" });
    node = element("th", { role: "rowheader", scope: "row", class: "model" }, this.#name, this.#origin, this.#votes);

    /** Writes what has changed. */
    update(model) {
        setText(this.#name, model.name ?? model.model);
        const address = format.modelAddress(model);
        if (this.#name.getAttribute("href") !== address) this.#name.href = address;
        setText(this.#origin, format.origin(model));
        setText(this.#votes, text("board.votesInline", { count: model.battles, votes: format.count(model.battles) }));
    }
}

/** A ranked model. */
export class RankedRow {
    #rank = element("span", { class: "figure", "aria-hidden": "true" });
    #range = element("span", { class: "range", "aria-hidden": "true" });
    #rankSpoken = element("span", { class: "visually-hidden" });
    #move = element("span", { class: "move", "aria-hidden": "true" });
    #model = new ModelCell();
    #organization = element("td", { role: "cell", class: "wide known" });
    #license = element("td", { role: "cell", class: "wide known" });
    #rating = element("span", { class: "figure" });
    #margins = element("span", { class: "margins", "aria-hidden": "true" });
    #interval = element("span", { class: "visually-hidden" });
    #drawing = new IntervalDrawing();
    #battles = element("td", { role: "cell", class: "count votes" });
    #unusable = element("td", { role: "cell", class: "count wide" });
    #price = element("td", { role: "cell", class: "count price" });
    node;

    constructor() {
        const numbers = element("span", { class: "numbers" }, this.#rating, " ", this.#margins, this.#interval);
        const plot = element("div", { class: "plot" }, this.#drawing.node);
        this.node = element(
            "tr",
            { role: "row" },
            element("td", { role: "cell", class: "rank" }, this.#rank, this.#move, this.#range, this.#rankSpoken),
            this.#model.node,
            this.#organization,
            this.#license,
            element("td", { role: "cell", class: "rating" }, element("div", { class: "rating-body" }, numbers, plot)),
            this.#battles,
            this.#unusable,
            this.#price,
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
        setText(this.#organization, model.organization ?? "–");
        setText(this.#license, model.license ?? "–");
        setText(this.#rating, format.points(model.rating));
        setText(this.#margins, format.margins(model));
        const [lower, upper] = [model.rating_lower, model.rating_upper];
        const hasInterval = Number.isFinite(lower) && Number.isFinite(upper);
        setText(this.#interval, hasInterval ? text("board.interval", { lower: format.points(lower), upper: format.points(upper) }) : "");
        this.#drawing.update(model, scale);
        setText(this.#battles, format.count(model.battles));
        setText(this.#unusable, format.percent(unusableShare(model)));
        const price = priceOf(model);
        setText(this.#price, price ? format.prices(price) : "–");
    }

    /** A quiet mark of what a new board has changed: "up", "down", "votes", or null for none. */
    mark(change) {
        setText(this.#move, change === "up" ? "▲" : change === "down" ? "▼" : "");
        if (change) this.node.dataset.moved = change;
        else delete this.node.dataset.moved;
    }
}

/** A model without a rank, and why. */
export class UnrankedRow {
    #model = new ModelCell();
    #reason = element("td", { role: "cell", class: "reason" });
    #battles = element("td", { role: "cell", class: "count votes" });
    node = element("tr", { role: "row" }, this.#model.node, this.#reason, this.#battles);

    /** Writes what has changed. */
    update(model, reason) {
        this.#model.update(model);
        setText(this.#reason, reason);
        setText(this.#battles, format.count(model.battles));
    }
}
