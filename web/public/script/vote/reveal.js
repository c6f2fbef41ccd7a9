// Who wrote which response: shown after the vote, for both sides at once.
import { Scale } from "../chart/scale.js";
import * as format from "../format.js";
import { modelCard, nameOf, hasRating } from "../model-card.js";
import { winProbability } from "../odds.js";
import { text, textIfKnown } from "../text/text.js";

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

/** The two cards of a reveal, as one fragment; both intervals are drawn to one scale. */
export function renderVerdicts(reveal) {
    const fragment = document.createDocumentFragment();
    const scale = new Scale(SIDES.map(([, key]) => reveal[key]).filter(hasRating));
    for (const [side, key] of SIDES) {
        const { outcome } = reveal;
        fragment.append(modelCard(side, reveal[key], scale, { mark: markOf(outcome, key), isChosen: outcome === key }));
    }
    return fragment;
}

/** That the vote counts, or why it does not. */
function standingOf({ counted, not_counted_because: reason, status, log_position: position }) {
    const number = format.count(position);
    if (counted !== false) return text(status === "already_recorded" ? "reveal.countedBefore" : "reveal.counted", { number });
    return text("reveal.notCounted", { number, reason: textIfKnown(`notCounted.${reason}`) ?? text("notCounted.other") });
}

/** Whether the vote counts, and what the ratings would have expected. */
export function countedSentence(reveal) {
    const { model_a: a, model_b: b } = reveal;
    const counted = standingOf(reveal);
    if (!hasRating(a) || !hasRating(b)) return counted;
    const chance = winProbability(a, b);
    const [side, share] = chance >= 0.5 ? ["A", chance] : ["B", 1 - chance];
    return `${counted} ${text("reveal.expected", { side, share: format.percent(share) })}`;
}

/** Names the authors in the heads of the panes above. */
export function nameAuthors(conversation, reveal) {
    for (const [side, key] of SIDES) {
        for (const pane of conversation.querySelectorAll(`.pane[data-side="${side}"]`)) {
            pane.classList.toggle("chosen", reveal.outcome === key);
            pane.querySelector(".author").textContent = nameOf(reveal[key]);
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
        sentences.push(text("reveal.side", { side, name: nameOf(model), origin, standing }));
    }
    sentences.push(countedSentence(reveal));
    return sentences.filter(Boolean).join(" ");
}
