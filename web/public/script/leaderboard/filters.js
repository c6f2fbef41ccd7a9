// The fields that narrow the board down.
import { byID, element } from "../element.js";
import { text } from "../text/text.js";

const PAUSE_MS = 120;

/** Search, organization, licence, open or closed; all of them live in the address. */
export class Filters {
    #state;
    #search = byID("search");
    #selects = ["organization", "license", "open"].map((key) => [key, byID(`filter-${key}`)]);
    #known = "";
    #timer = null;

    constructor(state) {
        this.#state = state;
        this.#search.addEventListener("input", () => {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => state.set({ q: this.#search.value }), PAUSE_MS);
        });
        for (const [key, field] of this.#selects) {
            field.addEventListener("change", () => state.set({ [key]: field.value }));
        }
        byID("filter-reset").addEventListener("click", () => {
            state.set({ q: "", organization: "", license: "", open: "" });
            this.#search.focus();
        });
    }

    /** Offers what the models have, and shows what is chosen. */
    update(models) {
        const offers = { organization: valuesOf(models, "organization"), license: valuesOf(models, "license") };
        const known = JSON.stringify(offers);
        if (known !== this.#known) {
            this.#known = known;
            for (const [key, field] of this.#selects) {
                if (offers[key]) field.replaceChildren(option("", text("filter.all")), ...offers[key].map((name) => option(name, name)));
                const isNeeded = key === "open" ? offers.license.length > 0 : offers[key].length > 1;
                field.closest("label").hidden = !isNeeded;
            }
        }
        for (const [key, field] of this.#selects) field.value = this.#state.get(key);
        if (document.activeElement !== this.#search) this.#search.value = this.#state.get("q");
        byID("filter-reset").hidden = !["q", "organization", "license", "open"].some((key) => this.#state.get(key));
    }
}

function option(value, label) {
    return element("option", { value }, label);
}

function valuesOf(models, key) {
    return [...new Set(models.map((model) => model[key]).filter(Boolean))].sort((one, other) => one.localeCompare(other));
}
