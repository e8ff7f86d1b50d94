"""Starting and holding: until it answers, the first page painted, and memory, beside an empty app.

The empty app is one of Streamlit's, started with the same settings.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.sync_api import Browser

from bench import servers
from bench.answers import Size
from bench.browser import chromium, reader
from bench.clicks import PAGES
from bench.results import Measured
from bench.servers import Server
from bench.sessions import session
from insight.publish import publish
from insight.version import current_name

PART = "start"
TURNS, TURNS_WITHOUT_BROWSER = 5, 15
OPENED = 60
"""Sessions opened at once to see what one holds."""
SECONDS_TO_GIVE_BACK = 15
"""What the last page needed and holds no longer goes back to the system within ten."""
MOST_START = 1.5
MOST_MIB_MORE = 250 * 1e6 / 2**20
MOST_MIB_A_SESSION = 15.0
EMPTY = servers.REPOSITORY / "bench" / "empty.py"


def measure(folder: Path, _size: Size) -> Iterator[Measured]:
    """Start to an answer and to the first page; memory after every page, and of a session more."""
    if current_name(folder) is None:
        publish(folder)
    commands = {"ours": servers.ours(folder), "empty": servers.streamlit(EMPTY)}
    answered: dict[str, list[float]] = {name: [] for name in commands}
    started: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(TURNS_WITHOUT_BROWSER):
        for name, command in commands.items():
            with servers.running(command) as server:
                answered[name].append(server.milliseconds_to_answer())
    with chromium() as browser:
        for _ in range(TURNS):
            for name, command in commands.items():
                with servers.running(command) as server:
                    started[name].append(_first_page(browser, server))
    held: dict[str, float] = {}
    a_session: dict[str, float] = {}
    for name, command in commands.items():
        pages = (PAGES["nps_trend"], *PAGES.values()) if name == "ours" else ("/",)
        with servers.running(command) as server:
            held[name], a_session[name] = asyncio.run(_memory(server, pages))
    empty = "an empty Streamlit app"
    yield Measured(
        PART,
        "server start until it listens and answers",
        empty,
        tuple(answered["ours"]),
        tuple(answered["empty"]),
        at_most=MOST_START,
    )
    yield Measured(
        PART,
        "start to first page painted",
        empty,
        tuple(started["ours"]),
        tuple(started["empty"]),
        at_most=MOST_START,
    )
    yield Measured(PART, "memory of the server", empty, (held["ours"],), (held["empty"],), "MiB")
    yield Measured(
        PART,
        "memory of the server",
        f"{empty} and 250 MB",
        (held["ours"],),
        (held["empty"] + MOST_MIB_MORE,),
        "MiB",
        at_most=1.0,
    )
    yield Measured(
        PART,
        f"memory of a session, mean of {OPENED}",
        "what is allowed",
        (a_session["ours"],),
        (MOST_MIB_A_SESSION,),
        "MiB",
        at_most=1.0,
    )


def _first_page(browser: Browser, server: Server) -> float:
    """Milliseconds from asking for the server to the last frame of its first page."""
    with reader(browser, server.address) as who:
        return who.load().at - server.started * 1000


async def _memory(server: Server, pages: tuple[str, ...]) -> tuple[float, float]:
    """MiB once every page has been looked at and is left, and MiB more for each open session."""
    for page in pages:
        async with session(server.address, page.lstrip("/")):
            pass
    await asyncio.sleep(SECONDS_TO_GIVE_BACK)
    before = server.memory_mib()
    async with AsyncExitStack() as stack:
        for _ in range(OPENED):
            await stack.enter_async_context(session(server.address, pages[0].lstrip("/")))
        return before, (server.memory_mib() - before) / OPENED
