// The leaderboard page: one board as table or plot, kept fresh while someone looks.
import { byID, element, setText } from "./element.js";
import { Board } from "./leaderboard/board.js";
import { BoardSource } from "./leaderboard/board-source.js";
import { Filters } from "./leaderboard/filters.js";
import { Plots } from "./leaderboard/plots.js";
import { Slices } from "./leaderboard/slices.js";
import { followInPlace, ViewState } from "./leaderboard/view-state.js";
import { dressPage, showSampleNote } from "./page.js";
import { text } from "./text/text.js";

/** The board waits so long to learn which slices there are. */
const PATIENCE_MS = 1_000;

function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

class LeaderboardPage {
    #state = new ViewState((isOtherBoard) => this.#update(isOtherBoard));
    #board = new Board(this.#state);
    #filters = new Filters(this.#state);
    #slices = new Slices(this.#state);
    #plots = new Plots(this.#state, { categories: () => this.#slices.categories });
    /** How to embed the board; null until that has come. */
    #embed = null;
    #source = new BoardSource({
        onBoard: (board) => this.#show(board),
        onTrouble: (error) => this.#sayTrouble(error),
    });
    /** Resolves when it is known which slices there are, so that their row moves nothing. */
    #slicesKnown = null;
    /** The board as it came last, and the query it answers. */
    #current = null;
    #shownQuery = null;
    #isComplete = false;
    #frame = null;

    /** Shows the board that the address names. */
    start() {
        this.#slicesKnown = Promise.race([this.#slices.load(), pause(PATIENCE_MS)]);
        this.#source.open(this.#state.boardQuery);
    }

    /** Brings what nobody needs before there is a board. */
    async #complete() {
        if (this.#isComplete) return;
        this.#isComplete = true;
        const [{ Downloads }, { Embed }] = await Promise.all([import("./leaderboard/downloads.js"), import("./leaderboard/embed.js")]);
        new Downloads({ state: this.#state, plots: this.#plots, current: () => this.#current, selected: () => this.#board.selected });
        this.#embed = new Embed(this.#state);
    }

    async #show(board) {
        const query = this.#state.boardQuery;
        await this.#slicesKnown;
        if (query !== this.#state.boardQuery) return;
        this.#board.show(board, { isNext: this.#shownQuery === query });
        this.#shownQuery = query;
        this.#current = board;
        this.#filters.update([...(board.models ?? []), ...(board.not_rankable ?? [])]);
        this.#plots.show(this.#board.selected);
        this.#showViews();
        showSampleNote(board.sample);
        this.#complete();
    }

    #update(isOtherBoard) {
        // The order that was asked for is seen first; links, fields and plots follow, of which only the last change counts.
        if (this.#current) this.#board.arrange();
        if (isOtherBoard) this.#source.open(this.#state.boardQuery);
        cancelAnimationFrame(this.#frame);
        this.#frame = requestAnimationFrame(() => setTimeout(() => this.#follow()));
    }

    /** Brings everything but the board in step with the address. */
    #follow() {
        this.#slices.update();
        this.#embed?.update();
        this.#showViews();
        if (!this.#current) return;
        this.#filters.update([...(this.#current.models ?? []), ...(this.#current.not_rankable ?? [])]);
        this.#plots.show(this.#board.selected);
    }

    #showViews() {
        const shown = this.#state.get("view");
        const views = this.#plots.views(this.#current?.models ?? []);
        const root = byID("views");
        const focused = root.contains(document.activeElement) ? document.activeElement.dataset.view : null;
        root.replaceChildren(...views.map((view) => {
            const link = element("a", { href: this.#state.address({ view }), "data-view": view }, text(`view.${view || "table"}`));
            if (view === shown) link.setAttribute("aria-current", "true");
            followInPlace(link, this.#state, { view });
            return link;
        }));
        if (focused !== null) root.querySelector(`[data-view="${focused}"]`)?.focus();
    }

    #sayTrouble(error) {
        const notice = byID("notice");
        let sentence = "";
        if (error?.status === 400 || error?.status === 404) {
            sentence = text("board.unknown");
            this.#current = null;
            this.#board.hide();
        } else if (error) sentence = text(this.#board.isShown ? "board.stale" : "board.away");
        setText(notice, sentence);
        notice.classList.toggle("shown", sentence !== "");
    }
}

dressPage();
new LeaderboardPage().start();
