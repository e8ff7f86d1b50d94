"""Samples made by hand: their first rows, their layout, and an import by the suggested lines."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from insight.importers.drafts.draft import toml_key
from insight.importers.layout import Layout, Rows, Suggestion
from insight.importers.layouts import recognise
from insight.importers.mappings.fields import toml_value

SAMPLES = Path(__file__).parent / "samples"
SEMICOLONS = ("lime_survey_codes",)


def first_rows(sample: str) -> Rows:
    """The rows of a sample, or of any file, as text."""
    path = Path(sample) if "/" in str(sample) else SAMPLES / f"{sample}.csv"
    delimiter = ";" if sample in SEMICOLONS else ","
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=delimiter)]


def layout_of(sample: str) -> Layout:
    layout = recognise(first_rows(sample))
    assert layout is not None, f"{sample} is not recognised"
    return layout


def line(layout: Layout, name: str, table: str = "survey_responses") -> Suggestion | None:
    """The suggested line of this name; None where there is none."""
    found = [each for each in layout.suggestions if (each.table, each.name) == (table, name)]
    assert len(found) < 2, f"{name} is suggested twice"
    return found[0] if found else None


def mapping_of(layout: Layout) -> str:
    """A mapping of the suggested lines, each taken as it is offered."""
    written = [f"[file]\nlayout = {toml_value(layout.key)}\n\n[survey_responses]"]
    items = []
    for each in layout.suggestions:
        if each.table == "ratings.items":
            items += ["", "[[ratings.items]]", f"item = {toml_value(each.name)}"]
            items += [f"{side} = {toml_value(entry)}" for side, entry in each.entry.items()]
        else:
            written.append(f"{toml_key(each.name)} = {toml_value(each.entry)}")
    return "\n".join([*written, *items, ""])


@dataclass(frozen=True)
class Import:
    """What came of importing a sample."""

    responses: list[dict]
    ratings: dict[tuple[str, str], tuple]
    """(response id, item) -> wanted and delivered."""
    reasons: dict[str, int]
    """Why rows are no answers -> how many."""
    read: int
    kept: int


@pytest.fixture
def imported(folder):
    """Import a sample by its suggested mapping."""

    def take(sample: str) -> Import:
        text = (SAMPLES / f"{sample}.csv").read_bytes().decode("utf-8")
        layout = layout_of(sample)
        summary = folder.take(text, mapping_of(layout), file=f"{sample}.csv")
        rated = any(each.table == "ratings.items" for each in layout.suggestions)
        ratings = folder.rows("ratings") if rated else []
        source = folder.sources("survey_responses")[0]
        return Import(
            folder.rows("survey_responses"),
            {
                (row["response_id"], row["item"]): (row.get("wanted"), row.get("delivered"))
                for row in ratings
            },
            dict(summary.reasons),
            source.rows_read,
            source.rows_kept,
        )

    return take
