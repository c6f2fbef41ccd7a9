// The models that one has met: those it is least and those it is most likely to beat.
import { byID, element } from "../element.js";
import * as format from "../format.js";
import { nameOf } from "../model-card.js";
import { text } from "../text/text.js";

/** So many of the strongest and of the weakest are shown at first. */
const FEW = 5;

/** A table of opponents, the strongest first; a long one opens in its middle when asked. */
export class Opponents {
    #root = byID("opponents");
    #strongest = byID("opponents-strongest");
    #weakest = byID("opponents-weakest");
    #all = byID("opponents-all");
    #model = null;
    #opponents = [];

    constructor() {
        this.#all.addEventListener("click", () => {
            this.#fill(this.#strongest, null, this.#opponents);
            this.#weakest.replaceChildren();
            this.#all.hidden = true;
            // The button that had the focus is gone.
            this.#strongest.querySelectorAll("a.name")[FEW].focus();
        });
    }

    /** Shows what the API says of a model's opponents. */
    show(model, opponents) {
        this.#model = model;
        const expected = ({ expected_score: score }) => score ?? Infinity;
        this.#opponents = (Array.isArray(opponents) ? opponents : []).toSorted((one, other) => {
            // Infinity less Infinity is no number: those without a rating keep the order they came in.
            const [first, second] = [expected(one), expected(other)];
            return first === second ? 0 : first - second;
        });
        this.#root.hidden = this.#opponents.length === 0;
        const isLong = this.#opponents.length > 2 * FEW;
        this.#all.hidden = !isLong;
        this.#all.textContent = text("opponents.all", { count: format.count(this.#opponents.length) });
        if (!isLong) {
            this.#fill(this.#strongest, null, this.#opponents);
            this.#weakest.replaceChildren();
            return;
        }
        const rated = this.#opponents.filter((opponent) => Number.isFinite(expected(opponent)));
        this.#fill(this.#strongest, "opponents.strongest", rated.slice(0, FEW));
        this.#fill(this.#weakest, "opponents.weakest", rated.slice(FEW).slice(-FEW));
    }

    #fill(body, heading, opponents) {
        const head = heading && opponents.length > 0
            ? [element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: "5" }, text(heading)))] : [];
        body.replaceChildren(...head, ...opponents.map((opponent) => this.#row(opponent)));
    }

    #row(opponent) {
        const chance = format.chance(opponent.probability_above);
        const comparison = element("a", { href: format.comparisonAddress(this.#model, opponent) }, chance);
        const words = text("opponents.compare", { name: nameOf(opponent), share: chance });
        comparison.setAttribute("aria-label", words);
        return element(
            "tr",
            {},
            element("th", { scope: "row", class: "model" }, element("a", { class: "name", href: format.modelAddress(opponent) }, nameOf(opponent))),
            element("td", { class: "count" }, format.count(opponent.battles)),
            element("td", { class: "count" }, format.percent(opponent.score)),
            element("td", { class: "count" }, format.percent(opponent.expected_score)),
            element("td", { class: "count" }, comparison),
        );
    }
}
