"""What people do on the leaderboard and the pages behind it."""

import csv
import io
import json

import pytest

from conftest import PHONE, answer, error, until

ROWS = "#board-rows tr"
SLICES = {
    "categories": [{"name": "coding", "battles": 1234}, {"name": "math", "battles": 456}],
    "languages": [{"code": "en", "battles": 4567}, {"code": "ko", "battles": 123}],
    "methods": ["bradley-terry", "davidson", "rao-kupper", "elo"],
    "style_control": True,
}


def board_of(count: int, **more):
    """A board of so many models, whose ratings fall in steps of four points."""
    models = []
    for place in range(count):
        rating = 1400 - 4 * place
        models.append({
            "model": f"model-{place}", "name": f"Model {place}",
            "organization": f"Organization {place % 9}", "license": ["MIT", "Proprietary", "Apache-2.0"][place % 3],
            "rating": rating, "rating_lower": rating - 10, "rating_upper": rating + 10, "standard_error": 5.1,
            "rank": max(1, place - 4), "rank_lower_bound": min(count, place + 6),
            "battles": 100 + 7 * place % 1000, "wins": 50, "losses": 30, "ties": 15, "both_bad": 5,
            "input_price": 0.1 * (1 + place % 40), "output_price": 0.4 * (1 + place % 40), "elo": rating,
        })
    board = {
        "slice": "overall", "method": "bradley_terry", "log_position": 1, "fitted_at": "2026-11-01T00:00:00Z",
        "converged": True, "sample": False, "battles": 12345, "models": models, "not_rankable": [],
    }
    return {**board, **more}


def pairs_of(count: int):
    """Each model has met the next one, ten times as often as its place tells."""
    return {
        "log_position": 1, "models": [f"model-{place}" for place in range(count)],
        "pairs": [[place, place + 1, 6 * place, 3 * place, place, 0] for place in range(1, count - 1)],
    }


STILL = {"**/api/v1/leaderboard/stream": lambda route: route.abort()}


def still(board):
    """A board that does not change."""
    return {"**/api/v1/leaderboard": answer(200, board), "**/api/v1/leaderboard?*": answer(200, board), **STILL}


def names(page) -> list[str]:
    return page.locator(f"{ROWS} a.name").all_text_contents()


def test_the_board_is_the_server_s(arena, open_page):
    page = open_page("/leaderboard")
    page.wait_for_selector(ROWS)
    board = arena.get("/api/v1/leaderboard")
    assert names(page) == [model["name"] for model in board["models"]]
    assert f"{board['battles']:,}" in page.inner_text("#facts")
    leaders = [model["name"] for model in board["models"] if model["rank"] == 1]
    assert all(name in page.inner_text("#meaning") for name in leaders)


def test_a_vote_elsewhere_shows_by_itself_and_is_marked(arena, open_page):
    page = open_page("/leaderboard")
    page.wait_for_selector(ROWS)
    before = arena.battles
    arena.vote()
    arena.eventually(before + 1)
    until(page, f"document.querySelector('#facts').textContent.includes('{before + 1:,}')")
    assert page.locator("[data-moved]").count() == 2
    assert page.locator("#board [data-moved] td").first.evaluate("(cell) => getComputedStyle(cell).animationName") == "settle"
    page.emulate_media(reduced_motion="reduce")
    assert page.locator("#board td").first.evaluate("(cell) => getComputedStyle(cell).animationName") == "none"


def test_the_board_just_fetched_is_not_taken_from_the_stream_again(open_page):
    page = open_page("/leaderboard", routes=still(board_of(3)), may_complain=True)
    page.add_init_script("""window.EventSource = class {
        constructor() { window.stream = this; this.handlers = {}; }
        addEventListener(name, handler) { this.handlers[name] = handler; }
        close() {}
    };""")
    page.unroute("**/api/v1/leaderboard")
    page.route("**/api/v1/leaderboard", answer(200, board_of(3), {"ETag": 'W/"abcdef0123456789"'}))
    page.reload()
    until(page, "window.stream?.handlers.leaderboard")
    say = "([data, lastEventId]) => stream.handlers.leaderboard({ data, lastEventId })"
    page.evaluate(say, [json.dumps(board_of(3, battles=777)), "1-abcdef012345"])
    page.wait_for_timeout(1_500)
    assert "12,345" in page.inner_text("#facts")
    page.evaluate(say, [json.dumps(board_of(3, battles=888)), "2-0123456789ab"])
    until(page, "document.querySelector('#facts').textContent.includes('888')")
    # The first one again is no longer the one that is shown.
    page.evaluate(say, [json.dumps(board_of(3, battles=999)), "3-abcdef012345"])
    until(page, "document.querySelector('#facts').textContent.includes('999')")


