"""The data dictionary, generated: `python -m insight.dictionary > data/README.md`."""

from insight.query import measures, questions
from insight.tables import TABLES

HEAD = """\
# The data dictionary

A data folder holds `exports/` (one Parquet file a table, in the words below), `settings.toml` and
`published/` (versions made by `python -m insight publish`, not kept in git). This one is the demo:
Harbourline Ferries, a fictional company; `demo_truth.toml` says which truths its answers carry, and
`make demo` makes the same files again.

Only `survey_responses` is needed, and in it only the day. Text columns beyond those listed are the
company's own dimensions, where the table says that it carries dimensions; numbers beyond them are
measures of its own. A text column of more than 200 values is no dimension.

This page is generated from `insight/tables.py` and the headers of `queries/`: run `make dictionary`
after changing either.
"""


def dictionary() -> str:
    """Tables, questions and measures as Markdown."""
    parts = [HEAD, "## Tables\n"]
    for table in TABLES.values():
        carries = " Carries dimensions." if table.carries_dimensions else ""
        parts.append(f"### {table.name}\n\nOne row is {table.one_row_is}.{carries}\n")
        rows = [
            (f"`{column.name}`", column.type, column.meaning, _yes(column.name in table.required))
            for column in table.columns
        ]
        parts.append(_table(("column", "type", "meaning", "needed"), rows))
    parts.append("## Questions\n")
    for query in questions().values():
        grain = ", ".join(f"`{name}`" for name in query.grain)
        parts.append(f"### {query.name}\n\n{query.question} One row for each {grain}.\n")
        rows = [
            (f"`{column.name}`", column.type, column.meaning, ", ".join(column.rests_on))
            for column in query.columns
        ]
        parts.append(_table(("column", "type", "meaning", "rests on"), rows))
    parts.append("## Measures\n")
    parts.append(
        _table(("measure", "meaning"), [(f"`{one.call}`", one.meaning) for one in measures()])
    )
    return "\n".join(parts)


def _yes(needed: bool) -> str:
    return "yes" if needed else ""


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    escaped = [[cell.replace("|", "\\|") for cell in cells] for cells in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in escaped) + "\n"


if __name__ == "__main__":
    print(dictionary(), end="")
