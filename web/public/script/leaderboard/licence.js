// What a licence says about a model.

/** "open", "closed", or null where the licence is not known. */
export function openness({ license }) {
    if (!license) return null;
    return /propriet|closed|commercial api/i.test(license) ? "closed" : "open";
}

/** The price of a million tokens in and out, or null where it is not known. */
export function priceOf({ input_price: input, output_price: output }) {
    return Number.isFinite(input) && Number.isFinite(output) ? { input, output } : null;
}