def test_the_board_stays_readable_when_the_server_goes_and_goes_on_when_it_is_back(make_arena, open_page):
    own = make_arena()
    page = open_page("/leaderboard", at=own, may_complain=True)
    page.wait_for_selector(ROWS)
    port = own.port
    own.stop()
    until(page, "document.querySelector('#notice').textContent.includes('last board received')")
    assert page.locator(ROWS).count() > 0
    own.start(port)
    until(page, "document.querySelector('#notice').textContent === ''")
    before = own.battles
    own.vote()
    until(page, f"document.querySelector('#facts').textContent.includes('{before + 1:,}')")


def test_sorting_searching_and_filtering_live_in_the_address(open_page):
    page = open_page("/leaderboard", routes=still(board_of(60)), may_complain=True)
    page.wait_for_selector(ROWS)
    page.click("[data-sort=votes]")
    until(page, "document.querySelector('#board-rows').lastElementChild.querySelector('td.votes').textContent === '100'")
    votes = [int(cell.replace(",", "")) for cell in page.locator(f"{ROWS} td.votes").all_text_contents()]
    assert len(votes) == 60 and votes == sorted(votes, reverse=True)
    assert page.get_attribute("th:has([data-sort=votes])", "aria-sort") == "descending"
    page.click("[data-sort=votes]")
    assert page.url.endswith("?sort=-votes")
    assert page.get_attribute("th:has([data-sort=votes])", "aria-sort") == "ascending"
    page.fill("#search", "model 1")
    until(page, f"document.querySelectorAll('{ROWS}').length === 11")
    page.select_option("#filter-organization", "Organization 1")
    assert set(names(page)) == {"Model 1", "Model 10", "Model 19"}
    page.select_option("#filter-open", "closed")
    assert set(names(page)) == {"Model 1", "Model 10", "Model 19"}
    page.select_option("#filter-open", "open")
    assert names(page) == []
    assert "0 of 60" in page.inner_text("#shown")
    page.click("#filter-reset")
    until(page, f"document.querySelectorAll('{ROWS}').length === 60")
    page.select_option("#filter-license", "MIT")
    shared = page.url
    shown = names(page)
    page.goto("about:blank")
    page.goto(shared)
    page.wait_for_selector(ROWS)
    assert names(page) == shown and len(shown) == 20


def test_slices_are_links_that_live_in_the_address(open_page):
    asked = []

    def board(route):
        asked.append(route.request.url.split("/leaderboard")[1])
        route.fulfill(status=200, content_type="application/json", body=json.dumps(board_of(3 if "coding" in route.request.url else 5)))

    routes = {"**/api/v1/slices": answer(200, SLICES), "**/api/v1/leaderboard": board, "**/api/v1/leaderboard?*": board, **STILL}
    page = open_page("/leaderboard", routes=routes, may_complain=True)
    page.wait_for_selector("#slices a")
    until(page, f"document.querySelectorAll('{ROWS}').length === 5")
    page.click("[data-choice='category=coding']")
    until(page, f"document.querySelectorAll('{ROWS}').length === 3")
    page.click("[data-choice='style_control=true']")
    page.click("[data-choice='method=davidson']")
    page.click("[data-choice='language=ko']")
    until(page, "document.querySelector('[data-choice=\"language=ko\"][aria-current]')")
    assert page.url.endswith("?category=coding&language=ko&style_control=true&method=davidson")
    until(page, "true")
    assert asked[-1] == "?category=coding&language=ko&style_control=true&method=davidson"
    for _ in range(4):
        page.go_back()
    until(page, f"document.querySelectorAll('{ROWS}').length === 5")
    page.go_forward()
    until(page, f"document.querySelectorAll('{ROWS}').length === 3")
    assert page.locator("[data-choice='category=coding']").get_attribute("aria-current") == "true"


