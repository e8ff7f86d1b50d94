"""What pandas and polars hold in memory: only columns the questions need, texts as categories."""

from pathlib import Path

import duckdb
import pyarrow as pa

from insight.dimensions import text_columns
from insight.tables import export_path
from insight.warehouse import literal, quoted

RATED = """
select
    ratings.item,
    ratings.kind,
    responded_on,
    date_trunc('month', responded_on)::DATE as month,
    1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted,
    1e2 * (delivered - delivered_low) / (delivered_high - delivered_low) as delivered,
    1e2 * (delivered - delivered_low) / (delivered_high - delivered_low)
    - 1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as gap,
    (wanted >= wanted_high - 1)::TINYINT as wanted_top,
    (delivered >= delivered_high - 1)::TINYINT as delivered_top,
    {dimensions}
from ratings inner join survey_responses using (response_id)
"""
CATEGORY = pa.dictionary(pa.int32(), pa.string())


def answer_dimensions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The text columns of the company's own in the view `survey_responses`."""
    described = connection.execute("describe survey_responses").fetchall()
    return text_columns({name: type_ for name, type_, *_ in described}, "survey_responses")


def answers_columns(folder: Path) -> pa.Table:
    """One row an answer: its day, its month, its score and its dimensions."""
    return _columns(
        folder,
        "select responded_on, date_trunc('month', responded_on)::DATE as month, recommend_score, "
        "{dimensions} from survey_responses",
    )


def ratings_columns(folder: Path) -> pa.Table:
    """One row a rating in percent of maximum, with the day, month and dimensions of its answer."""
    return _columns(folder, RATED)


def changes_rows(folder: Path) -> pa.Table:
    """One row a change, as change_timeline shows it."""
    return _columns(
        folder, "select change_id, lane, kind, title, item, started_on, ended_on from changes"
    )


def dimensions_of(folder: Path) -> list[str]:
    """The dimensions that answers carry."""
    with duckdb.connect(":memory:") as connection:
        path = literal(str(export_path(folder, "survey_responses")))
        connection.execute(f"create view survey_responses as select * from read_parquet({path})")
        return answer_dimensions(connection)


def _columns(folder: Path, sql: str) -> pa.Table:
    with duckdb.connect(":memory:") as connection:
        for table in ("survey_responses", "ratings", "changes"):
            path = literal(str(export_path(folder, table)))
            connection.execute(f"create view {table} as select * from read_parquet({path})")
        dimensions = answer_dimensions(connection)
        sql = sql.format(dimensions=", ".join(map(quoted, dimensions)))
        reader = connection.execute(sql).to_arrow_reader(1_000_000)
        schema = pa.schema(
            (one.name, CATEGORY if pa.types.is_string(one.type) else one.type)
            for one in reader.schema
        )
        batches = [batch.cast(schema) for batch in reader]
    return pa.Table.from_batches(batches, schema).unify_dictionaries()
