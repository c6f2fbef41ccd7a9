// The visitor's own votes: a small board, the list, a way to take them along and a way to forget them.
import { download } from "./download.js";
import { byID, element } from "./element.js";
import * as format from "./format.js";
import { forgetVotes, ownBoard, ownVotes } from "./own-votes.js";
import { dressPage } from "./page.js";
import { text } from "./text/text.js";

const OUTCOMES = new Map([
    ["model_a", "vote.modelA"],
    ["model_b", "vote.modelB"],
    ["tie", "vote.tie"],
    ["both_bad", "vote.bothBad"],
]);

function modelLink(model) {
    return element("a", { href: format.modelAddress(model) }, model.name);
}

function boardRow(row) {
    const counts = [format.percent(row.share), ...[row.battles, row.wins, row.ties, row.losses, row.bothBad].map(format.count)];
    return element(
        "tr",
        {},
        element("th", { scope: "row", class: "model" }, modelLink(row)),
        ...counts.map((count) => element("td", { class: "count" }, count)),
    );
}

function historyItem(vote) {
    const isChosen = (key) => vote.outcome === key;
    const side = (label, model, key) => element(
        "span",
        { class: isChosen(key) ? "side chosen" : "side" },
        `${label} `,
        modelLink(model),
    );
    return element(
        "li",
        {},
        vote.prompt ? element("p", { class: "asked", dir: "auto" }, vote.prompt) : null,
        element(
            "p",
            { class: "sides" },
            side("A", vote.a, "model_a"),
            side("B", vote.b, "model_b"),
            element("strong", {}, text(OUTCOMES.get(vote.outcome) ?? "vote.tie")),
            element("time", { datetime: vote.at }, format.time(vote.at) ?? ""),
        ),
    );
}

function show() {
    const votes = ownVotes();
    byID("vacancy").hidden = votes.length > 0;
    byID("votes").hidden = votes.length === 0;
    byID("board-rows").replaceChildren(...ownBoard(votes).map(boardRow));
    byID("history").replaceChildren(...votes.toReversed().map(historyItem));
}

function listenToClear() {
    const ask = byID("ask");
    byID("clear").addEventListener("click", () => ask.showModal());
    byID("keep").addEventListener("click", () => ask.close());
    byID("forget").addEventListener("click", () => {
        forgetVotes();
        ask.close();
        show();
        byID("announcement").textContent = text("mine.forgotten");
        byID("main").focus();
    });
}

dressPage();
show();
listenToClear();
byID("export").addEventListener("click", () => {
    download("arena-votes.json", `${JSON.stringify(ownVotes(), null, 2)}\n`, "application/json");
});
// A vote given in another tab.
window.addEventListener("storage", show);
