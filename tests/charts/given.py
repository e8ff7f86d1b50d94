"""Answers written by hand, with the types their question promises."""

from datetime import date
from typing import Any

import pyarrow as pa

from insight.query import Result, question
from insight.stats.period_changes import period_changes
from insight.stats.two_waves import Wave
from insight.words import Words

WORDS = Words()

_TYPES = {
    "TEXT": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}


def answer(name: str, rows: list[dict[str, Any]], **asked: Any) -> Result:
    """The answer to a question; columns left out of a row are null, as blanked ones are."""
    query = question(name)
    schema = pa.schema([(column.name, _TYPES[column.type]) for column in query.columns])
    filled = [{column: row.get(column) for column in query.column_names} for row in rows]
    return Result(pa.Table.from_pylist(filled, schema), query, {"dimension": None} | asked)


def scored(
    period: date,
    promoters: int,
    detractors: int,
    respondents: int,
    value: str | None = None,
    complete: bool = True,
) -> dict[str, Any]:
    """One row of nps_trend."""
    wave = Wave(promoters, detractors, respondents)
    low, high = wave.interval
    return {
        "period": period,
        "value": value,
        "nps": wave.nps,
        "nps_low": low,
        "nps_high": high,
        "respondents": respondents,
        "promoters": promoters,
        "passives": respondents - promoters - detractors,
        "detractors": detractors,
        "complete": complete,
    }


def trend(*rows: dict[str, Any], unit: str = "year", **asked: Any) -> Result:
    """An answer to nps_trend; its changes are worked out as the question's step does."""
    return answer("nps_trend", _with_changes(rows, unit), unit=unit, **asked)


def _with_changes(rows: tuple[dict[str, Any], ...], unit: str) -> list[dict[str, Any]]:
    shown = [row for row in rows if row.get("respondents")]
    if not shown:
        return list(rows)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    counted = [
        row
        | {f"wave_{who}": float(row[who]) for who in ("promoters", "detractors", "respondents")}
        | {"months": months, "design_effect": row.get("design_effect", 1.0)}
        for row in shown
    ]
    compared = iter(period_changes(pa.Table.from_pylist(counted)).to_pylist())
    return [next(compared) if row.get("respondents") else row for row in rows]


def texts(figure: Any) -> str:
    """Everything that a figure writes without being touched."""
    written = [annotation.text for annotation in figure.layout.annotations]
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        written += [str(text) for text in axis.ticktext or ()]
    return "\n".join(written)


def hovers(figure: Any) -> list[str]:
    """Every hover text of a figure."""
    return [text for trace in figure.data for text in (trace.hovertext or ())]
