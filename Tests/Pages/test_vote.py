"""What people do on the voting page."""

import json

from conftest import PHONE, READY, REVEALED, answer, battle_of, error, node, until, vote_at_once, words

VOTES = "**/api/v1/battles/vote"


def test_a_vote_by_mouse_waits_to_be_taken_back_and_then_names_the_models(arena, open_page):
    sent = []
    before = arena.battles
    names = [model["name"] for model in arena.get("/api/v1/models")["models"]]
    page = open_page("/")
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/vote") else None)
    page.wait_for_selector(READY)
    assert not [name for name in names if name in page.content()], "nothing tells the models before the vote"
    page.click("[data-outcome=model_a]")
    page.wait_for_selector("#deciding:not([hidden])")
    assert not [name for name in names if name in page.content()], "nor before it is sent"
    assert sent == []
    page.wait_for_selector(REVEALED)
    assert len([name for name in names if name in page.inner_text("#verdicts")]) == 2
    assert "counted" in page.inner_text("#counted")
    assert len(sent) == 1
    arena.eventually(before + 1)


def test_undo_sends_nothing_and_leaves_the_battle(arena, open_page):
    sent = []
    page = open_page("/")
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/vote") else None)
    page.wait_for_selector(READY)
    prompt = page.inner_text("#conversation .prompt")
    page.keyboard.press("t")
    page.wait_for_selector("#deciding:not([hidden])")
    page.keyboard.press("u")
    page.wait_for_selector(READY)
    assert page.inner_text("#conversation .prompt") == prompt
    assert page.evaluate("document.activeElement.dataset.outcome") == "tie"
    page.keyboard.press("s")
    until(page, "document.activeElement.id === 'question'")
    assert sent == [], "neither a choice taken back nor a skipped battle is a vote"
    vote_at_once(page, "ArrowRight")
    assert len(sent) == 1 and json.loads(sent[0].post_data)["outcome"] == "model_b"


def test_leaving_the_page_sends_the_choice_once(arena, open_page):
    before = arena.battles
    page = open_page("/")
    page.wait_for_selector(READY)
    page.keyboard.press("x")
    page.wait_for_selector("#deciding:not([hidden])")
    page.goto(arena.base + "/leaderboard")
    arena.eventually(before + 1)
    page.goto(arena.base + "/")
    page.wait_for_selector(READY)
    until(page, "localStorage.getItem('arena.outbox') === null")
    assert arena.battles == before + 1


def test_the_keys_rest_in_fields_and_where_they_are_turned_off(open_page):
    page = open_page("/")
    page.wait_for_selector(READY)
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    page.keyboard.press("a")
    page.select_option("[data-setting=keys]", "off")
    page.click("#help-close")
    page.keyboard.press("a")
    page.focus("[data-setting=theme]")
    page.keyboard.press("b")
    assert page.locator("#deciding").is_hidden()
    page.reload()
    page.wait_for_selector(READY)
    page.keyboard.press("a")
    assert page.locator("#deciding").is_hidden()
    page.click("[data-outcome=model_a]")
    page.wait_for_selector("#deciding:not([hidden])")


def test_without_time_to_undo_the_vote_goes_at_once(open_page):
    page = open_page("/", settings={"arena.undo": "0"})
    page.wait_for_selector(READY)
    page.keyboard.press("b")
    page.wait_for_selector(REVEALED)


def test_a_phone_votes_once_both_responses_have_been_seen(open_page):
    # Long enough that the second response begins below the window.
    battle = battle_of(node("paragraph", words("word " * 900)))
    page = open_page("/", viewport=PHONE, has_touch=True, is_mobile=True, routes={"**/api/v1/battles": answer(200, battle)})
    page.wait_for_selector(READY)
    outcome = page.locator("[data-outcome=model_a]")
    assert outcome.get_attribute("aria-disabled") == "true"
    for side in ["A", "B"]:
        page.locator(f".switch [data-side={side}]").tap()
        page.wait_for_selector(f".switch [data-side={side}][aria-current]")
    page.wait_for_selector("[data-outcome=model_a]:not([aria-disabled])")
    for button in page.locator("#choices button, .switch button").all():
        assert button.bounding_box()["height"] >= 44
    outcome.tap()
    page.wait_for_selector("#deciding:not([hidden])")
    page.locator("#undo").tap()
    page.wait_for_selector(READY)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_next_battle_is_there_before_it_is_asked_for(open_page):
    page = open_page("/")
    with page.expect_response("**/api/v1/battles") as ahead:
        page.wait_for_selector(READY)
    assert ahead.value.status == 200
    vote_at_once(page)
    page.route("**/api/v1/battles", lambda route: None)
    page.wait_for_timeout(500)
    page.keyboard.press("n")
    page.wait_for_selector(READY)
    assert page.locator(".pane").count() >= 2


