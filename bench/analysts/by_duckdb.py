"""DuckDB directly on the exported Parquet files: one select a question, nothing prepared."""

from pathlib import Path

import duckdb

from bench.analysts import WINDOW, Asked, Rows
from bench.analysts.columns import answer_dimensions
from bench.analysts.selects import SELECTS, in_both_periods
from insight.tables import export_path
from insight.warehouse import literal


class ByDuckDB:
    """DuckDB with its own defaults, reading the Parquet files at every question."""

    name = "DuckDB"

    def __init__(self, folder: Path):
        self.connection = duckdb.connect(":memory:")
        for table in ("survey_responses", "ratings", "changes"):
            path = literal(str(export_path(folder, table)))
            self.connection.execute(f"create view {table} as select * from read_parquet({path})")
        dimensions = answer_dimensions(self.connection)
        self.selects = SELECTS | {
            "within_or_mix": in_both_periods(dimensions, 1),
            "segment_scan": in_both_periods(dimensions, 2),
        }

    def count(self, question: str, asked: Asked) -> Rows | None:
        if question not in self.selects:
            return None
        chosen = "".join(
            f" and {dimension} in ({', '.join(map(literal, values))})"
            for dimension, values in asked.where
        )
        sql = self.selects[question].format(value=asked.by or "null", chosen=chosen)
        days = {
            "start": asked.period.start,
            "window_start": asked.with_window(WINDOW).period.start,
            "end": asked.period.end,
            "versus_start": asked.versus.start,
            "versus_end": asked.versus.end,
            "baseline_start": asked.baseline.start,
            "baseline_end": asked.baseline.end,
        }
        named = {name: day for name, day in days.items() if f"${name}" in sql}
        return self.connection.execute(sql, named).to_arrow_table().to_pylist()
