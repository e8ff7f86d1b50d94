"""First loads: with an empty browser cache and with a full one, beside both floors, and bytes.

Navigation starts the clock; the last frame that changed the page stops it, all charts drawn. The
server has shown the page before: what its first start takes is in bench/start.py.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from bench import servers
from bench.answers import Size
from bench.browser import Reader, chromium, reader
from bench.clicks import NO_CHARTS, PAGES, READY
from bench.results import Measured
from insight.publish import publish
from insight.version import current_name

PART = "loads"
COLD_TURNS, WARM_TURNS = 5, 15
"""A cold load takes seconds, so there are fewer."""
FIRST = ("nps_trend", "overview")
"""Pages that are loaded where every page is measured: most other pages are come to by a click."""
MOST_BESIDE_NO_CHARTS = 1.4
MOST_BYTES_MORE = 700_000

Taken = dict[str, list[tuple[float, float]]]
"""(milliseconds, bytes) of every load, by whose it is."""


def measure(folder: Path, _size: Size, pages: Sequence[str] = FIRST) -> Iterator[Measured]:
    """Rows for each page that has charts."""
    if current_name(folder) is None:
        publish(folder)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        commands = {
            "ours": servers.ours(folder),
            NO_CHARTS: servers.floor("no_charts", folder),
            READY: servers.floor("ready_figures", folder),
        }
        addresses = {
            name: stack.enter_context(servers.running(command)).address
            for name, command in commands.items()
        }
        for page in pages:
            at = {name: address + PAGES[page] for name, address in addresses.items()}
            charts = {name: _first_visit(browser, address) for name, address in at.items()}
            if charts["ours"] == 0:
                continue
            yield from _rows(f"{page}, cold load", _cold(browser, at, charts))
            yield from _rows(f"{page}, warm load", _warm(browser, at, charts))


def _first_visit(browser: Browser, address: str) -> int:
    with reader(browser, address) as who:
        who.load()
        return who.count_charts()


def _cold(browser: Browser, at: dict[str, str], charts: dict[str, int]) -> Taken:
    taken: Taken = {name: [] for name in at}
    for _ in range(COLD_TURNS):
        for name, address in at.items():
            with reader(browser, address) as who:
                who.charts = charts[name]
                taken[name].append(_load(who))
    return taken


def _warm(browser: Browser, at: dict[str, str], charts: dict[str, int]) -> Taken:
    taken: Taken = {name: [] for name in at}
    with ExitStack() as stack:
        readers = {
            name: stack.enter_context(reader(browser, address)) for name, address in at.items()
        }
        for name, who in readers.items():
            who.charts = charts[name]
            who.load()
        for _ in range(WARM_TURNS):
            for name, who in readers.items():
                taken[name].append(_load(who))
    return taken


def _load(who: Reader) -> tuple[float, float]:
    before = who.wire.bytes
    milliseconds = who.load().milliseconds
    return milliseconds, who.wire.bytes - before


def _rows(what: str, taken: Taken) -> Iterator[Measured]:
    times = {name: tuple(ms for ms, _ in loads) for name, loads in taken.items()}
    sizes = {name: tuple(size for _, size in loads) for name, loads in taken.items()}
    for name, most in ((NO_CHARTS, MOST_BESIDE_NO_CHARTS), (READY, None)):
        yield Measured(PART, what, name, times["ours"], times[name], at_most=most)
    yield Measured(PART, f"{what}, bytes", NO_CHARTS, sizes["ours"], sizes[NO_CHARTS], unit="B")
    if "cold" in what:
        yield Measured(
            PART,
            f"{what}, bytes",
            f"{NO_CHARTS} and {MOST_BYTES_MORE / 1e6:g} MB",
            sizes["ours"],
            tuple(size + MOST_BYTES_MORE for size in sizes[NO_CHARTS]),
            unit="B",
            at_most=1.0,
        )
