// The place of the battle: its outline while it loads, the conversation, or a message in its stead.
import { byID, element } from "../element.js";
import { text } from "../text/text.js";
import { renderConversation } from "./conversation.js";
import { nameAuthors } from "./reveal.js";

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
