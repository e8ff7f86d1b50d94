"""Servers that are measured: each on a free port of this machine, stopped by who started it."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.request import urlopen

REPOSITORY = Path(__file__).resolve().parents[1]
PEERS = REPOSITORY / "bench" / "peers"
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Server:
    """A process that answers at an address; `started` is when it was asked for, epoch seconds."""

    address: str
    process: subprocess.Popen
    started: float

    def cpu_milliseconds(self) -> float:
        """Processor time of all its threads so far, those that have ended included."""
        # Linux's clock of another process, as clock_getcpuclockid(3) makes it.
        return time.clock_gettime(~self.process.pid << 3 | 2) * 1000

    def milliseconds_to_answer(self) -> float:
        """From being asked for to its first answer: a port may listen before anybody is there."""
        with urlopen(f"{self.address}/_stcore/health", timeout=SECONDS_TO_START) as answer:
            answer.read()
        return (time.time() - self.started) * 1000

    def memory_mib(self) -> float:
        """What it holds in memory now (resident set)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) / 1024


def ours(folder: Path) -> list[str]:
    """The dashboard as `make run` starts it."""
    return ["-m", "insight.serve", "--no-open", "--data", str(folder), "--port", "{port}"]


def floor(name: str, folder: Path) -> list[str]:
    """The dashboard with less: see bench/floors.py."""
    return ["-m", "bench.floors", name, *ours(folder)[2:]]


def streamlit(script: Path, *arguments: str) -> list[str]:
    """A Streamlit script with the settings of this repository, its theme among them."""
    options = ("--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none")
    return ["-m", "streamlit", "run", str(script), *options, "--", *arguments]


def peers(folder: Path, in_memory: bool) -> dict[str, list[str]]:
    """The NPS trend page as others write it; pandas and Dash hold all answers in memory."""
    commands = {
        name: streamlit(PEERS / f"by_{name.lower()}.py", str(folder))
        for name in ("DuckDB", "polars", *(("pandas",) if in_memory else ()))
    }
    if in_memory:
        commands["Dash"] = ["-m", "bench.peers.by_dash", str(folder), "{port}"]
    return commands


@contextmanager
def running(arguments: Sequence[str]) -> Iterator[Server]:
    """A server of `python arguments`, with {port} filled in, from its first answer to the end."""
    port = _free_port()
    started = time.time()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *(argument.format(port=port) for argument in arguments)],
            cwd=REPOSITORY,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, process, said)
            yield Server(f"http://127.0.0.1:{port}", process, started)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen, said: IO[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            words = said.read().decode(errors="replace")
            raise RuntimeError(f"a server ended instead of starting:\n{words}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"nothing answered on port {port} for {SECONDS_TO_START} s")
