"""The server sends at once, gives memory back, and imports nothing the first page can spare."""

import asyncio
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from insight.serve import open_socket

REPOSITORY = Path(__file__).resolve().parents[1]

MADE_READY = """
import sys
from pathlib import Path

from insight import serve

serve.give_memory_back()
serve.warm(Path(sys.argv[1]))

import pyarrow as pa

from insight.ui import published

assert published._open, "nothing was made ready"
assert pa.default_memory_pool().backend_name == "system"
assert "pandas" not in sys.modules, "the first page brings pandas"

import pandas as pd

answers = pa.table({"score": [9.0, None], "segment": ["leisure", None]})
assert pa.Table.from_pandas(answers.to_pandas()).to_pydict() == answers.to_pydict()
assert pa.array(pd.Series([9.0, None])).null_count == 1
"""


def test_small_messages_are_not_held_back_until_others_are_acknowledged():
    async def accepted() -> int:
        found = asyncio.get_running_loop().create_future()
        with open_socket("127.0.0.1", 0) as listening:
            server = await asyncio.start_server(
                lambda _, writer: found.set_result(writer), sock=listening
            )
            async with server:
                _, asking = await asyncio.open_connection(*listening.getsockname())
                answering = await found
                held_back = answering.get_extra_info("socket").getsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NODELAY
                )
                asking.close()
                answering.close()
                return held_back

    # In a thread of its own: a browser's tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, accepted()).result() == 1


def test_the_first_page_is_made_ready_without_pandas_which_arrow_finds_later(demo_folder):
    environment = {name: value for name, value in os.environ.items() if "ARROW" not in name}
    done = subprocess.run(
        [sys.executable, "-c", MADE_READY, str(demo_folder)],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
