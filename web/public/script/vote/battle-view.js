// The place of the battle: its outline while it loads, the conversation, or a message in its stead.
import { byID, element } from "../element.js";
import { renderConversation } from "./conversation.js";

/** A response higher than its pane scrolls in it, by keyboard too. */
function markScroller(words) {
    if (words.scrollHeight <= words.clientHeight) return;
    words.tabIndex = 0;
    words.setAttribute("role", "group");
    words.setAttribute("aria-label", words.closest(".pane").getAttribute("aria-label"));
}

/** Shows the battle, or why there is none. */
export class BattleView {
    #root = byID("battle");
    #skeleton = byID("skeleton");
    #conversation = byID("conversation");
    #vacancy = byID("vacancy");
    #battle = null;

    /** The battle shown, or null. */
    get battle() {
        return this.#battle;
    }

    /** The outline of a battle to come. */
    showLoading() {
        this.#battle = null;
        this.#show(this.#skeleton);
        this.#root.setAttribute("aria-busy", "true");
        this.#conversation.replaceChildren();
    }

    /** Prompt and both responses, which appear together. */
    showBattle(battle) {
        this.#battle = battle;
        this.#conversation.replaceChildren(renderConversation(battle));
        this.#show(this.#conversation);
        for (const words of this.#conversation.querySelectorAll(".pane > .prose")) markScroller(words);
    }

    /** A message in place of a battle, with the ways on as buttons. */
    showVacancy(title, sentence, { ways, takesFocus }) {
        this.#battle = null;
        const buttons = ways.map(({ label, action }, place) => {
            const button = element("button", { type: "button", class: place === 0 ? "primary" : null }, label);
            button.addEventListener("click", action);
            return button;
        });
        this.#vacancy.replaceChildren(
            ...(title ? [element("h2", {}, title)] : []),
            element("p", { role: "status" }, sentence),
            element("div", { class: "ways" }, ...buttons),
        );
        this.#show(this.#vacancy);
        if (takesFocus) buttons[0].focus();
    }

    #show(part) {
        for (const each of [this.#skeleton, this.#conversation, this.#vacancy]) each.hidden = each !== part;
        this.#root.removeAttribute("aria-busy");
    }
}
