// What the ranks say, in plain words.
import * as format from "../format.js";
import { language, text } from "../text/text.js";

const MOST_NAMES = 4;

/**
 * A sentence on the head of the board; empty where nothing is ranked.
 * Who shares rank 1 is clearly below nobody, so that the intervals of all of them overlap; who has it alone is clearly above everybody.
 */
export function meaning(models) {
    if (models.length > 1 && models.every((model) => model.rating_lower === null)) return text("meaning.noIntervals");
    const leaders = models.filter(({ rank }) => rank === 1).sort((one, other) => other.rating - one.rating);
    if (leaders.length === 0 || models.length < 2) return "";
    if (leaders.length === 1) return text("meaning.alone", { name: leaders[0].name });
    if (leaders.length === models.length) return text("meaning.nobody");
    if (leaders.length <= MOST_NAMES) return text("meaning.few", { names: new Intl.ListFormat(language, { type: "conjunction" }).format(leaders.map(({ name }) => name)) });
    return text("meaning.many", {
        count: format.count(leaders.length),
        first: leaders[0].name,
        last: leaders.at(-1).name,
    });
}
