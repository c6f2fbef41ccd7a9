// The two tables of the leaderboard: rows are kept by model and moved only when their order changes.
import { Scale } from "../chart/scale.js";
import { byID, setText } from "../element.js";
import * as format from "../format.js";
import { text, textIfKnown } from "../text/text.js";
import { priceOf } from "./licence.js";
import { meaning } from "./meaning.js";
import { RankedRow, UnrankedRow } from "./row.js";
import { filterOf, parseSort, select } from "./selection.js";

/** How long a mark of what moved stays. */
const MARK_MS = 6_000;

/** Rows beyond the screen are placed in pieces of so many milliseconds, so that the page answers in between. */
const PIECE_MS = 30;
/** At least so many rows are placed at once, and as many more as lie above the screen's lower edge. */
const FIRST_ROWS = 24;
/** The least height of a row, as in the style sheet. */
const ROW_HEIGHT = 52;

/** Keeps the rows of one table body in step with a list of models: those on the screen at once, the others right after. */
class Rows {
    #body;
    #makeRow;
    #write = () => {};
    /** The rows made so far, by model; one is made when it is first placed. */
    #rows = new Map();
    #models = [];
    #timer = null;
    #frame = null;

    constructor(body, makeRow) {
        this.#body = body;
        this.#makeRow = makeRow;
    }

    /** Writes the rows of all models, now or when they are made. */
    write(models, write) {
        this.#write = write;
        const present = new Map(models.map((model) => [model.model, model]));
        for (const [key, row] of this.#rows) {
            if (present.has(key)) write(row, present.get(key));
            else this.#rows.delete(key);
        }
    }

    /** Does something to each row made so far. */
    each(action) {
        this.#rows.forEach(action);
    }

    /** Shows the rows of these models in this order. */
    arrange(models) {
        cancelAnimationFrame(this.#frame);
        clearTimeout(this.#timer);
        this.#models = models;
        // Where a table is empty nothing is laid out to see where it is.
        const top = models.length > 0 ? this.#body.getBoundingClientRect().top : 0;
        const screenful = Math.ceil((window.innerHeight - top) / ROW_HEIGHT);
        this.#body.style.minBlockSize = `${models.length * ROW_HEIGHT}px`;
        // The focus would be lost with a row that is moved.
        const focused = this.#body.contains(document.activeElement) ? document.activeElement : null;
        this.#place(0, this.#body.firstElementChild, (place) => place < Math.max(FIRST_ROWS, screenful));
        if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
    }

    /** Places rows from `place` on before the node `next`, so long as `mayGoOn`, and the others later. */
    #place(place, next, mayGoOn) {
        let at = place;
        for (; at < this.#models.length && mayGoOn(at); at += 1) {
            const { node } = this.#rowOf(this.#models[at]);
            if (node === next) next = next.nextElementSibling;
            else this.#body.insertBefore(node, next);
        }
        if (at < this.#models.length) {
            const goOn = () => {
                this.#timer = setTimeout(() => {
                    const end = performance.now() + PIECE_MS;
                    this.#place(at, next, () => performance.now() < end);
                });
            };
            // Those on the screen are seen before any others are made.
            if (place === 0) this.#frame = requestAnimationFrame(goOn);
            else goOn();
            return;
        }
        while (next) {
            const after = next.nextElementSibling;
            next.remove();
            next = after;
        }
    }

    #rowOf(model) {
        let row = this.#rows.get(model.model);
        if (!row) {
            row = this.#makeRow();
            this.#rows.set(model.model, row);
            this.#write(row, model);
        }
        return row;
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
        if (isNext) this.#marks = setTimeout(() => this.#rankedRows.each((row) => row.mark(null)), MARK_MS);
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
        const others = this.#others.filter(filterOf(this.#state));
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
