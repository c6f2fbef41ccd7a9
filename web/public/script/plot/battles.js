// How often each two models have met.
import { fetchPairs } from "../api.js";
import * as format from "../format.js";
import { text } from "../text/text.js";
import { kept } from "./answers.js";
import { drawGrid } from "./grid.js";

const MOST = 20;

/** What is known of each pair, by the two names with a line end between. */
function meetings({ models, pairs }) {
    const found = new Map();
    for (const [i, j, winsI, winsJ, ties, bothBad] of pairs) {
        const battles = winsI + winsJ + ties + bothBad;
        found.set(`${models[i]}\n${models[j]}`, { battles, wins: winsI, losses: winsJ, ties, bothBad });
        found.set(`${models[j]}\n${models[i]}`, { battles, wins: winsJ, losses: winsI, ties, bothBad });
    }
    return found;
}

/** Draws the first of the models, so many as can be read. */
export async function draw(models, { width }) {
    const found = meetings(await kept("pairs", fetchPairs));
    const shown = models.slice(0, MOST);
    const meeting = (one, other) => found.get(`${one.model}\n${other.model}`);
    const most = Math.max(1, ...shown.flatMap((one) => shown.map((other) => meeting(one, other)?.battles ?? 0)));
    const names = shown.map(({ name }) => name);
    const node = drawGrid({
        rows: names,
        columns: names,
        width,
        description: text("plot.battlesLabel", { count: shown.length }),
        cellOf: (row, column) => {
            if (row === column) return null;
            const [one, other] = [shown[row], shown[column]];
            const met = meeting(one, other);
            const title = text("plot.met", {
                one: one.name, other: other.name, battles: format.count(met?.battles ?? 0),
                wins: format.count(met?.wins ?? 0), losses: format.count(met?.losses ?? 0), ties: format.count((met?.ties ?? 0) + (met?.bothBad ?? 0)),
            });
            // By the root, so that a few pairs that met most often do not leave the others white.
            return met ? { kind: "above", strength: 0.08 + 0.6 * Math.sqrt(met.battles / most), words: format.short(met.battles), title }
                : { kind: "none", strength: 1, words: "", title };
        },
        last: { name: text("plot.sum"), wordsOf: (row) => format.short(shown[row].battles) },
    });
    return {
        node,
        note: text(models.length > MOST ? "plot.battlesNoteCut" : "plot.battlesNote", { count: MOST }),
        rows: [
            ["model", ...shown.map((model) => model.model)],
            ...shown.map((one) => [one.model, ...shown.map((other) => (one === other ? null : meeting(one, other)?.battles ?? 0))]),
        ],
    };
}
