// The bar under the conversation: four choices, then the verdicts and the way on.
import { byID } from "../element.js";
import { renderVerdicts, spokenReveal } from "./reveal.js";

/** Shows one state of the ballot at a time and reports what is pressed. */
export class Ballot {
    #bar = byID("ballot");
    #choices = byID("choices");
    #buttons = [...this.#choices.querySelectorAll("[data-outcome]")];
    #notice = byID("notice");
    #noticeText = byID("notice-text");
    #tryNow = byID("try-now");
    #outcome = byID("outcome");
    #verdicts = byID("verdicts");
    #next = byID("next");
    #announcement = byID("announcement");

    constructor({ onChoice, onNext, onTryNow }) {
        for (const button of this.#buttons) {
            button.addEventListener("click", () => onChoice(button.dataset.outcome));
        }
        this.#next.addEventListener("click", onNext);
        this.#tryNow.addEventListener("click", onTryNow);
    }

    /** The four choices, not yet to be pressed: a battle is on its way or has only just appeared. */
    showLoading() {
        this.#announcement.textContent = "";
        this.#showChoices({ disabled: true });
    }

    /** The four choices, ready. */
    showChoices() {
        this.#showChoices({ disabled: false });
    }

    /** The choice on its way to the server. */
    showSending(outcome) {
        this.#say("");
        for (const button of this.#buttons) {
            button.setAttribute("aria-disabled", "true");
            button.classList.toggle("chosen", button.dataset.outcome === outcome);
        }
    }

    /** A sentence while the page waits to try again, with a button that ends the wait. */
    showWaiting(sentence) {
        this.#say(sentence);
        this.#tryNow.hidden = false;
    }

    /** A sentence beside whatever is shown. */
    mention(sentence) {
        this.#say(sentence);
    }

    /** Both verdicts at once, the focus on the way to the next battle. */
    showReveal(reveal) {
        this.#say("");
        this.#verdicts.replaceChildren(renderVerdicts(reveal));
        this.#verdicts.hidden = false;
        this.#showOutcome();
        this.#announcement.textContent = spokenReveal(reveal);
    }

    /** A vote that could not be counted: why, and the way on. */
    showClosed(sentence) {
        this.#say(sentence);
        this.#verdicts.hidden = true;
        this.#showOutcome();
    }

    /** Nothing to vote on, so nothing to press. */
    hide() {
        this.#bar.hidden = true;
    }

    #showChoices({ disabled }) {
        this.#say("");
        this.#bar.hidden = false;
        this.#outcome.hidden = true;
        this.#choices.hidden = false;
        this.#choices.disabled = disabled;
        for (const button of this.#buttons) {
            button.removeAttribute("aria-disabled");
            button.classList.remove("chosen");
        }
    }

    #showOutcome() {
        this.#choices.hidden = true;
        this.#outcome.hidden = false;
        this.#next.focus({ preventScroll: true });
    }

    #say(sentence) {
        this.#noticeText.textContent = sentence;
        this.#notice.classList.toggle("shown", sentence !== "");
        this.#tryNow.hidden = true;
    }
}
