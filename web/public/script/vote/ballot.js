// The bar under the conversation: the choices, the seconds to think again, then the verdicts and the way on.
import { byID } from "../element.js";
import { text } from "../text/text.js";
import { Reasons } from "./reasons.js";
import { countedSentence, renderVerdicts, spokenReveal } from "./reveal.js";

/** The names of the outcomes as the buttons say them. */
const NAMES = new Map([
    ["model_a", "vote.modelA"],
    ["model_b", "vote.modelB"],
    ["tie", "vote.tie"],
    ["both_bad", "vote.bothBad"],
]);

/** Shows one state of the ballot at a time and reports what is pressed. */
export class Ballot {
    #bar = byID("ballot");
    #choices = byID("choices");
    #buttons = [...this.#choices.querySelectorAll("button")];
    #notice = byID("notice");
    #noticeText = byID("notice-text");
    #tryNow = byID("try-now");
    #deciding = byID("deciding");
    #decidingText = byID("deciding-text");
    #fuse = byID("fuse");
    #outcome = byID("outcome");
    #verdicts = byID("verdicts");
    #counted = byID("counted");
    #reasons = new Reasons();
    #next = byID("next");
    #announcement = byID("announcement");
    #isWaiting = false;

    constructor({ onChoice, onSkip, onUndo, onSendNow, onNext, onTryNow }) {
        for (const button of this.#buttons) {
            const { outcome } = button.dataset;
            button.addEventListener("click", outcome ? () => onChoice(outcome) : onSkip);
        }
        byID("undo").addEventListener("click", onUndo);
        byID("send-now").addEventListener("click", onSendNow);
        this.#next.addEventListener("click", onNext);
        this.#tryNow.addEventListener("click", onTryNow);
    }

    /** The choices, not yet to be pressed: a battle is on its way or has only just appeared. */
    showLoading() {
        this.#announcement.textContent = "";
        this.#showChoices({ disabled: true });
    }

    /** The choices, ready; `isWaiting` where a response has not been on the screen yet. */
    showChoices({ isWaiting = false } = {}) {
        this.#showChoices({ disabled: false });
        this.setWaiting(isWaiting);
    }

    /** Marks the outcomes as not to be chosen yet, or as free. They stay in reach, to say why. */
    setWaiting(isWaiting) {
        for (const button of this.#buttons) {
            if (isWaiting && button.dataset.outcome) button.setAttribute("aria-disabled", "true");
            else button.removeAttribute("aria-disabled");
        }
        if (isWaiting) this.#say(text("vote.seeBoth"));
        else if (this.#isWaiting) this.#say("");
        this.#isWaiting = isWaiting;
    }

    /** The choice made, for some seconds to be taken back. */
    showDeciding(outcome, seconds) {
        this.#say("");
        this.#decidingText.textContent = text("vote.chosen", { choice: text(NAMES.get(outcome)), seconds });
        this.#show(this.#deciding);
        this.#fuse.style.animationDuration = `${seconds}s`;
        byID("send-now").focus({ preventScroll: true });
    }

    /** The choice taken back: the choices again, the focus on the one that was made. */
    showUndone(outcome) {
        this.showChoices();
        this.#buttons.find((button) => button.dataset.outcome === outcome)?.focus({ preventScroll: true });
        this.#announcement.textContent = text("vote.undone");
    }

    /** The choice on its way to the server. */
    showSending(outcome) {
        this.#showChoices({ disabled: false });
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

    /** Both verdicts at once, the focus on the way to the next battle; `ticket` is what reasons for the vote refer to. */
    showReveal(reveal, ticket) {
        this.#say("");
        this.#verdicts.replaceChildren(renderVerdicts(reveal));
        this.#verdicts.hidden = false;
        this.#counted.textContent = countedSentence(reveal);
        this.#reasons.show(ticket);
        this.#showOutcome();
        this.#announcement.textContent = spokenReveal(reveal);
    }

    /** A vote that could not be counted: why, and the way on. */
    showClosed(sentence) {
        this.#say(sentence);
        this.#verdicts.hidden = true;
        this.#counted.textContent = "";
        this.#reasons.hide();
        this.#showOutcome();
    }

    /** Nothing to vote on, so nothing to press. */
    hide() {
        this.#bar.hidden = true;
    }

    #showChoices({ disabled }) {
        this.#say("");
        this.#bar.hidden = false;
        this.#show(this.#choices);
        this.#choices.disabled = disabled;
        for (const button of this.#buttons) {
            button.removeAttribute("aria-disabled");
            button.classList.remove("chosen");
        }
    }

    #showOutcome() {
        this.#show(this.#outcome);
        this.#next.focus({ preventScroll: true });
    }

    #show(part) {
        for (const each of [this.#choices, this.#deciding, this.#outcome]) each.hidden = each !== part;
    }

    #say(sentence) {
        this.#noticeText.textContent = sentence;
        this.#notice.classList.toggle("shown", sentence !== "");
        this.#tryNow.hidden = true;
    }
}
