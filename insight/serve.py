"""Start the dashboard: `python -m insight.serve [--data DIR] [--port N] [--no-open]`."""

import argparse
import ctypes
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
import uvicorn
from streamlit import config as st_config
from streamlit.runtime.pages_manager import PagesManager

from insight.command_line.one_line import OneLineParser
from insight.problems import Failure, Mistake
from insight.settings import DEFAULT_DATA, default_data_folder
from insight.version import Version, current_name, last_good_version

APP = Path(__file__).resolve().parent.parent / "app.py"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FIRST_PORT = 8501
PORTS_TRIED = 50

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""What glibc's mallopt calls them."""

Say = Callable[[str], None]


def ready_version(data_folder: Path, say: Say) -> Version | None:
    """The version to show: the last good one, or one published now.

    None where the folder is empty, and files can be brought in on the page; Mistake where what it
    holds cannot be published. The default folder without exports gets the demo.
    """
    if current_name(data_folder) is not None:
        try:
            version, trouble = last_good_version(data_folder)
        except Failure as failure:
            say(f"Publishing again: {failure}")
        else:
            age = version.age()
            if age is None or not (data_folder / "exports").is_dir():
                if trouble or age:
                    say(f"Showing the last good version, {version.name}: {trouble or age}")
                return version
            say(f"Publishing again: {age}")
    if not data_folder.is_dir():
        raise Mistake(f"there is no data folder {data_folder}; make it first, empty is enough")
    if data_folder != DEFAULT_DATA and not any((data_folder / "exports").glob("*.parquet")):
        say("Nothing is here yet: bring in a file on the page")
        return None
    # Publishing brings DuckDB along, its progress rich, the demo scipy: a first start alone needs
    # them.
    from insight.command_line.progress import shown_progress
    from insight.publish import publish
    from insight.tables import export_path

    with shown_progress() as tell:
        if not export_path(data_folder, "survey_responses").exists() and (
            data_folder == DEFAULT_DATA
        ):
            from insight.demo import make_demo

            make_demo(data_folder, tell)
        return publish(data_folder, tell)


def open_socket(host: str, port: int | None) -> socket.socket:
    """A listening socket on the port, or on the first free one from 8501; Mistake if none is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    trouble = ""
    for candidate in tried:
        # With its protocol named, asyncio sends what is small at once, not after 40 ms.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen()
        except (OSError, OverflowError) as error:
            listening.close()
            trouble = getattr(error, "strerror", None) or str(error)
        else:
            return listening
    wanted = f"port {port}" if port is not None else f"any port from {FIRST_PORT}"
    raise Mistake(f"cannot listen on {host}, {wanted}: {trouble}; name another with --port")


def dashboard(on_start: Callable[[], object], host: str) -> st.App:
    """The dashboard as an ASGI application; `on_start` is called once it can answer."""
    # Streamlit takes any folder named `pages` for its old way of multipage apps, and then the
    # first deep link on a new server shows "Page not found" over the right page.
    PagesManager.uses_pages_directory = False

    @asynccontextmanager
    async def lifespan(_app: st.App):
        on_start()
        yield

    app = st.App(APP, lifespan=lifespan)
    # A module changed under a running server would be read again while cached answers still
    # hold classes of the old one; whoever edits pages uses `streamlit run app.py`.
    st_config.set_option("server.fileWatcherType", "none")
    # A full collection after every run holds up the last messages of that run by 70 ms.
    st_config.set_option("runner.postScriptGC", False)
    st_config.set_option("server.address", host)
    if host not in LOOPBACK:
        # .streamlit/config.toml answers this machine's own names only.
        st_config.set_option("server.allowedHosts", [])
    return app


def give_memory_back() -> None:
    """Let one heavy answer's memory serve the next, and go back to the system, on glibc.

    Otherwise every thread keeps a heap of its own that never shrinks, and Arrow one beside them.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(OSError, AttributeError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_ARENA_MAX, 2)
        libc.mallopt(_M_TRIM_THRESHOLD, 4 * 2**20)
        libc.mallopt(_M_MMAP_THRESHOLD, 2 * 2**20)


def warm(data_folder: Path) -> None:
    """Make the first page ready; its imports take as long as the server's own."""
    from insight.arrow_alone import leave_pandas_out

    leave_pandas_out()
    from insight.ui.warm import warm as make_ready

    make_ready(data_folder)


def serve(data_folder: Path, host: str, port: int | None, open_browser: bool, say: Say) -> None:
    """Answer until interrupted; the data folder reaches app.py as UNDERCURRENT_DATA."""
    give_memory_back()
    ready_version(data_folder, say)
    os.environ["UNDERCURRENT_DATA"] = str(data_folder)
    with open_socket(host, port) as listening:
        chosen = listening.getsockname()[1]
        address = f"http://{f'[{host}]' if ':' in host else host}:{chosen}"
        if port is None and chosen != FIRST_PORT:
            say(f"Port {FIRST_PORT} is taken")

        def on_start() -> None:
            say(f"Undercurrent is at {address} (Ctrl-C ends it)")
            threading.Thread(target=warm, args=[data_folder], daemon=True).start()
            if open_browser:
                threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

        config = uvicorn.Config(
            dashboard(on_start, host),
            host=host,
            port=chosen,
            log_level="warning",
            access_log=False,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
        )
        uvicorn.Server(config).run(sockets=[listening])


def has_screen() -> bool:
    """Whether there is a screen on which a browser could open."""
    elsewhere = sys.platform in ("darwin", "win32")
    return elsewhere or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 after Ctrl-C, 2 for a mistake in what was asked, 1 for a failure of ours."""
    parser = OneLineParser(prog="python -m insight.serve", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=default_data_folder(),
        metavar="DIR",
        help="the data folder (default: %(default)s)",
    )
    parser.add_argument("--port", type=int, help="default: 8501, or the next free one")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    parser.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        default=has_screen(),
        help="open the browser (default: where there is a screen)",
    )
    asked = parser.parse_args(arguments)

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        serve(asked.data.resolve(), asked.host, asked.port, asked.open, say)
    except KeyboardInterrupt:
        return 0
    except (Mistake, Failure) as problem:
        print(problem, file=sys.stderr)
        return 2 if isinstance(problem, Mistake) else 1
    except OSError as error:
        print(f"{error.filename or asked.data}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
