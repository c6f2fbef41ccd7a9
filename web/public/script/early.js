// What cannot wait for the modules, a classic script: which language is read, and the first requests.
{
    const LANGUAGES = ["en", "ko"];

    const kept = (name) => {
        try {
            return localStorage.getItem(name);
        } catch {
            return null; // Storage may be switched off.
        }
    };

    const chooseLanguage = () => {
        const asked = new URLSearchParams(location.search).get("lang");
        if (LANGUAGES.includes(asked)) {
            try {
                localStorage.setItem("arena.language", asked);
            } catch {
                // The choice then lasts as long as the address carries it.
            }
            return asked;
        }
        const wishes = [kept("arena.language"), ...(navigator.languages ?? [navigator.language])];
        return wishes.map((wish) => wish?.toLowerCase().split("-")[0]).find((wish) => LANGUAGES.includes(wish)) ?? "en";
    };

    /** The answer's content, or null where the page has to ask for itself. */
    const ask = (path, options) => fetch(`/api/v1${path}`, options)
        .then(async (answer) => (answer.ok ? { tag: answer.headers.get("etag"), content: await answer.json() } : null))
        .catch(() => null);

    const language = chooseLanguage();
    document.documentElement.lang = language;
    // Nothing is shown until the words are there, so that nothing moves.
    document.documentElement.dataset.bare = "";
    const catalogue = document.createElement("link");
    catalogue.rel = "modulepreload";
    catalogue.href = `/script/text/${language}.js`;
    document.head.append(catalogue);

    const first = document.currentScript.dataset.first;
    if (first === "battle") {
        const headers = { accept: "application/json", "content-type": "application/json" };
        window.early = { battle: ask("/battles", { method: "POST", headers, body: kept("arena.choice") ?? "{}", cache: "no-store" }) };
    } else if (first === "board") {
        const query = new URLSearchParams(location.search);
        for (const key of [...query.keys()]) {
            if (!["category", "language", "style_control", "method"].includes(key)) query.delete(key);
        }
        const options = { headers: { accept: "application/json" }, cache: "no-cache" };
        window.early = { query: query.toString(), board: ask(`/leaderboard${query.size > 0 ? `?${query}` : ""}`, options), slices: ask("/slices", options) };
    }
}
