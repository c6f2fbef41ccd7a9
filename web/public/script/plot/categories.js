// The models' ranks on the boards of each category, filled in as the boards come.
import { APIError, fetchLeaderboard } from "../api.js";
import { categoryName } from "../names.js";
import { text } from "../text/text.js";
import { kept } from "./answers.js";
import { drawGrid } from "./grid.js";

const MOST_MODELS = 40;
const MOST_CATEGORIES = 12;

/** The ranks on the board of one category, by model; none where there is no such board. */
async function ranksOf(category, query) {
    const own = new URLSearchParams(query);
    if (category) own.set("category", category);
    else own.delete("category");
    try {
        const { board } = await kept(`board ${own}`, () => fetchLeaderboard(own.toString()));
        return new Map((board.models ?? []).map(({ model, rank }) => [model, rank]));
    } catch (error) {
        if (error instanceof APIError && !error.isTransient) return new Map();
        throw error;
    }
}

/** The picture with the ranks known so far; a category whose ranks are on their way has none. */
function picture(models, columns, ranks, width) {
    const shown = models.slice(0, MOST_MODELS);
    const deepest = Math.max(2, ...ranks.flatMap((known) => shown.map(({ model }) => known?.get(model) ?? 1)));
    const names = columns.map((category) => (category ? categoryName(category) : text("slice.all")));
    const rankOf = (row, column) => ranks[column]?.get(shown[row].model) ?? null;
    return {
        node: drawGrid({
            rows: shown.map(({ name }) => name),
            columns: names,
            width,
            widest: 84,
            highest: 30,
            isWordy: true,
            description: text("plot.categoriesLabel", { count: shown.length, categories: names.join(", ") }),
            cellOf: (row, column) => {
                const rank = rankOf(row, column);
                if (rank === null) return { kind: "none", strength: 1, words: ranks[column] ? "–" : "", title: `${shown[row].name}, ${names[column]}: –` };
                const depth = Math.log(rank) / Math.log(deepest);
                return { kind: "above", strength: 0.65 * (1 - depth), words: rank, title: `${shown[row].name}, ${names[column]}: ${rank}` };
            },
        }),
        note: text(models.length > MOST_MODELS ? "plot.categoriesNoteCut" : "plot.categoriesNote", { count: MOST_MODELS }),
        rows: [
            ["model", ...columns.map((category) => category || "overall")],
            ...shown.map((model, row) => [model.model, ...columns.map((_, column) => rankOf(row, column))]),
        ],
    };
}

/** Draws the first of the models; `onMore` gets the plot anew with each board that comes. */
export async function draw(models, { width, categories, query, onMore }) {
    const columns = ["", ...categories.slice(0, MOST_CATEGORIES)];
    const ranks = columns.map(() => null);
    let isDue = false;
    let isDone = false;
    // Boards that come together are drawn together.
    const tell = () => {
        if (isDue) return;
        isDue = true;
        requestAnimationFrame(() => {
            isDue = false;
            if (!isDone) onMore(picture(models, columns, ranks, width));
        });
    };
    await Promise.all(columns.map(async (category, column) => {
        ranks[column] = await ranksOf(category, query);
        tell();
    }));
    isDone = true;
    return picture(models, columns, ranks, width);
}
