"""Takes the pictures of docs/images.

    ARENA_BINARY=.build/release/arena python pictures.py [BATTLES.jsonl.gz]

With a file of battles the leaderboard is shown with its models, otherwise with the sample content.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from conftest import CHROMIUM, PHONE, READY, ROOT, Arena, reveal

IMAGES = ROOT / "docs/images"
WIDE = {"width": 1280, "height": 860}
COLOURS = 200


def save(page, name: str):
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file)
    # Flat colours and text: a small palette looks the same at a third of the size.
    Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def show(browser, address, ready, *, viewport=WIDE, scheme="light", locale="en-US"):
    is_phone = viewport is PHONE
    page = browser.new_context(
        viewport=viewport, color_scheme=scheme, locale=locale, device_scale_factor=2 if is_phone else 1,
        has_touch=is_phone, is_mobile=is_phone,
    ).new_page()
    page.goto(address)
    page.wait_for_selector(ready)
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    return page


def draw_until(page, wanted: str):
    """Skips on to a battle that shows well."""
    while wanted not in page.inner_text("#conversation .prompt"):
        page.keyboard.press("s")
        page.wait_for_timeout(700)
        page.wait_for_selector(READY)


def take_voting(browser, arena):
    page = show(browser, arena.base + "/", READY)
    draw_until(page, "sky")
    save(page, "vote")
    page.keyboard.press("a")
    page.wait_for_selector("#deciding:not([hidden])")
    reveal(page)
    page.wait_for_timeout(400)
    save(page, "reveal")
    page.goto(arena.base + "/mine")
    page.wait_for_selector("main h1")
    page.wait_for_timeout(500)
    save(page, "mine")
    page = show(browser, arena.base + "/", READY, viewport=PHONE, scheme="dark", locale="ko-KR")
    draw_until(page, "자전거")
    save(page, "vote-phone-dark-korean")
    save(show(browser, arena.base + "/method", "main h1", scheme="dark"), "method-dark")
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(arena.base + "/plain")
    page.wait_for_selector("form")
    save(page, "plain")


def take_boards(browser, arena):
    models = [model["model"] for model in arena.get("/api/v1/leaderboard")["models"]]
    rows = "#board-rows tr"
    content = "#content:not([hidden])"
    board = arena.base + "/leaderboard"
    save(show(browser, board, rows), "leaderboard")
    save(show(browser, board + "?view=chances", "#plot svg", scheme="dark"), "leaderboard-chances-dark")
    save(show(browser, board, rows, viewport=PHONE), "leaderboard-phone")
    save(show(browser, board, rows, scheme="dark", locale="ko-KR"), "leaderboard-dark-korean")
    save(show(browser, f"{arena.base}/models/{models[1]}", content), "model")
    save(show(browser, f"{arena.base}/models/{models[0]}", content, viewport=PHONE, scheme="dark"), "model-phone-dark")
    save(show(browser, f"{arena.base}/compare?a={models[0]}&b={models[1]}", content), "compare")


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with Arena(Path(folder) / "sample") as arena:
            take_voting(browser, arena)
            if len(sys.argv) < 2:
                take_boards(browser, arena)
        if len(sys.argv) > 1:
            with Arena(Path(folder) / "board", file=Path(sys.argv[1])) as arena:
                take_boards(browser, arena)
        browser.close()


if __name__ == "__main__":
    main()
