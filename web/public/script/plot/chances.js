// How often the model of a row would be preferred to the model of a column, by their ratings.
import * as format from "../format.js";
import { averageChance, winProbability } from "../odds.js";
import { text } from "../text/text.js";
import { drawGrid } from "./grid.js";

const MOST = 20;

/** Draws the best of the models, so many as can be read. */
export function draw(models, { width }) {
    const shown = models.toSorted((one, other) => other.rating - one.rating).slice(0, MOST);
    const names = shown.map(({ name }) => name);
    const node = drawGrid({
        rows: names,
        columns: names,
        width,
        description: text("plot.chancesLabel", { count: shown.length }),
        cellOf: (row, column) => {
            if (row === column) return null;
            const [one, other] = [shown[row], shown[column]];
            const chance = winProbability(one, other);
            return {
                kind: chance >= 0.5 ? "above" : "below",
                strength: Math.abs(chance - 0.5) * 1.3,
                words: Math.round(chance * 100),
                title: text("plot.chance", { one: one.name, other: other.name, share: format.percent(chance) }),
            };
        },
        last: { name: text("plot.mean"), wordsOf: (row) => format.percent(averageChance(shown[row], shown)) },
    });
    return {
        node,
        note: text(models.length > MOST ? "plot.chancesNoteCut" : "plot.chancesNote", { count: MOST }),
        rows: [
            ["model", ...shown.map((model) => model.model)],
            ...shown.map((one) => [one.model, ...shown.map((other) => (one === other ? null : winProbability(one, other)))]),
        ],
    };
}