def test_what_is_chosen_is_in_sight_on_a_phone(open_page):
    categories = [{"name": f"category_{number}", "battles": 100 - number} for number in range(12)]
    slices = {**SLICES, "categories": categories}
    routes = {"**/api/v1/slices": answer(200, slices), "**/api/v1/leaderboard": answer(200, board_of(5)),
              "**/api/v1/leaderboard?*": answer(200, board_of(3)), **STILL}
    page = open_page("/leaderboard?category=category_9", routes=routes, viewport=PHONE, may_complain=True)

    def is_in_sight(name):
        until(page, f"document.querySelector('[data-choice=\"category={name}\"][aria-current]')")
        box = page.locator(f"[data-choice='category={name}']").bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= PHONE["width"], box

    is_in_sight("category_9")
    page.click("[data-choice='category=category_11']")
    is_in_sight("category_11")


def test_where_there_is_no_such_board_the_others_can_be_chosen(open_page):
    def board(route):
        if "nowhere" in route.request.url:
            route.fulfill(status=404, content_type="application/json", body=json.dumps({"error": {"code": "not_found", "message": "no such slice"}}))
        else:
            route.fulfill(status=200, content_type="application/json", body=json.dumps(board_of(5)))

    routes = {"**/api/v1/slices": answer(200, SLICES), "**/api/v1/leaderboard": board, "**/api/v1/leaderboard?*": board, **STILL}
    page = open_page("/leaderboard?category=nowhere", routes=routes, may_complain=True)
    page.wait_for_selector("#slices a")
    until(page, "document.getElementById('notice').classList.contains('shown')")
    assert page.locator("#skeleton").is_hidden() and page.locator("#content").is_hidden()
    page.click("[data-choice='category=']")
    until(page, f"document.querySelectorAll('{ROWS}').length === 5")
    assert page.locator("#board").is_visible()
    assert "shown" not in (page.locator("#notice").get_attribute("class") or "")
    page.go_back()
    until(page, "document.getElementById('content').hidden")


def test_a_server_without_slices_has_no_row_of_them(open_page):
    page = open_page("/leaderboard", routes={"**/api/v1/slices": error(404, "not_found")})
    page.wait_for_selector(ROWS)
    assert page.locator("#slices").is_hidden()


@pytest.mark.parametrize("view, columns", [
    ("", 15), ("ratings", 5), ("average", 3), ("chances", 21), ("battles", 21), ("categories", 4), ("price", 5), ("time", 5),
])
def test_what_is_shown_can_be_taken_along(open_page, view, columns):
    history = {"stages": [], "debut": None, "truncated": False, "points": [
        {"at": f"2026-11-0{day}T00:00:00Z", "rating": 1000 + day, "rating_lower": 990, "rating_upper": 1020} for day in range(1, 6)
    ]}
    routes = {
        **still(board_of(40)), "**/api/v1/models/*/history": answer(200, history), "**/api/v1/leaderboard/pairs": answer(200, pairs_of(40)),
        "**/api/v1/slices": answer(200, SLICES),
    }
    page = open_page(f"/leaderboard?view={view}" if view else "/leaderboard", routes=routes, may_complain=True)
    page.wait_for_selector("#plot svg" if view else ROWS)

    def file(kind):
        with page.expect_download() as download:
            page.click(f"#download-{kind}")
        return download.value.path().read_bytes()

    rows = list(csv.reader(io.StringIO(file("csv").decode())))
    assert {len(row) for row in rows} == {columns} and len(rows) > 20
    assert len(json.loads(file("json"))["models"]) == 40
    picture = file("svg").decode()
    assert picture.startswith("<svg") and "class=" not in picture and "var(" not in picture
    assert file("png").startswith(b"\x89PNG")
    if view:
        page.click("#plot summary")
        page.wait_for_selector("#plot tbody tr")
        assert page.locator("#plot tbody tr").count() == len(rows) - 1, "the same numbers can be read as a table"
        # A table that is open is there at once when the plot is drawn anew.
        page.evaluate("""() => {
            window.empty = 0;
            new MutationObserver(() => {
                if (document.querySelector("#plot details") && !document.querySelector("#plot tbody tr")) window.empty += 1;
            }).observe(document.querySelector("#plot"), { childList: true, subtree: true });
        }""")
        page.set_viewport_size({"width": 900, "height": 700})
        page.wait_for_timeout(500)
        assert page.locator("#plot tbody tr").count() == len(rows) - 1 and page.evaluate("window.empty") == 0


