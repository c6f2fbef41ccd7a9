// Patience with a server that is away: the same request again, later and later.
import { APIError } from "./api.js";

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** The wait before the next try after so many failures; at random, so that waiting pages do not return together. */
export function backoff(failures, retryAfter = null) {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
    const wait = ceiling * (0.5 + Math.random() / 2);
    return retryAfter === null ? wait : Math.max(wait, retryAfter * 1_000);
}

/** Repeats a request until it succeeds or fails for good. */
export class Retrier {
    #hurry = () => {};

    /** Ends the current wait at once. */
    hurry() {
        this.#hurry();
    }

    /**
     * Runs `attempt` until it resolves; before each wait `onWait` gets the error.
     * Rejects with the first error that trying again cannot mend.
     */
    async run(attempt, onWait = () => {}) {
        for (let failures = 0; ; failures += 1) {
            try {
                return await attempt();
            } catch (error) {
                if (!(error instanceof APIError) || !error.isTransient) throw error;
                onWait(error);
                await this.#pause(backoff(failures, error.retryAfter));
            }
        }
    }

    async #pause(milliseconds) {
        const ended = new AbortController();
        await new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.#hurry = () => {
                clearTimeout(timer);
                resolve();
            };
            window.addEventListener("online", this.#hurry, { signal: ended.signal });
        });
        ended.abort();
        this.#hurry = () => {};
    }
}
