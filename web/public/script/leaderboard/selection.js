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

/** What says of a model whether the filters let it through. */
export function filterOf(state) {
    const asked = state.get("q").trim().toLowerCase();
    const [organization, license, open] = ["organization", "license", "open"].map((key) => state.get(key));
    if (!asked && !organization && !license && !open) return () => true;
    return (model) => [model.name, model.model, model.organization].filter(Boolean).join("\n").toLowerCase().includes(asked)
        && (!organization || model.organization === organization)
        && (!license || model.license === license)
        && (!open || openness(model) === open);
}

/** The models to show, in order. */
export function select(models, state) {
    const { key, isReversed } = parseSort(state.get("sort"));
    const chosen = models.filter(filterOf(state)).sort(ORDERS.get(key));
    return isReversed ? chosen.reverse() : chosen;
}
