// What ratings say of two models: 400 points are odds of ten to one.

/** The probability that the one is preferred to the other, a tie counting as half. */
export function winProbability(one, other) {
    return 1 / (1 + 10 ** ((other.rating - one.rating) / 400));
}

/** The mean probability that the one is preferred to each of the others; null where it has no others. */
export function averageChance(one, models) {
    const others = models.filter((other) => other !== one);
    if (others.length === 0) return null;
    return others.reduce((sum, other) => sum + winProbability(one, other), 0) / others.length;
}

/** Whether the intervals leave it open which of two models is better. */
export function isUndecided(one, other) {
    return one.rating_lower <= other.rating_upper && other.rating_lower <= one.rating_upper;
}
