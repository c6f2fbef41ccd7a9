// What ratings say of two models: 400 points are odds of ten to one.

/** The probability that the one is preferred to the other, a tie counting as half. */
export function winProbability(one, other) {
    return 1 / (1 + 10 ** ((other.rating - one.rating) / 400));
}

/** Whether the intervals leave it open which of two models is better. */
export function isUndecided(one, other) {
    return one.rating_lower <= other.rating_upper && other.rating_lower <= one.rating_upper;
}

/** The normal distribution function (Abramowitz and Stegun 26.2.17, absolute error below 1e-7). */
function normalShare(z) {
    const t = 1 / (1 + 0.2316419 * Math.abs(z));
    const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    const tail = series * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    return z > 0 ? 1 - tail : tail;
}

/** The probability that the one's true rating is above the other's, their errors taken as independent and normal. */
export function aboveProbability(one, other) {
    const error = Math.hypot(one.standard_error, other.standard_error);
    return error > 0 ? normalShare((one.rating - other.rating) / error) : Number(one.rating > other.rating);
}
