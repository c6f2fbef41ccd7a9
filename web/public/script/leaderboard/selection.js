// The models of a board that are shown, and their order.
import { openness, priceOf } from "./licence.js";
import { language } from "../text/text.js";

const words = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

/** How two models compare by each column, the order that a first press brings. */
const ORDERS = new Map([
    ["rank", (one, other) => one.rank - other.rank || other.rating - one.rating],
    ["model", (one, other) => words.compare(one.name, other.name)],
    ["organization", (one, other) => words.compare(one.organization ?? "\uffff", other.organization ?? "\uffff")],
    ["license", (one, other) => words.compare(one.license ?? "\uffff", other.license ?? "\uffff")],
    ["rating", (one, other) => other.rating - one.rating],
    ["votes", (one, other) => other.battles - one.battles],
    ["unusable", (one, other) => unusableShare(one) - unusableShare(other)],
    ["price", (one, other) => (priceOf(one)?.output ?? Infinity) - (priceOf(other)?.output ?? Infinity)],
]);

/** The share of a model's battles in which both responses were bad. */
export function unusableShare({ battles, both_bad: bothBad }) {
    return battles > 0 ? bothBad / battles : 0;
}

/** The key and the direction of a sort, as the address writes it: `votes`, or `-votes` for the reverse. */
export function parseSort(value) {
    const isReversed = value.startsWith("-");
    const key = isReversed ? value.slice(1) : value;
    return ORDERS.has(key) ? { key, isReversed } : { key: "rank", isReversed: false };
}

/** Whether a model is one that the filters let through. */
export function isWanted(model, state) {
    const asked = state.get("q").trim().toLowerCase();
    const names = [model.name, model.model, model.organization].filter(Boolean).join("\n").toLowerCase();
    return names.includes(asked)
        && (!state.get("organization") || model.organization === state.get("organization"))
        && (!state.get("license") || model.license === state.get("license"))
        && (!state.get("open") || openness(model) === state.get("open"));
}

/** The models to show, in order. */
export function select(models, state) {
    const { key, isReversed } = parseSort(state.get("sort"));
    const order = ORDERS.get(key);
    const chosen = models.filter((model) => isWanted(model, state)).sort(order);
    return isReversed ? chosen.reverse() : chosen;
}
