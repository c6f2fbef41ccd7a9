// The prompt and the two responses, turn by turn. Both sides are built alike: nothing here knows who wrote them.
import { renderDocument } from "../document.js";
import { element } from "../element.js";
import { text } from "../text/text.js";

const LONG_PROMPT_CHARACTERS = 900;
const LONG_PROMPT_LINES = 14;
const SIDES = [["A", "response_a"], ["B", "response_b"]];

function content(message, attributes = {}) {
    const raw = typeof message?.text === "string" ? message.text : "";
    const made = element("div", { class: "prose", ...attributes });
    if (message?.document) made.append(renderDocument(message.document));
    if (!made.hasChildNodes() && raw.trim() !== "") {
        made.append(element("p", { class: "raw", dir: "auto" }, raw));
    }
    return made;
}

function isLong(message) {
    const raw = typeof message?.text === "string" ? message.text : "";
    return raw.length > LONG_PROMPT_CHARACTERS || raw.split("\n").length > LONG_PROMPT_LINES;
}

/** A prompt message; a long one opens folded, with a button that unfolds it. */
function promptSection(message, label, lang) {
    const words = content(message, { lang });
    const section = element("section", { class: "prompt", "aria-label": label });
    section.append(element("h2", { class: "label" }, label), words);
    if (isLong(message)) {
        const button = element("button", { type: "button", class: "quiet", "aria-expanded": "false" });
        button.append(text("vote.showAll"));
        words.classList.add("folded");
        button.addEventListener("click", () => {
            const folded = words.classList.toggle("folded");
            button.setAttribute("aria-expanded", String(!folded));
            button.textContent = text(folded ? "vote.showAll" : "vote.showLess");
        });
        section.append(button);
    }
    return section;
}

function pane(side, message, label) {
    const words = content(message);
    if (!words.hasChildNodes()) words.append(element("p", { class: "empty" }, text("vote.emptyResponse")));
    const heading = element("h2", { class: "label" }, label);
    const author = element("span", { class: "author" });
    const made = element("section", { class: "pane", "data-side": side, tabindex: "-1", "aria-label": label });
    made.append(element("div", { class: "pane-head" }, heading, author), words);
    return made;
}

/** Two buttons that lead to the one and the other response where they are stacked. */
function paneSwitch(panes) {
    const made = element("div", { class: "switch", role: "group", "aria-label": text("vote.switch") });
    for (const pane of panes) {
        const { side } = pane.dataset;
        const button = element("button", { type: "button", "data-side": side }, side);
        button.setAttribute("aria-label", text("vote.toSide", { side }));
        button.addEventListener("click", () => showPane(pane));
        made.append(button);
    }
    return made;
}

/** Brings a pane to the reader. */
export function showPane(pane) {
    pane.scrollIntoView({ block: "start" });
    pane.focus({ preventScroll: true });
}

function messagesOf(part) {
    return Array.isArray(part?.messages) ? part.messages : [];
}

/** A language tag fit for the `lang` attribute, or null. */
function languageTag(value) {
    return typeof value === "string" && /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(value) ? value : null;
}

/** The whole conversation of a battle as one fragment. */
export function renderConversation(battle) {
    const fragment = document.createDocumentFragment();
    const lang = languageTag(battle.prompt?.language);
    const prompts = messagesOf(battle.prompt);
    const answers = SIDES.map(([side, key]) => ({ side, messages: messagesOf(battle[key]) }));
    const turns = Math.max(...answers.map(({ messages }) => messages.length));
    const questions = prompts.filter(({ role }) => role === undefined || role === "user").length;
    // Responses answer the last questions; earlier ones, if any, were answered within the prompt.
    const firstAnswered = Math.max(0, questions - turns);
    let asked = 0;
    let turn = 0;

    const addPanes = () => {
        turn += 1;
        const panes = answers.map(({ side, messages }) => {
            const label = turns > 1 ? text("vote.responseTurn", { side, turn }) : text("vote.response", { side });
            return pane(side, messages[turn - 1], label);
        });
        fragment.append(element("div", { class: "panes" }, paneSwitch(panes), ...panes));
    };

    for (const message of prompts) {
        if (message.role === "system") {
            fragment.append(promptSection(message, text("vote.instructions"), lang));
        } else if (message.role === "assistant") {
            fragment.append(promptSection(message, text("vote.earlierAnswer"), lang));
        } else {
            asked += 1;
            const label = questions > 1 ? text("vote.promptTurn", { turn: asked }) : text("vote.prompt");
            fragment.append(promptSection(message, label, lang));
            if (asked > firstAnswered && turn < turns) addPanes();
        }
    }
    while (turn < turns) addPanes();
    return fragment;
}
