// The leaderboard page: fetch the board, keep it fresh while someone looks.
import { APIError, fetchLeaderboard } from "./api.js";
import { byID, setText } from "./element.js";
import { Board } from "./leaderboard/board.js";
import { dressPage, showSampleNote } from "./page.js";
import { backoff } from "./retry.js";
import { text } from "./text/text.js";

const REFRESH_MS = 5_000;

class LeaderboardPage {
    #board = new Board();
    #notice = byID("notice");
    #tag = null;
    #failures = 0;
    #timer = null;
    #isFetching = false;

    /** Fetches at once, then again and again while the page can be seen. */
    start() {
        document.addEventListener("visibilitychange", () => {
            if (document.hidden) clearTimeout(this.#timer);
            else this.#refresh();
        });
        window.addEventListener("online", () => this.#refresh());
        return this.#refresh();
    }

    async #refresh() {
        if (this.#isFetching) return;
        this.#isFetching = true;
        clearTimeout(this.#timer);
        let wait = REFRESH_MS;
        try {
            const { board, tag } = await fetchLeaderboard(this.#tag);
            if (board) {
                this.#board.show(board);
                showSampleNote(board.sample);
            }
            this.#tag = tag;
            this.#failures = 0;
            this.#say("");
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            this.#say(text(this.#board.isShown ? "board.stale" : "board.away"));
            this.#failures += 1;
            wait = Math.max(wait, backoff(this.#failures, error.retryAfter));
        } finally {
            this.#isFetching = false;
            if (!document.hidden) this.#timer = setTimeout(() => this.#refresh(), wait);
        }
    }

    #say(sentence) {
        setText(this.#notice, sentence);
        this.#notice.classList.toggle("shown", sentence !== "");
    }
}

dressPage();
new LeaderboardPage().start();
