// How a vote goes: draw a battle, take one vote, reveal the authors, go on.
import { drawBattle, recordSkip, recordVote } from "../api.js";
import { byID } from "../element.js";
import { rememberVote } from "../own-votes.js";
import { addStyle, showSampleNote } from "../page.js";
import { Retrier } from "../retry.js";
import { setting } from "../settings.js";
import { text, textIfKnown } from "../text/text.js";
import { Ballot } from "./ballot.js";
import { Choice } from "./choice.js";
import { showPane } from "./conversation.js";
import { Countdown } from "./countdown.js";
import { listenToKeys } from "./keyboard.js";
import * as outbox from "./outbox.js";
import { nameAuthors } from "./reveal.js";
import { SeenWatch } from "./seen.js";

/** What has just appeared takes no press for this long: the second half of a double click is not an answer. */
const SETTLE_MS = 400;
/** A vote still on its way after this long gets a sentence. */
const SLOW_MS = 2_000;
/** A battle drawn ahead is used only while its ticket has this long to live. */
const FRESH_MS = 600_000;

function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The sentence for a request that keeps failing for now. */
function waitingSentence(error, { offline, busy }) {
    if (error.status === 429) return text("vote.tooQuick");
    return text(error.status === 0 ? offline : busy);
}

function isFresh(battle) {
    const end = Date.parse(battle.expires_at);
    return Number.isNaN(end) || end - Date.now() > FRESH_MS;
}

