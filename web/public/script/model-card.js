// The card of a model: who made it, and where it stands.
import { IntervalDrawing } from "./chart/interval.js";
import { element } from "./element.js";
import * as format from "./format.js";
import { text } from "./text/text.js";

/** Whether the board gives the model a rating. */
export function hasRating(model) {
    return typeof model.rating === "number";
}

/** The name to show for a model. */
export function nameOf(model) {
    return model.name ?? model.model;
}

/** The card of one side, its interval drawn to `scale`; `mark` is a word on how it fared. */
export function modelCard(side, model, scale, { mark = null, isChosen = false } = {}) {
    const card = element(
        "section",
        { class: isChosen ? "verdict chosen" : "verdict", "data-side": side },
        element("p", { class: "side" }, side, mark ? element("span", { class: "mark" }, mark) : null),
        element("h2", { class: "name" }, element("a", { href: format.modelAddress(model) }, nameOf(model))),
        element("p", { class: "origin" }, format.origin(model)),
    );
    const standing = element("p", { class: "standing" });
    card.append(standing);
    if (!hasRating(model)) {
        standing.append(text("reveal.unranked"));
        return card;
    }
    const rank = format.rankRange(model);
    standing.append(
        element("span", { class: "figure" }, format.points(model.rating)),
        " ",
        element("span", { class: "margins" }, format.margins(model)),
    );
    if (rank) standing.append(" ", element("span", { class: "rank" }, text("reveal.rank", { rank })));
    const drawing = new IntervalDrawing();
    drawing.update(model, scale);
    card.append(element("div", { class: "plot" }, drawing.node));
    return card;
}
