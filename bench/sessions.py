"""Many open sessions, each changing a filter every ten seconds: how long, and what goes wrong.

A session is a websocket that speaks Streamlit's own protocol, as a browser does but without one:
the time is that of the server, from the change sent to the end of the script received.
"""

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench import servers
from bench.answers import Size
from bench.results import Measured, p95
from insight.publish import publish
from insight.version import current_name

PART = "sessions"
COUNTS = (10, 50)
SECONDS_BETWEEN = 10.0
SECONDS = 60.0
ALONE = (2.0, 40.0)
"""One session has nobody to wait for: it changes every two seconds, for twenty changes."""
SECONDS_TO_WAIT = 30.0
MOST_P95_BESIDE_ONE = 5.0
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


class SessionError(Exception):
    """The server sent an error in place of a page, or the page has no such filter."""


@dataclass
class Session:
    """One reader's websocket and the filters its page has."""

    socket: ClientConnection
    page: str
    query: str = ""
    page_hash: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    """Widget ids by label."""

    async def open(self) -> None:
        """Run the page for the first time."""
        await self._run(BackMsg(), self.page)

    async def choose(self, label: str, values: list[str]) -> float:
        """Set a filter; milliseconds until the script has ended."""
        if label not in self.filters:
            raise SessionError(f"the page has no filter {label!r}")
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self.filters[label])
        state.string_array_value.data.extend(values)
        started = time.perf_counter()
        await self._run(message, "")
        if values and label.lower() not in self.query:
            raise SessionError(f"the filter {label!r} was not taken: {self.query}")
        return (time.perf_counter() - started) * 1000

    async def _run(self, message: BackMsg, page_name: str) -> None:
        script = message.rerun_script
        script.query_string = self.query
        script.page_name, script.page_script_hash = page_name, self.page_hash
        script.context_info.timezone = "UTC"
        script.context_info.locale = "en-GB"
        script.context_info.color_scheme = "light"
        script.context_info.url = f"http://127.0.0.1/{self.page}"
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(SECONDS_TO_WAIT):
            async for frame in self.socket:
                if self._read(ForwardMsg.FromString(frame)):
                    return
        raise SessionError("the server closed the connection")

    def _read(self, message: ForwardMsg) -> bool:
        """Keep what the next change needs; whether the script has ended."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            drawn = element.WhichOneof("type")
            if drawn == "multiselect":
                self.filters[element.multiselect.label] = element.multiselect.id
            elif drawn == "exception":
                raise SessionError(element.exception.message)
        return kind == "script_finished" and message.script_finished in ENDED


@dataclass
class Crowd:
    """What many sessions met with: milliseconds of every change, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def words(self) -> str:
        """`2 errors in 300 changes`, with the first of them."""
        changes = len(self.milliseconds) + len(self.errors)
        said = f"{len(self.errors) or 'no'} errors in {changes} changes"
        return f"{said} ({self.errors[0]})" if self.errors else said


def measure(folder: Path, size: Size) -> Iterator[Measured]:
    """One session, then many; the median and the 95th percentile of each beside one's median."""
    if current_name(folder) is None:
        publish(folder)
    with servers.running(servers.ours(folder)) as server:
        alone = asyncio.run(crowd(server.address, size, 1, *ALONE))
        assert not alone.errors, alone.words()
        yield Measured(
            PART,
            f"one session, {alone.words()}",
            "one session",
            tuple(alone.milliseconds),
            tuple(alone.milliseconds),
        )
        for count in COUNTS:
            many = asyncio.run(crowd(server.address, size, count, SECONDS_BETWEEN, SECONDS))
            assert many.milliseconds, many.words()
            words = f"{count} sessions, {many.words()}"
            one = tuple(alone.milliseconds)
            yield Measured(PART, words, "one session", tuple(many.milliseconds), one)
            yield Measured(
                PART,
                f"{count} sessions, p95",
                "one session's median",
                (p95(many.milliseconds),),
                (statistics.median(one),),
                at_most=MOST_P95_BESIDE_ONE,
            )


@asynccontextmanager
async def session(address: str, page: str = "nps_trend") -> AsyncIterator[Session]:
    """A session whose page has run once."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:
        opened = Session(socket, page)
        await opened.open()
        yield opened


async def crowd(
    address: str, size: Size, count: int, seconds_between: float, seconds: float
) -> Crowd:
    """So many sessions on the NPS trend, spread evenly over the time between their changes.

    Nobody changes anything before all are open.
    """
    met = Crowd()
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(session(address)) for _ in range(count)]
        await asyncio.gather(
            *(
                _change(one, size, met, number * seconds_between / count, seconds_between, seconds)
                for number, one in enumerate(opened)
            )
        )
    return met


async def _change(
    opened: Session, size: Size, met: Crowd, wait: float, seconds_between: float, seconds: float
) -> None:
    """Change a filter again and again; the first error ends this session only."""
    chance = random.Random(f"{wait} of {seconds}")
    filters = {"Segment": size.values("segment"), "Region": size.values("region")}
    await asyncio.sleep(wait)
    ends = time.monotonic() + seconds
    try:
        while (turn := time.monotonic()) < ends:
            label, values = chance.choice(list(filters.items()))
            chosen = chance.sample(values, chance.randrange(1, len(values)))
            met.milliseconds.append(await opened.choose(label, chosen))
            await asyncio.sleep(max(0.0, turn + seconds_between - time.monotonic()))
    except (SessionError, WebSocketException, OSError) as error:
        met.errors.append(f"{type(error).__name__}: {error}")
