"""A question: one SQL file whose header is its contract, and the Result it returns."""

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from insight.problems import Failure, Mistake, nearest

NO_QUESTIONS = ("macros", "slices")
QUERIES = Path(__file__).resolve().parent.parent / "queries"

_COLUMN_LINE = re.compile(r"(?P<name>[a-z_][a-z0-9_]*)\s+(?P<type>[A-Z]+)\s{2,}(?P<meaning>\S.*)")
_READ = re.compile(r"^\s*(?:from|(?:\w+ )?join)\s+(\w+)", re.MULTILINE)
_NAMED = re.compile(r"^\s*(?:with )?(\w+) as (?:materialized )?\($", re.MULTILINE)
_MEASURE = re.compile(
    r"^-- (?P<meaning>[^\n]+(?:\n-- [^\n]+)*)\n"
    r"create macro (?P<call>\w+\([^)]*\))",
    re.MULTILINE,
)
_RESTS_ON = re.compile(r"\s*\(rests on (?P<counts>[^)]*)\)$")


@dataclass(frozen=True)
class Column:
    """One column of an answer: its type, its meaning with the unit, the counts it rests on."""

    name: str
    type: str
    meaning: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """One question as its SQL file states it; `workings` are columns that no reader sees."""

    name: str
    question: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    workings: tuple[Column, ...]
    steps: tuple[str, ...]
    needs: tuple[str, ...]
    """Parameters that may not be left out: `dimension` where it is all about a breakdown."""
    parameters: frozenset[str]
    reads: frozenset[str]
    """The published tables and rollups it reads."""
    sql: str
    path: Path

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def compares(self) -> bool:
        """Whether it promises a comparison, so that a comparison period means something."""
        return "versus_start" in self.parameters

    @property
    def is_rate(self) -> bool:
        """Whether any of its figures rests on a number of people."""
        return any(column.rests_on for column in self.columns)


@dataclass(frozen=True)
class Result:
    """An answer: rows, the query that made it and the values it was asked with."""

    table: pa.Table
    query: Query
    asked: dict[str, Any] = field(default_factory=dict)
    left_out: int = 0
    """Rows beyond the most that a page fetches; 0 where all are here."""

    def first(self, most: int) -> "Result":
        """At most so many of the rows, and how many were left out."""
        if self.table.num_rows <= most:
            return self
        left_out = self.left_out + self.table.num_rows - most
        return replace(self, table=self.table.slice(0, most), left_out=left_out)

    def rows(self) -> list[dict[str, Any]]:
        """The rows as literal values, in the order and with the names the header promises."""
        return list(self._rows)

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return self.table.to_pylist()

    @property
    def is_empty(self) -> bool:
        return self.table.num_rows == 0


def _sections(header: list[str]) -> dict[str, list[str]]:
    """Header lines by section: `` (before any), `workings`; one-line entries keep their text."""
    sections: dict[str, list[str]] = {"columns": [], "workings": []}
    current = "columns"
    for line in header:
        if line == "workings:":
            current = "workings"
        elif line:
            sections[current].append(line)
    return sections


def _columns(lines: list[str], path: Path) -> tuple[Column, ...]:
    texts: list[list[str]] = []
    for line in lines:
        match = _COLUMN_LINE.fullmatch(line)
        if match:
            texts.append([match["name"], match["type"], match["meaning"]])
        elif texts:
            texts[-1][2] += " " + line.strip()
        else:
            raise Failure(f"{path.name}: the header line “{line}” is no column: name TYPE meaning")
    columns = []
    for name, type_, meaning in texts:
        rests_on = _RESTS_ON.search(meaning)
        counts = tuple(re.split(r",\s*| and ", rests_on["counts"])) if rests_on else ()
        columns.append(Column(name, type_, _RESTS_ON.sub("", meaning), counts))
    return tuple(columns)


def _tables_read(sql: str, slices: Path) -> frozenset[str]:
    """The tables and rollups a query reads, those that its slices read for it included."""
    named = frozenset(_READ.findall(sql)) - frozenset(_NAMED.findall(sql))
    if not slices.exists():
        return named
    for one in re.split(r"^create macro ", slices.read_text(encoding="utf-8"), flags=re.M)[1:]:
        name = one.partition("(")[0]
        if name in named:
            read = frozenset(_READ.findall(one)) - frozenset(_NAMED.findall(one))
            named = (named - {name}) | read
    return named


def read_query(path: Path) -> Query:
    """Read a question's file; Failure names the file and the header line that is wrong."""
    text = path.read_text(encoding="utf-8")
    header = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line[2:].removeprefix(" ").rstrip())
    if not header:
        raise Failure(f"{path.name} does not open with its question as a comment")
    named = {"grain": (), "steps": (), "needs": ()}
    described = []
    for line in header[1:]:
        key, _, value = line.partition(": ")
        if key in named:
            named[key] = tuple(value.split(", "))
        else:
            described.append(line)
    sections = _sections(described)
    statements = duckdb.extract_statements(text)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Failure(f"{path.name} must hold exactly one select statement")
    return Query(
        name=path.stem,
        question=header[0],
        grain=named["grain"],
        columns=_columns(sections["columns"], path),
        workings=_columns(sections["workings"], path),
        steps=named["steps"],
        needs=named["needs"],
        parameters=frozenset(statements[0].named_parameters),
        reads=_tables_read(text, path.parent / "slices.sql"),
        sql=text,
        path=path,
    )


@dataclass(frozen=True)
class Measure:
    """One macro of macros.sql: how it is called and what it gives, with its unit."""

    call: str
    meaning: str


@cache
def measures(folder: Path = QUERIES) -> tuple[Measure, ...]:
    """Every measure that macros.sql defines, in its order."""
    text = (folder / "macros.sql").read_text(encoding="utf-8")
    return tuple(
        Measure(match["call"], match["meaning"].replace("\n-- ", " "))
        for match in _MEASURE.finditer(text)
    )


_read_once = cache(read_query)


@cache
def names(folder: Path = QUERIES) -> tuple[str, ...]:
    """What can be asked, in alphabetical order; no file is read for it."""
    return tuple(sorted({path.stem for path in folder.glob("*.sql")} - set(NO_QUESTIONS)))


@cache
def questions(folder: Path = QUERIES) -> dict[str, Query]:
    """Every question by name, in alphabetical order."""
    return {name: _read_once(folder / f"{name}.sql") for name in names(folder)}


def question(name: str) -> Query:
    """The question of that name, its file alone read; Mistake names the nearest one."""
    if name not in names():
        raise Mistake(f"there is no question {name!r}{nearest(name, names())}")
    return _read_once(QUERIES / f"{name}.sql")
