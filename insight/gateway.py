"""The one door to data: what a reader may see, enough answers, cached, timed and logged."""

import logging
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from insight.ahead import Ahead
from insight.coverage import Coverage, Span
from insight.filters import Filters
from insight.minimum_answers import blank_thin_figures
from insight.problems import Failure, Mistake, nearest
from insight.query import Query, Result, question
from insight.settings import Settings, read_settings
from insight.stats import STEPS
from insight.version import current_name, leased_version
from insight.warehouse import Warehouse, quoted

UNITS = ("month", "quarter", "year", "all")
OWN = ("window", "item", "weighted", "season")
"""Parameters that a question may have of its own; all others follow from filters and reader."""
CACHED_ANSWERS = 512

_ARROW_TYPES = {
    "TEXT": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}

log = logging.getLogger("insight.gateway")


@dataclass(frozen=True)
class Reader:
    """Who asks; `permitted` are the cells they may see, None means all."""

    name: str = "everyone"
    permitted: frozenset[int] | None = None


EVERYONE = Reader()


class Gateway:
    """Answers questions from one published version."""

    def __init__(
        self,
        warehouse: Warehouse,
        settings: Settings,
        trouble: str | None = None,
        wanted: str | None = None,
    ):
        self.warehouse = warehouse
        self.settings = settings
        self.trouble = trouble
        """Why this is not the version wanted; None where it is."""
        self.wanted = wanted or warehouse.version.name
        self.is_damaged = False
        """Whether the background found large detail that is not as it was published."""
        self._answers: OrderedDict[tuple, pa.Table] = OrderedDict()
        self._dimensions: dict[str, tuple[str, ...]] = {}
        self._ahead: Ahead[pa.Table] = Ahead(self._keep)
        self._lock = threading.Lock()

    @classmethod
    def open(cls, data_folder: Path, name: str | None = None, thorough: bool = False) -> "Gateway":
        """That version of a data folder (the current one by default) or the last good before it.

        Large detail is verified in the background, or first where it is to be thorough. Failure
        where none is whole.
        """
        settings = read_settings(data_folder)
        version, trouble, lease = leased_version(data_folder, name, thorough)
        wanted = name or (current_name(data_folder) if trouble else version.name)
        trouble = trouble or version.age()
        try:
            warehouse = Warehouse(version, settings.memory_limit, settings.question_seconds, lease)
        except Failure:
            if thorough:
                raise
            return cls.open(data_folder, name, thorough=True)
        gateway = cls(warehouse, settings, trouble, wanted)
        if not thorough:
            threading.Thread(target=gateway._verify_large_files, daemon=True).start()
        return gateway

    @cached_property
    def has_scores(self) -> bool:
        """Whether anyone, ever, gave a score from 0 to 10."""
        (scored,) = self.warehouse.fetch("select sum(answers) > 0 as scored from nps_daily")[
            "scored"
        ]
        return bool(scored.as_py())

    @cached_property
    def weights_vary(self) -> bool:
        """Whether some answers weigh more than others."""
        sums = self.warehouse.fetch(
            "select sum(answers) as n, sum(weights) as w, sum(weight_squares) as w2 "
            "from nps_monthly"
        ).to_pylist()[0]
        n, w, w2 = (float(sums[name] or 0) for name in ("n", "w", "w2"))
        return n * w2 > w * w * (1 + 1e-9)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Every item that was rated or picked, in alphabetical order."""
        table = self.warehouse.fetch("select distinct item from ratings_monthly order by item")
        return tuple(table["item"].to_pylist())

    def answers_from(self, query: Query) -> date | None:
        """The first day of which a question finds answers one by one; None where it finds all.

        Counted figures rest on every answer; a version of a cluster holds only the latest itself.
        """
        if "survey_responses" not in query.reads:
            return None
        return self.warehouse.version.detail_since.get("survey_responses")

    def dimensions_of(self, rollup: str) -> tuple[str, ...]:
        """The dimensions that the rows of a rollup carry, in alphabetical order."""
        if rollup not in self._dimensions:
            table = self.warehouse.fetch(
                "select distinct dimension from cell_values where cell_id in "
                f"(select cell_id from {quoted(rollup)}) order by dimension"
            )
            self._dimensions[rollup] = tuple(table["dimension"].to_pylist())
        return self._dimensions[rollup]

    @property
    def coverage(self) -> Coverage:
        return self.warehouse.version.coverage

    @property
    def version(self) -> str:
        return self.warehouse.version.name

    def is_outdated(self, data_folder: Path) -> bool:
        """Whether another version has been made current since this one was wanted."""
        return current_name(data_folder) not in (None, self.wanted)

    def ask(
        self,
        name: str,
        filters: Filters,
        by: str | None = None,
        unit: str = "month",
        reader: Reader = EVERYONE,
        **own: Any,
    ) -> Result:
        """The answer to a question, its contract checked and thin figures blanked.

        `own` are the question's own parameters (window, item). Mistake names what cannot be asked.
        """
        query = question(name)
        asked = self._parameters(query, filters, by, unit, reader, own)
        key = _key(query, asked)
        started = time.perf_counter()
        table = self._ahead.wait_for(key)
        if table is None:
            table = self._cached(key)
        came_from = "cache"
        if table is None:
            came_from = "warehouse"
            table = self._answer(query, asked)
            self._keep(key, table)
        log.info(
            "%s for %s from %s: %d rows in %.1f ms",
            query.name,
            reader.name,
            came_from,
            table.num_rows,
            (time.perf_counter() - started) * 1000,
        )
        about = {"unit": unit, "dimension": by, "covered": self.coverage.all_time}
        return Result(table, query, asked | about)

    def ask_ahead(
        self,
        name: str,
        filters: Filters,
        by: str | None = None,
        unit: str = "month",
        reader: Reader = EVERYONE,
        **own: Any,
    ) -> None:
        """Begin an answer that will be asked for with the same words; `ask` says what is wrong."""
        query = question(name)
        with suppress(Mistake):
            asked = self._parameters(query, filters, by, unit, reader, own)
            key = _key(query, asked)
            if self._cached(key) is None:
                self._ahead.begin(key, partial(self._answer, query, asked))

    def _parameters(
        self,
        query: Query,
        filters: Filters,
        by: str | None,
        unit: str,
        reader: Reader,
        own: dict[str, Any],
    ) -> dict[str, Any]:
        if unit not in UNITS:
            raise Mistake(f"there is no unit {unit!r}; choose one of {', '.join(UNITS)}")
        if by is not None:
            self.warehouse.cells.values(by)
            if "dimension" not in query.parameters:
                raise Mistake(f"{query.name} cannot be broken down; leave out --by {by}")
        elif "dimension" in query.needs:
            raise Mistake(f"{query.name} needs a breakdown; {self._breakdowns()}")
        for name in own:
            if name not in OWN or name not in query.parameters:
                raise Mistake(f"{query.name} takes no {name}")
        item = own.get("item")
        if item is not None and item not in self.items:
            raise Mistake(f"there is no item {item!r}{nearest(item, self.items)}")
        period = filters.period
        if filters.preset == "all" and not query.is_rate:
            period = (date.min, date.max)
        whole = self._whole(query, filters.period)
        versus, versus_whole = (None, None), (None, None)
        if query.compares:
            versus = filters.versus_span(self.coverage)
            versus_whole = self._whole(query, versus)
        history = self.coverage.whole(Span(self.coverage.first_answer, filters.period.end), "month")
        offered = {
            "start_date": period[0],
            "end_date": period[1],
            "versus_start": versus[0],
            "versus_end": versus[1],
            "whole_from": whole[0],
            "whole_to": whole[1],
            "versus_whole_from": versus_whole[0],
            "versus_whole_to": versus_whole[1],
            "history_from": history[0],
            "history_whole_to": history[1],
            "baseline_from": self.coverage.baseline.start,
            "baseline_to": self.coverage.baseline.end,
            "cells": self.warehouse.cells.select(filters.where, reader.permitted),
            "dimension": by,
            "unit": unit,
            "fiscal_year_starts": self.settings.fiscal_year_starts,
            "as_of": self.coverage.as_of,
            "minimum": self.settings.minimum_answers,
            "window": 12,
            "item": None,
            "weighted": False,
            "season": False,
            "strata": self._strata() if own.get("weighted") else None,
            **own,
        }
        return {name: offered[name] for name in query.parameters}

    def _breakdowns(self) -> str:
        """The dimensions to choose from, as a mistake says it."""
        dimensions = self.warehouse.cells.dimensions
        if not dimensions:
            return "these answers carry no dimension"
        return f"add --by with one of {', '.join(dimensions)}"

    def _strata(self) -> str | None:
        """The dimension that weights were made by; Mistake where the settings name no dimension."""
        strata = self.settings.strata
        if strata is not None and strata not in self.warehouse.cells.dimensions:
            near = nearest(strata, self.warehouse.cells.dimensions)
            raise Mistake(f"settings.toml: strata = {strata!r} is no dimension{near}")
        return strata

    def _whole(self, query: Query, span: Span) -> Span:
        """What of a span coarser rollups hold: whole years of ratings, whole months of answers."""
        if "ratings_yearly" in query.reads:
            return self.coverage.whole(span.in_whole_months, "year")
        return self.coverage.whole(span, "month")

    def _answer(self, query: Query, asked: dict[str, Any]) -> pa.Table:
        table = self.warehouse.fetch(query.sql, asked)
        for step in query.steps:
            table = STEPS[step](table)
        table = keep_promise(table, query)
        return blank_thin_figures(table, query, self.settings.minimum_answers)

    def _verify_large_files(self) -> None:
        """What opening did not wait for; damage found here is said from the next page on."""
        damage = self.warehouse.version.damage(large=True)
        self.trouble = self.trouble or damage
        self.is_damaged = damage is not None

    def close(self) -> None:
        """Let go of the version, which may then be removed."""
        self.warehouse.close()

    def forget_answers(self) -> None:
        """Empty the cache, so that the next question reads the warehouse."""
        with self._lock:
            self._answers.clear()

    def _cached(self, key: tuple) -> pa.Table | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: tuple, table: pa.Table) -> None:
        with self._lock:
            self._answers[key] = table
            while len(self._answers) > CACHED_ANSWERS:
                self._answers.popitem(last=False)


def _key(query: Query, asked: dict[str, Any]) -> tuple:
    return query.name, tuple((name, repr(value)) for name, value in sorted(asked.items()))


def keep_promise(table: pa.Table, query: Query) -> pa.Table:
    """The answer in the order of its header; Failure names the column that breaks it."""
    promised = (*query.columns, *query.workings)
    schema = _promised_schema(query)
    if table.num_columns == len(promised) and set(schema.names) == set(table.column_names):
        kept = table.select(schema.names)
        if kept.schema.equals(schema):
            return kept
    for column in promised:
        if column.name not in table.column_names:
            raise Failure(f"{query.path.name} promises {column.name} but does not return it")
        returned = table.schema.field(column.name).type
        wanted = _ARROW_TYPES[column.type]
        if returned != wanted and not pa.types.is_null(returned):
            raise Failure(
                f"{query.path.name} promises {column.name} {column.type} but returns {returned}"
            )
    unpromised = set(table.column_names) - {column.name for column in promised}
    if unpromised:
        raise Failure(f"{query.path.name} returns {min(unpromised)}, which it does not promise")
    return table.select(schema.names).cast(schema)


@lru_cache
def _promised_schema(query: Query) -> pa.Schema:
    promised = (*query.columns, *query.workings)
    return pa.schema([(column.name, _ARROW_TYPES[column.type]) for column in promised])
