// The voting page: shows the first battle, then brings what it takes to vote on it.
import { dressPage, showSampleNote } from "./page.js";
import { BattleView } from "./vote/battle-view.js";

dressPage();
const view = new BattleView();
const early = await window.early?.battle;
if (early) {
    view.showBattle(early.content);
    showSampleNote(early.content.sample);
}
const { startVoting } = await import("./vote/voting-page.js");
startVoting(view, early?.content ?? null);
