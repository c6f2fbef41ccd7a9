// Ratings with their intervals, one line a model.
import { svg } from "../element.js";
import * as format from "../format.js";
import { text } from "../text/text.js";
import { clipped, frame, label, linear, ticks } from "./axis.js";

const ROW = 22;
const HEAD = 28;

/** Draws the models in the order given. */
export function draw(models, { width }) {
    const names = Math.min(220, width * 0.4);
    const height = HEAD + models.length * ROW + 8;
    const root = frame(width, height, text("plot.ratingsLabel", { count: models.length }));
    const bounds = models.flatMap((model) => [model.rating_lower, model.rating_upper, model.rating]).filter(Number.isFinite);
    const [low, high] = bounds.length > 0 ? [Math.min(...bounds), Math.max(...bounds)] : [900, 1100];
    const x = linear(low - 8, high + 8, names + 8, width - 12);
    for (const tick of ticks(low, high, width / 110)) {
        root.append(
            svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: HEAD - 6, y2: height }),
            label(x(tick), HEAD - 12, format.points(tick), { class: "mark", "text-anchor": "middle" }),
        );
    }
    models.forEach((model, place) => {
        const y = HEAD + (place + 0.5) * ROW;
        const title = svg("title", {}, `${model.name}: ${format.points(model.rating)} ${format.margins(model)}`);
        root.append(svg(
            "g",
            {},
            title,
            label(names, y + 4, clipped(model.name, names), { class: "name", "text-anchor": "end" }),
            svg("line", { class: "whisker", x1: x(model.rating_lower ?? model.rating), x2: x(model.rating_upper ?? model.rating), y1: y, y2: y }),
            svg("circle", { class: "dot", cx: x(model.rating), cy: y, r: 4 }),
        ));
    });
    const columns = ["model", "name", "rating", "rating_lower", "rating_upper"];
    return {
        node: root,
        note: text("plot.ratingsNote"),
        rows: [columns, ...models.map((model) => columns.map((column) => model[column]))],
    };
}
