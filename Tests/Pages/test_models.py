"""What the pages of a model and of a pair say."""

import json

import pytest

from conftest import answer, error, until

HISTORY = {"stages": [{"stage": "listed", "since": "2026-11-01T00:00:00Z"}], "debut": {"rank": 3, "at": "2026-11-01T00:00:00Z"}, "points": []}


def model_of(slug: str, **more):
    return {
        "model": slug, "name": slug.title(), "organization": "Harbour", "license": "MIT", "stage": "listed", "rating": 1100, "rating_lower": 1090,
        "rating_upper": 1110, "rank": 2, "rank_lower_bound": 3, "battles": 120, "wins": 60, "losses": 30, "ties": 20, "both_bad": 12, **more,
    }


def opponents_of(count: int):
    """Opponents in the order of the board, of which the last has no rating."""
    found = [{
        "model": f"rival-{place}", "name": f"Rival {place}", "battles": 40 - place, "wins": 10, "losses": 10, "ties": 10, "both_bad": 10 - place % 3,
        "score": 0.5, "expected_score": 0.2 + place * 0.03, "probability_above": 0.001 + place / 15,
    } for place in range(count)]
    found[-1] |= {"expected_score": None, "probability_above": None}
    return {"model": "own", "log_position": 9, "opponents": found}


def model_page(count: int):
    return {
        "**/api/v1/models/own": answer(200, model_of("own")), "**/api/v1/models/own/history": answer(200, HISTORY),
        "**/api/v1/models/own/opponents": answer(200, opponents_of(count)),
    }


def comparison(**more):
    return {
        "log_position": 9, "a": model_of("anchor"), "b": model_of("buoy", rating=1120),
        "head_to_head": {"battles": 40, "wins_a": 8, "wins_b": 20, "ties": 10, "both_bad": 2, "score_a": 0.35},
        "difference": {"rating": -20.4, "standard_error": 6, "lower": -32.2, "upper": -8.6},
        "expected_score_a": 0.47, "probability_a_above_b": 0.0004, **more,
    }


def test_the_strongest_and_the_weakest_opponents_come_first_and_all_on_request(open_page):
    page = open_page("/model?slug=own", routes=model_page(14))
    page.wait_for_selector("#opponents:not([hidden])")
    names = lambda body: page.locator(f"#opponents-{body} a.name").all_text_contents()
    assert names("strongest") == [f"Rival {place}" for place in range(5)]
    assert names("weakest") == [f"Rival {place}" for place in range(8, 13)], "one without a rating is neither"
    assert page.locator("#opponents-strongest tr:nth-child(2) td").all_text_contents() == ["40", "50%", "20%", "<\u00a01%"]
    page.click("#opponents-all")
    assert names("strongest") == [f"Rival {place}" for place in range(14)] and names("weakest") == []
    assert page.evaluate("document.activeElement.textContent") == "Rival 5"
    assert page.get_attribute("#opponents-strongest tr:last-child td a", "href") == "/compare?a=own&b=rival-13"
    assert page.get_attribute("#opponents-strongest tr:last-child a.name", "href") == "/models/rival-13"


def test_few_opponents_stand_in_one_list_and_none_in_no_list(open_page):
    page = open_page("/model?slug=own", routes=model_page(6))
    page.wait_for_selector("#opponents:not([hidden])")
    assert page.locator("#opponents-strongest tr").count() == 6
    assert page.locator("#opponents-all").is_hidden()
    nobody = {**model_page(1), "**/api/v1/models/own/opponents": answer(200, {"opponents": []})}
    page = open_page("/model?slug=own", routes=nobody)
    page.wait_for_selector("#content:not([hidden])")
    assert page.locator("#opponents").is_hidden()


def test_a_comparison_is_told_of_the_one_that_is_ahead(open_page):
    page = open_page("/compare?a=anchor&b=buoy", routes={"**/api/v1/compare?*": answer(200, comparison())})
    page.wait_for_selector("#content:not([hidden])")
    assert "Buoy would be preferred 53% of the time" in page.inner_text("#preferred")
    assert page.inner_text("#decided") == "Buoy is ahead by 20 points, with a 95% interval from +9 to +32."
    assert "Buoy is truly rated above the other: >\u00a099%" in page.inner_text("#above")
    assert "40 votes" in page.inner_text("#met") and "35%" in page.inner_text("#met")
    assert [text.split()[0] for text in page.locator("#meeting-counts dd").all_text_contents()] == ["8", "10", "2", "20"]


@pytest.mark.parametrize("body, sentence", [
    (comparison(difference={"rating": 3, "standard_error": 6, "lower": -9, "upper": 15}, probability_a_above_b=0.69), "do not decide"),
    (comparison(difference=None, expected_score_a=None, probability_a_above_b=None), "not ranked yet"),
    (comparison(head_to_head={"battles": 0, "wins_a": 0, "wins_b": 0, "ties": 0, "both_bad": 0, "score_a": None}), "have not met"),
])
def test_what_is_not_known_of_a_pair_is_said(open_page, body, sentence):
    page = open_page("/compare?a=anchor&b=buoy", routes={"**/api/v1/compare?*": answer(200, body)})
    page.wait_for_selector("#content:not([hidden])")
    assert sentence in page.inner_text("main")
    assert "NaN" not in page.inner_text("main") and "null" not in page.inner_text("main")


def test_only_the_pair_asked_for_last_is_shown(open_page):
    late = []

    def answers(route):
        if "b=skiff-3" in route.request.url:
            late.append(route)
        else:
            route.fulfill(status=200, content_type="application/json", body=json.dumps(comparison()))

    page = open_page("/compare?a=halyard-4&b=skiff-3", routes={"**/api/v1/compare?*": answers})
    page.wait_for_selector("#second option:nth-child(3)", state="attached")
    others = page.locator("#second option").evaluate_all("(all) => all.map((each) => each.value)")
    page.select_option("#second", next(each for each in others if each not in ("", "halyard-4", "skiff-3")))
    page.wait_for_selector("#content:not([hidden])")
    late[0].fulfill(status=200, content_type="application/json", body=json.dumps(comparison(b=model_of("late"))))
    page.wait_for_timeout(200)
    assert "Late" not in page.inner_text("#verdicts")


def test_an_unknown_model_in_a_pair_is_said_to_be_unknown(open_page):
    page = open_page("/compare?a=nobody&b=buoy", may_complain=True, routes={"**/api/v1/compare?*": error(404, "not_found")})
    until(page, "document.querySelector('#notice').textContent.includes('no model of that name')")
