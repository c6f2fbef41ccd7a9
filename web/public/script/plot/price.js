// Rating against price, with the line of those that nothing cheaper or equally cheap beats.
import { svg } from "../element.js";
import * as format from "../format.js";
import { priceOf } from "../leaderboard/licence.js";
import { text } from "../text/text.js";
import { clipped, frame, label, linear, ticks } from "./axis.js";

const HEIGHT = 420;

/** The models for which no other is rated at least as high for less. */
export function paretoFront(points) {
    const front = [];
    for (const point of points.toSorted((one, other) => one.price - other.price || other.rating - one.rating)) {
        if (front.length === 0 || point.rating > front.at(-1).rating) front.push(point);
    }
    return front;
}

/** Draws the models whose price is known, on a logarithmic axis of dollars for a million tokens that come out. */
export function draw(models, { width }) {
    const points = models.filter((model) => priceOf(model)?.output > 0)
        .map((model) => ({ model, price: priceOf(model).output, rating: model.rating }));
    const front = paretoFront(points);
    const root = frame(width, HEIGHT, text("plot.priceLabel", { count: points.length, names: front.map(({ model }) => model.name).join(", ") }));
    const prices = points.map(({ price }) => Math.log10(price));
    const ratings = points.flatMap(({ model }) => [model.rating_lower ?? model.rating, model.rating_upper ?? model.rating]);
    const x = linear(Math.min(...prices) - 0.15, Math.max(...prices) + 0.15, 52, width - 90);
    const y = linear(Math.min(...ratings), Math.max(...ratings), HEIGHT - 36, 16);
    for (const tick of ticks(Math.min(...ratings), Math.max(...ratings), 6)) {
        root.append(
            svg("line", { class: "grid", x1: 52, x2: width - 90, y1: y(tick), y2: y(tick) }),
            label(44, y(tick) + 4, format.points(tick), { class: "mark", "text-anchor": "end" }),
        );
    }
    for (let power = Math.floor(Math.min(...prices)); power <= Math.ceil(Math.max(...prices)); power += 1) {
        for (const factor of [1, 3]) {
            const price = factor * 10 ** power;
            const at = x(Math.log10(price));
            if (at < 52 || at > width - 90) continue;
            root.append(label(at, HEIGHT - 12, format.price(price), { class: "mark", "text-anchor": "middle" }));
        }
    }
    const path = front.map((point, place) => {
        const to = `${x(Math.log10(point.price))} ${y(point.rating)}`;
        return place === 0 ? `M ${to}` : `H ${x(Math.log10(point.price))} L ${to}`;
    });
    root.append(svg("path", { class: "front", d: path.join(" "), fill: "none" }));
    for (const { model, price, rating } of points) {
        const isAhead = front.some((point) => point.model === model);
        const at = x(Math.log10(price));
        root.append(svg(
            "g",
            { class: isAhead ? "ahead" : "behind" },
            svg("title", {}, `${model.name}: ${format.points(rating)} ${format.margins(model)}, ${format.price(price)}`),
            svg("line", { class: "whisker", x1: at, x2: at, y1: y(model.rating_lower ?? model.rating), y2: y(model.rating_upper ?? model.rating) }),
            svg("circle", { class: "dot", cx: at, cy: y(rating), r: 5 }),
            ...(isAhead ? [label(at + 8, y(rating) + 4, clipped(model.name, 140), { class: "name" })] : []),
        ));
    }
    return {
        node: root,
        note: text("plot.priceNote"),
        rows: [["model", "input_price", "output_price", "rating", "pareto"], ...points.map(({ model, price, rating }) => [
            model.model, priceOf(model).input, price, rating, String(front.some((point) => point.model === model)),
        ])],
    };
}
