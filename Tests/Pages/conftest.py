"""A real arena and a real Chromium for the tests of the pages.

ARENA_BINARY names the binary to test, by default the debug build of this folder.
"""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ARENA_BINARY", str(ROOT / ".build/debug/arena"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE = float(os.environ.get("PATIENCE", "60"))


class Arena:
    """An arena of its own: a data directory, a free port, the pages of this folder."""

    def __init__(self, directory: Path, records: list[dict] | None = None, file: Path | None = None):
        directory.mkdir(exist_ok=True)
        self.data = directory / "data"
        self.data.mkdir()
        for folder in [directory, *directory.parents]:
            # The private Postgres runs as a user without root's rights.
            if folder.stat().st_uid == os.getuid() and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o055)
        if records:
            file = directory / "battles.jsonl"
            file.write_text("".join(json.dumps(record) + "\n" for record in records))
        if file:
            subprocess.run([BINARY, "import", str(file), "--data-directory", str(self.data)], check=True, capture_output=True)
        self.log = directory / "arena.log"
        self.start()

    def start(self, port: int = 0):
        arguments = ["serve", "--port", str(port), "--data-directory", str(self.data), "--pages", str(ROOT / "web/public")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([BINARY, *arguments], stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            found = re.search(r"The arena is up: (http://127\.0\.0\.1:(\d+))/", self.log.read_text())
            if found:
                self.base = found[1]
                self.port = int(found[2])
                if self.is_ready:
                    return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the arena does not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    @property
    def is_ready(self) -> bool:
        try:
            return self.get("/health/ready")["status"] == "ready"
        except urllib.error.HTTPError:
            return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.log.read_text()

    def get(self, path: str):
        with urllib.request.urlopen(self.base + path, timeout=PATIENCE) as answer:
            return json.load(answer)

    def vote(self, outcome: str = "model_a"):
        """A vote by somebody else."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

        def post(path, body):
            request = urllib.request.Request(self.base + path, json.dumps(body).encode(), {"content-type": "application/json"})
            with opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)

        return post("/api/v1/battles/vote", {"ticket": post("/api/v1/battles", {})["ticket"], "outcome": outcome})

    @property
    def battles(self) -> int:
        return self.get("/api/v1/leaderboard")["battles"]

    def eventually(self, battles: int):
        deadline = time.monotonic() + PATIENCE
        while self.battles != battles:
            assert time.monotonic() < deadline, f"{self.battles} battles instead of {battles}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def arena(tmp_path_factory):
    """An arena with the sample content."""
    arena = Arena(tmp_path_factory.mktemp("arena"))
    yield arena
    arena.stop()


@pytest.fixture(scope="session")
def make_arena(tmp_path_factory):
    """Makes further arenas, from records if wanted."""
    made = []

    def make(records=None):
        made.append(Arena(tmp_path_factory.mktemp("arena"), records))
        return made[-1]

    yield make
    for arena in made:
        arena.stop()


DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def open_page(chromium, arena):
    """Opens a window; whatever the console has to complain of fails the test."""
    opened = []

    def open(path="/", *, viewport=DESK, locale="en-US", scheme="light", at=None, routes=None, settings=None, may_complain=False, **more):
        context = chromium.new_context(viewport=viewport, locale=locale, color_scheme=scheme, accept_downloads=True, **more)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if not may_complain:
            page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        for pattern, handler in (routes or {}).items():
            page.route(pattern, handler)
        if settings:
            page.add_init_script("".join(f"localStorage.setItem({json.dumps(key)}, {json.dumps(value)});" for key, value in settings.items()))
        page.goto((at or arena).base + path)
        opened.append((context, complaints))
        return page

    yield open
    for context, complaints in opened:
        context.close()
        assert complaints == []


def answer(status: int, body, headers=None):
    """A handler that answers in the server's stead."""
    return lambda route: route.fulfill(status=status, content_type="application/json", headers=headers or {}, body=json.dumps(body))


def error(status: int, code: str, headers=None):
    return answer(status, {"error": {"code": code, "message": "…"}}, headers)


def is_complaint(message) -> bool:
    # A server that has the plain board only says so with 404.
    return message.type == "error" and not message.location["url"].endswith("/api/v1/slices")


READY = "#choices:not([hidden]):not([disabled])"
REVEALED = "#outcome:not([hidden])"


def until(page, expression: str):
    """Waits for an expression to be true. (Playwright's own way is eval, which the pages' policy forbids.)"""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < deadline, f"never came true: {expression}\n{page.inner_text('body')}"
        page.wait_for_timeout(50)


def vote_at_once(page, key="a"):
    """A vote by keyboard that does not wait for its time to be taken back."""
    page.wait_for_selector(READY)
    page.keyboard.press(key)
    page.wait_for_selector("#deciding:not([hidden])")
    reveal(page)


def reveal(page):
    until(page, "document.activeElement.id === 'send-now'")
    # What has just appeared takes no press for a moment.
    while page.locator("#deciding").is_visible():
        page.keyboard.press("n")
        page.wait_for_timeout(50)
    page.wait_for_selector(REVEALED)


def node(kind: str, *children, **more):
    """A node of a parsed markdown text, as the server sends it."""
    return {"type": kind, **more, **({"children": list(children)} if children else {})}


def words(text: str):
    return node("text", text=text)


def battle_of(*blocks, text: str = "text"):
    """A battle whose prompt and responses are all made of these blocks."""
    message = {"text": text, "document": node("document", *blocks)}
    return {
        "ticket": "t", "expires_at": "2099-01-01T00:00:00Z", "sample": False,
        "prompt": {"language": "en", "messages": [{"role": "user", **message}]},
        "response_a": {"messages": [message]}, "response_b": {"messages": [message]},
    }


def rich_battle():
    """One with everything that a response can hold."""
    cell = lambda text: node("table_cell", words(text))
    row = lambda header: node("table_row", cell("one"), cell("two"), header=header)
    item = lambda text, **more: node("item", node("paragraph", words(text)), **more)
    return battle_of(
        node("heading", words("First"), level=1),
        node("paragraph", words("plain "), node("strong", words("strong")), node("code", text="code"), node("softbreak"),
             node("link", words("a link"), url="https://example.org/", title=""),
             node("image", words("a picture"), url="https://example.org/a.png", title="")),
        node("code_block", info="python", text="print(1)\n" + "long " * 60),
        node("code_block", info="python", text="print(2)\n"),
        node("code_block", info="", text="x\n"),
        node("list", item("loose"), item("items"), ordered=False, start=1, tight=False),
        node("list", item("done", checked=True), item("open", checked=False), ordered=False, start=1, tight=True),
        node("block_quote", node("paragraph", words("quoted"))),
        node("table", row(True), row(False), alignments=[None, "right"]),
        node("table", node("table_row", node("table_cell"), cell("two"), header=True), row(False), alignments=[None, None]),
        node("thematic_break"),
        node("paragraph", words("much more " * 400)),
    )
