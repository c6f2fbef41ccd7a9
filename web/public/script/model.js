// The page of one model.
import { APIError, fetchHistory, fetchLeaderboard, fetchModel, fetchOpponents, fetchSlices } from "./api.js";
import { byID, element, setText } from "./element.js";
import * as format from "./format.js";
import { priceOf } from "./leaderboard/licence.js";
import { unusableShare } from "./leaderboard/selection.js";
import { hasRating, nameOf } from "./model-card.js";
import { Opponents } from "./model/opponents.js";
import { isUndecided } from "./odds.js";
import { categoryName } from "./names.js";
import { dressPage, showSampleNote } from "./page.js";
import { drawLines } from "./plot/lines.js";
import { ratedPoints } from "./plot/time.js";
import { backoff } from "./retry.js";
import { text, textIfKnown } from "./text/text.js";

/** More categories than this are not asked for one by one. */
const MOST_CATEGORIES = 24;

/** The model that the address names: `/models/SLUG`, or `/model?slug=SLUG`. */
function slugOfAddress() {
    const named = /^\/models\/([^/]+)$/.exec(location.pathname);
    return named ? decodeURIComponent(named[1]) : new URLSearchParams(location.search).get("slug") ?? "";
}

function say(sentence) {
    setText(byID("notice"), sentence);
    byID("notice").classList.toggle("shown", sentence !== "");
}

function figure(key, value, detail = "") {
    const small = detail ? [" ", element("small", {}, detail)] : [];
    return element("div", {}, element("dt", {}, text(key)), element("dd", {}, value, ...small));
}

function stageName(stage) {
    return textIfKnown(`model.stage.${stage}`) ?? stage;
}

function showModel(model, history) {
    document.title = `${nameOf(model)} · arena`;
    setText(byID("name"), nameOf(model));
    setText(byID("origin"), [format.origin(model), stageName(model.stage)].filter(Boolean).join(" · "));
    showSampleNote(model.sample);
    const reason = textIfKnown(`unranked.${model.not_rankable_reason}`) ?? "";
    const record = [model.wins, model.ties, model.losses].map(format.count).join(" · ");
    byID("figures").replaceChildren(
        hasRating(model) ? figure("model.rank", format.rankRange(model) ?? "–") : figure("model.rank", text("model.noRank"), reason),
        ...(hasRating(model) ? [figure("model.rating", format.points(model.rating), format.margins(model))] : []),
        figure("model.battles", format.count(model.battles)),
        figure("model.record", record),
        figure("model.unusable", format.percent(unusableShare(model)), `${format.count(model.both_bad)}`),
        ...(priceOf(model) ? [figure("model.price", format.prices(priceOf(model)))] : []),
        ...(model.context_tokens ? [figure("model.context", format.short(model.context_tokens))] : []),
        ...(history.debut?.rank ? [figure("model.debut", format.points(history.debut.rank), format.time(history.debut.at) ?? "")] : []),
    );
    byID("compare").href = `/compare?a=${encodeURIComponent(model.model)}`;
    byID("stages").replaceChildren(...(history.stages ?? []).map(({ stage, since }) => element(
        "li",
        {},
        `${stageName(stage)} · `,
        element("time", { datetime: since }, format.time(since) ?? ""),
    )));
    byID("content").hidden = false;
    drawHistory(model, history);
}

function drawHistory(model, history) {
    const root = byID("history");
    const draw = () => {
        const points = ratedPoints(history);
        const marks = (history.stages ?? []).map(({ stage, since }) => ({ at: Date.parse(since), name: stageName(stage) }));
        // A single point says no more than the figures above it.
        root.closest("section").hidden = points.length < 2;
        root.replaceChildren(drawLines([{ name: nameOf(model), points }], {
            width: Math.max(320, root.clientWidth),
            description: text("plot.timeLabel", { names: nameOf(model) }),
            marks,
        }));
    };
    draw();
    window.addEventListener("resize", draw);
}

/** The ranked models whose intervals overlap with this one's, the nearest first. */
function showNeighbours(model, board) {
    byID("near").hidden = !hasRating(model);
    const near = (board.models ?? [])
        .filter((other) => other.model !== model.model && hasRating(model) && isUndecided(model, other))
        .sort((one, other) => Math.abs(one.rating - model.rating) - Math.abs(other.rating - model.rating));
    byID("no-neighbours").hidden = near.length > 0;
    byID("neighbours").replaceChildren(...near.map((other) => element(
        "li",
        {},
        element("a", { href: format.comparisonAddress(model, other) }, nameOf(other)),
        element("span", {}, format.points(other.rating)),
    )));
}

/** The model's place on the board of each category, on a server that has them. */
async function showCategories(slug) {
    const slices = await fetchSlices();
    const names = (Array.isArray(slices?.categories) ? slices.categories : []).map(({ name }) => name).slice(0, MOST_CATEGORIES);
    const rows = await Promise.all(names.map(async (name) => {
        const { board } = await fetchLeaderboard(new URLSearchParams({ category: name }).toString());
        const place = board.models?.find((model) => model.model === slug);
        if (!place) return null;
        const address = `/leaderboard?${new URLSearchParams({ category: name })}`;
        const cells = [format.rankRange(place), `${format.points(place.rating)} ${format.margins(place)}`, format.count(place.battles)];
        return element(
            "tr",
            {},
            element("th", { scope: "row", class: "model" }, element("a", { href: address }, categoryName(name))),
            ...cells.map((cell) => element("td", { class: "count" }, cell)),
        );
    }));
    const found = rows.filter(Boolean);
    byID("categories").hidden = found.length === 0;
    byID("category-rows").replaceChildren(...found);
}

async function load(failures = 0) {
    const slug = slugOfAddress();
    try {
        const [model, history, met, { board }] = await Promise.all([
            fetchModel(slug), fetchHistory(slug), fetchOpponents(slug), fetchLeaderboard(),
        ]);
        say("");
        showModel(model, history);
        opponents.show(model, met.opponents);
        showNeighbours(model, board);
        await showCategories(slug);
    } catch (error) {
        if (!(error instanceof APIError)) throw error;
        if (!error.isTransient) {
            say(text(error.status === 404 ? "model.missing" : "board.away"));
            return;
        }
        say(text("board.away"));
        setTimeout(() => load(failures + 1), backoff(failures, error.retryAfter));
    }
}

dressPage();
const opponents = new Opponents();
load();
