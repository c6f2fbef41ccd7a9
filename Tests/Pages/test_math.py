"""Formulas in prompts and responses."""

import os
from pathlib import Path

import pytest

from conftest import READY, REVEALED, answer, battle_of, node, until, vote_at_once, words

KATEX = Path(os.environ.get("KATEX", "/usr/share/javascript/katex/katex.min.js"))
SCRIPT = "**/vendor/katex.min.js"
needs_katex = pytest.mark.skipif(not KATEX.exists(), reason="libjs-katex is not installed")


def math(tex: str, display: bool = False):
    return node("math", text=tex, display=display)


def routes_of(*formulas, katex=True):
    battle = battle_of(node("paragraph", words("so "), *formulas, words(" it is")))
    given = lambda route: route.fulfill(content_type="text/javascript", body=KATEX.read_text()) if katex else route.fulfill(status=404, body="")
    return {"**/api/v1/battles": answer(200, battle), SCRIPT: given}


@needs_katex
def test_formulas_become_mathml(open_page):
    page = open_page("/", routes=routes_of(math(r"\frac{1}{2}"), math(r"\sum_{i=0}^n i^2", display=True)))
    page.wait_for_selector(READY)
    until(page, "document.querySelectorAll('.prose math').length === 6 && document.querySelectorAll('.prose code.tex').length === 0")
    assert page.locator(".prose math[display=block]").count() == 3
    assert page.locator(".pane .prose mfrac").count() == 2
    assert page.locator(".prose [style]").count() == 0


@needs_katex
@pytest.mark.parametrize("tex", [
    r"\frac{1}{", r"\notacommand{x}", r"5 and \$", r"\def\a{\a\a}\a", r"\href{javascript:window.owned=1}{x}", r"\includegraphics{http://127.0.0.1:9/x.png}",
    r"\htmlStyle{color:red}{x}", r"\url{javascript:window.owned=1}", "x" * 5000,
])
def test_what_is_no_formula_or_tries_to_be_more_stays_text(open_page, tex):
    page = open_page("/", routes=routes_of(math(tex)))
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    assert page.locator(".prose a, .prose img, .prose [style]").count() == 0
    assert page.evaluate("window.owned === undefined")
    assert page.locator(".prose math").count() == 3 or page.locator("code.tex").first.text_content() == tex


def test_without_katex_the_tex_is_shown_as_code(open_page):
    page = open_page("/", routes=routes_of(math("e^{i\\pi}", display=True), katex=False), may_complain=True)
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    assert page.locator(".prose code.tex.display").first.text_content() == "e^{i\\pi}"
    vote_at_once(page)
    assert page.locator(REVEALED).count() == 1


@needs_katex
def test_formulas_in_real_battles_are_shown_with_the_katex_that_the_arena_serves(make_arena, open_page):
    prompt = {"role": "user", "content": "What is $\\frac{1}{2}$ of $5 and $6?"}
    reply = lambda text: [prompt, {"role": "assistant", "content": text}]
    own = make_arena([{
        "question_id": "1", "model_a": "one", "model_b": "two", "winner": "tie",
        "conversation_a": reply("It is\n\n$$\\int_0^1 x\\,dx$$"), "conversation_b": reply("It is \\(x^2\\)."),
    }])
    page = open_page("/", at=own)
    page.wait_for_selector(READY)
    until(page, "document.querySelectorAll('.prose math').length === 3")
    assert "of $5 and $6?" in page.inner_text(".prompt .prose")


def test_without_formulas_katex_is_not_asked_for(open_page):
    asked = []
    page = open_page("/")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "katex" in url] and len(asked) > 10
