// Ratings over time, of the first few models.
import { fetchHistory } from "../api.js";
import { text } from "../text/text.js";
import { kept } from "./answers.js";
import { drawLines } from "./lines.js";

const MOST = 8;

/** The points of a history at which the model had a rating. */
export function ratedPoints({ points }) {
    return (Array.isArray(points) ? points : [])
        .map((point) => ({ at: Date.parse(point.at), rating: point.rating, lower: point.rating_lower, upper: point.rating_upper }))
        .filter(({ at, rating }) => Number.isFinite(at) && Number.isFinite(rating));
}

/** Draws the first of the models, so many as can be told apart. */
export async function draw(models, { width }) {
    const shown = models.slice(0, MOST);
    const series = await Promise.all(shown.map(async (model) => ({
        name: model.name,
        model: model.model,
        points: ratedPoints(await kept(`history ${model.model}`, () => fetchHistory(model.model))),
    })));
    return {
        node: drawLines(series, { width, description: text("plot.timeLabel", { names: shown.map(({ name }) => name).join(", ") }) }),
        note: text("plot.timeNote", { count: shown.length }),
        rows: [["model", "at", "rating", "rating_lower", "rating_upper"], ...series.flatMap(({ model, points }) =>
            points.map(({ at, rating, lower, upper }) => [model, new Date(at).toISOString(), rating, lower, upper]))],
    };
}