class VotingPage {
    /** One of loading, choosing, deciding, sending, done, vacant. */
    #phase = "loading";
    #battle = null;
    /** The battle to come, and the choice it was drawn for. */
    #upcoming;
    /** When what is shown appeared. */
    #shownAt = 0;
    #retrier = new Retrier();
    #countdown = new Countdown();
    #seen = null;
    #view;
    #choice = new Choice(() => this.#turnToChoice());
    #ballot = new Ballot({
        onChoice: (outcome) => this.vote(outcome),
        onSkip: () => this.skip(),
        onUndo: () => this.undo(),
        onSendNow: () => this.next(),
        onNext: () => this.next(),
        onTryNow: () => this.#retrier.hurry(),
    });

    /** `first` is the battle that `view` shows already, or null. */
    constructor(view, first) {
        this.#view = view;
        this.#upcoming = { choice: this.#choice.value, battle: first };
    }

    /** Opens the first battle and sends what an earlier visit could not. */
    start() {
        const kept = outbox.unconfirmed();
        const opened = this.#begin();
        for (const vote of kept) this.#resend(vote, opened);
        // Who leaves has decided.
        window.addEventListener("pagehide", () => this.#countdown.finish());
        return opened;
    }

    /** Takes a vote on the battle shown, once; until the countdown is over it can be taken back. */
    async vote(outcome) {
        if (this.#phase !== "choosing") return;
        const missing = this.#seen?.missing;
        if (missing) {
            showPane(missing);
            return;
        }
        const seconds = Number(setting("undo"));
        if (seconds > 0) {
            this.#enter("deciding");
            this.#ballot.showDeciding(outcome, seconds);
            if (!await this.#countdown.run(seconds)) {
                this.#enter("choosing");
                this.#ballot.showUndone(outcome);
                return;
            }
        }
        await this.#send(outcome);
    }

    /** Takes the choice back that was just made. */
    undo() {
        if (this.#phase === "deciding") this.#countdown.cancel();
    }

    /** Leaves the battle without a vote; its names stay unknown. */
    async skip() {
        if (this.#phase !== "choosing") return;
        // A skip rates nobody: one that is lost is no loss.
        recordSkip(this.#battle.ticket).catch(() => {});
        await this.#begin({ takesFocus: true });
    }

    /** Goes on: to the reveal of a choice just made, or from a battle that is done with. */
    async next() {
        if (performance.now() - this.#shownAt < SETTLE_MS) return;
        if (this.#phase === "deciding") this.#countdown.finish();
        if (this.#phase === "done") await this.#begin({ takesFocus: true });
    }

    async #send(outcome) {
        this.#enter("sending");
        const battle = this.#battle;
        outbox.keep(battle.ticket, outcome);
        this.#ballot.showSending(outcome);
        const reveal = await this.#record(battle.ticket, outcome);
        outbox.settle(battle.ticket);
        this.#enter("done");
        if (!reveal) return;
        rememberVote(battle, reveal);
        nameAuthors(byID("conversation"), reveal);
        this.#ballot.showReveal(reveal, battle.ticket);
    }

    /** The reveal of a vote that counts; null, with the reason shown, for one that cannot. */
    async #record(ticket, outcome) {
        const slow = setTimeout(() => this.#ballot.mention(text("vote.sending")), SLOW_MS);
        try {
            return await this.#retrier.run(() => recordVote(ticket, outcome), (error) => {
                clearTimeout(slow);
                this.#ballot.showWaiting(waitingSentence(error, { offline: "vote.offline", busy: "vote.busy" }));
            });
        } catch (error) {
            this.#ballot.showClosed(
                textIfKnown(`error.${error.code}`) ?? text("vote.voteFailed", { message: error.message }),
            );
            return null;
        } finally {
            clearTimeout(slow);
        }
    }

    async #begin({ takesFocus = false } = {}) {
        this.#enter("loading");
        this.#seen?.end();
        if (!this.#battle) this.#ballot.showLoading();
        const choice = this.#choice.value;
        const upcoming = await this.#takeUpcoming(choice);
        if (!upcoming) {
            this.#view.showLoading();
            this.#ballot.showLoading();
        }
        if (takesFocus) {
            window.scrollTo(0, 0);
            byID("question").focus({ preventScroll: true });
        }
        try {
            this.#battle = upcoming ?? await this.#draw(choice);
            if (this.#view.battle !== this.#battle) this.#view.showBattle(this.#battle);
        } catch (error) {
            if (choice === this.#choice.value) this.#showVacancy(error, takesFocus);
            else await this.#begin({ takesFocus });
            return;
        }
        this.#ballot.showLoading();
        showSampleNote(this.#battle.sample);
        await pause(SETTLE_MS);
        if (choice !== this.#choice.value) {
            await this.#begin({ takesFocus });
            return;
        }
        this.#enter("choosing");
        this.#seen = new SeenWatch(byID("conversation"), () => {
            if (this.#phase === "choosing") this.#ballot.setWaiting(false);
        });
        this.#ballot.showChoices({ isWaiting: this.#seen.missing !== null });
        // The next one comes while this one is read.
        this.#upcoming = { choice, battle: drawBattle(choice, { isAhead: true }).catch(() => null) };
    }

    /** Battles of another kind are wanted; a vote that is under way is finished first. */
    #turnToChoice() {
        if (this.#phase === "choosing" || this.#phase === "vacant") this.#begin();
    }

    #enter(phase) {
        this.#phase = phase;
        this.#shownAt = performance.now();
    }

    async #takeUpcoming(choice) {
        const upcoming = this.#upcoming;
        this.#upcoming = null;
        if (upcoming?.choice !== choice) return null;
        const battle = await upcoming.battle;
        return battle && isFresh(battle) ? battle : null;
    }

    #draw(choice) {
        return this.#retrier.run(() => drawBattle(choice), (error) => this.#ballot.showWaiting(
            waitingSentence(error, { offline: "vote.drawOffline", busy: "vote.drawBusy" }),
        ));
    }

    #showVacancy(error, takesFocus) {
        this.#enter("vacant");
        this.#ballot.hide();
        const lookAgain = { label: text("vote.lookAgain"), action: () => this.#leaveVacancy() };
        const widen = { label: text("choice.widen"), action: () => this.#choice.clear() };
        if (this.#choice.isNarrow && (error.code === "no_battles" || error.status === 400)) {
            this.#view.showVacancy(text("choice.emptyTitle"), text("choice.emptyText"), { ways: [widen, lookAgain], takesFocus });
        } else if (error.code === "no_battles") {
            this.#view.showVacancy(text("vote.emptyTitle"), text("vote.emptyText"), { ways: [lookAgain], takesFocus });
        } else {
            this.#view.showVacancy(null, text("vote.drawFailed", { message: error.message }), { ways: [lookAgain], takesFocus });
        }
    }

    #leaveVacancy() {
        if (this.#phase === "vacant") this.#begin({ takesFocus: true });
    }

    async #resend({ ticket, outcome }, opened) {
        try {
            const reveal = await new Retrier().run(() => recordVote(ticket, outcome));
            rememberVote(null, reveal);
        } catch {
            // The server has refused it for good: too late, or voted otherwise elsewhere.
            outbox.settle(ticket);
            return;
        }
        outbox.settle(ticket);
        await opened;
        if (this.#phase === "choosing") this.#ballot.mention(text("vote.earlierRecorded"));
    }
}

function listenToHelp() {
    const help = byID("help");
    const open = () => {
        if (!help.open) help.showModal();
    };
    byID("help-open").addEventListener("click", open);
    byID("help-close").addEventListener("click", () => help.close());
    return open;
}

/** Starts voting in a page whose `view` shows the battle `first`, if there is one already. */
export function startVoting(view, first) {
    addStyle("/style/verdict.css");
    const page = new VotingPage(view, first);
    listenToKeys(new Map([
        ["a", () => page.vote("model_a")],
        ["ArrowLeft", () => page.vote("model_a")],
        ["b", () => page.vote("model_b")],
        ["ArrowRight", () => page.vote("model_b")],
        ["t", () => page.vote("tie")],
        ["x", () => page.vote("both_bad")],
        ["s", () => page.skip()],
        ["u", () => page.undo()],
        ["n", () => page.next()],
        ["Enter", () => page.next()],
        ["?", listenToHelp()],
    ]));
    page.start();
}
