// Where boards come from: the plain one by the stream of events, any other by asking now and then.
import { APIError, fetchLeaderboard, openLeaderboardStream } from "../api.js";
import { backoff } from "../retry.js";

const REFRESH_MS = 10_000;
/** Boards that follow each other faster are shown at this pace, the newest of them. */
const PACE_MS = 1_000;

/** The board that early.js has asked for, once; null where that was another one, or came to nothing. */
async function earlyBoard(query) {
    const { early } = window;
    if (!early?.board || early.query !== query) return null;
    const answer = early.board;
    early.board = null;
    const found = await answer;
    return found && { board: found.content, tag: found.tag };
}

/** Whether an event carries the board of a tag: its id ends with a piece of that. */
function isTagged(tag, id) {
    const piece = id.split("-").at(-1);
    return piece !== "" && (tag ?? "").replace(/[^0-9a-f]/gi, "").startsWith(piece);
}

/** Brings the board of one query, and each newer one, while the page can be seen. */
export class BoardSource {
    #onBoard;
    #onTrouble;
    #query = "";
    #tag = null;
    #failures = 0;
    #stream = null;
    #timer = null;
    #pace = null;
    #newest = null;
    /** Counts the questions, so that an answer to an earlier one is known as such. */
    #turn = 0;

    /** `onBoard` gets each board, `onTrouble` an error, or null when it is over. */
    constructor({ onBoard, onTrouble }) {
        this.#onBoard = onBoard;
        this.#onTrouble = onTrouble;
        document.addEventListener("visibilitychange", () => {
            if (document.hidden) this.#rest();
            else this.#ask();
        });
        window.addEventListener("online", () => this.#ask());
    }

    /** Turns to the board of a query. */
    open(query) {
        this.#query = query;
        this.#tag = null;
        this.#failures = 0;
        return this.#ask();
    }

    #rest() {
        this.#turn += 1;
        clearTimeout(this.#timer);
        clearTimeout(this.#pace);
        this.#pace = null;
        this.#newest = null;
        this.#stream?.close();
        this.#stream = null;
    }

    async #ask() {
        this.#rest();
        const turn = this.#turn;
        let wait = REFRESH_MS;
        try {
            const { board, tag } = await earlyBoard(this.#query) ?? await fetchLeaderboard(this.#query, this.#tag);
            if (turn !== this.#turn) return;
            this.#tag = tag;
            this.#failures = 0;
            this.#onTrouble(null);
            if (board) this.#onBoard(board);
            if (this.#query === "") {
                this.#listen();
                return;
            }
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            if (turn !== this.#turn) return;
            this.#onTrouble(error);
            this.#failures += 1;
            wait = Math.max(wait / 2, backoff(this.#failures, error.retryAfter));
        }
        if (!document.hidden) this.#timer = setTimeout(() => this.#ask(), wait);
    }

    #listen() {
        if (document.hidden) return;
        const stream = openLeaderboardStream();
        this.#stream = stream;
        stream.addEventListener("open", () => this.#onTrouble(null));
        stream.addEventListener("leaderboard", (event) => {
            // A stream begins with the newest board, which most often is the one just fetched.
            if (this.#newest === null && isTagged(this.#tag, event.lastEventId)) return;
            this.#tag = null;
            this.#newest = event.data;
            this.#pace ??= setTimeout(() => this.#deliver(), PACE_MS);
        });
        stream.addEventListener("error", () => {
            // A stream that is refused, or was cut, leads back to asking, which knows how to wait.
            if (this.#stream !== stream) return;
            this.#rest();
            this.#failures += 1;
            this.#timer = setTimeout(() => this.#ask(), backoff(this.#failures));
        });
    }

    #deliver() {
        this.#pace = null;
        if (this.#newest === null) return;
        const board = JSON.parse(this.#newest);
        this.#newest = null;
        this.#failures = 0;
        this.#onBoard(board);
    }
}
