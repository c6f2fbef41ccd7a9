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


def resolved(module: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), name))


def imports_of(modules: list[str]) -> set[str]:
    """Modules and all that they import before they run."""
    found, waiting = set(), list(modules)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [resolved(path, name) for name in re.findall(r'^import [^"]*"(\.[^"]+)";', (PUBLIC / path[1:]).read_text(), re.M)]
    return found


def test_each_page_asks_for_all_its_modules_at_once_and_for_those_that_come_later_less_urgently():
    pages = sorted(PUBLIC.glob("*.html"))
    assert pages
    for page in pages:
        markup = page.read_text()
        (entry,) = re.findall(r'<script type="module" src="([^"]+)"', markup)
        first = imports_of([entry])
        later = imports_of([resolved(entry, name) for name in re.findall(r'import\("(\.[^"]+)"\)', (PUBLIC / entry[1:]).read_text())]) - first
        assert set(re.findall(r'<link rel="modulepreload" href="([^"]+)">', markup)) == first - {entry}, page.name
        assert set(re.findall(r'<link rel="modulepreload" href="([^"]+)" fetchpriority="low">', markup)) == later, page.name