def test_a_vote_without_a_network_is_kept_and_sent_once_when_it_is_back(arena, open_page):
    before = arena.battles
    page = open_page("/", may_complain=True)
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.keyboard.press("a")
    page.wait_for_selector("#deciding:not([hidden])")
    page.wait_for_selector("#try-now:not([hidden])")
    assert "kept" in page.inner_text("#notice-text")
    assert page.evaluate("JSON.parse(localStorage.getItem('arena.outbox')).length") == 1
    page.context.set_offline(False)
    page.wait_for_selector(REVEALED)
    assert page.evaluate("localStorage.getItem('arena.outbox')") is None
    arena.eventually(before + 1)


def test_a_vote_kept_from_an_earlier_visit_is_sent(arena, open_page):
    before = arena.battles
    page = open_page("/", routes={VOTES: error(503, "unavailable")}, may_complain=True)
    page.wait_for_selector(READY)
    page.keyboard.press("a")
    page.wait_for_selector("#try-now:not([hidden])")
    page.unroute(VOTES)
    page.reload()
    until(page, "document.querySelector('#notice-text').textContent.includes('now recorded')")
    arena.eventually(before + 1)


def test_every_refusal_has_a_sentence_and_a_way_on(open_page):
    for status, code, sentence in [
        (410, "ticket_expired", "open for too long"), (409, "outcome_conflict", "already voted"),
        (403, "ticket_foreign", "another browser"), (400, "ticket_invalid", "not valid any more"),
    ]:
        page = open_page("/", routes={VOTES: error(status, code)}, may_complain=True)
        vote_at_once(page)
        assert sentence in page.inner_text("#notice-text")
        assert page.locator("#next").is_visible()


def test_too_quick_no_battles_and_a_server_that_is_away(open_page):
    page = open_page("/", routes={VOTES: error(429, "rate_limited", {"retry-after": "60"})}, may_complain=True)
    page.wait_for_selector(READY)
    page.keyboard.press("a")
    page.wait_for_selector("#try-now:not([hidden])")
    assert "very quick" in page.inner_text("#notice-text")
    page = open_page("/", routes={"**/api/v1/battles": error(503, "no_battles")}, may_complain=True)
    page.wait_for_selector("#vacancy:not([hidden]) button")
    assert "Nothing to vote on yet" in page.inner_text("#vacancy")
    page = open_page("/", routes={"**/api/v1/battles": lambda route: route.abort()}, may_complain=True)
    page.wait_for_selector("#try-now:not([hidden])")
    assert "cannot be reached" in page.inner_text("#notice-text")
    page.unroute("**/api/v1/battles")
    page.click("#try-now")
    page.wait_for_selector(READY)


