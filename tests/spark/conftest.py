"""A Spark Connect server in the process, and what is published with it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pysail.spark import SparkConnectServer

from insight.progress import Progress
from insight.publish import publish
from insight.settings import read_settings
from insight.version import Version
from tests.spark.company import company


@pytest.fixture(scope="session")
def spark_url() -> Iterator[str]:
    """The address of Sail: it speaks Spark Connect and needs no Java."""
    server = SparkConnectServer("127.0.0.1", 0)
    server.start()
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def publish_with_spark(spark_url) -> Callable[..., Version]:
    """`publish_with_spark(folder, source, progress, **settings)`: counted by that server."""

    def published(
        folder: Path, source: Path | str, progress: Progress = lambda _: None, **stated
    ) -> Version:
        on_it = {"engine": "spark", "remote": spark_url, "source": str(source)}
        return publish(folder, progress, settings=replace(read_settings(folder), **on_it | stated))

    return published


@pytest.fixture(scope="session")
def company_folder(tmp_path_factory, tables_in) -> Path:
    """A made-up company with every table, nulls and hostile names, published on this machine."""
    folder = tables_in(tmp_path_factory.mktemp("company"), **company())
    (folder / "settings.toml").write_text("fiscal_year_starts = 4\n")
    publish(folder)
    return folder


@pytest.fixture(scope="session")
def company_from_spark(tmp_path_factory, company_folder, publish_with_spark) -> Path:
    """The same company published from the same exports, counted by Spark."""
    folder = tmp_path_factory.mktemp("company_from_spark")
    (folder / "settings.toml").write_text("fiscal_year_starts = 4\n")
    publish_with_spark(folder, company_folder / "exports")
    return folder
