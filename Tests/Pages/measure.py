"""Measures how quick the pages are in Chromium as on a slow phone: 1.6 Mbit/s, 150 ms, a processor slowed fourfold.

    ARENA_BINARY=.build/release/arena python measure.py
"""

import json
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from conftest import CHROMIUM, DESK, PHONE, READY, Arena, until
from test_board import ROWS

ROUNDS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}

SHOWN = """
new MutationObserver((_, observer) => {
    if (!document.querySelector(%s)) return;
    requestAnimationFrame(() => setTimeout(() => { window.shownAt ??= performance.now(); }));
    observer.disconnect();
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


def slow_page(browser, viewport, selector):
    page = browser.new_context(viewport=viewport).new_page()
    page.add_init_script(SHOWN % json.dumps(selector))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def shown_at(page) -> float:
    until(page, "window.shownAt")
    return page.evaluate("window.shownAt")


def next_battle(page) -> float:
    """From pressing N to the next frame with the next battle in it."""
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    page.wait_for_selector("#outcome:not([hidden])")
    page.wait_for_timeout(600)
    page.evaluate("""() => {
        window.before = document.querySelector("#conversation .panes");
        const start = performance.now();
        const look = () => {
            const now = document.querySelector("#conversation .panes");
            if (now && now !== window.before) window.took = performance.now() - start;
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        document.querySelector("#next").click();
    }""")
    until(page, "window.took")
    return page.evaluate("window.took")


def sorting(page) -> float:
    """From a press on a column's head to the next frame."""
    page.evaluate("""() => {
        const start = performance.now();
        window.took = 0;
        document.querySelector("[data-sort=model]").click();
        requestAnimationFrame(() => setTimeout(() => { window.took = performance.now() - start; }));
    }""")
    until(page, "window.took")
    return page.evaluate("window.took")


def battles_of(models: int) -> list[dict]:
    """Battles of each model with some others, in which each side wins now and then."""
    outcomes = ["model_a", "model_b", "model_a", "tie"]
    return [
        {"model_a": f"model-{a:03}", "model_b": f"model-{(a + step) % models:03}", "winner": outcomes[(a * step + turn) % 4]}
        for a in range(models) for step in (1, 7, 50) for turn in range(4)
    ]


def main():
    figures = {"first battle readable": [], "next battle": [], "board of 400 to be used": [], "its last row": [], "sorted, slowed fourfold": [], "sorted": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arena = Arena(Path(folder) / "arena")
        large = Arena(Path(folder) / "large", battles_of(400))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            page = slow_page(browser, PHONE, "#conversation .panes .prose")
            page.goto(arena.base + "/")
            figures["first battle readable"].append(shown_at(page))
            page.context.close()
            page = slow_page(browser, DESK, "#conversation .panes .prose")
            page.add_init_script("localStorage.setItem('arena.undo', '0')")
            page.goto(arena.base + "/")
            figures["next battle"].append(next_battle(page))
            page.context.close()
            # The rows on the screen come first, and the page answers while the others follow.
            for name, row in [("board of 400 to be used", 16), ("its last row", 400)]:
                page = slow_page(browser, DESK, f"{ROWS}:nth-child({row})")
                page.goto(large.base + "/leaderboard")
                figures[name].append(shown_at(page))
                if row != 400:
                    page.context.close()
            figures["sorted, slowed fourfold"].append(sorting(page))
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 1})
            page.click("[data-sort=rank]")
            page.wait_for_timeout(300)
            figures["sorted"].append(sorting(page))
            page.context.close()
        browser.close()
        arena.stop()
        large.stop()
    for name, times in figures.items():
        print(f"{name:26} {statistics.median(times):6.0f} ms  ({min(times):.0f} to {max(times):.0f})")


if __name__ == "__main__":
    main()
