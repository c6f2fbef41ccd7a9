// Votes that have been cast but not yet confirmed, kept across reloads. Sending one twice is harmless:
// the server counts a ticket once.

const MEMORY = "arena.outbox";
const LIMIT = 20;

function isVote(entry) {
    return typeof entry?.ticket === "string" && typeof entry?.outcome === "string";
}

function read() {
    try {
        const stored = JSON.parse(localStorage.getItem(MEMORY) ?? "[]");
        return Array.isArray(stored) ? stored.filter(isVote) : [];
    } catch {
        return [];
    }
}

function write(votes) {
    try {
        if (votes.length === 0) localStorage.removeItem(MEMORY);
        else localStorage.setItem(MEMORY, JSON.stringify(votes.slice(-LIMIT)));
    } catch {
        // Without storage the vote lives as long as the page does.
    }
}

/** The votes still to be confirmed, oldest first. */
export function unconfirmed() {
    return read();
}

/** Keeps a vote until it is confirmed or refused. */
export function keep(ticket, outcome) {
    write([...read().filter((vote) => vote.ticket !== ticket), { ticket, outcome }]);
}

/** Forgets a vote that the server has settled either way. */
export function settle(ticket) {
    write(read().filter((vote) => vote.ticket !== ticket));
}
