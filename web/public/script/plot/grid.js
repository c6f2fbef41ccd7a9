// A grid of cells, each row and each column with a name.
import { svg } from "../element.js";
import { clipped, frame, label, widthOf } from "./axis.js";

/** Cells narrower than this have no room for their number. */
const ROOMY = 30;
const FOOT = 8;
/** How steeply the names of the columns rise, in degrees. */
const SLANT = 55;

/**
 * Draws one cell for each pair of a row and a column.
 * `cellOf(row, column)` gives `{ kind, strength, words, title }`, the strength from 0 to 1, or null for no cell;
 * `last` is a column of words beside the cells, `{ name, wordsOf(row) }`.
 */
export function drawGrid({ rows, columns, cellOf, last = null, width, description, widest = 48, highest = widest, isWordy = false }) {
    const longest = (words, most) => Math.min(most, Math.max(...words.map(widthOf)) + 8);
    const names = longest(rows, Math.min(200, width * 0.32));
    const slanted = longest(columns, Math.min(180, width * 0.3));
    const rise = slanted * Math.sin(SLANT * Math.PI / 180);
    const run = slanted * Math.cos(SLANT * Math.PI / 180);
    const beside = last ? Math.max(52, run) : run;
    const side = Math.max(isWordy ? ROOMY : 24, Math.min(widest, (width - names - beside - FOOT) / columns.length));
    const row = Math.min(side, highest);
    const top = rise + 14;
    const lastAt = names + columns.length * side + FOOT;
    // The slanted name of the last column reaches beyond its cells.
    const root = frame(lastAt + beside, top + rows.length * row + FOOT, description);
    columns.forEach((name, place) => {
        const middle = names + (place + 0.5) * side;
        root.append(label(0, 0, clipped(name, slanted), { class: "name", transform: `translate(${middle + 4} ${top - 6}) rotate(-${SLANT})` }));
    });
    if (last) root.append(label(lastAt, top - 6, last.name, { class: "mark" }));
    rows.forEach((name, at) => {
        const y = top + at * row;
        root.append(label(names - 6, y + row / 2 + 4, clipped(name, names), { class: "name", "text-anchor": "end" }));
        columns.forEach((_, column) => {
            const cell = cellOf(at, column);
            if (!cell) return;
            const x = names + column * side;
            root.append(svg(
                "rect",
                { class: `cell ${cell.kind}`, x, y, width: side - 1, height: row - 1, "fill-opacity": cell.strength.toFixed(3) },
                svg("title", {}, cell.title),
            ));
            if (side < ROOMY) return;
            root.append(label(x + side / 2, y + row / 2 + 4, cell.words, { class: "number", "text-anchor": "middle" }));
        });
        if (last) root.append(label(lastAt, y + row / 2 + 4, last.wordsOf(at), { class: "name" }));
    });
    return root;
}
