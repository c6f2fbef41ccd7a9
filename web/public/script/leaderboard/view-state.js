// What is shown, as the address says it: which board, which part of it, in which order, as table or plot.

/** What chooses a board on the server. */
const BOARD_KEYS = ["category", "language", "style_control", "method"];
/** What chooses among its models, and how they are shown. */
const SHOW_KEYS = ["view", "sort", "q", "organization", "license", "open"];

/** The state in the page's address. */
export class ViewState {
    #values = new Map();
    #onChange;

    /** `onChange` is called after each change, with whether another board is asked for. */
    constructor(onChange) {
        this.#onChange = onChange;
        this.#read();
        window.addEventListener("popstate", () => {
            const before = this.boardQuery;
            this.#read();
            this.#onChange(this.boardQuery !== before);
        });
    }

    /** The value of a key, an empty string where the address has none. */
    get(key) {
        return this.#values.get(key) ?? "";
    }

    /** The query by which the server knows the board; empty for the plain one. */
    get boardQuery() {
        return this.#query(BOARD_KEYS, this.#values).toString();
    }

    /** The address of the same page with some values changed. */
    address(changes) {
        const values = new Map([...this.#values, ...Object.entries(changes)]);
        const query = this.#query([...BOARD_KEYS, ...SHOW_KEYS], values).toString();
        return query ? `${location.pathname}?${query}` : location.pathname;
    }

    /** Changes values; `isStep` makes the change one that the back button takes back. */
    set(changes, { isStep = false } = {}) {
        const before = this.boardQuery;
        const address = this.address(changes);
        if (isStep) history.pushState(null, "", address);
        else history.replaceState(null, "", address);
        this.#read();
        this.#onChange(this.boardQuery !== before);
    }

    #query(keys, values) {
        return new URLSearchParams(keys.filter((key) => values.get(key)).map((key) => [key, values.get(key)]));
    }

    #read() {
        const query = new URLSearchParams(location.search);
        this.#values = new Map([...BOARD_KEYS, ...SHOW_KEYS].map((key) => [key, query.get(key) ?? ""]));
    }
}

/** Makes a link that changes the state without loading the page anew; new tabs and shared addresses work as well. */
export function followInPlace(link, state, changes) {
    link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        state.set(changes, { isStep: true });
    });
}
