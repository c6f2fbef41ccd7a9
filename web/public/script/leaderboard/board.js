// The two tables of the leaderboard: rows are kept by model and moved only when their order changes.
import { Scale } from "../chart/scale.js";
import { byID, setText } from "../element.js";
import * as format from "../format.js";
import { text, textIfKnown } from "../text/text.js";
import { priceOf } from "./licence.js";
import { meaning } from "./meaning.js";
import { RankedRow, UnrankedRow } from "./row.js";
import { isWanted, parseSort, select } from "./selection.js";

/** How long a mark of what moved stays. */
const MARK_MS = 6_000;

/** Keeps the rows of one table body in step with a list of models. */
class Rows {
    #body;
    #makeRow;
    #rows = new Map();

    constructor(body, makeRow) {
        this.#body = body;
        this.#makeRow = makeRow;
    }

    /** Writes the rows of all models. */
    write(models, write) {
        const present = new Set(models.map((model) => model.model));
        for (const key of this.#rows.keys()) {
            if (!present.has(key)) this.#rows.delete(key);
        }
        for (const model of models) {
            if (!this.#rows.has(model.model)) this.#rows.set(model.model, this.#makeRow());
            write(this.#rows.get(model.model), model);
        }
    }

    /** Shows the rows of these models in this order. */
    arrange(models) {
        const wanted = models.map((model) => this.#rows.get(model.model).node);
        const shown = this.#body.children;
        if (wanted.length === shown.length && wanted.every((node, place) => node === shown[place])) return;
        // The focus would be lost with the row that is taken out.
        const focused = this.#body.contains(document.activeElement) ? document.activeElement : null;
        this.#body.replaceChildren(...wanted);
        focused?.focus({ preventScroll: true });
    }
}

function reasonOf(model) {
    return textIfKnown(`unranked.${model.reason}`) ?? model.explanation ?? "";
}

/** What changed for a model from one board to the next. */
function changeOf(model, before) {
    if (!before) return null;
    if (model.rank !== before.rank) return model.rank < before.rank ? "up" : "down";
    return model.battles === before.battles ? null : "votes";
}

/** Shows a board, each new one in place of the last. */
export class Board {
    #state;
    #table = byID("board");
    #axis = byID("axis");
    #unranked = byID("unranked");
    #vacancy = byID("vacancy");
    #skeleton = byID("skeleton");
    #choice = byID("choice");
    #isShown = false;
    #rankedRows = new Rows(byID("board-rows"), () => new RankedRow());
    #unrankedRows = new Rows(byID("unranked-rows"), () => new UnrankedRow());
    #scale = null;
    #models = [];
    #others = [];
    #marks = null;

    constructor(state) {
        this.#state = state;
        for (const button of this.#table.querySelectorAll("button[data-sort]")) {
            button.addEventListener("click", () => this.#sortBy(button.dataset.sort));
        }
    }

    /** Whether a board has been shown yet. */
    get isShown() {
        return this.#isShown;
    }

    /** Shows the choice of boards alone, where there is none of the kind asked for. */
    hide() {
        this.#isShown = false;
        this.#skeleton.hidden = true;
        this.#vacancy.hidden = true;
        this.#choice.hidden = false;
        byID("content").hidden = true;
        setText(byID("facts"), "");
        setText(byID("meaning"), "");
    }

    /** The models shown, in their order. */
    get selected() {
        return select(this.#models, this.#state);
    }

    /** Shows the board as the API gives it; what differs from the last one is marked if `isNext`. */
    show(board, { isNext }) {
        const before = new Map(this.#models.map((model) => [model.model, model]));
        this.#models = Array.isArray(board.models) ? board.models : [];
        this.#others = Array.isArray(board.not_rankable) ? board.not_rankable : [];
        const scale = new Scale(this.#models);
        if (!scale.equals(this.#scale)) scale.draw(this.#axis, this.#table);
        this.#scale = scale;
        this.#rankedRows.write(this.#models, (row, model) => {
            row.update(model, scale);
            row.mark(isNext ? changeOf(model, before.get(model.model)) : null);
        });
        clearTimeout(this.#marks);
        if (isNext) this.#marks = setTimeout(() => this.#rankedRows.write(this.#models, (row) => row.mark(null)), MARK_MS);
        this.#unrankedRows.write(this.#others, (row, model) => row.update(model, reasonOf(model)));
        this.#table.classList.toggle("priced", this.#models.some(priceOf));
        this.#table.classList.toggle("known", this.#models.some(({ organization, license }) => organization || license));
        setText(byID("meaning"), meaning(this.#models));
        this.#showVacancy(board);
        this.#showFacts(board);
        this.#isShown = true;
        this.#skeleton.hidden = true;
        this.#choice.hidden = false;
        byID("content").hidden = this.#models.length + this.#others.length === 0;
        this.arrange();
    }

    /** Shows the models that are wanted, in the order that is wanted. */
    arrange() {
        if (!this.isShown) return;
        const isTable = !this.#state.get("view");
        const chosen = this.selected;
        const others = this.#others.filter((model) => isWanted(model, this.#state));
        this.#rankedRows.arrange(chosen);
        this.#unrankedRows.arrange(others);
        this.#table.hidden = !isTable || this.#models.length === 0;
        this.#unranked.hidden = !isTable || others.length === 0;
        const all = this.#models.length;
        setText(byID("shown"), chosen.length === all ? "" : text("board.shown", { shown: chosen.length, all }));
        const { key, isReversed } = parseSort(this.#state.get("sort"));
        for (const button of this.#table.querySelectorAll("button[data-sort]")) {
            const head = button.closest("th");
            if (button.dataset.sort !== key) head.removeAttribute("aria-sort");
            else head.setAttribute("aria-sort", ascends(key) === isReversed ? "descending" : "ascending");
        }
    }

    #sortBy(key) {
        const sort = parseSort(this.#state.get("sort"));
        const next = sort.key === key && !sort.isReversed ? `-${key}` : key;
        this.#state.set({ sort: next === "rank" ? "" : next });
    }

    #showVacancy(board) {
        const isVacant = this.#models.length === 0;
        const isUntouched = this.#others.length === 0 || !board.battles;
        this.#vacancy.hidden = !isVacant;
        if (!isVacant) return;
        setText(byID("vacancy-title"), text(isUntouched ? "board.emptyTitle" : "board.noneRankedTitle"));
        setText(byID("vacancy-text"), text(isUntouched ? "board.emptyText" : "board.noneRankedText"));
    }

    #showFacts(board) {
        const facts = text("board.facts", {
            count: board.battles,
            votes: format.count(board.battles),
            time: format.time(board.fitted_at),
        });
        setText(byID("facts"), board.converged === false ? `${facts} · ${text("board.unconverged")}` : facts);
    }
}

/** Whether a column's first order goes from small to large. */
function ascends(key) {
    return key !== "rating" && key !== "votes";
}
