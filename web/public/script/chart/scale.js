// The common scale on which the intervals of several models are drawn.
import { element } from "../element.js";
import * as format from "../format.js";

const MOST_STEPS = 8;
/** Free room beyond the outermost intervals, as a share of their span. */
const ROOM = 0.03;
/** Beyond this many points past the outermost ratings an interval runs off the scale instead of flattening it. */
const MARGIN_POINTS = 120;

function niceStep(span) {
    const rough = span / MOST_STEPS;
    const power = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
}

/** Rating points mapped onto 0–100 % of the drawing's width, from one tick to another. */
export class Scale {
    /** Spans the intervals of these models. */
    constructor(models) {
        const numbers = (key) => models.map((model) => model[key]).filter(Number.isFinite);
        const ratings = numbers("rating");
        const lowest = Math.min(...ratings);
        const highest = Math.max(...ratings);
        let low = Math.max(Math.min(lowest, ...numbers("rating_lower")), lowest - MARGIN_POINTS);
        let high = Math.min(Math.max(highest, ...numbers("rating_upper")), highest + MARGIN_POINTS);
        if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = [900, 1100];
        if (high - low < 10) [low, high] = [low - 5, high + 5];
        const room = (high - low) * ROOM;
        this.low = Math.floor(low - room);
        this.high = Math.ceil(high + room);
        this.step = niceStep(this.high - this.low);
    }

    /** Whether the other scale draws the same. */
    equals(other) {
        return other !== null && this.low === other.low && this.high === other.high;
    }

    /** The place of a rating, in percent of the width, kept on the scale. */
    position(rating) {
        const share = ((rating - this.low) / (this.high - this.low)) * 100;
        return Math.min(100, Math.max(0, share));
    }

    /** Draws the ticks into `axis` and the place of the grid lines into `table`. */
    draw(axis, table) {
        const ticks = document.createDocumentFragment();
        const first = Math.ceil(this.low / this.step) * this.step;
        for (let rating = first; rating <= this.high; rating += this.step) {
            const tick = element("span", { class: "tick" }, format.points(rating));
            tick.style.left = `${this.position(rating)}%`;
            ticks.append(tick);
        }
        axis.replaceChildren(ticks);
        // The lines are a repeated background: its place in percent counts only the room the tile leaves free.
        const tile = this.step / (this.high - this.low);
        const offset = tile < 1 ? this.position(first) / (1 - tile) : 0;
        table.style.setProperty("--grid-step", `${tile * 100}%`);
        table.style.setProperty("--grid-start", `${offset}%`);
    }
}
