// Which battles somebody wants: by language, category and length of the prompt; kept in this browser.
import { APIError, fetchChoices } from "../api.js";
import { byID, element } from "../element.js";
import * as format from "../format.js";
import { categoryName, languageName } from "../names.js";
import { text, textIfKnown } from "../text/text.js";

const MEMORY = "arena.choice";
/** The fields, with the list of the server's that offers their values and how a value is called. */
const FIELDS = [
    { key: "language", list: "languages", name: "code", label: languageName },
    { key: "category", list: "categories", name: "name", label: categoryName },
    { key: "length", list: "lengths", name: "name", label: (name) => textIfKnown(`length.${name}`) ?? name },
];

function read() {
    try {
        const kept = JSON.parse(localStorage.getItem(MEMORY) ?? "{}");
        return Object.fromEntries(FIELDS.map(({ key }) => [key, kept?.[key]]).filter(([, value]) => typeof value === "string" && value !== ""));
    } catch {
        return {};
    }
}

function keep(value) {
    try {
        if (Object.keys(value).length === 0) localStorage.removeItem(MEMORY);
        else localStorage.setItem(MEMORY, JSON.stringify(value));
    } catch {
        // It then lasts as long as the page does.
    }
}

/** The disclosure with the fields; what is on offer is asked for when it is opened. */
export class Choice {
    #root = byID("choice");
    #summary = byID("choice-summary");
    #status = byID("choice-status");
    #value = read();
    #onChange;
    #isLoaded = false;

    /** `onChange` is called when battles of another kind are wanted. */
    constructor(onChange) {
        this.#onChange = onChange;
        for (const { key } of FIELDS) {
            const field = byID(`choice-${key}`);
            field.addEventListener("change", () => {
                const { [key]: _, ...others } = this.#value;
                this.#set(field.value ? { ...others, [key]: field.value } : others);
            });
        }
        byID("choice-clear").addEventListener("click", () => {
            this.clear();
            byID(`choice-${FIELDS[0].key}`).focus();
        });
        this.#root.addEventListener("toggle", () => {
            if (this.#root.open) this.#load();
        });
        this.#show();
    }

    /** What is chosen, as the API takes it. */
    get value() {
        return this.#value;
    }

    /** Whether anything less than all battles is chosen. */
    get isNarrow() {
        return Object.keys(this.#value).length > 0;
    }

    /** Turns to all battles. */
    clear() {
        this.#set({});
    }

    #set(value) {
        this.#value = value;
        keep(value);
        this.#show();
        this.#onChange();
    }

    #show() {
        const chosen = FIELDS.filter(({ key }) => this.#value[key]).map(({ key, label }) => label(this.#value[key]));
        this.#summary.textContent = chosen.length > 0 ? text("choice.some", { chosen: chosen.join(" · ") }) : text("choice.all");
        byID("choice-clear").hidden = !this.isNarrow;
        for (const { key, label } of FIELDS) {
            const field = byID(`choice-${key}`);
            const value = this.#value[key] ?? "";
            // A value kept from earlier may not be on offer now.
            if (![...field.options].some((option) => option.value === value)) field.append(element("option", { value }, label(value)));
            field.value = value;
        }
    }

    async #load() {
        if (this.#isLoaded) return;
        try {
            const choices = await fetchChoices();
            for (const { key, list, name, label } of FIELDS) {
                const offers = (Array.isArray(choices[list]) ? choices[list] : []).filter((offer) => typeof offer?.[name] === "string");
                byID(`choice-${key}`).replaceChildren(
                    element("option", { value: "" }, text("choice.any")),
                    ...offers.map((offer) => element("option", { value: offer[name] }, `${label(offer[name])} (${format.count(offer.prompts)})`)),
                );
            }
            this.#isLoaded = true;
            this.#status.textContent = "";
            this.#show();
        } catch (error) {
            if (!(error instanceof APIError)) throw error;
            this.#status.textContent = text("choice.away");
        }
    }
}
