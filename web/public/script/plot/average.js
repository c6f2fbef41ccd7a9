// How often each model would be preferred to the others, all of them alike.
import { svg } from "../element.js";
import * as format from "../format.js";
import { averageChance } from "../odds.js";
import { text } from "../text/text.js";
import { clipped, frame, label, linear } from "./axis.js";

const ROW = 22;
const HEAD = 28;

/** Draws the models in the order given. */
export function draw(models, { width }) {
    const names = Math.min(220, width * 0.4);
    const height = HEAD + models.length * ROW + 8;
    const root = frame(width, height, text("plot.averageLabel", { count: models.length }));
    const x = linear(0, 1, names + 8, width - 56);
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        root.append(
            svg("line", { class: "grid", x1: x(share), x2: x(share), y1: HEAD - 6, y2: height }),
            label(x(share), HEAD - 12, format.percent(share), { class: "mark", "text-anchor": "middle" }),
        );
    }
    const shares = models.map((model) => averageChance(model, models));
    models.forEach((model, place) => {
        const y = HEAD + place * ROW;
        const share = shares[place] ?? 0;
        root.append(
            label(names, y + ROW / 2 + 4, clipped(model.name, names), { class: "name", "text-anchor": "end" }),
            svg("rect", { class: "bar", x: x(0), y: y + 4, width: Math.max(1, x(share) - x(0)), height: ROW - 8, rx: 2 }),
            label(x(share) + 6, y + ROW / 2 + 4, format.percent(shares[place]), { class: "mark" }),
        );
    });
    return {
        node: root,
        note: text("plot.averageNote"),
        rows: [["model", "name", "average_win_probability"], ...models.map((model, place) => [model.model, model.name, shares[place]])],
    };
}