@pytest.mark.parametrize("view", ["", "ratings", "average", "chances", "battles", "price"])
def test_a_board_without_intervals_is_shown_without_them(arena, open_page, view):
    page = open_page(f"/leaderboard?method=elo&view={view}")
    board = arena.get("/api/v1/leaderboard?method=elo")
    assert board["order_dependent"] and {model["rating_lower"] for model in board["models"]} == {None}
    page.wait_for_selector("#plot svg" if view else ROWS)
    page.wait_for_selector("[data-choice='method=elo'][aria-current]")
    assert "without intervals" in page.inner_text("#meaning")
    if not view:
        assert names(page) == [model["name"] for model in board["models"]]
    shown = page.evaluate("document.querySelector('main').innerHTML")
    assert not [word for word in ("NaN", "null", "undefined", "Infinity") if word in shown]


def test_the_cells_of_the_chances_are_those_of_the_ratings(open_page):
    page = open_page("/leaderboard?view=chances", routes=still(board_of(4)), may_complain=True)
    page.wait_for_selector("#plot svg")
    numbers = [int(number) for number in page.locator("#plot .number").all_text_contents()]
    expected = [round(100 / (1 + 10 ** (4 * (row - column) / 400))) for row in range(4) for column in range(4) if row != column]
    assert numbers == expected


def test_the_cells_of_the_pairs_are_their_battles(open_page):
    page = open_page("/leaderboard?view=battles", routes={**still(board_of(4)), "**/api/v1/leaderboard/pairs": answer(200, pairs_of(4))}, may_complain=True)
    page.wait_for_selector("#plot svg")
    numbers = page.locator("#plot .number").all_text_contents()
    assert numbers == ["", "", "", "", "10", "", "", "10", "20", "", "", "20"]
    titles = page.locator("#plot rect title").all_text_contents()
    assert "Model 1 against Model 2: 10 votes, 6 won, 3 lost, 1 neither" in titles
    assert "Model 2 against Model 1: 10 votes, 3 won, 6 lost, 1 neither" in titles
    assert "Model 0 against Model 3: 0 votes, 0 won, 0 lost, 0 neither" in titles


def test_the_average_chance_is_that_over_all_others(open_page):
    page = open_page("/leaderboard?view=average", routes=still(board_of(3)), may_complain=True)
    page.wait_for_selector("#plot svg")
    page.click("#plot summary")
    page.wait_for_selector("#plot tbody tr")
    shares = [float(cell) for cell in page.locator("#plot tbody td:last-child").all_text_contents()]
    chance = lambda gap: 1 / (1 + 10 ** (-gap / 400))
    assert shares == pytest.approx([(chance(4) + chance(8)) / 2, 0.5, (chance(-4) + chance(-8)) / 2], abs=1e-4)


def test_ranks_by_category_fill_in_as_their_boards_come_and_are_asked_for_only_when_looked_at(open_page):
    asked, held = [], []

    def board(route):
        query = route.request.url.split("/leaderboard")[1]
        asked.append(query)
        body = board_of(4)
        if "math" in query:
            held.append(route)
            return
        if "coding" in query:
            body["models"] = body["models"][::-1][:3]
            for rank, model in enumerate(body["models"]):
                model["rank"] = rank + 1
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    routes = {"**/api/v1/slices": answer(200, SLICES), "**/api/v1/leaderboard": board, "**/api/v1/leaderboard?*": board, **STILL}
    page = open_page("/leaderboard", routes=routes, may_complain=True)
    page.wait_for_selector(ROWS)
    assert set(asked) == {""}
    page.click("[data-view=categories]")
    until(page, "document.querySelectorAll('#plot .number').length === 12")
    cells = lambda: page.locator("#plot .number").all_text_contents()
    until(page, "[...document.querySelectorAll('#plot .number')].some((cell) => cell.textContent === '–')")
    assert cells() == ["1", "–", "", "1", "3", "", "1", "2", "", "1", "1", ""]
    held[0].fulfill(status=404, content_type="application/json", body='{"error": {"code": "not_found", "message": ""}}')
    until(page, "[...document.querySelectorAll('#plot .number')].every((cell) => cell.textContent !== '')")
    assert cells() == ["1", "–", "–", "1", "3", "–", "1", "2", "–", "1", "1", "–"]
    assert sorted(set(asked)) == ["", "?category=coding", "?category=math"]


