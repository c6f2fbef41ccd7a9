// Numbers and times as the page's language writes them.
import { language } from "./text/text.js";

/** A formatter that is made when it is first used: making one takes as long as a hundred uses. */
function lazily(make) {
    let made = null;
    return (value) => (made ??= make()).format(value);
}

function numbers(options) {
    return lazily(() => new Intl.NumberFormat(language, options));
}

const whole = numbers({ maximumFractionDigits: 0 });
const plain = numbers({ maximumFractionDigits: 0, useGrouping: false });
const signed = numbers({ maximumFractionDigits: 0, useGrouping: false, signDisplay: "exceptZero" });
const share = numbers({ style: "percent", maximumFractionDigits: 0 });
const dollars = numbers({ style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", maximumSignificantDigits: 3 });
const compact = numbers({ notation: "compact", maximumSignificantDigits: 3 });
const date = lazily(() => new Intl.DateTimeFormat(language, { dateStyle: "medium" }));
const moment = lazily(() => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }));

function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/** A count with digit groups, or a dash where there is none. */
export function count(value) {
    return isNumber(value) ? whole(value) : "–";
}

/** A count in few characters, as “12.3K”, or a dash where there is none. */
export function short(value) {
    return isNumber(value) ? compact(value) : "–";
}

/** A rating in whole points without digit groups, or a dash where there is none. */
export function points(value) {
    return isNumber(value) ? plain(value) : "–";
}

/** A difference of ratings in whole points with its sign, or a dash where there is none. */
export function difference(value) {
    return isNumber(value) ? signed(value).replace("-", "−") : "–";
}

/** How far the interval reaches above and below the rating, as “+12/−11”; empty without an interval. */
export function margins({ rating, rating_lower: lower, rating_upper: upper }) {
    if (![rating, lower, upper].every(isNumber)) return "";
    return `+${plain(Math.abs(upper - rating))}/−${plain(Math.abs(rating - lower))}`;
}

/** A rank with its bounds: “2–4”, or “2” where they agree; null for a model without a rank. */
export function rankRange({ rank, rank_lower_bound: last }) {
    if (!isNumber(rank)) return null;
    return isNumber(last) && last !== rank ? `${plain(rank)}–${plain(last)}` : plain(rank);
}

/** Organization and licence on one line, as far as they are known. */
export function origin({ organization, license }) {
    return [organization, license].filter(Boolean).join(" · ");
}

/** A moment as date and time in the visitor's zone, or null where it cannot be read. */
export function time(iso) {
    const date = new Date(iso ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? null : moment(date);
}

/** A share between 0 and 1 in whole per cent, or a dash where there is none. */
export function percent(value) {
    return isNumber(value) ? share(value) : "–";
}

/** A probability in whole per cent; what would round to certainty is said to lie beyond 99 or below 1 %. */
export function chance(value) {
    if (!isNumber(value)) return "–";
    if (value > 0.99) return `>\u00a0${share(0.99)}`;
    return value < 0.01 ? `<\u00a0${share(0.01)}` : share(value);
}

/** The address of a model's page. */
export function modelAddress({ model }) {
    return `/models/${encodeURIComponent(model)}`;
}

/** The address at which two models are compared. */
export function comparisonAddress(one, other) {
    return `/compare?${new URLSearchParams({ a: one.model, b: other.model })}`;
}

/** A price in US dollars. */
export function price(value) {
    return isNumber(value) ? dollars(value) : "–";
}

/** The day of a moment in milliseconds. */
export function day(milliseconds) {
    return date(milliseconds);
}

/** The prices of a million tokens in and out. */
export function prices({ input, output }) {
    return `${price(input)} / ${price(output)}`;
}
