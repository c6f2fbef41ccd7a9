// Formulas: TeX as code until KaTeX is there, which is loaded with the first formula, and for good where it cannot be had.

const KATEX = "/vendor/katex.min.js";
/** Bounds on what a formula may ask for: in em, and in expansions of macros. */
const LIMITS = { maxSize: 20, maxExpand: 500 };
/** A longer formula stays as it is written. */
const LONGEST = 4_000;

let loading = null;

/** Resolves to KaTeX, or to null where the server has none. */
function katex() {
    loading ??= new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = KATEX;
        script.addEventListener("load", () => resolve(window.katex ?? null));
        script.addEventListener("error", () => resolve(null));
        document.head.append(script);
    });
    return loading;
}

/** Puts MathML in place of the TeX that an element holds, as soon as that can be done. */
export async function typeset(target, { isDisplay }) {
    const tex = target.textContent;
    if (tex.length > LONGEST) return;
    const renderer = await katex();
    if (renderer === null) return;
    const made = document.createElement("span");
    made.className = target.className;
    made.dir = "ltr";
    try {
        // What it cannot read it would mark by an inline style, which the policy of the pages forbids: that stays TeX.
        renderer.render(tex, made, { output: "mathml", displayMode: isDisplay, trust: false, throwOnError: true, strict: "ignore", ...LIMITS });
        target.replaceWith(made);
    } catch {
        // Not a formula that KaTeX knows; or none at all, as with “$5 and $6”.
    }
}
