// How often the model of a row would be preferred to the model of a column, by their ratings.
import { svg } from "../element.js";
import * as format from "../format.js";
import { winProbability } from "../odds.js";
import { text } from "../text/text.js";
import { clipped, frame, label } from "./axis.js";

const MOST = 20;
/** Cells narrower than this have no room for their number. */
const ROOMY = 30;

/** Draws the best of the models, so many as can be read. */
export function draw(models, { width }) {
    const shown = models.toSorted((one, other) => other.rating - one.rating).slice(0, MOST);
    const names = Math.min(200, width * 0.32);
    const side = Math.max(24, Math.min(48, (width - names) / (shown.length + 1)));
    const meanAt = names + shown.length * side + 8;
    const height = names * 0.7 + shown.length * side + 8;
    const top = names * 0.7;
    const root = frame(meanAt + 52, height, text("plot.chancesLabel", { count: shown.length }));
    shown.forEach((model, place) => {
        const middle = names + (place + 0.5) * side;
        root.append(
            label(names - 6, top + (place + 0.5) * side + 4, clipped(model.name, names), { class: "name", "text-anchor": "end" }),
            label(0, 0, clipped(model.name, top), { class: "name", transform: `translate(${middle + 4} ${top - 6}) rotate(-55)` }),
        );
    });
    root.append(label(meanAt, top - 6, text("plot.mean"), { class: "mark" }));
    shown.forEach((one, row) => {
        const y = top + row * side;
        let sum = 0;
        shown.forEach((other, column) => {
            if (one === other) return;
            const chance = winProbability(one, other);
            sum += chance;
            const words = text("plot.chance", { one: one.name, other: other.name, share: format.percent(chance) });
            const cell = svg("rect", {
                class: chance >= 0.5 ? "cell above" : "cell below",
                x: names + column * side, y, width: side - 1, height: side - 1,
                "fill-opacity": (Math.abs(chance - 0.5) * 1.3).toFixed(3),
            }, svg("title", {}, words));
            root.append(cell);
            if (side < ROOMY) return;
            root.append(label(names + (column + 0.5) * side, y + side / 2 + 4, Math.round(chance * 100), { class: "number", "text-anchor": "middle" }));
        });
        const mean = shown.length > 1 ? format.percent(sum / (shown.length - 1)) : "–";
        root.append(label(meanAt, y + side / 2 + 4, mean, { class: "name" }));
    });
    return {
        node: root,
        note: text(models.length > MOST ? "plot.chancesNoteCut" : "plot.chancesNote", { count: MOST }),
        rows: [
            ["model", ...shown.map((model) => model.model)],
            ...shown.map((one) => [one.model, ...shown.map((other) => (one === other ? null : winProbability(one, other)))]),
        ],
    };
}
