// The two tables of the leaderboard: rows are kept by model and moved only when their order changes.
import { Scale } from "../chart/scale.js";
import { byID, setText } from "../element.js";
import * as format from "../format.js";
import { text, textIfKnown } from "../text/text.js";
import { RankedRow, UnrankedRow } from "./row.js";

/** Keeps the rows of one table body in step with a list of models. */
class Rows {
    #body;
    #makeRow;
    #rows = new Map();

    constructor(body, makeRow) {
        this.#body = body;
        this.#makeRow = makeRow;
    }

    update(models, write) {
        const wasEmpty = this.#rows.size === 0;
        const present = new Set(models.map((model) => model.model));
        for (const [key, row] of this.#rows) {
            if (present.has(key)) continue;
            row.node.remove();
            this.#rows.delete(key);
        }
        const fresh = document.createDocumentFragment();
        let place = this.#body.firstElementChild;
        for (const model of models) {
            const row = this.#rows.get(model.model) ?? this.#makeRow();
            this.#rows.set(model.model, row);
            write(row, model);
            if (wasEmpty) fresh.append(row.node);
            else if (row.node === place) place = place.nextElementSibling;
            else this.#body.insertBefore(row.node, place);
        }
        if (wasEmpty) this.#body.append(fresh);
    }
}

function reasonOf(model) {
    return textIfKnown(`unranked.${model.reason}`) ?? model.explanation ?? "";
}

/** Shows a board, each new one in place of the last. */
export class Board {
    #table = byID("board");
    #axis = byID("axis");
    #unranked = byID("unranked");
    #vacancy = byID("vacancy");
    #facts = byID("facts");
    #skeleton = byID("skeleton");
    #rankedRows = new Rows(byID("board-rows"), () => new RankedRow());
    #unrankedRows = new Rows(byID("unranked-rows"), () => new UnrankedRow());
    #scale = null;

    /** Whether a board has been shown yet. */
    get isShown() {
        return this.#skeleton.hidden;
    }

    /** Shows the board as the API gives it. */
    show(board) {
        const models = Array.isArray(board.models) ? board.models : [];
        const others = Array.isArray(board.not_rankable) ? board.not_rankable : [];
        const scale = new Scale(models);
        if (!scale.equals(this.#scale)) scale.draw(this.#axis, this.#table);
        this.#scale = scale;
        this.#rankedRows.update(models, (row, model) => row.update(model, scale));
        this.#unrankedRows.update(others, (row, model) => row.update(model, reasonOf(model)));
        this.#table.hidden = models.length === 0;
        this.#unranked.hidden = others.length === 0;
        this.#showVacancy(models.length === 0, others.length === 0 || !board.battles);
        this.#showFacts(board);
        this.#skeleton.hidden = true;
    }

    #showVacancy(isVacant, isUntouched) {
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
        setText(this.#facts, board.converged === false ? `${facts} · ${text("board.unconverged")}` : facts);
    }
}
