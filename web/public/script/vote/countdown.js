// The seconds in which a choice can still be taken back.

/** Runs one countdown at a time. */
export class Countdown {
    #timer = null;
    #resolve = null;

    /** Whether one is running. */
    get isRunning() {
        return this.#resolve !== null;
    }

    /** Resolves to true when the time is over or `finish` is called, and to false on `cancel`. */
    run(seconds) {
        return new Promise((resolve) => {
            this.#resolve = resolve;
            this.#timer = setTimeout(() => this.#end(true), seconds * 1_000);
        });
    }

    /** Ends it as if the time were over. */
    finish() {
        this.#end(true);
    }

    /** Ends it so that nothing happens. */
    cancel() {
        this.#end(false);
    }

    #end(isOver) {
        clearTimeout(this.#timer);
        const resolve = this.#resolve;
        this.#resolve = null;
        resolve?.(isOver);
    }
}
