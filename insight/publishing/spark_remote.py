"""The way to a cluster: Spark Connect's address, its secrets kept quiet, its errors in words."""

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from insight.problems import Failure, Mistake

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

PACKAGES = {
    "pyspark.sql.connect": "pyspark-client",
    "grpc": "pyspark-client",
    "sqlglot": "sqlglot",
}
"""What is installed by which name; pyspark itself does not bring grpc."""
REMOTE_VARIABLE = "SPARK_REMOTE"
"""Where Spark's own clients look for an address; one with a token in it belongs there."""
TOKEN_VARIABLE = "SPARK_CONNECT_AUTHENTICATE_TOKEN"
"""Where Spark's own clients look for the token of an address without one."""
SECONDS_TO_ANSWER = 6
RETRIES = 3
_PORT = 15002
_LONGEST = 500
_CALL = re.compile(r'status = StatusCode\.(?P<status>\w+)\s+details = "(?P<details>.*?)"\n', re.S)
"""How gRPC writes a call that failed."""
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.fileCompressionFactor": "10",
    "spark.sql.variable.substitute": "false",
}
"""Days are UTC as in DuckDB; small files of much data are read as what they are; no value of a
column is taken for the name of a variable."""


class Remote:
    """An address such as `sc://host:15002/;token=...`; as text it is without what is secret."""

    def __init__(self, url: str):
        self.url = url
        parts = urlsplit(url)
        if parts.scheme != "sc" or not parts.hostname:
            raise Mistake(f"{self._shown(parts)} is no address of Spark Connect, sc://host:port")
        try:
            self._port = parts.port or _PORT
        except ValueError:
            raise Mistake(f"{self._shown(parts)}: its port is no number") from None
        self._host = parts.hostname
        stated = dict(
            part.split("=", 1) for part in unquote(parts.path).strip("/;").split(";") if "=" in part
        )
        self.has_secrets = bool(stated) or parts.username is not None
        words = [parts.username, parts.password, *stated.values(), os.environ.get(TOKEN_VARIABLE)]
        secrets = {one for one in words if one and len(one) > 3} - {"true", "false"}
        self._secrets = sorted(secrets, key=len, reverse=True)

    @staticmethod
    def _shown(parts) -> str:
        return f"{parts.scheme or '?'}://{parts.hostname or '?'}"

    def __str__(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"sc://{host}:{self._port}"

    def quiet(self, text: str) -> str:
        """A text without the secrets of this address."""
        for secret in self._secrets:
            text = text.replace(secret, "...")
        return re.sub(r"(?i)\b(token|user_id|password|secret)=[^;&\s'\"]+", r"\1=...", text)


def ask_for_packages() -> None:
    """Mistake where what talks to Spark is not installed."""
    try:
        missing = {name: None for module, name in PACKAGES.items() if find_spec(module) is None}
    except ModuleNotFoundError:
        missing = dict.fromkeys(PACKAGES.values())
    if missing:
        raise Mistake(
            f"publishing with Spark needs {' and '.join(missing)}; install them with "
            'pip install "pyspark-client" "sqlglot" (or pip install -r requirements-spark.txt)'
        )


def connected(remote: Remote) -> "SparkSession":
    """A session of its own on that server; Failure within ten seconds where nobody answers."""
    ask_for_packages()
    # What gRPC writes to the terminal itself would stand beside the sentence that says the same.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    warnings.filterwarnings("ignore", module=r"pyspark\.")
    import grpc

    with _a_program_of_some_name():
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession

    with errors_in_words(remote):
        channel = DefaultChannelBuilder(remote.url).toChannel()
        try:
            grpc.channel_ready_future(channel).result(timeout=SECONDS_TO_ANSWER)
        except grpc.FutureTimeoutError:
            raise Failure(
                f"nobody answers at {remote} within {SECONDS_TO_ANSWER} seconds: no Spark Connect "
                "server runs there, or a firewall or its TLS is in the way; nothing was written"
            ) from None
        finally:
            channel.close()
        session = SparkSession.builder.remote(remote.url).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
        return session


@contextmanager
def _a_program_of_some_name() -> Iterator[None]:
    """pyspark takes a program without a file (python -c, a test's worker) for its own doctests."""
    program = sys.modules["__main__"]
    is_nameless = not hasattr(program, "__file__")
    if is_nameless:
        program.__file__ = ""
    try:
        yield
    finally:
        if is_nameless:
            del program.__file__


@contextmanager
def errors_in_words(remote: Remote, session: "SparkSession | None" = None) -> Iterator[None]:
    """Failure for what Spark or the way to it stops at; jobs are cancelled when interrupted."""
    import grpc
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise Failure(remote.quiet(_in_words(remote, str(error)))) from None
    except grpc.RpcError as error:
        raise Failure(remote.quiet(_in_words(remote, str(error)))) from None
    except KeyboardInterrupt:
        if session is not None:
            with suppress(PySparkException, grpc.RpcError):
                session.interruptAll()
        raise


def _in_words(remote: Remote, error: str) -> str:
    """What Spark said, or that nothing more is heard of it."""
    call = _CALL.search(error)
    if call and call["status"] == "UNAVAILABLE":
        return f"Spark at {remote} does not answer any more; nothing was written"
    lines = [line.strip() for line in (call["details"] if call else error).splitlines()]
    said = next((line for line in lines if line), "it did not say why").rstrip(".;")
    return f"Spark at {remote} stopped: {said[:_LONGEST]}; nothing was written"
