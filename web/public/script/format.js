// Numbers and times as the page's language writes them.
import { language } from "./text/text.js";

const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 0, useGrouping: false });
const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const dollars = new Intl.NumberFormat(language, { style: "currency", currency: "USD", maximumSignificantDigits: 3 });
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/** A count with digit groups, or a dash where there is none. */
export function count(value) {
    return isNumber(value) ? whole.format(value) : "–";
}

/** A rating in whole points without digit groups, or a dash where there is none. */
export function points(value) {
    return isNumber(value) ? plain.format(value) : "–";
}

/** How far the interval reaches above and below the rating, as “+12/−11”; empty without an interval. */
export function margins({ rating, rating_lower: lower, rating_upper: upper }) {
    if (![rating, lower, upper].every(isNumber)) return "";
    return `+${plain.format(Math.abs(upper - rating))}/−${plain.format(Math.abs(rating - lower))}`;
}

/** A rank with its bounds: “2–4”, or “2” where they agree; null for a model without a rank. */
export function rankRange({ rank, rank_lower_bound: last }) {
    if (!isNumber(rank)) return null;
    return isNumber(last) && last !== rank ? `${plain.format(rank)}–${plain.format(last)}` : plain.format(rank);
}

/** Organization and licence on one line, as far as they are known. */
export function origin({ organization, license }) {
    return [organization, license].filter(Boolean).join(" · ");
}

/** A moment as date and time in the visitor's zone, or null where it cannot be read. */
export function time(iso) {
    const date = new Date(iso ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? null : moment.format(date);
}

/** A share between 0 and 1 in whole per cent, or a dash where there is none. */
export function percent(value) {
    return isNumber(value) ? share.format(value) : "–";
}

/** The address of a model's page. */
export function modelAddress({ model }) {
    return `/model?slug=${encodeURIComponent(model)}`;
}

/** A price in US dollars. */
export function price(value) {
    return isNumber(value) ? dollars.format(value) : "–";
}

/** The day of a moment in milliseconds. */
export function day(milliseconds) {
    return date.format(milliseconds);
}
