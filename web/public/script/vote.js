// The voting page: draw a battle, take one vote, reveal the authors, go on.
import { drawBattle, recordVote } from "./api.js";
import { byID } from "./element.js";
import { dressPage, showSampleNote } from "./page.js";
import { Retrier } from "./retry.js";
import { text, textIfKnown } from "./text/text.js";
import { Ballot } from "./vote/ballot.js";
import { BattleView } from "./vote/battle-view.js";
import { listenToKeys } from "./vote/keyboard.js";
import * as outbox from "./vote/outbox.js";

/** What has just appeared takes no press for this long: the second half of a double click is not an answer. */
const SETTLE_MS = 400;
/** A vote still on its way after this long gets a sentence. */
const SLOW_MS = 2_000;
/** A battle drawn ahead is used only while its ticket has this long to live. */
const FRESH_MS = 120_000;

function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The sentence for a request that keeps failing for now. */
function waitingSentence(error, { offline, busy }) {
    return text(error.status === 0 ? offline : busy);
}

function isFresh(battle) {
    const end = Date.parse(battle.expires_at);
    return Number.isNaN(end) || end - Date.now() > FRESH_MS;
}

class VotingPage {
    /** One of loading, choosing, sending, done, vacant. */
    #phase = "loading";
    #battle = null;
    #upcoming = null;
    #doneAt = 0;
    #retrier = new Retrier();
    #view = new BattleView();
    #ballot = new Ballot({
        onChoice: (outcome) => this.vote(outcome),
        onNext: () => this.next(),
        onTryNow: () => this.#retrier.hurry(),
    });

    /** Shows the first battle and sends what an earlier visit could not. */
    start() {
        const kept = outbox.unconfirmed();
        const opened = this.#begin();
        for (const vote of kept) this.#resend(vote, opened);
        return opened;
    }

    /** Takes a vote on the battle shown, once. */
    async vote(outcome) {
        if (this.#phase !== "choosing") return;
        this.#phase = "sending";
        const { ticket } = this.#battle;
        outbox.keep(ticket, outcome);
        this.#ballot.showSending(outcome);
        const reveal = await this.#record(ticket, outcome);
        outbox.settle(ticket);
        this.#phase = "done";
        this.#doneAt = performance.now();
        if (reveal) {
            this.#view.showAuthors(reveal);
            this.#ballot.showReveal(reveal);
        }
        this.#upcoming = drawBattle().catch(() => null);
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

    /** Goes on from a battle that is done with. */
    async next() {
        if (this.#phase !== "done" || performance.now() - this.#doneAt < SETTLE_MS) return;
        await this.#begin({ takesFocus: true });
    }

    async #begin({ takesFocus = false } = {}) {
        this.#phase = "loading";
        this.#view.showLoading();
        this.#ballot.showLoading();
        if (takesFocus) {
            window.scrollTo(0, 0);
            byID("question").focus({ preventScroll: true });
        }
        try {
            this.#battle = await this.#draw();
            this.#view.showBattle(this.#battle);
        } catch (error) {
            this.#showVacancy(error, takesFocus);
            return;
        }
        this.#ballot.showLoading();
        showSampleNote(this.#battle.sample);
        await pause(SETTLE_MS);
        this.#phase = "choosing";
        this.#ballot.showChoices();
    }

    async #draw() {
        const upcoming = await this.#upcoming;
        this.#upcoming = null;
        if (upcoming && isFresh(upcoming)) return upcoming;
        return this.#retrier.run(drawBattle, (error) => this.#ballot.showWaiting(
            waitingSentence(error, { offline: "vote.drawOffline", busy: "vote.drawBusy" }),
        ));
    }

    #showVacancy(error, takesFocus) {
        this.#phase = "vacant";
        this.#ballot.hide();
        const onLookAgain = () => {
            if (this.#phase === "vacant") this.#begin({ takesFocus: true });
        };
        const ways = { onLookAgain, takesFocus };
        if (error.code === "no_battles") {
            this.#view.showVacancy(text("vote.emptyTitle"), text("vote.emptyText"), ways);
        } else {
            this.#view.showVacancy(null, text("vote.drawFailed", { message: error.message }), ways);
        }
    }

    async #resend({ ticket, outcome }, opened) {
        try {
            await new Retrier().run(() => recordVote(ticket, outcome));
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

dressPage();
const page = new VotingPage();
listenToKeys(new Map([
    ["a", () => page.vote("model_a")],
    ["ArrowLeft", () => page.vote("model_a")],
    ["b", () => page.vote("model_b")],
    ["ArrowRight", () => page.vote("model_b")],
    ["t", () => page.vote("tie")],
    ["x", () => page.vote("both_bad")],
    ["n", () => page.next()],
    ["Enter", () => page.next()],
    ["?", listenToHelp()],
]));
page.start();