def test_the_board_shown_can_be_embedded(open_page):
    pictures = []
    routes = {
        **still(board_of(5)), "**/api/v1/slices": answer(200, SLICES),
        "**/api/v1/leaderboard.svg?*": lambda route: (pictures.append(route.request.url), route.fulfill(content_type="image/svg+xml", body="<svg xmlns='http://www.w3.org/2000/svg'/>")),
    }
    page = open_page("/leaderboard?category=coding&view=ratings", routes=routes, may_complain=True)
    page.wait_for_selector("#plot svg")
    assert page.locator("#embed").is_hidden() and pictures == []
    page.click("#embed-open")
    assert page.get_attribute("#embed-open", "aria-expanded") == "true"
    markup = page.inner_text("#embed-markup")
    assert markup.startswith('<img src="http://127.0.0.1') and '/api/v1/leaderboard.svg?category=coding&amp;theme=light" alt="' in markup
    page.select_option("#embed-theme", "dark")
    page.click("[data-choice='category=math']")
    until(page, "document.querySelector('#embed-markup').textContent.includes('category=math&amp;theme=dark')")
    page.locator("#embed-picture").scroll_into_view_if_needed()
    until(page, "document.querySelector('#embed-picture').complete")
    assert pictures[-1].endswith("?category=math&theme=dark")


def test_a_formula_in_a_name_is_no_formula_in_the_file(open_page):
    board = board_of(2)
    board["models"][0]["name"] = '=HYPERLINK("http://example.org","x")'
    page = open_page("/leaderboard", routes=still(board), may_complain=True)
    page.wait_for_selector(ROWS)
    with page.expect_download() as download:
        page.click("#download-csv")
    rows = list(csv.reader(io.StringIO(download.value.path().read_text())))
    assert rows[1][3] == '\'=HYPERLINK("http://example.org","x")'


def test_four_hundred_models_are_shown_and_sorted(open_page):
    page = open_page("/leaderboard", routes=still(board_of(400)), may_complain=True)
    until(page, f"document.querySelectorAll('{ROWS}').length === 400")
    page.click("[data-sort=model]")
    until(page, "document.querySelector('#board-rows').lastElementChild.querySelector('a.name').textContent === 'Model 399'")
    assert names(page)[:3] == ["Model 0", "Model 1", "Model 2"] and len(names(page)) == 400


def test_a_model_has_a_page_and_can_be_compared(arena, open_page):
    board = arena.get("/api/v1/leaderboard")["models"]
    page = open_page("/leaderboard")
    page.wait_for_selector(ROWS)
    page.locator(f"{ROWS} a.name").first.click()
    page.wait_for_selector("#content:not([hidden])")
    assert page.inner_text("h1") == board[0]["name"]
    assert f"{board[0]['wins']:,}" in page.inner_text("#figures")
    page.click("#compare")
    page.wait_for_selector("#first option:nth-child(2)", state="attached")
    assert page.input_value("#first") == board[0]["model"]
    page.select_option("#second", board[-1]["model"])
    page.wait_for_selector("#content:not([hidden])")
    chance = 100 / (1 + 10 ** ((board[-1]["rating"] - board[0]["rating"]) / 400))
    assert f"{round(chance)}%" in page.inner_text("#preferred")
    page.go_back()
    until(page, "document.querySelector('#second').value === ''")


def test_an_unknown_model_is_said_to_be_unknown(open_page):
    page = open_page("/model?slug=nobody", may_complain=True)
    until(page, "document.querySelector('#notice').textContent.includes('no model of that name')")


def test_no_page_scrolls_sideways_on_a_phone(arena, open_page):
    slug = arena.get("/api/v1/leaderboard")["models"][0]["model"]
    views = ["/leaderboard"] + [f"/leaderboard?view={view}" for view in ["ratings", "chances", "time"]]
    for path in [*views, "/mine", f"/model?slug={slug}", f"/compare?a={slug}&b=skiff-3", "/"]:
        page = open_page(path, viewport=PHONE, locale="ko-KR")
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
