// Who wrote which response: shown after the vote, for both sides at once.
import { element } from "../element.js";
import * as format from "../format.js";
import { text } from "../text/text.js";

const SIDES = [["A", "model_a"], ["B", "model_b"]];
const VOTED = new Map([
    ["model_a", "reveal.votedA"],
    ["model_b", "reveal.votedB"],
    ["tie", "reveal.votedTie"],
    ["both_bad", "reveal.votedBothBad"],
]);

/** The word that marks a side of this outcome, or null for a side that was passed over. */
function markOf(outcome, key) {
    if (outcome === key) return text("reveal.choice");
    if (outcome === "tie") return text("reveal.tie");
    if (outcome === "both_bad") return text("reveal.bothBad");
    return null;
}

function hasRating(model) {
    return typeof model.rating === "number";
}

function verdict(side, key, model, outcome) {
    const mark = markOf(outcome, key);
    const made = element("section", { class: outcome === key ? "verdict chosen" : "verdict", "data-side": side });
    made.append(
        element("p", { class: "side" }, side, mark ? element("span", { class: "mark" }, mark) : null),
        element("h2", { class: "name" }, model.name ?? model.model),
        element("p", { class: "origin" }, format.origin(model)),
    );
    const standing = element("p", { class: "standing" });
    if (hasRating(model)) {
        const rank = format.rankRange(model);
        standing.append(
            element("span", { class: "figure" }, format.points(model.rating)),
            " ",
            element("span", { class: "margins" }, format.margins(model)),
        );
        if (rank) standing.append(" ", element("span", { class: "rank" }, text("reveal.rank", { rank })));
    } else {
        standing.append(text("reveal.unranked"));
    }
    made.append(standing);
    return made;
}

/** The two cards of a reveal, as one fragment. */
export function renderVerdicts(reveal) {
    const fragment = document.createDocumentFragment();
    for (const [side, key] of SIDES) fragment.append(verdict(side, key, reveal[key], reveal.outcome));
    return fragment;
}

/** Names the authors in the heads of the panes above. */
export function nameAuthors(conversation, reveal) {
    for (const [side, key] of SIDES) {
        const model = reveal[key];
        for (const pane of conversation.querySelectorAll(`.pane[data-side="${side}"]`)) {
            pane.classList.toggle("chosen", reveal.outcome === key);
            pane.querySelector(".author").textContent = model.name ?? model.model;
        }
    }
}

/** The reveal in a few spoken sentences. */
export function spokenReveal(reveal) {
    const sentences = [VOTED.has(reveal.outcome) ? text(VOTED.get(reveal.outcome)) : ""];
    for (const [side, key] of SIDES) {
        const model = reveal[key];
        const standing = hasRating(model)
            ? text("reveal.standing", {
                rating: format.points(model.rating),
                lower: format.points(model.rating_lower),
                upper: format.points(model.rating_upper),
                rank: format.rankRange(model),
            })
            : text("reveal.unranked");
        const origin = [model.organization, model.license].filter(Boolean).join(", ");
        sentences.push(text("reveal.side", { side, name: model.name ?? model.model, origin, standing }));
    }
    return sentences.filter(Boolean).join(" ");
}
