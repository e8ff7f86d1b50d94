"""The dashboard as a reader has it: a real server, a real Chromium, and what went wrong in it."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, Request, TimeoutError

REPOSITORY = Path(__file__).resolve().parents[2]

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""The last one cuts off other machines; routing would cost every file a round trip."""

DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll(
        '[data-testid=stPlotlyChart], [data-testid=stBidiComponentRegular]'
    )].filter(chart => chart.checkVisibility());
    return app?.dataset.testScriptState === 'notRunning'
        && document.querySelector('h1')
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && charts.every(chart => chart.querySelector('.main-svg'))
        && !charts.some(chart => chart.querySelector('[aria-busy=true]'))
        && document.fonts.status === 'loaded';
}"""
"""True once the script has ended and every chart stands with its fonts."""


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def running_server(data_folder: Path) -> Iterator[str]:
    """The address of a server of its own on a free port; it ends with the block."""
    command = f"{sys.executable} -m insight.serve --no-open --port 0 --data".split()
    process = subprocess.Popen(
        [*command, str(data_folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    said: list[str] = []
    try:
        address = None
        for line in process.stdout:
            said.append(line)
            found = re.search(r"is at (http://\S+)", line)
            if found:
                address = found[1]
                break
        if address is None:
            raise RuntimeError(f"the server did not start:\n{''.join(said)}")
        threading.Thread(target=_pass_on, args=[process.stdout], daemon=True).start()
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _pass_on(lines: Iterable[str]) -> None:
    """What the server logs stands beside the test that made it do so."""
    for line in lines:
        sys.stderr.write(line)


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a screen."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Visit:
    """One reader's tab, what the console said in it and what it asked of other machines."""

    page: Page
    address: str
    console_errors: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Visit":
        """Go to a path of the dashboard and wait until it is drawn."""
        self.page.goto(self.address + path)
        return self.drawn()

    def drawn(self) -> "Visit":
        """Wait until the script has ended and every chart stands; else say what stands there."""
        try:
            self.page.wait_for_function(DRAWN)
        except TimeoutError as error:
            shown = " | ".join(self.page.locator("body").inner_text().split("\n"))
            raise AssertionError(f"{self.page.url} was not drawn. Shown: {shown}") from error
        return self

    def show_whole_page(self) -> "Visit":
        """Make the window as tall as the page, so that nothing waits below the fold."""
        width = self.page.viewport_size["width"]
        for _ in range(2):
            height = self.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(height, 600)})
            self.drawn()
        return self

    def query(self) -> str:
        """The query part of the address bar."""
        return self.page.evaluate("location.search")


@contextmanager
def visit(
    browser: Browser, address: str, scheme: str = "light", width: int = 1440, height: int = 900
) -> Iterator[Visit]:
    """A reader with a fresh browser who can reach this machine only."""
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    visited = Visit(page, address)

    def note(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            visited.asked_elsewhere.append(request.url)

    page.on("request", note)
    page.on(
        "console",
        lambda message: (
            visited.console_errors.append(f"{message.text} ({message.location.get('url')})")
            if message.type == "error"
            else None
        ),
    )
    page.on("pageerror", lambda error: visited.console_errors.append(str(error)))
    try:
        yield visited
    finally:
        context.close()
