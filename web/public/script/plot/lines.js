// Lines over time, named at their ends.
import { svg } from "../element.js";
import * as format from "../format.js";
import { clipped, frame, label, linear, ticks } from "./axis.js";

const HEIGHT = 420;
const LINE = 17;

/**
 * Draws series of `{ name, points: [{ at, rating, lower, upper }] }`, where `at` is in milliseconds.
 * With one series its interval is drawn as a band.
 */
export function drawLines(series, { width, description, marks = [] }) {
    const root = frame(width, HEIGHT, description);
    const points = series.flatMap((each) => each.points);
    if (points.length === 0) return root;
    const names = series.length > 1 ? Math.min(170, width * 0.36) : 16;
    const times = points.map(({ at }) => at);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const isShort = first === last;
    const values = points.flatMap(({ rating, lower, upper }) => (series.length > 1 ? [rating] : [lower, upper]));
    const [low, high] = [Math.min(...values) - 5, Math.max(...values) + 5];
    const x = isShort ? () => (52 + width - names) / 2 : linear(first, last, 52, width - names - 8);
    const y = linear(low, high, HEIGHT - 36, 12);
    for (const tick of ticks(low, high, 6)) {
        root.append(
            svg("line", { class: "grid", x1: 52, x2: width - names - 8, y1: y(tick), y2: y(tick) }),
            label(44, y(tick) + 4, format.points(tick), { class: "mark", "text-anchor": "end" }),
        );
    }
    root.append(label(52, HEIGHT - 12, format.day(first), { class: "mark" }));
    if (!isShort) root.append(label(width - names - 8, HEIGHT - 12, format.day(last), { class: "mark", "text-anchor": "end" }));
    for (const { at, name } of marks) {
        if (at < first || at > last) continue;
        root.append(
            svg("line", { class: "stage", x1: x(at), x2: x(at), y1: 12, y2: HEIGHT - 36 }),
            label(x(at) + 4, 22, name, { class: "mark" }),
        );
    }
    const ends = [];
    series.forEach(({ name, points: own }, place) => {
        if (own.length === 0) return;
        const at = ({ at: time, rating }) => `${x(time).toFixed(1)} ${y(rating).toFixed(1)}`;
        const group = svg("g", { class: `series series-${place % 8}` });
        if (series.length === 1) {
            const band = [...own.map((point) => `${x(point.at)} ${y(point.upper)}`), ...own.toReversed().map((point) => `${x(point.at)} ${y(point.lower)}`)];
            group.append(svg("path", { class: "band", d: `M ${band.join(" L ")} Z` }));
        }
        if (own.length > 1) group.append(svg("path", { class: "line", fill: "none", d: `M ${own.map(at).join(" L ")}` }));
        const end = own.at(-1);
        group.append(svg("circle", { class: "end", cx: x(end.at), cy: y(end.rating), r: 4 }));
        root.append(group);
        ends.push({ name, group, x: x(end.at), y: y(end.rating) });
    });
    if (series.length > 1) placeNames(ends, width - names + 2, names);
    return root;
}

/** Names the lines at their ends, from the top down, none over another. */
function placeNames(ends, x, room) {
    let free = 0;
    for (const end of ends.toSorted((one, other) => one.y - other.y)) {
        const y = Math.max(end.y, free);
        free = y + LINE;
        end.group.append(
            svg("line", { class: "leader", x1: end.x + 5, x2: x - 4, y1: end.y, y2: y }),
            label(x, y + 4, clipped(end.name, room), { class: "series-name" }),
        );
    }
}
