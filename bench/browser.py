"""Chromium as a reader has it: how long until the last chart is repainted, and bytes on the wire.

bench/repaint.js says what counts as repainted; the clock is the browser's own, from the press of
the mouse (or the start of navigation) to the end of the last frame that changed the page.
"""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

REPAINT = (Path(__file__).parent / "repaint.js").read_text(encoding="utf-8")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
MOST_SECONDS = 60
LATE_CHARTS = 1500
WINDOW, TALL_WINDOW = 900, 4000
"""Heights in pixels: of a screen, and of one that shows all charts of a page."""
SETTLED = "Promise.race([repainted, new Promise(stop => setTimeout(stop, %d))])"


@dataclass(frozen=True)
class Repaint:
    """Milliseconds to the last frame, and to the last that changed what the window shows.

    `at` is when the last was (epoch milliseconds), `charts` how many are on the page.
    """

    milliseconds: float
    seen: float
    at: float
    charts: int


class Wire:
    """Bytes a page sends and receives, its websocket's included, as they travel."""

    def __init__(self, devtools: CDPSession):
        self.bytes = 0
        devtools.on("Network.loadingFinished", self._file)
        devtools.on("Network.webSocketFrameReceived", self._frame)
        devtools.on("Network.webSocketFrameSent", self._frame)
        devtools.send("Network.enable")

    def _file(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        payload = frame["payloadData"]
        is_binary = frame["opcode"] == 2
        self.bytes += len(base64.b64decode(payload) if is_binary else payload.encode())


class Reader:
    """One tab. It waits for as many charts as its page has been seen to have."""

    def __init__(self, page: Page, address: str):
        self.page = page
        self.address = address
        self.charts = 0
        self.wire = Wire(page.context.new_cdp_session(page))
        page.add_init_script(REPAINT)

    def load(self) -> Repaint:
        """Open the page, or open it again, and wait until it stands."""
        self.page.goto(self.address, wait_until="commit")
        self.page.evaluate("count => expectCharts(count)", self.charts)
        return self._repainted()

    def choose(self, label: str, value: str) -> Repaint:
        """Add a value to a filter; the list is opened before the clock starts."""
        self.combobox(label).click()
        option = self.page.get_by_role("option", name=value, exact=True)
        option.wait_for()
        self.page.evaluate("count => expectRepaint(count, true)", self.charts)
        option.click()
        repaint = self._repainted()
        self.page.keyboard.press("Escape")
        return repaint

    def clear(self, label: str) -> None:
        """Take all values out of a filter, if there are any, and wait until the page stands."""
        if not self.clear_button(label).is_visible():
            return
        self.page.evaluate("count => expectRepaint(count, false)", self.charts)
        self.clear_button(label).click()
        self._repainted()

    def combobox(self, label: str) -> Locator:
        return self.page.get_by_role("combobox", name=label)

    def clear_button(self, label: str) -> Locator:
        box = self.page.get_by_test_id("stMultiSelect").filter(has=self.combobox(label))
        return box.get_by_role("button", name="Clear all")

    def count_charts(self) -> int:
        """How many charts the page has once nothing more comes; later waits expect as many."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(LATE_CHARTS)
        self.charts = self.page.locator(".js-plotly-plot:has(.main-svg)").count()
        return self.charts

    def scores(self) -> list[float]:
        """Every number drawn as a line or a mark, rounded, each once."""
        return self.page.evaluate(
            """() => [...new Set([...document.querySelectorAll('.js-plotly-plot')]
                .flatMap(chart => chart._fullData)
                .filter(trace => trace.type === 'scatter' && trace.fill !== 'toself')
                .flatMap(trace => [...trace.y])
                .filter(score => typeof score === 'number')
                .map(score => Number(score.toFixed(6))))].sort((a, b) => a - b)"""
        )

    def _repainted(self) -> Repaint:
        seen = self.page.evaluate(SETTLED % (MOST_SECONDS * 1000))
        if seen is None:
            shown = " | ".join(self.page.locator("body").inner_text().split("\n"))
            why = self.page.evaluate("whyNotRepainted()")
            raise RuntimeError(f"{self.page.url} does not stand ({why}). Shown: {shown[:500]}")
        return Repaint(**seen)


class DashReader(Reader):
    """The same in a Dash page, whose dropdowns are other elements."""

    def combobox(self, label: str) -> Locator:
        return self.page.locator(f"#{label.lower()}")

    def clear_button(self, label: str) -> Locator:
        return self.combobox(label).get_by_label("Clear selection")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a screen."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if path is None:
        raise RuntimeError(f"the browser is not installed: none of {', '.join(names)} is there")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def reader(
    browser: Browser, address: str, kind: type[Reader] = Reader, height: int = WINDOW
) -> Iterator[Reader]:
    """A reader with an empty cache. Nothing is routed: routing would switch the cache off."""
    context = browser.new_context(
        viewport={"width": 1440, "height": height}, reduced_motion="reduce", locale="en-GB"
    )
    try:
        yield kind(context.new_page(), address)
    finally:
        context.close()
