"""The pages that the server writes itself: voting without scripts, and the text on the method."""

import pytest

from conftest import DESK, PHONE, ROOT, until


@pytest.fixture
def open_bare(open_page):
    """Opens a window without scripts."""
    return lambda path, **more: open_page(path, java_script_enabled=False, may_complain=True, **more)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_without_scripts_the_page_leads_to_a_form_that_votes(arena, open_bare, viewport):
    names = [model["name"] for model in arena.get("/api/v1/models")["models"]]
    before = arena.battles
    page = open_bare("/", viewport=viewport)
    assert page.locator("#question").is_hidden()
    page.locator("noscript a, a[href='/plain']").first.click()
    page.wait_for_selector("form")
    assert page.locator(".pane").count() == 2
    assert not [name for name in names if name in page.content()], "nothing tells the models before the vote"
    assert page.locator("body").bounding_box()["width"] <= viewport["width"]
    for label in page.locator("label").all():
        assert label.bounding_box()["height"] >= 44
    ticket = page.locator("input[name=ticket]").get_attribute("value")
    page.get_by_label("A is better").check()
    page.get_by_role("button", name="Vote").click()
    page.wait_for_selector(".verdicts")
    assert len([name for name in names if name in page.inner_text(".verdicts")]) == 2
    assert "counts" in page.inner_text("main")
    arena.eventually(before + 1)
    page.reload()
    page.wait_for_selector(".verdicts")
    assert "in the log already" in page.inner_text("h1"), "sent again by the browser it is the same vote"
    page.goto(arena.base + "/plain")
    page.locator("input[name=ticket]").evaluate("(input, ticket) => { input.value = ticket; }", ticket)
    page.get_by_label("Tie").check()
    page.get_by_role("button", name="Vote").click()
    page.wait_for_selector("text=Get a battle")
    assert page.locator(".verdicts").count() == 0, "another outcome for the same battle is refused"
    page.get_by_role("link", name="Get a battle").click()
    page.wait_for_selector("form")
    assert arena.battles == before + 1


def test_the_keyboard_alone_votes_without_scripts(arena, open_bare):
    before = arena.battles
    page = open_bare("/plain")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdicts")
    arena.eventually(before + 1)


def test_without_a_choice_nothing_is_sent(arena, open_bare):
    before = arena.battles
    page = open_bare("/plain")
    page.get_by_role("button", name="Vote").click()
    page.wait_for_timeout(500)
    assert page.locator("form").count() == 1 and arena.battles == before


def test_it_speaks_korean_and_stays_in_it(open_bare):
    page = open_bare("/plain", locale="ko-KR")
    assert page.get_attribute("html", "lang") == "ko"
    page.get_by_label("A가 더 좋음").check()
    page.get_by_role("button", name="투표").click()
    page.wait_for_selector(".verdicts")
    page.get_by_role("link", name="다음 대결").click()
    page.wait_for_selector("form")
    assert page.get_attribute("html", "lang") == "ko"
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("form")
    assert page.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("path", ["/", "/leaderboard", "/mine", "/model?slug=halyard-4", "/compare"])
def test_every_page_leads_to_the_method(open_page, path):
    page = open_page(path, may_complain=True)
    page.wait_for_selector(".about")
    page.click(".about")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "How the ratings are computed"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_method_is_the_text_of_the_documentation(open_page, viewport):
    page = open_page("/method", viewport=viewport)
    wanted = [line.lstrip("#").strip() for line in (ROOT / "docs/method.md").read_text().splitlines() if line.startswith("## ")]
    assert page.locator("article h2").all_text_contents() == wanted and len(wanted) > 5
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_method_follows_the_chosen_theme(open_page):
    page = open_page("/method", settings={"arena.theme": "dark"})
    until(page, "getComputedStyle(document.body).colorScheme.includes('dark') || document.documentElement.dataset.theme === 'dark'")
