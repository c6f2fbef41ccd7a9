// Two models side by side.
import { APIError, fetchLeaderboard } from "./api.js";
import { Scale } from "./chart/scale.js";
import { byID, element, setText } from "./element.js";
import * as format from "./format.js";
import { hasRating, modelCard } from "./model-card.js";
import { aboveProbability, isUndecided, winProbability } from "./odds.js";
import { dressPage, showSampleNote } from "./page.js";
import { backoff } from "./retry.js";
import { text } from "./text/text.js";

const FIELDS = [["a", byID("first")], ["b", byID("second")]];
let models = new Map();

function say(sentence) {
    setText(byID("notice"), sentence);
    byID("notice").classList.toggle("shown", sentence !== "");
}

function show() {
    const query = new URLSearchParams(location.search);
    const [one, other] = FIELDS.map(([key, field]) => {
        field.value = query.get(key) ?? "";
        return models.get(query.get(key));
    });
    const isWhole = one !== undefined && other !== undefined && one !== other;
    const isRanked = isWhole && hasRating(one) && hasRating(other);
    byID("content").hidden = !isWhole;
    say(isRanked ? "" : text(isWhole ? "compare.unranked" : "compare.choose"));
    if (!isWhole) return;
    const scale = new Scale([one, other].filter(hasRating));
    byID("verdicts").replaceChildren(modelCard("A", one, scale), modelCard("B", other, scale));
    for (const id of ["preferred", "decided", "above", "above-note"]) byID(id).hidden = !isRanked;
    if (!isRanked) return;
    const [better, worse] = one.rating >= other.rating ? [one, other] : [other, one];
    const share = (value) => format.percent(value);
    setText(byID("preferred"), text("compare.preferred", { name: better.name, share: share(winProbability(better, worse)) }));
    setText(byID("decided"), text(isUndecided(one, other) ? "compare.undecided" : "compare.decided"));
    // Beyond this the standard errors are no longer good enough for a digit.
    const sure = Math.min(0.99, aboveProbability(better, worse));
    setText(byID("above"), text("compare.above", { name: better.name, share: sure === 0.99 ? `> ${share(sure)}` : share(sure) }));
}

async function load(failures = 0) {
    try {
        const { board } = await fetchLeaderboard();
        const all = [...(board.models ?? []), ...(board.not_rankable ?? [])];
        models = new Map(all.map((model) => [model.model, model]));
        for (const [, field] of FIELDS) {
            const options = all.toSorted((one, other) => one.name.localeCompare(other.name))
                .map((model) => element("option", { value: model.model }, model.name));
            field.replaceChildren(element("option", { value: "" }, "–"), ...options);
        }
        showSampleNote(board.sample);
        show();
    } catch (error) {
        if (!(error instanceof APIError)) throw error;
        say(text("board.away"));
        setTimeout(() => load(failures + 1), backoff(failures, error.retryAfter));
    }
}

dressPage();
for (const [key, field] of FIELDS) {
    field.addEventListener("change", () => {
        const address = new URL(location.href);
        address.searchParams.set(key, field.value);
        history.pushState(null, "", address);
        show();
    });
}
window.addEventListener("popstate", show);
load();
