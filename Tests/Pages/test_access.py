"""That every page can be used by everybody: axe-core finds nothing, and the keyboard reaches everything."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import DESK, PHONE, READY, REVEALED, answer, reveal, rich_battle, until
from test_board import SLICES, board_of, pairs_of, still
from test_models import comparison, model_page
from test_vote import CHOICES

axe = Axe()


# What sticks to an edge covers half a button now and then, wherever the page happens to be scrolled to; that the focus is
# never covered is a test of its own.
UNSTICK = """() => {
    for (const each of document.querySelectorAll("*")) {
        if (getComputedStyle(each).position !== "sticky") continue;
        each.dataset.stuck = "";
        each.style.position = "static";
    }
}"""
STICK = """() => {
    for (const each of document.querySelectorAll("[data-stuck]")) {
        delete each.dataset.stuck;
        each.style.position = "";
    }
}"""


def violations(page) -> list[str]:
    page.evaluate(UNSTICK)
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    page.evaluate(STICK)
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found.response["violations"] for node in violation["nodes"]
    ]


OWN_VOTES = [{
    "at": "2026-11-20T12:00:00Z", "battle": "1", "outcome": "model_a", "prompt": "Why is the sky blue?",
    "a": {"model": "halyard-4", "name": "Halyard 4"}, "b": {"model": "skiff-3", "name": "Skiff 3"},
}]
PAGES = {
    "vote": ("/", READY),
    "rich": ("/", READY),
    "board": ("/leaderboard", "#board-rows tr"),
    "ratings": ("/leaderboard?view=ratings", "#plot svg"),
    "average": ("/leaderboard?view=average", "#plot svg"),
    "chances": ("/leaderboard?view=chances", "#plot svg"),
    "battles": ("/leaderboard?view=battles", "#plot svg"),
    "categories": ("/leaderboard?view=categories", "#plot svg"),
    "price": ("/leaderboard?view=price", "#plot svg"),
    "time": ("/leaderboard?view=time", "#plot svg"),
    "mine": ("/mine", "h1"),
    "model": ("/model?slug=own", "#content:not([hidden])"),
    "compare": ("/compare?a=halyard-4&b=skiff-3", "#content:not([hidden])"),
    "plain": ("/plain", "form"),
    "method": ("/method", "article"),
}
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='200'/>"


def stand_ins(name):
    """Answers in the server's stead, so that each page has something to show."""
    routes = {
        "**/api/v1/slices": answer(200, SLICES), "**/api/v1/compare?*": answer(200, comparison()), "**/api/v1/battles/choices": answer(200, CHOICES),
        "**/api/v1/leaderboard/pairs": answer(200, pairs_of(12)), **model_page(14),
        "**/api/v1/leaderboard.svg?*": lambda route: route.fulfill(content_type="image/svg+xml", body=PICTURE),
    }
    if name in ("board", "price", "battles", "categories", "average"):
        routes |= still(board_of(12))
    if name == "rich":
        routes["**/api/v1/battles"] = answer(200, rich_battle())
    return routes


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme, viewport, locale):
    found = {}
    for name, (path, ready) in PAGES.items():
        page = open_page(
            path, viewport=viewport, locale=locale, scheme=scheme, routes=stand_ins(name), may_complain=True,
            settings={"arena.votes": json.dumps(OWN_VOTES)},
        )
        page.wait_for_selector(ready)
        if name == "board":
            page.wait_for_selector("#slices a")
            page.click("#embed-open")
        if name == "chances":
            page.click("#plot summary")
            page.wait_for_selector("#plot tbody tr")
        found[name] = violations(page)
        if name == "plain":
            page.locator("input[type=radio]").first.check()
            page.click("form button")
            page.wait_for_selector(".verdicts")
            found["receipt"] = violations(page)
        if name == "mine":
            page.click("#clear")
            found["clear"] = violations(page)
        if name == "vote":
            page.click("#choice-summary")
            found["choice"] = violations(page)
            page.click("#choice-summary")
            found |= states_of_a_vote(page)
        page.context.close()
    complaints = [f"{name}: {violation}" for name, each in found.items() for violation in each]
    assert not complaints, "\n".join(complaints)


def states_of_a_vote(page) -> dict[str, list[str]]:
    found = {}
    page.keyboard.press("?")
    found["help"] = violations(page)
    page.keyboard.press("Escape")
    for side in ["A", "B"]:
        if page.locator(".switch").first.is_visible():
            page.locator(f".switch [data-side={side}]").last.click()
            page.wait_for_timeout(200)
    page.wait_for_selector("[data-outcome=model_b]:not([aria-disabled])")
    page.keyboard.press("b")
    page.wait_for_selector("#deciding:not([hidden])")
    found["deciding"] = violations(page)
    if page.locator("#deciding").is_visible():
        reveal(page)
    page.wait_for_selector(REVEALED)
    found["reveal"] = violations(page)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(open_page, name):
    path, ready = PAGES[name]
    page = open_page(path, routes=stand_ins(name), may_complain=True, settings={"arena.votes": json.dumps(OWN_VOTES)})
    page.wait_for_selector(ready)
    wanted = page.evaluate("""() => {
        const all = [...document.querySelectorAll("a[href], button, select, input, summary")];
        // Radio buttons of one name are one stop, and the arrow keys go on from there.
        const isFurther = (each) => each.type === "radio" && document.querySelector(`[name="${each.name}"]`) !== each;
        const shown = all.filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.matches(":disabled") && !isFurther(each));
        shown.forEach((each, place) => { each.dataset.tour = place; });
        return shown.length;
    }""")
    reached = set()
    for _ in range(wanted * 2 + 20):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
            const each = document.activeElement;
            const style = getComputedStyle(each);
            return [each.dataset.tour ?? null, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, each.outerHTML.slice(0, 120)];
        }""")
        if at[0] is not None:
            reached.add(at[0])
            assert at[1], f"the focus cannot be seen on {at[2]}"
        if len(reached) == wanted:
            break
    assert len(reached) == wanted


def test_a_reveal_is_announced_once_it_is_complete(open_page):
    page = open_page("/")
    page.wait_for_selector(READY)
    assert page.inner_text("#announcement") == ""
    page.keyboard.press("t")
    page.wait_for_selector("#deciding:not([hidden])")
    assert page.inner_text("#announcement") == ""
    page.wait_for_selector(REVEALED)
    until(page, "document.querySelector('#announcement').textContent.includes('You voted for a tie.')")
    assert page.evaluate("document.activeElement.id") == "next"
