// Builds the DOM of a parsed markdown document. The tree comes from the server, the words in it from anyone:
// elements are made one by one and text is only ever text.
import { copyButton } from "./copy.js";
import { element } from "./element.js";
import { typeset } from "./math.js";
import { text } from "./text/text.js";

/** Deeper nesting than this is shown as its plain text. */
const DEPTH_LIMIT = 48;
const LINK_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);
const ALIGNMENTS = new Set(["left", "center", "right"]);

/** A fragment with the document's blocks; a missing tree gives an empty one. */
export function renderDocument(root) {
    const fragment = document.createDocumentFragment();
    appendChildren(fragment, root, { depth: 0, inLink: false, inline: false });
    // The direction of each block follows its own first letters.
    for (const block of fragment.children) {
        if (!block.hasAttribute("dir")) block.setAttribute("dir", "auto");
    }
    return fragment;
}

/** The address of a link that may be followed, or null. */
export function safeAddress(address) {
    try {
        const parsed = new URL(address);
        return LINK_PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
    } catch {
        return null;
    }
}

function childrenOf(node) {
    return Array.isArray(node?.children) ? node.children : [];
}

function stringOf(value) {
    return typeof value === "string" ? value : "";
}

function plainText(node) {
    const parts = [];
    const waiting = [node];
    while (waiting.length > 0) {
        const next = waiting.pop();
        if (typeof next?.text === "string") parts.push(next.text);
        else if (next?.type === "softbreak" || next?.type === "linebreak") parts.push("\n");
        waiting.push(...childrenOf(next).toReversed());
    }
    return parts.join("");
}

function appendChildren(parent, node, context) {
    for (const child of childrenOf(node)) appendNode(parent, child, context);
}

function appendNode(parent, node, context) {
    if (node === null || typeof node !== "object") return;
    if (context.depth >= DEPTH_LIMIT) {
        parent.append(plainText(node));
        return;
    }
    const render = renderers.get(node.type);
    const inner = { ...context, depth: context.depth + 1 };
    if (render) {
        render(parent, node, inner);
    } else {
        if (typeof node.text === "string") parent.append(node.text);
        appendChildren(parent, node, inner);
    }
}

/** A renderer that wraps the children in one element. */
function wrap(name, { inline = false } = {}) {
    return (parent, node, context) => {
        const made = document.createElement(name);
        appendChildren(made, node, inline ? { ...context, inline: true } : context);
        parent.append(made);
    };
}

function scroller(label, content) {
    return element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": label }, content);
}

function heading(parent, node, context) {
    // The page's own headings end at the second level; those of a response go below them.
    const level = Number.isInteger(node.level) ? Math.min(Math.max(node.level, 1), 6) : 1;
    const made = element(`h${Math.min(level + 2, 6)}`);
    appendChildren(made, node, { ...context, inline: true });
    parent.append(made);
}

function list(parent, node, context) {
    const made = document.createElement(node.ordered === true ? "ol" : "ul");
    if (node.ordered === true && Number.isInteger(node.start) && node.start !== 1) made.start = node.start;
    appendChildren(made, node, { ...context, tight: node.tight === true, inline: false });
    parent.append(made);
}

function item(parent, node, context) {
    const made = document.createElement("li");
    if (typeof node.checked === "boolean") {
        const label = text(node.checked ? "document.done" : "document.open");
        const box = element("span", { class: "task", role: "img", "aria-label": label }, node.checked ? "☑" : "☐");
        made.classList.add("task-item");
        made.append(box, " ");
    }
    for (const child of childrenOf(node)) {
        // The items of a tight list hold bare text, as a browser sets them from HTML.
        if (context.tight && child?.type === "paragraph") {
            appendChildren(made, child, { ...context, inline: true });
        } else {
            appendNode(made, child, { ...context, tight: false });
        }
    }
    parent.append(made);
}

function codeBlock(parent, node) {
    const language = stringOf(node.info).trim().split(/\s+/, 1)[0].slice(0, 40);
    const words = stringOf(node.text);
    const pre = element("pre", {}, element("code", {}, words));
    const head = element("div", { class: "code-head" });
    head.append(element("span", { class: "code-language", "aria-hidden": "true" }, language), copyButton(words) ?? "");
    const block = element("div", { class: "code", dir: "ltr" }, scroller(text("document.code", { language }), pre));
    block.prepend(head);
    parent.append(block);
}

function table(parent, node, context) {
    const alignments = Array.isArray(node.alignments) ? node.alignments : [];
    const head = document.createElement("thead");
    const body = document.createElement("tbody");
    for (const row of childrenOf(node)) {
        const isHeader = row?.header === true;
        const made = document.createElement("tr");
        childrenOf(row).forEach((cell, column) => {
            const alignment = ALIGNMENTS.has(alignments[column]) ? `align-${alignments[column]}` : null;
            // A head without words heads nothing.
            const isHead = isHeader && plainText(cell).trim() !== "";
            const madeCell = element(isHead ? "th" : "td", { class: alignment, scope: isHead ? "col" : null });
            appendChildren(madeCell, cell, { ...context, inline: true });
            made.append(madeCell);
        });
        (isHeader ? head : body).append(made);
    }
    const made = document.createElement("table");
    if (head.hasChildNodes()) made.append(head);
    if (body.hasChildNodes()) made.append(body);
    parent.append(scroller(text("document.table"), made));
}

function link(parent, node, context) {
    const address = context.inLink ? null : safeAddress(node.url);
    if (address === null) {
        appendChildren(parent, node, context);
        return;
    }
    const made = anchor(address, node.title);
    appendChildren(made, node, { ...context, inLink: true });
    if (!made.textContent) made.append(address);
    parent.append(made);
}

function image(parent, node, context) {
    // An image is never fetched: it could tell its host who reads, and the reader who wrote.
    const label = text("document.image", { alt: plainText({ children: childrenOf(node) }).trim() });
    const address = context.inLink ? null : safeAddress(node.url);
    if (address === null) {
        parent.append(element("span", { class: "image" }, label));
        return;
    }
    const made = anchor(address, node.title);
    made.classList.add("image");
    made.append(label);
    parent.append(made);
}

function anchor(address, title) {
    return element("a", {
        href: address,
        title: stringOf(title) || null,
        target: "_blank",
        rel: "noopener noreferrer nofollow",
    });
}

function html(parent, node, context) {
    parent.append(element(context.inline ? "span" : "p", { class: "raw" }, stringOf(node.text)));
}

function math(parent, node) {
    const made = element("code", { class: node.display === true ? "tex display" : "tex", dir: "ltr" }, stringOf(node.text));
    parent.append(made);
    typeset(made, { isDisplay: node.display === true });
}

const renderers = new Map([
    ["paragraph", wrap("p", { inline: true })],
    ["heading", heading],
    ["block_quote", wrap("blockquote")],
    ["list", list],
    ["item", item],
    ["code_block", codeBlock],
    ["thematic_break", (parent) => parent.append(document.createElement("hr"))],
    ["table", table],
    ["text", (parent, node) => parent.append(stringOf(node.text))],
    ["softbreak", (parent) => parent.append("\n")],
    ["linebreak", (parent) => parent.append(document.createElement("br"))],
    ["emph", wrap("em", { inline: true })],
    ["strong", wrap("strong", { inline: true })],
    ["strikethrough", wrap("del", { inline: true })],
    ["code", (parent, node) => parent.append(element("code", {}, stringOf(node.text)))],
    ["math", math],
    ["link", link],
    ["image", image],
    ["html", html],
]);
