"""Measures how quick the pages are in Chromium as on a slow phone: 1.6 Mbit/s, 150 ms, a processor slowed fourfold.

    ARENA_BINARY=.build/release/arena python measure.py
"""

import json
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from conftest import CHROMIUM, DESK, PHONE, READY, Arena, answer, until
from test_board import ROWS, board_of

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


def main():
    figures = {"first battle readable": [], "next battle": [], "board of 400 shown": [], "sorted, slowed fourfold": [], "sorted": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arena = Arena(Path(folder) / "arena")
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
            page = slow_page(browser, DESK, f"{ROWS}:nth-child(400)")
            page.route("**/api/v1/leaderboard", answer(200, board_of(400)))
            page.route("**/api/v1/leaderboard/stream", lambda route: route.abort())
            page.goto(arena.base + "/leaderboard")
            figures["board of 400 shown"].append(shown_at(page))
            figures["sorted, slowed fourfold"].append(sorting(page))
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 1})
            page.click("[data-sort=rank]")
            page.wait_for_timeout(300)
            figures["sorted"].append(sorting(page))
            page.context.close()
        browser.close()
        arena.stop()
    for name, times in figures.items():
        print(f"{name:26} {statistics.median(times):6.0f} ms  ({min(times):.0f} to {max(times):.0f})")


if __name__ == "__main__":
    main()
