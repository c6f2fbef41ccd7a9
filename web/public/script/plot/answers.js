// Answers that plots are drawn of, kept for a while: boards may follow each other every second.

const FRESH_MS = 60_000;
const answers = new Map();

/** The answer known by `key`, asked for anew where there is none or it has aged. */
export function kept(key, ask) {
    const known = answers.get(key);
    if (known && performance.now() - known.at < FRESH_MS) return known.answer;
    const answer = ask();
    answers.set(key, { answer, at: performance.now() });
    answer.catch(() => answers.delete(key));
    return answer;
}
