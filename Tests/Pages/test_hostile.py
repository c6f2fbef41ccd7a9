"""That what people and models write stays text, whatever it is."""

import pytest
from playwright.sync_api import Error as PlaywrightError

from conftest import READY, ROOT, until
from payloads import payloads

TEXTS = 90
"""In each text so many payloads that no text runs into the bounds beyond which nothing is parsed."""

CHECK = """() => {
    const allowed = new Set(["A", "BLOCKQUOTE", "BR", "BUTTON", "CODE", "DEL", "DIV", "EM", "H3", "H4", "H5", "H6", "HR", "LI", "OL", "P",
        "PRE", "SPAN", "STRONG", "TABLE", "TBODY", "TD", "TH", "THEAD", "TR", "UL"]);
    const found = [];
    const isMath = ({ namespaceURI }) => namespaceURI === "http://www.w3.org/1998/Math/MathML";
    for (const each of document.querySelectorAll(".prose *")) {
        if (!allowed.has(each.tagName) && !isMath(each)) found.push(`<${each.tagName}>`);
        for (const { name } of each.attributes) {
            if (name.startsWith("on") || name === "style" || name === "src" || name === "srcdoc" || (name.endsWith("href") && each.tagName !== "A")) found.push(`${each.tagName} ${name}`);
        }
        if (each.tagName === "A" && !["http:", "https:", "mailto:"].includes(each.protocol)) found.push(each.href);
    }
    if (window.owned !== undefined) found.push("a script has run");
    return found;
}"""


@pytest.fixture(scope="module")
def hostile(make_arena):
    every = payloads()
    assert len(every) >= 10_000
    size = -(-len(every) // TEXTS)
    parts = ["\n\n".join(every[start:start + size]) for start in range(0, len(every), size)]

    def record(number, texts):
        prompt = {"role": "user", "content": f"{number}\n\n{texts[0]}"}
        return {
            "question_id": str(number), "model_a": "<b>A</b>", "model_b": "<script>window.owned=1</script>", "winner": "tie",
            "conversation_a": [prompt, {"role": "assistant", "content": texts[1]}],
            "conversation_b": [prompt, {"role": "assistant", "content": texts[2]}],
        }

    records = [record(place, parts[place:place + 3]) for place in range(0, len(parts), 3) if len(parts[place:place + 3]) == 3]
    return make_arena(records), len(records)


def outside(page, arena) -> list[str]:
    """The requests that the page sends elsewhere, from now on."""
    sent = []
    page.on("request", lambda request: None if request.url.startswith((arena.base, "data:")) else sent.append(request.url))
    page.on("dialog", lambda dialog: sent.append(dialog.message))
    return sent


def test_ten_thousand_payloads_stay_text(hostile, open_page):
    arena, count = hostile
    page = open_page("/", at=arena, settings={"arena.undo": "0"})
    elsewhere = outside(page, arena)
    seen = set()
    for draw in range(count * 60):
        page.wait_for_selector(READY)
        number = page.inner_text(".prompt .prose > :first-child")
        if number not in seen:
            assert page.evaluate(CHECK) == []
            seen.add(number)
        if len(seen) == count:
            break
        page.keyboard.press("s")
        until(page, "document.activeElement.id === 'question'")
    assert len(seen) == count, "every battle was drawn"
    page.keyboard.press("x")
    page.wait_for_selector("#outcome:not([hidden])")
    assert "<script>window.owned=1</script>" in page.inner_text("#verdicts")
    page.goto(arena.base + "/leaderboard")
    page.wait_for_selector("#board-rows tr")
    for path in ["/mine", "/leaderboard?view=ratings", "/leaderboard?view=chances"]:
        page.goto(arena.base + path)
        page.wait_for_load_state("load")
        assert page.evaluate("document.querySelectorAll('main b, main script').length") == 0
    assert page.evaluate("window.owned === undefined")
    assert elsewhere == []


def test_the_check_sees_a_page_that_parses_markup(hostile, open_page):
    arena, _ = hostile
    source = (ROOT / "web/public/script/document.js").read_text()
    safe = 'parent.append(element(context.inline ? "span" : "p", { class: "raw" }, stringOf(node.text)));'
    assert safe in source
    broken = source.replace(safe, 'parent.append(document.createRange().createContextualFragment(stringOf(node.text)));')
    page = open_page(
        "/", at=arena, may_complain=True,
        routes={"**/script/document.js": lambda route: route.fulfill(content_type="text/javascript", body=broken)},
    )
    elsewhere = outside(page, arena)
    seen = []
    try:
        # Not every text holds markup that the check knows; what came to life may also take the page away.
        for _ in range(20):
            page.wait_for_selector(READY, timeout=10_000)
            seen = page.evaluate(CHECK)
            if seen:
                break
            page.keyboard.press("s")
            page.wait_for_timeout(700)
    except PlaywrightError:
        seen = ["no battle to be read"]
    assert seen or elsewhere


PLAIN_CHECK = CHECK.replace('"A", "BLOCKQUOTE"', '"A", "H2", "SECTION", "BLOCKQUOTE"')


def test_nor_do_they_come_to_life_on_the_page_without_scripts(hostile, open_page):
    arena, count = hostile
    page = open_page("/plain", at=arena)
    elsewhere = outside(page, arena)
    seen = set()
    for draw in range(count * 60):
        number = page.inner_text(".prompt > :first-child")
        if number not in seen:
            assert page.evaluate(PLAIN_CHECK) == []
            seen.add(number)
        if len(seen) == count:
            break
        page.goto(arena.base + "/plain")
    assert len(seen) == count, "every battle was drawn"
    page.locator("input[value=tie]").check()
    page.click("form button")
    page.wait_for_selector(".verdicts")
    assert "<script>window.owned=1</script>" in page.inner_text(".verdicts")
    assert page.evaluate("document.querySelectorAll('main b, main script').length") == 0
    assert elsewhere == []
