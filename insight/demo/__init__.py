"""Harbourline Ferries, a fictional company: five years of exports with planted truths."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from insight.demo.company import customers
from insight.demo.days import AS_OF
from insight.demo.departures import departures
from insight.demo.relations import contacts, follow_ups, interactions
from insight.demo.story import changes
from insight.demo.surveys import answers, invitations
from insight.demo.wants import beliefs, ratings
from insight.tables import ARROW_TYPES, TABLES, Source, write_export

SETTINGS = """\
# Settings of this data folder. A line left out takes its default.

# Stands above every page.
company = "Harbourline Ferries"

# True: every page says that the company and its customers are made up.
fictional = true

# The month, 1 to 12, in which the fiscal year starts.
fiscal_year_starts = 1

# Figures resting on fewer answers are hidden; never below 10.
minimum_answers = 10

# How dates and numbers are written.
language = "en_GB"
"""


def make_demo(data_folder: Path, progress: Callable[[str], None] | None = None) -> None:
    """Write the ten exports of the demo company, the same each time, and its settings if absent."""
    tell = progress or (lambda _line: None)
    tell("Harbourline Ferries: asking customers")
    known = customers()
    invited = invitations()
    answered = answers(invited, known)
    makers = {
        "survey_responses": lambda: {
            name: answered[name] for name in answered if name not in ("mood", "person")
        },
        "ratings": lambda: ratings(answered),
        "changes": changes,
        "customers": lambda: known,
        "departures": lambda: departures(answered, known),
        "contacts": lambda: contacts(known),
        "follow_ups": lambda: follow_ups(answered),
        "interactions": interactions,
        "beliefs": beliefs,
        "invitations": lambda: invited,
    }
    for name, make in makers.items():
        rows = as_table(name, make())
        source = Source(
            name="demo",
            files=("made by python -m insight demo",),
            as_of=AS_OF,
            imported_on=AS_OF,
            rows_read=rows.num_rows,
            rows_kept=rows.num_rows,
            rows_rejected=0,
        )
        write_export(data_folder, name, rows, [source])
        tell(f"{name}: {rows.num_rows:,} rows")
    settings = Path(data_folder) / "settings.toml"
    if not settings.exists():
        settings.write_text(SETTINGS, encoding="utf-8")


def as_table(name: str, columns: dict[str, np.ndarray]) -> pa.Table:
    """The columns of a table in the types `insight.tables` gives them, dimensions after them."""
    types = {column.name: ARROW_TYPES[column.type] for column in TABLES[name].columns}
    dimensions = [column for column in columns if column not in types]
    return pa.table(
        {
            column: pa.array(columns[column], from_pandas=True).cast(types.get(column, pa.string()))
            for column in [*types, *dimensions]
        }
    )
