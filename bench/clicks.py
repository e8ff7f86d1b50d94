"""A filter change until the last chart is repainted: ours, its floors and four peers in turns.

Charts outside the window are drawn last, so there are two more rows: until what the window shows
stands, and the same page in a window that shows all of it.

Every change adds a region to the filter, and no server has seen the view before, except that the
floors have walked through them all once. Answers are the same: the scores drawn are compared.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import servers
from bench.answers import Size
from bench.browser import TALL_WINDOW, WINDOW, DashReader, Reader, chromium, reader
from bench.results import Measured, p95
from bench.servers import Server
from insight.publish import publish
from insight.version import current_name

PART = "clicks"
PAGES = {
    path.stem: "/" if path.stem == "overview" else f"/{path.stem}"
    for path in sorted(servers.REPOSITORY.glob("pages/*/*.py"))
}
"""Every page by name, with its address."""
SAME_FOR_EVERYONE = {
    "definitions": "it has no charts",
    "pace_of_change": "changes are the company's, whoever is looked at",
}
"""Pages that a filter leaves as they are, so that there is no change to wait for."""
CHANGES_A_ROUND = 5
"""Of three rounds that are measured."""
PANDAS_UP_TO = 10_000_000
NO_CHARTS, READY, STREAMLITS = "no charts", "figures made beforehand", "st.plotly_chart"
VARIANTS = {
    NO_CHARTS: "no_charts",
    READY: "ready_figures",
    STREAMLITS: "streamlits_charts",
}
"""The dashboard with less or with other charts, as bench/floors.py names them."""
AT_MOST = {
    1_000_000: {"DuckDB": 0.4, "Dash": 0.8},
    10_000_000: {"DuckDB": 0.35, "pandas": 0.15},
}
MOST_BESIDE_NO_CHARTS = 1.6
MOST_P95_BESIDE_NO_CHARTS = 2.2
MOST_CPU_BESIDE_NO_CHARTS = 1.5
MOST_BYTES_A_CHART = 5_000
AS_DRAWN = 1e-5
"""How far apart two equal scores may be drawn: ours travel with five decimals."""


class Contestant:
    """A server, a reader of it, and what its filter changes have cost so far."""

    def __init__(self, server: Server, who: Reader):
        self.server, self.who = server, who
        self.milliseconds: list[float] = []
        self.seen: list[float] = []
        self.cpu: list[float] = []
        self.bytes: list[float] = []

    def start_round(self, segment: str) -> None:
        """Everyone, then one segment; not measured."""
        for label in ("Region", "Segment"):
            self.who.clear(label)
        self.who.choose("Segment", segment)

    def change(self, region: str) -> None:
        """Add a region and keep what it cost."""
        cpu, wire = self.server.cpu_milliseconds(), self.who.wire.bytes
        repaint = self.who.choose("Region", region)
        self.milliseconds.append(repaint.milliseconds)
        self.seen.append(repaint.seen)
        self.cpu.append(self.server.cpu_milliseconds() - cpu)
        self.bytes.append(self.who.wire.bytes - wire)

    def forget(self) -> None:
        """Drop what has been measured: it was for warming up."""
        for kept in (self.milliseconds, self.seen, self.cpu, self.bytes):
            kept.clear()


def measure(
    folder: Path, size: Size, pages: tuple[str, ...] = ("nps_trend",), peers: bool = True
) -> Iterator[Measured]:
    """Rows for each page; the peers show the NPS trend only, and other pages have one floor.

    A page that these answers give no chart is left out.
    """
    if current_name(folder) is None:
        publish(folder)
    for page in pages:
        if page in SAME_FOR_EVERYONE:
            continue
        with ExitStack() as stack:
            with_peers = peers and page == "nps_trend"
            contestants = _contestants(stack, folder, size, page, with_peers)
            assert contestants[NO_CHARTS].who.charts == 0, f"{page}: a floor draws charts"
            if contestants["ours"].who.charts == 0:
                continue
            _take_turns(contestants, size)
            yield from _rows(page, contestants, size)
        if with_peers:
            with ExitStack() as stack:
                alone = _contestants(stack, folder, size, page, False, TALL_WINDOW)
                _take_turns(alone, size)
                yield _repainted(f"{page}, {_charts(alone)}, all in the window", alone)


def _contestants(
    stack: ExitStack,
    folder: Path,
    size: Size,
    page: str,
    with_peers: bool,
    height: int = WINDOW,
) -> dict[str, Contestant]:
    commands = {"ours": servers.ours(folder)}
    every = page == "nps_trend" and height == WINDOW
    variants = VARIANTS if every else {NO_CHARTS: VARIANTS[NO_CHARTS]}
    commands |= {name: servers.floor(floor, folder) for name, floor in variants.items()}
    if with_peers:
        commands |= servers.peers(folder, in_memory=size.answers <= PANDAS_UP_TO)
    browser = stack.enter_context(chromium())
    contestants = {}
    for name, command in commands.items():
        server = stack.enter_context(servers.running(command))
        is_ours = name == "ours" or name in VARIANTS
        address = server.address + (PAGES[page] if is_ours else "/")
        kind = DashReader if name == "Dash" else Reader
        who = stack.enter_context(reader(browser, address, kind, height))
        who.load()
        who.count_charts()
        contestants[name] = Contestant(server, who)
    return contestants


def _take_turns(contestants: dict[str, Contestant], size: Size) -> None:
    """Four rounds of a segment each; the first is for warming up."""
    segments, regions = size.values("segment")[:4], size.values("region")[:CHANGES_A_ROUND]
    for name in {NO_CHARTS, READY} & contestants.keys():
        for segment in segments[1:]:
            contestants[name].start_round(segment)
            for region in regions:
                contestants[name].who.choose("Region", region)
    for number, segment in enumerate(segments):
        for contestant in contestants.values():
            contestant.start_round(segment)
        for region in regions[: 2 if number == 0 else None]:
            for contestant in contestants.values():
                contestant.change(region)
            _assert_same_scores(contestants, f"{segment}, up to {region}")
        if number == 0:
            for contestant in contestants.values():
                contestant.forget()


def _assert_same_scores(contestants: dict[str, Contestant], where: str) -> None:
    """Our own variants draw the same; a peer draws no score that ours, which also marks, lacks."""
    others = [name for name in contestants if name not in ("ours", NO_CHARTS)]
    if not others:
        return
    ours = contestants["ours"].who.scores()
    assert ours, f"ours draws no score for {where}"
    for name in others:
        theirs = contestants[name].who.scores()
        other = [score for score in theirs if not _is_among(score, ours)]
        assert theirs, f"{name} draws no score for {where}"
        if name in VARIANTS:
            other += [score for score in ours if not _is_among(score, theirs)]
        assert not other, f"{name} draws other scores for {where}: {other[:3]}"


def _is_among(score: float, scores: list[float]) -> bool:
    return any(abs(score - one) < AS_DRAWN for one in scores)


def _charts(contestants: dict[str, Contestant]) -> str:
    number = contestants["ours"].who.charts
    return f"{number} chart{'s' if number > 1 else ''}"


def _repainted(what: str, contestants: dict[str, Contestant]) -> Measured:
    """Until the last chart stands, beside the page without charts."""
    ours, bare = contestants["ours"].milliseconds, contestants[NO_CHARTS].milliseconds
    return Measured(PART, what, NO_CHARTS, tuple(ours), tuple(bare), at_most=MOST_BESIDE_NO_CHARTS)


def _rows(page: str, contestants: dict[str, Contestant], size: Size) -> Iterator[Measured]:
    ours = contestants.pop("ours")
    bare = contestants[NO_CHARTS]
    charts = _charts({"ours": ours})
    wanted = {NO_CHARTS: MOST_BESIDE_NO_CHARTS, **AT_MOST.get(size.answers, {})}
    for name, other in contestants.items():
        what, times = f"{page}, {charts}", tuple(other.milliseconds)
        yield Measured(PART, what, name, tuple(ours.milliseconds), times, at_most=wanted.get(name))
    what, seen = f"{page}, until what the window shows stands", tuple(ours.seen)
    yield Measured(PART, what, NO_CHARTS, seen, tuple(bare.seen), at_most=MOST_BESIDE_NO_CHARTS)
    yield Measured(
        PART,
        f"{page}, p95",
        f"{NO_CHARTS}, p95",
        (p95(ours.milliseconds),),
        (p95(bare.milliseconds),),
        at_most=MOST_P95_BESIDE_NO_CHARTS,
    )
    wanted = {NO_CHARTS: MOST_CPU_BESIDE_NO_CHARTS}
    for name, other in contestants.items():
        what, times = f"{page}, server's processor time", tuple(other.cpu)
        yield Measured(PART, what, name, tuple(ours.cpu), times, at_most=wanted.get(name))
    what, sent = f"{page}, bytes on the wire", tuple(ours.bytes)
    yield Measured(PART, what, NO_CHARTS, sent, tuple(bare.bytes), unit="B")
    allowed = tuple(sent_bare + MOST_BYTES_A_CHART * ours.who.charts for sent_bare in bare.bytes)
    words = f"{NO_CHARTS} and {MOST_BYTES_A_CHART // 1000} kB a chart"
    yield Measured(PART, what, words, sent, allowed, unit="B", at_most=1.0)
