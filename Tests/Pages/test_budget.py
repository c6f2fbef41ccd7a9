"""What the pages may weigh, and that nothing jumps. What takes time is measured by measure.py, not here."""

import posixpath
import re

from conftest import DESK, PHONE, READY, ROOT, vote_at_once

PUBLIC = ROOT / "web/public"
LIMIT = 100 * 1024
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def weigh(page, path) -> int:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    total = [0]
    session.on("Network.loadingFinished", lambda event: total.__setitem__(0, total[0] + event["encodedDataLength"]))
    page.goto(path)
    return total


def test_the_voting_page_fits_into_its_budget(arena, open_page):
    page = open_page("/mine")
    total = weigh(page, arena.base + "/")
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    assert 10_000 < total[0] <= LIMIT, f"{total[0]} bytes"


def test_nothing_jumps(arena, open_page):
    for viewport in [DESK, PHONE]:
        for path, ready in [("/", READY), ("/leaderboard", "#board-rows tr")]:
            page = open_page("/mine", viewport=viewport)
            page.add_init_script(SHIFTS)
            page.goto(arena.base + path)
            page.wait_for_selector(ready)
            page.wait_for_load_state("networkidle")
            if path == "/" and viewport == DESK:
                vote_at_once(page)
            page.wait_for_timeout(300)
            assert page.evaluate("window.shifts") <= 0.05, path


def imports_of(module: str) -> set[str]:
    """A module and all that it imports before it runs."""
    found, waiting = set(), [module]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for name in re.findall(r'^import [^"]*"(\.[^"]+)";', (PUBLIC / path[1:]).read_text(), re.M):
            waiting.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))
    return found


def test_each_page_asks_for_all_its_modules_at_once():
    pages = sorted(PUBLIC.glob("*.html"))
    assert pages
    for page in pages:
        markup = page.read_text()
        (entry,) = re.findall(r'<script type="module" src="([^"]+)"', markup)
        asked = set(re.findall(r'<link rel="modulepreload" href="([^"]+)"', markup))
        assert asked == imports_of(entry) - {entry}, page.name
