// A rating with its interval, drawn to a scale.
import { svg } from "../element.js";

/** A line for the interval and a dot for the rating, as wide and high as its box. */
export class IntervalDrawing {
    #line = svg("line", { y1: "50%", y2: "50%" });
    #dot = svg("circle", { cy: "50%", r: "3.5" });
    node = svg("svg", { class: "interval", "aria-hidden": "true" }, this.#line, this.#dot);

    /** Draws the model's rating at its place on `scale`. */
    update(model, scale) {
        const at = (rating) => `${scale.position(Number.isFinite(rating) ? rating : model.rating).toFixed(2)}%`;
        this.#line.setAttribute("x1", at(model.rating_lower));
        this.#line.setAttribute("x2", at(model.rating_upper));
        this.#dot.setAttribute("cx", at(model.rating));
    }
}
