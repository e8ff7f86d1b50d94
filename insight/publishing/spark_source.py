"""A company's tables where a cluster finds them: files of `<table>.parquet`, or a catalog."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from insight.checks import refuse_wrong_columns
from insight.problems import Mistake
from insight.publishing.spark_cluster import Cluster
from insight.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame

_CATALOG = re.compile(r"[\w-]+(\.[\w-]+){0,2}")
_TYPES = {
    "string": "VARCHAR",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "void": '"NULL"',
}
"""DuckDB's names for Spark's types."""
ROW_INDEX, FILE_PATH = "_row_index", "_file_path"
"""Columns that the view of a source with numbered rows has besides."""
PART_BITS = 40
"""A row's number is that of its file times two to this power, and its place in it."""
_FRACTIONS = ("FLOAT", "DOUBLE", "DECIMAL")


@dataclass(frozen=True)
class Found:
    """One table of the source: where it is, and its columns as DuckDB types."""

    table: str
    place: str
    view: str
    """What the cluster knows its rows by, with their places where it has them."""
    types: dict[str, str]
    has_row_numbers: bool


class Source:
    """The folder, address or catalog that holds tables of our names."""

    def __init__(self, cluster: Cluster, place: str):
        self._cluster = cluster
        self.folder = Path(place).resolve() if Path(place).is_dir() else None
        """The folder, where it is one of this machine."""
        self.is_catalog = self.folder is None and bool(_CATALOG.fullmatch(place))
        self.place = str(self.folder or place).rstrip("/")

    def find(self) -> dict[str, Found]:
        """The tables that are there, by name; Mistake without answers."""
        found = {name: one for name in TABLES if (one := self._found(name))}
        if "survey_responses" not in found:
            answers = self._place_of("survey_responses")
            raise Mistake(
                f"{answers} is not there for Spark at {self._cluster.remote}; --source is "
                "a folder or address with <table>.parquet, or catalog.schema"
            )
        return found

    def _place_of(self, table: str) -> str:
        return f"{self.place}.{table}" if self.is_catalog else f"{self.place}/{table}.parquet"

    def _found(self, table: str) -> Found | None:
        from pyspark.errors import AnalysisException

        place, view = self._place_of(table), f"{table}_source"
        with self._cluster.errors():
            try:
                has_places = self._named(place, view)
                fields = self._cluster.spark.table(view).schema.fields
            except AnalysisException as error:
                if is_absence(str(error)):
                    return None
                raise
        types = {one.name: _duckdb_type(one.dataType.simpleString()) for one in fields}
        if has_places:
            del types[ROW_INDEX], types[FILE_PATH]
        return Found(table, place, view, types, has_places) if types else None

    def _named(self, place: str, view: str) -> bool:
        """Let statements name the rows of a place; whether they have places in files.

        Spark opens files anew whenever it is asked what a place holds, but not what a view does.
        """
        from pyspark.errors import AnalysisException

        spark = self._cluster.spark
        if self.is_catalog:
            frame = spark.table(".".join(f"`{one}`" for one in place.split(".")))
            frame.createOrReplaceTempView(view)
            return False
        frame = spark.read.parquet(place)
        try:
            _numbered(frame).createOrReplaceTempView(view)
            return True
        except AnalysisException as error:
            if is_absence(str(error)):
                raise
        frame.createOrReplaceTempView(view)
        return False


def _numbered(frame: "DataFrame") -> "DataFrame":
    """The rows with their places in their files; AnalysisException where the server has none."""
    from pyspark.sql.connect.functions import col

    places = (("row_index", ROW_INDEX), ("file_path", FILE_PATH))
    return frame.select("*", *(col(f"_metadata.{one}").alias(name) for one, name in places))


def is_absence(error: str) -> bool:
    """Whether what Spark says is that something is not there."""
    return any(
        word in error
        for word in (
            "PATH_NOT_FOUND",
            "TABLE_OR_VIEW_NOT_FOUND",
            "SCHEMA_NOT_FOUND",
            "Table not found",
            "UNABLE_TO_INFER_SCHEMA",
        )
    )


def _duckdb_type(spark: str) -> str:
    if spark.startswith("decimal"):
        return spark.upper()
    if spark.startswith(("varchar", "char")):
        return "VARCHAR"
    return _TYPES.get(spark, spark.upper())


def known_columns(found: Found) -> dict[str, str]:
    """DuckDB types of the columns that `<table>_known` has, ours first; Mistake if one is wrong."""
    table = TABLES[found.table]
    refuse_wrong_columns(table, found.place, found.types)
    ours = {
        one.name: one.type
        if found.types.get(one.name) in (None, '"NULL"')
        else found.types[one.name]
        for one in table.columns
    }
    plain = {*_TYPES.values()} - {'"NULL"'}
    own = {
        name: type_
        for name, type_ in found.types.items()
        if name not in ours and (type_ in plain or type_.startswith("DECIMAL"))
    }
    return {**ours, **own, "_row": "BIGINT"}


def known_sql(found: Found, raw: str, has_parts: bool) -> str:
    """What selects `<table>_known` from a view of the source, in Spark's dialect.

    A table of several files also reads the relation `<table>_parts` (path, part).
    """
    columns = [
        f"{_selected(name, type_, found)} as {ticked(name)}"
        for name, type_ in known_columns(found).items()
        if name != "_row"
    ]
    sql = f"select {', '.join(columns)}, {_row(found, has_parts)} as _row from {raw}"
    if has_parts:
        sql += f" inner join {found.table}_parts on {raw}.{FILE_PATH} = {found.table}_parts.path"
    return sql


def _selected(name: str, type_: str, found: Found) -> str:
    """A column as Spark selects it; a number with a fraction is rounded as DuckDB casts it."""
    stated = found.types.get(name)
    if stated in (None, '"NULL"'):
        return f"cast(null as {'string' if type_ == 'VARCHAR' else type_})"
    wanted = {one.name: one.type for one in TABLES[found.table].columns}.get(name)
    is_fraction = stated.startswith(_FRACTIONS)
    if wanted in ("INTEGER", "BIGINT") and is_fraction:
        return f"{'round' if stated.startswith('DECIMAL') else 'rint'}({ticked(name)})"
    return ticked(name)


def _row(found: Found, has_parts: bool) -> str:
    """What orders rows: their place in their file, else the number of an id, else what they say."""
    if found.has_row_numbers:
        part = f"shiftleft({found.table}_parts.part, {PART_BITS}) + " if has_parts else ""
        return f"{part}{ROW_INDEX} + 1"
    whole = f"xxhash64({', '.join(map(ticked, found.types))})"
    if found.table == "survey_responses" and "response_id" in found.types:
        digits = "regexp_extract(cast(response_id as string), '([0-9]{1,18})$', 1)"
        return f"coalesce(try_cast(nullif({digits}, '') as bigint), {whole})"
    return whole


def ticked(name: str) -> str:
    """A name as Spark's SQL writes it, whatever stands in it."""
    return "`" + name.replace("`", "``") + "`"
