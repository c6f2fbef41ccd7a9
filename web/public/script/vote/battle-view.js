// The place of the battle: its outline while it loads, the conversation, or a message in its stead.
import { byID, element } from "../element.js";
import { text } from "../text/text.js";
import { renderConversation } from "./conversation.js";
import { nameAuthors } from "./reveal.js";
import { SeenWatch } from "./seen.js";

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

    /** The outline of a battle to come. */
    showLoading() {
        this.#show(this.#skeleton);
        this.#root.setAttribute("aria-busy", "true");
        this.#conversation.replaceChildren();
    }

    /** Prompt and both responses, which appear together. */
    showBattle(battle) {
        this.#conversation.replaceChildren(renderConversation(battle));
        this.#show(this.#conversation);
        for (const words of this.#conversation.querySelectorAll(".pane > .prose")) markScroller(words);
    }

    /** Calls `onAllSeen` once every response has been on the screen. */
    watchSeen(onAllSeen) {
        return new SeenWatch(this.#conversation, onAllSeen);
    }

    /** The authors' names on the panes. */
    showAuthors(reveal) {
        nameAuthors(this.#conversation, reveal);
    }

    /** A message in place of a battle, with a button that looks for one again. */
    showVacancy(title, sentence, { onLookAgain, takesFocus }) {
        const button = element("button", { type: "button", class: "primary" }, text("vote.lookAgain"));
        button.addEventListener("click", onLookAgain);
        this.#vacancy.replaceChildren(
            ...(title ? [element("h2", {}, title)] : []),
            element("p", { role: "status" }, sentence),
            button,
        );
        this.#show(this.#vacancy);
        if (takesFocus) button.focus();
    }

    #show(part) {
        for (const each of [this.#skeleton, this.#conversation, this.#vacancy]) each.hidden = each !== part;
        this.#root.removeAttribute("aria-busy");
    }
}
