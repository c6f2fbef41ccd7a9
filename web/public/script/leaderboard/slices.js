// The boards there are beside the plain one, as rows of links.
import { APIError, fetchSlices } from "../api.js";
import { byID, element } from "../element.js";
import * as format from "../format.js";
import { categoryName, languageName } from "../names.js";
import { text, textIfKnown } from "../text/text.js";
import { followInPlace } from "./view-state.js";

const DEFAULT_METHOD = "bradley-terry";

function listOf(value) {
    return Array.isArray(value) ? value : [];
}

/** The choice of category, language, method and style control; nothing where the server has one board only. */
export class Slices {
    #root = byID("slices");
    #state;
    #groups = [];

    constructor(state) {
        this.#state = state;
        // The rows have no width before the first board is there.
        new ResizeObserver(() => this.#reveal()).observe(this.#root);
    }

    /** Asks the server which boards there are. */
    async load() {
        try {
            const slices = (await window.early?.slices)?.content ?? await fetchSlices();
            if (slices) this.#groups = this.#groupsOf(slices);
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            // The plain board can be read without.
        }
        this.update();
    }

    /** The names of the categories that have boards of their own. */
    get categories() {
        const group = this.#groups.find(({ key }) => key === "category");
        return (group?.choices ?? []).map(({ value }) => value).filter(Boolean);
    }

    /** Shows what is chosen. */
    update() {
        const groups = this.#groups.filter(({ choices }) => choices.length > 1);
        this.#root.hidden = groups.length === 0;
        // The focus stays on the link that was followed.
        const focused = document.activeElement?.closest("#slices a")?.dataset.choice;
        this.#root.replaceChildren(...groups.map((group) => this.#row(group)));
        if (focused) this.#root.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus();
        this.#reveal();
    }

    /** Brings what is chosen into sight where its row is wider than the screen. */
    #reveal() {
        for (const chips of this.#root.querySelectorAll(".chips")) {
            const current = chips.querySelector("[aria-current]");
            if (!current || current === chips.firstElementChild) continue;
            chips.scrollLeft = current.offsetLeft - chips.offsetLeft - (chips.clientWidth - current.offsetWidth) / 2;
        }
    }

    #groupsOf(slices) {
        const named = (list, key, name) => listOf(list).filter((entry) => typeof entry?.[key] === "string")
            .map((entry) => ({ value: entry[key], label: name(entry[key]), battles: entry.battles }));
        const all = { value: "", label: text("slice.all") };
        return [
            { key: "category", choices: [all, ...named(slices.categories, "name", categoryName)] },
            { key: "language", choices: [all, ...named(slices.languages, "code", languageName)] },
            {
                key: "method",
                choices: listOf(slices.methods).filter((method) => typeof method === "string").map((method) => ({
                    value: method === DEFAULT_METHOD ? "" : method,
                    label: textIfKnown(`method.${method}`) ?? method,
                })),
            },
            {
                key: "style_control",
                choices: slices.style_control === true
                    ? [{ value: "", label: text("slice.styleOff") }, { value: "true", label: text("slice.styleOn") }] : [],
            },
        ];
    }

    #row({ key, choices }) {
        const heading = `slice-${key}`;
        const links = choices.map(({ value, label, battles }) => {
            const link = element("a", { href: this.#state.address({ [key]: value }), "data-choice": `${key}=${value}` }, label);
            if (Number.isFinite(battles)) link.append(" ", element("span", { class: "count" }, format.count(battles)));
            if (this.#state.get(key) === value) link.setAttribute("aria-current", "true");
            followInPlace(link, this.#state, { [key]: value });
            return link;
        });
        return element(
            "div",
            { class: "slice", role: "group", "aria-labelledby": heading },
            element("span", { id: heading, class: "slice-name" }, text(`slice.${key}`)),
            element("div", { class: "chips" }, ...links),
        );
    }
}
