// Two models side by side.
import { APIError, fetchComparison, fetchLeaderboard } from "./api.js";
import { Scale } from "./chart/scale.js";
import { byID, element, setText } from "./element.js";
import * as format from "./format.js";
import { hasRating, modelCard, nameOf } from "./model-card.js";
import { dressPage, showSampleNote } from "./page.js";
import { backoff } from "./retry.js";
import { text } from "./text/text.js";

const FIELDS = [["a", byID("first")], ["b", byID("second")]];
/** Counts the pairs asked for, so that an answer on an earlier one is known as such. */
let turn = 0;

function say(sentence) {
    setText(byID("notice"), sentence);
    byID("notice").classList.toggle("shown", sentence !== "");
}

/** Runs a request until it succeeds or cannot; `isWanted` says whether its answer is still asked for. */
async function patiently(ask, isWanted = () => true, failures = 0) {
    try {
        await ask();
    } catch (error) {
        if (!(error instanceof APIError)) throw error;
        if (!isWanted()) return;
        say(text(error.status === 404 ? "compare.unknown" : "board.away"));
        if (error.isTransient) setTimeout(() => patiently(ask, isWanted, failures + 1), backoff(failures, error.retryAfter));
    }
}

async function offerModels() {
    const { board } = await fetchLeaderboard();
    const all = [...(board.models ?? []), ...(board.not_rankable ?? [])];
    const query = new URLSearchParams(location.search);
    for (const [key, field] of FIELDS) {
        const options = all.toSorted((one, other) => one.name.localeCompare(other.name))
            .map((model) => element("option", { value: model.model }, model.name));
        field.replaceChildren(element("option", { value: "" }, "–"), ...options);
        field.value = query.get(key) ?? "";
    }
    showSampleNote(board.sample);
}

/** Shows the pair that the address names. */
async function show() {
    turn += 1;
    const own = turn;
    const query = new URLSearchParams(location.search);
    const [a, b] = FIELDS.map(([key, field]) => {
        field.value = query.get(key) ?? "";
        return query.get(key);
    });
    if (!a || !b || a === b) {
        byID("content").hidden = true;
        say(text("compare.choose"));
        return;
    }
    await patiently(async () => {
        const comparison = await fetchComparison(a, b);
        if (own === turn) showComparison(comparison);
    }, () => own === turn);
}

function showComparison(comparison) {
    const { a, b, head_to_head: met } = comparison;
    const isRanked = Boolean(comparison.difference);
    say(isRanked ? "" : text("compare.unranked"));
    byID("content").hidden = false;
    const scale = new Scale([a, b].filter(hasRating));
    byID("verdicts").replaceChildren(modelCard("A", a, scale), modelCard("B", b, scale));
    for (const id of ["preferred", "decided", "above"]) byID(id).hidden = !isRanked;
    if (isRanked) showChances(comparison);
    showMeetings(nameOf(a), nameOf(b), met);
}

/** What the ratings say, told of the one that is ahead. */
function showChances({ a, b, difference, expected_score_a: expected, probability_a_above_b: above }) {
    const isA = difference.rating >= 0;
    const of = (value) => (isA ? value : 1 - value);
    const points = [difference.rating, difference.lower, difference.upper].map((value) => (isA ? value : -value));
    const [gap, ...bounds] = points;
    const [low, high] = bounds.sort((one, other) => one - other);
    const name = nameOf(isA ? a : b);
    setText(byID("preferred"), text("compare.preferred", { name, share: format.percent(of(expected)) }));
    setText(byID("decided"), text(low > 0 ? "compare.decided" : "compare.undecided", {
        name, gap: format.points(gap), lower: format.difference(low), upper: format.difference(high),
    }));
    setText(byID("above"), text("compare.above", { name, share: format.chance(of(above)) }));
}

/** How their battles against each other went, as one bar and in words. */
function showMeetings(a, b, met) {
    const root = byID("meetings");
    const parts = [
        ["a", met.wins_a, text("compare.won", { name: a })],
        ["tie", met.ties, text("vote.tie")],
        ["bad", met.both_bad, text("vote.bothBad")],
        ["b", met.wins_b, text("compare.won", { name: b })],
    ];
    setText(byID("met"), met.battles === 0
        ? text("compare.neverMet") : text("compare.met", { count: met.battles, votes: format.count(met.battles), name: a, share: format.percent(met.score_a) }));
    root.hidden = met.battles === 0;
    byID("meeting-bar").replaceChildren(...parts.filter(([, count]) => count > 0).map(([kind, count]) => {
        const part = element("i", { class: kind });
        part.style.flexGrow = count;
        return part;
    }));
    byID("meeting-counts").replaceChildren(...parts.map(([kind, count, label]) => element(
        "div",
        { class: kind },
        element("dt", {}, label),
        element("dd", {}, `${format.count(count)} `, element("small", {}, format.percent(count / met.battles))),
    )));
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
patiently(offerModels);
show();
