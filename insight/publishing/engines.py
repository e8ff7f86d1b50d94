"""Which engine publishes, and from what: the exports of the folder, or tables of a cluster."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from insight.engine import Engine
from insight.forgotten import is_forgotten
from insight.problems import Mistake
from insight.publishing.come_back import drop_forgotten
from insight.publishing.exports import damaged_export, find_exports, first_line
from insight.publishing.session import PublishingSession
from insight.publishing.spark_remote import REMOTE_VARIABLE, Remote, ask_for_packages
from insight.publishing.staging import stopped
from insight.replacing import exports_at_rest
from insight.settings import Settings


@dataclass(frozen=True)
class Ready:
    """An engine with what it is to publish: where each table is, and what there is to say of it."""

    engine: Engine
    exports: Mapping[str, Path | str]
    notes: list[str] = field(default_factory=list)


def refuse_wrong_engine(data_folder: Path, settings: Settings) -> None:
    """Mistake where the engine lacks what it needs, before anything is written."""
    if settings.engine == "spark":
        ask_for_packages()
        remote_of(settings)
        source_of(settings)
    else:
        find_exports(data_folder)


@contextmanager
def ready_engine(data_folder: Path, building: Path, settings: Settings) -> Iterator[Ready]:
    """The engine of the settings, whose errors are Mistakes and Failures; closed afterwards."""
    on = _on_a_cluster if settings.engine == "spark" else _on_this_machine
    with on(data_folder, building, settings) as ready:
        yield ready


@contextmanager
def _on_this_machine(data_folder: Path, building: Path, settings: Settings) -> Iterator[Ready]:
    with exports_at_rest(data_folder):
        exports, notes = find_exports(data_folder)
        notes += drop_forgotten(data_folder, exports)
        session = PublishingSession(building, settings.memory_limit)
        with closing(session), _duckdb_errors_in_words(data_folder, exports):
            yield Ready(session, exports, notes)


@contextmanager
def _on_a_cluster(data_folder: Path, building: Path, settings: Settings) -> Iterator[Ready]:
    ask_for_packages()
    from insight.publishing.spark_keeping import KeepingSparkSession
    from insight.publishing.spark_session import SparkSession

    given = (
        remote_of(settings),
        source_of(settings),
        building,
        settings.memory_limit,
        settings.detail_rows,
        is_forgotten(data_folder),
    )
    keeping = settings.work and partial(KeepingSparkSession, work=settings.work)
    session = (keeping or SparkSession)(*given)
    with closing(session), _duckdb_errors_in_words(data_folder, {}):
        yield Ready(session, session.exports, session.notes)


def remote_of(settings: Settings) -> Remote:
    """The address of the settings, else that of the environment; Mistake where neither has one."""
    url = settings.remote or os.environ.get(REMOTE_VARIABLE)
    if not url:
        raise Mistake(
            "engine spark needs the address of a Spark Connect server: --remote sc://host:15002, "
            f"remote in settings.toml, or the variable {REMOTE_VARIABLE}"
        )
    return Remote(url)


def source_of(settings: Settings) -> str:
    """Where the tables are for the cluster; Mistake where nothing says so."""
    if not settings.source:
        raise Mistake(
            "engine spark needs to know where the tables are: --source or source in settings.toml, "
            "a folder or address that holds <table>.parquet, or catalog.schema"
        )
    return settings.source


@contextmanager
def _duckdb_errors_in_words(data_folder: Path, exports: dict[str, Path]) -> Iterator[None]:
    """Mistake where an export is at fault, Failure for everything else DuckDB stops at."""
    try:
        yield
    except duckdb.Error as error:
        damage = damaged_export(exports)
        if damage:
            raise Mistake(damage) from error
        if isinstance(error, duckdb.ConversionException):
            raise Mistake(f"{data_folder / 'exports'}: {first_line(error)}") from error
        raise stopped(data_folder, first_line(error)) from error
