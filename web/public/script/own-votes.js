// The visitor's own votes, kept in this browser and nowhere else.

const MEMORY = "arena.votes";
const LIMIT = 2_000;
const EXCERPT = 140;

function isVote(entry) {
    return typeof entry?.outcome === "string" && typeof entry.a?.model === "string" && typeof entry.b?.model === "string";
}

/** All votes remembered, the oldest first. */
export function ownVotes() {
    try {
        const kept = JSON.parse(localStorage.getItem(MEMORY) ?? "[]");
        return Array.isArray(kept) ? kept.filter(isVote) : [];
    } catch {
        return [];
    }
}

/** Remembers a vote that the server has taken. */
export function rememberVote(battle, reveal) {
    const votes = ownVotes();
    if (reveal.battle && votes.some((vote) => vote.battle === reveal.battle)) return;
    const side = ({ model, name }) => ({ model, name: name ?? model });
    votes.push({
        at: new Date().toISOString(),
        battle: reveal.battle ?? null,
        outcome: reveal.outcome,
        a: side(reveal.model_a),
        b: side(reveal.model_b),
        prompt: excerpt(battle),
    });
    try {
        localStorage.setItem(MEMORY, JSON.stringify(votes.slice(-LIMIT)));
    } catch {
        // Full or switched off: the vote counts all the same.
    }
}

/** Forgets all of them. */
export function forgetVotes() {
    try {
        localStorage.removeItem(MEMORY);
    } catch {
        // Nothing was kept then.
    }
}

/** How each model fared in these votes, the most often preferred first. */
export function ownBoard(votes) {
    const rows = new Map();
    const rowOf = ({ model, name }) => {
        if (!rows.has(model)) rows.set(model, { model, name, battles: 0, wins: 0, ties: 0, losses: 0, bothBad: 0 });
        return rows.get(model);
    };
    for (const { outcome, a, b } of votes) {
        for (const [one, won, lost] of [[a, "model_a", "model_b"], [b, "model_b", "model_a"]]) {
            const row = rowOf(one);
            row.battles += 1;
            row.wins += outcome === won ? 1 : 0;
            row.losses += outcome === lost ? 1 : 0;
            row.ties += outcome === "tie" ? 1 : 0;
            row.bothBad += outcome === "both_bad" ? 1 : 0;
        }
    }
    const share = (row) => (row.wins + (row.ties + row.bothBad) / 2) / row.battles;
    return [...rows.values()]
        .map((row) => ({ ...row, share: share(row) }))
        .sort((one, other) => other.share - one.share || other.battles - one.battles);
}

function excerpt(battle) {
    const messages = Array.isArray(battle?.prompt?.messages) ? battle.prompt.messages : [];
    const last = messages.findLast(({ role }) => role === undefined || role === "user");
    const words = typeof last?.text === "string" ? last.text.trim().replace(/\s+/g, " ") : "";
    const characters = Array.from(words.slice(0, EXCERPT * 2));
    return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT).join("")}…` : words;
}
