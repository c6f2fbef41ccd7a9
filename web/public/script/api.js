// The arena's API as the pages use it: one function for each request, one kind of error.

const BASE = "/api/v1";
const TIMEOUT_MS = 15_000;

/** A request that brought no result; `status` is 0 where no readable answer came back at all. */
export class APIError extends Error {
    constructor({ status, code, message, retryAfter = null, cause }) {
        super(message, { cause });
        this.name = "APIError";
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** Whether the same request may succeed later without anything changing on this side. */
    get isTransient() {
        if (this.code === "no_battles") return false;
        return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
    }
}

function unreachable(cause) {
    return new APIError({ status: 0, code: "unreachable", message: "The server cannot be reached.", cause });
}

function stringOr(value, fallback) {
    return typeof value === "string" ? value : fallback;
}

async function failure(response) {
    const body = await response.json().catch(() => null);
    const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    return new APIError({
        status: response.status,
        code: stringOr(body?.error?.code, "unknown"),
        message: stringOr(body?.error?.message, `The server answered ${response.status}.`),
        retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    });
}

async function send(path, options) {
    let response;
    try {
        response = await fetch(BASE + path, {
            headers: { accept: "application/json" },
            signal: AbortSignal.timeout(TIMEOUT_MS),
            ...options,
        });
    } catch (cause) {
        throw unreachable(cause);
    }
    if (!response.ok) throw await failure(response);
    return response;
}

async function decode(response) {
    try {
        const value = await response.json();
        if (value !== null && typeof value === "object") return value;
    } catch (cause) {
        throw unreachable(cause);
    }
    throw unreachable();
}

async function post(path, body, options = {}) {
    const response = await send(path, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
        ...options,
    });
    return decode(response);
}

/**
 * Draws a battle: the prompt, two responses, and the ticket that a vote hands back.
 * `choice` may name a `language`, a `category` and a `length`; a battle drawn ahead gives way to other requests.
 */
export function drawBattle(choice = {}, { isAhead = false } = {}) {
    return post("/battles", choice, { priority: isAhead ? "low" : "auto" });
}

/** The kinds of prompts on which battles can be drawn: languages, categories and lengths. */
export async function fetchChoices() {
    return decode(await send("/battles/choices", { cache: "no-cache" }));
}

/** Records a vote and brings the reveal; the same ticket and outcome may be sent again at any time. */
export function recordVote(ticket, outcome) {
    // A vote on its way outlives the page that sent it.
    return post("/battles/vote", { ticket, outcome }, { keepalive: true });
}

/** Records that a battle was left without a vote. */
export function recordSkip(ticket) {
    return post("/battles/skip", { ticket }, { keepalive: true });
}

/** Records what decided a vote, in place of what was said before. */
export function recordReasons(ticket, reasons) {
    return post("/battles/reasons", { ticket, reasons }, { keepalive: true });
}

/**
 * Fetches a board, revalidating the browser's copy by its ETag.
 * `query` names the slice and method, the plain board by default.
 * Resolves to `{ board, tag }`; `board` is null where it is still the one tagged `knownTag`.
 */
export async function fetchLeaderboard(query = "", knownTag = null) {
    const response = await send(`/leaderboard${query && `?${query}`}`, { cache: "no-cache" });
    const tag = response.headers.get("etag");
    if (tag !== null && tag === knownTag) {
        await response.body?.cancel().catch(() => {});
        return { board: null, tag };
    }
    return { board: await decode(response), tag };
}

/** How often each two models of the plain board have met, and how that went. */
export async function fetchPairs() {
    return decode(await send("/leaderboard/pairs", { cache: "no-cache" }));
}

/** The address of a picture of the board that `query` names. */
export function pictureAddress(query, theme) {
    const own = new URLSearchParams(query);
    own.set("theme", theme);
    return `${location.origin}${BASE}/leaderboard.svg?${own}`;
}

/** The events of the plain board: each carries a whole board. */
export function openLeaderboardStream() {
    return new EventSource(`${BASE}/leaderboard/stream`);
}

/** Which boards there are: categories, languages, methods; null on a server that has the plain one only. */
export async function fetchSlices() {
    try {
        return await decode(await send("/slices", { cache: "no-cache" }));
    } catch (error) {
        if (error instanceof APIError && error.status === 404) return null;
        throw error;
    }
}

/** One model as the board sees it now. */
export async function fetchModel(slug) {
    return decode(await send(`/models/${encodeURIComponent(slug)}`, { cache: "no-cache" }));
}

/** A model's stages, its debut and its places since. */
export async function fetchHistory(slug) {
    return decode(await send(`/models/${encodeURIComponent(slug)}/history`, { cache: "no-cache" }));
}

/** The models that one has met, with how it fared and would fare against each. */
export async function fetchOpponents(slug) {
    return decode(await send(`/models/${encodeURIComponent(slug)}/opponents`, { cache: "no-cache" }));
}

/** Two models, their battles against each other and the difference of their ratings. */
export async function fetchComparison(a, b) {
    return decode(await send(`/compare?${new URLSearchParams({ a, b })}`, { cache: "no-cache" }));
}