def test_code_can_be_copied(open_page):
    battle = battle_of(node("code_block", info="python", text="print('<b>')\n"))
    page = open_page("/", routes={"**/api/v1/battles": answer(200, battle)}, permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_selector(READY)
    page.locator(".copy").first.click()
    until(page, "document.querySelector('.copy').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == "print('<b>')\n"


def test_own_votes_are_listed_exported_and_cleared_after_a_question(arena, open_page):
    page = open_page("/")
    vote_at_once(page, "a")
    page.wait_for_timeout(500)
    page.keyboard.press("n")
    vote_at_once(page, "t")
    page.goto(arena.base + "/mine")
    assert page.locator("#history li").count() == 2
    assert page.locator("#board-rows tr").count() >= 2
    with page.expect_download() as file:
        page.click("#export")
    votes = json.loads(file.value.path().read_text())
    assert [vote["outcome"] for vote in votes] == ["model_a", "tie"]
    page.click("#clear")
    page.click("#keep")
    assert page.locator("#history li").count() == 2
    page.click("#clear")
    page.click("#forget")
    page.wait_for_selector("#vacancy:not([hidden])")
    assert page.evaluate("localStorage.getItem('arena.votes')") is None


def test_the_language_follows_the_browser_and_the_switch(open_page):
    page = open_page("/", locale="ko-KR")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert "어느 응답이" in page.inner_text("h1")
    page.click(".languages [hreflang=en]")
    until(page, "document.querySelector('h1')?.textContent.includes('Which response')")
    page.goto(page.url.split("?")[0])
    assert page.evaluate("document.documentElement.lang") == "en", "the choice is remembered"


def test_both_catalogues_have_the_same_texts(open_page):
    page = open_page("/")
    keys = page.evaluate("""async () => {
        const load = async (name) => Object.entries((await import(`/script/text/${name}.js`)).default)
            .map(([key, value]) => `${key}: ${typeof value}`).sort();
        return [await load("en"), await load("ko")];
    }""")
    assert keys[0] == keys[1]


def test_the_theme_can_be_chosen(open_page):
    page = open_page("/", scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.select_option("[data-setting=theme]", "dark")
    dark = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == dark


CHOICES = {
    "prompts": 120, "languages": [{"code": "en", "prompts": 80}, {"code": "ko", "prompts": 40}],
    "categories": [{"name": "coding", "prompts": 12}], "lengths": [{"name": "short", "prompts": 40}, {"name": "long", "prompts": 80}],
}
DRAW = "**/api/v1/battles"
SKIP = "**/api/v1/battles/skip"
REASONS = "**/api/v1/battles/reasons"


def identity(name: str):
    return {
        "model": name.lower(), "name": name, "organization": "Harbour", "license": "MIT", "rating": 1100, "rating_lower": 1090,
        "rating_upper": 1110, "rank": 2, "rank_lower_bound": 3,
    }


def receipt(**more):
    return {
        "status": "recorded", "battle": "1", "log_position": 9, "outcome": "model_a",
        "model_a": identity("Halyard"), "model_b": identity("Skiff"), "counted": True, **more,
    }


def drawing(page_or_log, is_offered=lambda choice: True):
    """Draws battles whose prompts name the choice they were drawn for."""
    def draw(route):
        choice = json.loads(route.request.post_data)
        page_or_log.append(choice)
        if is_offered(choice):
            battle = battle_of(node("paragraph", words(json.dumps(choice))))
            route.fulfill(status=200, content_type="application/json", body=json.dumps(battle))
        else:
            route.fulfill(status=503, content_type="application/json", body=json.dumps({"error": {"code": "no_battles", "message": "…"}}))
    return draw


def choose(page, key, value):
    page.wait_for_selector(f"#choice-{key} option[value={value}]", state="attached")
    page.select_option(f"#choice-{key}", value)


def test_battles_of_one_kind_can_be_wanted_and_the_wish_is_kept(open_page):
    drawn = []
    page = open_page("/", routes={DRAW: drawing(drawn), "**/api/v1/battles/choices": answer(200, CHOICES)})
    page.wait_for_selector(READY)
    assert drawn[0] == {}
    page.click("#choice-summary")
    choose(page, "language", "ko")
    until(page, "document.querySelector('.prompt .prose')?.textContent.includes('ko')")
    choose(page, "length", "long")
    until(page, "document.querySelector('.prompt .prose')?.textContent.includes('long')")
    page.wait_for_selector(READY)
    assert page.inner_text("#choice-summary") == "Prompts: Korean · Long"
    until(page, "true")
    assert drawn[-1] == {"language": "ko", "length": "long"}
    page.reload()
    page.wait_for_selector(READY)
    assert json.loads(page.inner_text(".prompt .prose")) == {"language": "ko", "length": "long"}
    assert page.inner_text("#choice-summary") == "Prompts: Korean · Long"
    page.click("#choice-summary")
    page.click("#choice-clear")
    until(page, "document.querySelector('.prompt .prose')?.textContent === '{}'")
    assert page.evaluate("localStorage.getItem('arena.choice')") is None


def test_a_wish_that_nothing_meets_can_be_widened(open_page):
    drawn = []
    page = open_page("/", routes={DRAW: drawing(drawn, lambda choice: not choice)}, settings={"arena.choice": '{"category":"math"}'}, may_complain=True)
    page.wait_for_selector("#vacancy:not([hidden]) button")
    assert "No battles of this kind" in page.inner_text("#vacancy")
    page.click("#vacancy button")
    page.wait_for_selector(READY)
    assert drawn[-1] == {} and page.inner_text("#choice-summary") == "Prompts: all"


def test_a_skip_is_recorded_and_one_that_fails_holds_nobody_up(open_page):
    skipped = []

    def skip(route):
        skipped.append(json.loads(route.request.post_data))
        if len(skipped) == 1:
            route.fulfill(status=200, content_type="application/json", body='{"status":"recorded"}')
        else:
            route.abort()

    page = open_page("/", routes={DRAW: answer(200, battle_of(node("paragraph", words("x")))), SKIP: skip}, may_complain=True)
    for _ in range(2):
        page.wait_for_selector(READY)
        page.keyboard.press("s")
        until(page, "document.activeElement.id === 'question'")
    page.wait_for_selector(READY)
    until(page, "true")
    assert skipped == [{"ticket": "t"}, {"ticket": "t"}]


def test_reasons_are_asked_for_after_the_vote_and_sent_as_they_are(open_page):
    sent = []

    def take(route):
        sent.append(json.loads(route.request.post_data))
        route.fulfill(status=200, content_type="application/json", body='{"status":"recorded","reasons":[]}')

    page = open_page("/", routes={REASONS: take})
    page.wait_for_selector(READY)
    assert page.locator("#reasons").is_hidden(), "never before the vote"
    page.keyboard.press("a")
    page.wait_for_selector("#deciding:not([hidden])")
    assert page.locator("#reasons").is_hidden(), "nor while it can be taken back"
    page.wait_for_selector(REVEALED)
    assert sent == []
    page.click("[data-reason=clarity]")
    until(page, "document.querySelector('#reasons-status').textContent === 'Noted'")
    page.focus("[data-reason=safety]")
    page.keyboard.press("Space")
    page.click("[data-reason=clarity]")
    until(page, "document.querySelectorAll('#reasons [aria-pressed=true]').length === 1")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    assert sent[0]["reasons"] == ["clarity"] and sent[-1]["reasons"] == ["safety"]
    assert len({each["ticket"] for each in sent}) == 1
    page.focus("#next")
    page.keyboard.press("n")
    vote_at_once(page)
    assert page.locator("#reasons [aria-pressed=true]").count() == 0, "each vote has its own"


def test_reasons_that_cannot_be_noted_are_said_to_be_so(open_page):
    page = open_page("/", routes={REASONS: error(404, "not_found")}, may_complain=True)
    vote_at_once(page)
    page.click("[data-reason=length]")
    until(page, "document.querySelector('#reasons-status').textContent.includes('could not be noted')")


def test_a_vote_that_is_not_counted_says_why(open_page):
    routes = {DRAW: answer(200, battle_of(node("paragraph", words("x"))))}
    for more, sentence in [
        ({}, "Your vote is counted: number 9"),
        ({"counted": False, "not_counted_because": "excluded"}, "not counted: an integrity check or an operator has set it aside."),
        ({"counted": False, "not_counted_because": "unheard-of"}, "not counted: it was set aside."),
    ]:
        page = open_page("/", routes={**routes, VOTES: answer(200, receipt(**more))})
        vote_at_once(page)
        assert sentence in page.inner_text("#counted")
        assert page.locator("#verdicts a").first.get_attribute("href") == "/models/halyard"
        assert page.inner_text("#verdicts .origin >> nth=0") == "Harbour · MIT"


def test_without_scripts_there_is_a_way_to_the_plain_page(arena, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(arena.base + "/")
    links = page.locator("a[href='/plain']:visible").all()
    assert len(links) == 2 and "turned off" in page.inner_text("main")
    assert page.locator("#ballot").is_hidden() and page.locator("#battle").is_hidden()
    context.close()
