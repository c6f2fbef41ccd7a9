// Which responses have been on the screen. Where the panes are stacked, a vote waits until all of them have.

/** Below this width the panes stand one above the other; the style sheet says the same. */
const STACKED = matchMedia("(max-width: 51.99rem)");
/** The part of the window that counts: what is above the voting bar. */
const READING_AREA = "0px 0px -30% 0px";
/** The line that the current pane crosses. */
const READING_LINE = "-35% 0px -64% 0px";

/** Watches the panes of one battle. */
export class SeenWatch {
    #unseen = new Set();
    #observers = [];
    #onAllSeen;

    constructor(root, onAllSeen) {
        this.#onAllSeen = onAllSeen;
        const panes = [...root.querySelectorAll(".pane")];
        this.#unseen = new Set(panes);
        for (const pane of panes) pane.addEventListener("focusin", () => this.#see(pane));
        this.#watch(panes, READING_AREA, (pane) => this.#see(pane));
        this.#watch(panes, READING_LINE, (pane) => {
            for (const button of pane.parentElement.querySelectorAll(".switch button")) {
                if (button.dataset.side === pane.dataset.side) button.setAttribute("aria-current", "true");
                else button.removeAttribute("aria-current");
            }
        });
    }

    /** The first response that a voter on a narrow screen has not come to yet, or null. */
    get missing() {
        if (!STACKED.matches) return null;
        const [first] = this.#unseen;
        return first ?? null;
    }

    /** Stops watching. */
    end() {
        for (const observer of this.#observers) observer.disconnect();
        this.#observers = [];
        this.#unseen.clear();
    }

    #watch(panes, rootMargin, action) {
        const observer = new IntersectionObserver((entries) => {
            for (const entry of entries) {
                if (entry.isIntersecting) action(entry.target);
            }
        }, { rootMargin });
        for (const pane of panes) observer.observe(pane);
        this.#observers.push(observer);
    }

    #see(pane) {
        if (!this.#unseen.delete(pane) || this.#unseen.size > 0) return;
        this.#onAllSeen();
    }
}
