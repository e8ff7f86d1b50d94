"""What publishing refuses: rows that would become a silently wrong number.

Each check selects offending rows of a table's export; the sentence names the first one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from insight.engine import Engine
from insight.problems import Mistake, nearest
from insight.tables import TABLES, Table


@dataclass(frozen=True)
class Check:
    """A select of (number of offending rows, what the first one says), and the way out."""

    table: str
    sql: str
    sentence: str
    screen: str | None = None
    """A cheaper select; only where it is not 0 can there be an offending row."""
    condition: str | None = None
    """What an offending row meets, where it offends by itself."""
    shown: str = "''"
    """What of that row the sentence shows."""


def _rows(table: str, condition: str, shown: str, sentence: str) -> Check:
    return Check(
        table,
        f"select count(*), min_by({shown}, _row), min(_row) from {table}_known where {condition}",
        sentence,
        condition=condition,
        shown=shown,
    )


def _repeated(table: str, keys: tuple[str, ...], sentence: str) -> Check:
    """Refuses rows that share all keys; a row without the first of them is not compared."""
    shown = " || ' / ' || ".join(f"{key}::VARCHAR" for key in keys)
    return Check(
        table,
        f"select count(*), min(shown), min(first_row) from (select {shown} as shown, "
        f"min(_row) as first_row from {table}_known where {keys[0]} is not null "
        f"group by {', '.join(keys)} having count(*) > 1)",
        sentence,
        f"select count(*) from (select 1 from {table}_known where {keys[0]} is not null "
        f"group by hash({', '.join(keys)}) having count(*) > 1)",
    )


def _scale(table: str, side: str) -> list[Check]:
    low, high = f"{side}_low", f"{side}_high"
    return [
        _rows(
            table,
            f"{side} is not null and ({low} is null or {high} is null or {low} = {high})",
            f"{side}::VARCHAR",
            f"{{file}}: {{row}} has {side} {{shown}} without its scale ({{n}} such rows); "
            f"fill {low} and {high}",
        ),
        _rows(
            table,
            f"{side} not between least({low}, {high}) and greatest({low}, {high})",
            f"{side}::VARCHAR || ' on a scale from ' || {low} || ' to ' || {high}",
            f"{{file}}: {{row}} has {side} {{shown}} ({{n}} such rows); correct the scale, or "
            "leave the value empty if it means no answer",
        ),
    ]


# One bit an item: a group is a questionnaire, of which there are far fewer than ratings. Items
# beyond 63 share bits, which only sends them on to the check itself.
_RATED_TWICE = """
select count(*) from (
    select 1 from ratings_known inner join (
        select item, 1::BIGINT << (row_number() over () % 63)::INTEGER as bit
        from (select distinct item from ratings_known)
    ) using (item)
    where response_id is not null
    group by hash(response_id)
    having count(*) > bit_count(bit_or(bit))
)
"""
_RATED_BY_NOBODY = """
select count(*) from (select distinct response_id::VARCHAR as rated_in from ratings_known)
anti join survey_responses_known on rated_in = response_id::VARCHAR
"""

RESERVED = frozenset({"cell_id", "_row", "file_row_number", "has_cell"})
"""Names of columns that publishing adds itself."""

_NUMBER = r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|\"NULL\""
_READABLE = {
    "VARCHAR": rf"VARCHAR|ENUM\(.*\)|UUID|DATE|TIMESTAMP.*|BOOLEAN|{_NUMBER}",
    "DATE": r"DATE|TIMESTAMP.*|\"NULL\"",
    "BOOLEAN": r"BOOLEAN|\"NULL\"",
    **dict.fromkeys(("TINYINT", "INTEGER", "BIGINT", "DOUBLE"), _NUMBER),
}
_IN_WORDS = {
    "VARCHAR": "text",
    "DATE": "day",
    "BOOLEAN": "yes or no",
    **dict.fromkeys(("TINYINT", "INTEGER", "BIGINT", "DOUBLE"), "number"),
}
_EARLIEST, _LATEST = "date '1000-01-01'", "date '2999-12-31'"

CHECKS: tuple[Check, ...] = (
    *(
        _rows(
            table.name,
            f"{column} is null",
            "''",
            f"{{file}}: {{row}} has no {column} ({{n}} such rows); every row of {table.name}, "
            f"{table.one_row_is}, needs one",
        )
        for table in TABLES.values()
        for column in table.required
    ),
    *(
        _rows(
            table,
            f"{count} < 0",
            f"{count}::VARCHAR",
            f"{{file}}: {{row}} has {count} {{shown}} ({{n}} such rows); a count is 0 or more",
        )
        for table, count in (("interactions", "interactions"), ("invitations", "sent"))
    ),
    *_scale("beliefs", "wanted"),
    *_scale("beliefs", "convenient"),
    *(
        _rows(
            table,
            f"{day} not between {_EARLIEST} and {_LATEST}",
            f"{day}::VARCHAR",
            f"{{file}}: {{row}} has {day} {{shown}} ({{n}} such rows), which is no day that "
            "can be; correct it",
        )
        for table, day in (
            ("survey_responses", "responded_on"),
            ("changes", "started_on"),
            ("changes", "ended_on"),
        )
    ),
    _rows(
        "survey_responses",
        "weight < 0 or not isfinite(weight)",
        "weight::VARCHAR",
        "{file}: {row} has weight {shown} ({n} such rows); a weight is 0 or more",
    ),
    _rows(
        "survey_responses",
        "recommend_score not between 0 and 10 or recommend_score <> floor(recommend_score)",
        "recommend_score::VARCHAR",
        "{file}: {row} has recommend_score {shown} ({n} such rows); it must be a whole number "
        "from 0 to 10, or empty for no answer",
    ),
    _repeated(
        "survey_responses",
        ("coalesce(response_id::VARCHAR, 'answer ' || _row)",),
        "{file}: response_id {shown} stands in more than one row ({n} such ids), first in "
        "{row}; keep one row for each answered questionnaire",
    ),
    _repeated(
        "customers",
        ("customer_id",),
        "{file}: customer_id {shown} stands in more than one row ({n} such ids), first in "
        "{row}; keep one row for each customer",
    ),
    *_scale("ratings", "wanted"),
    *_scale("ratings", "delivered"),
    *_scale("ratings", "effort"),
    *(
        _rows(
            "ratings",
            f"{side} not between 1 and 5 or {side} <> floor({side})",
            f"{side}::VARCHAR",
            f"{{file}}: {{row}} has {side} {{shown}} ({{n}} such rows); it must be 1 (like), "
            "2 (expect), 3 (neutral), 4 (live with), 5 (dislike), or empty for no answer",
        )
        for side in ("functional", "dysfunctional")
    ),
    replace(
        _repeated(
            "ratings",
            ("response_id", "item"),
            "{file}: {shown} is rated in more than one row ({n} such pairs), first in {row}; "
            "keep one row for each item of a questionnaire",
        ),
        screen=_RATED_TWICE,
    ),
    Check(
        "ratings",
        "select count(*), min_by(ratings_known.response_id::VARCHAR, ratings_known._row), "
        "min(ratings_known._row) from ratings_known anti join survey_responses_known "
        "on ratings_known.response_id::VARCHAR = survey_responses_known.response_id::VARCHAR",
        "{file}: {row} belongs to response_id {shown}, which survey_responses lacks "
        "({n} such rows); import both tables together",
        _RATED_BY_NOBODY,
    ),
    Check(
        "ratings",
        "select count(*), min(item), min(first_row) from (select item, min(_row) as first_row "
        "from ratings_known group by item having count(distinct kind) > 1)",
        "{file}: item {shown} is both hard and soft ({n} such items), first in {row}; give it "
        "one kind",
    ),
    Check(
        "ratings",
        "select count(*), min(item), min(first_row) from (select item, min(_row) as first_row "
        "from ratings_known where wanted is not null group by item having "
        "count(distinct wanted_low = 0 and wanted_high = 1) > 1)",
        "{file}: item {shown} is picked in one survey and rated in another ({n} such items), first "
        "in {row}; name the picked and the rated one apart",
    ),
    _rows(
        "ratings",
        "kind is not null and kind not in ('hard', 'soft')",
        "kind::VARCHAR",
        "{file}: {row} has kind {shown} ({n} such rows); write hard, soft or leave it empty",
    ),
    _rows(
        "changes",
        "lane is not null and lane not in ('ours', 'customers', 'market')",
        "lane::VARCHAR",
        "{file}: {row} has lane {shown} ({n} such rows); write ours, customers or market",
    ),
    _rows(
        "changes",
        "ended_on < started_on",
        "title::VARCHAR",
        "{file}: {row}, {shown}, ends before it starts ({n} such rows); correct the two days",
    ),
    _repeated(
        "changes",
        ("change_id",),
        "{file}: change_id {shown} stands in more than one row ({n} such ids), first in {row}; "
        "keep one row for each change",
    ),
)


def refuse_wrong_columns(table: Table, path: Path | str, types: dict[str, str]) -> None:
    """Mistake where an export lacks a needed column, has one of a wrong type or a reserved name."""
    for column in table.required:
        if column not in types:
            raise Mistake(
                f"{path}: column {column} is missing{nearest(column, types)} "
                f"A row of {table.name} is {table.one_row_is}"
            )
    for name in types:
        if name.lower() in RESERVED:
            raise Mistake(f"{path}: column {name} has a name that publishing uses; rename it")
    for column in table.columns:
        type_ = types.get(column.name)
        if type_ is not None and not re.fullmatch(_READABLE[column.type], type_):
            raise Mistake(
                f"{path}: column {column.name} is {type_}, which is no {_IN_WORDS[column.type]}; "
                f"write it as {column.type}"
            )


def refuse_wrong_rows(engine: Engine, exports: Mapping[str, Path | str]) -> None:
    """Run every check of the tables that are there; Mistake with every sentence that applies."""
    checks = [check for check in CHECKS if check.table in exports]
    offending = _one_by_one if engine.screens_first else _in_one_look
    sentences = [
        check.sentence.format(
            file=exports[check.table], n=n, shown=shown, row=engine.row_named(check.table, row)
        )
        for check, (n, shown, row) in offending(engine, checks)
        if n
    ]
    if sentences:
        raise Mistake("\n".join(sentences))


def _one_by_one(engine: Engine, checks: list[Check]) -> Iterator[tuple[Check, tuple]]:
    """(check, (number of offending rows, what the first shows, its row)), the cheaper first."""
    for check in checks:
        if not check.screen or engine.rows(check.screen) != [(0,)]:
            yield check, engine.rows(check.sql)[0]


def _in_one_look(engine: Engine, checks: list[Check]) -> Iterator[tuple[Check, tuple]]:
    """The same, each table read once for all its rows that offend by themselves."""
    found = {check: engine.rows(check.sql)[0] for check in checks if check.condition is None}
    for table in dict.fromkeys(check.table for check in checks):
        alone = [one for one in checks if one.table == table and one.condition is not None]
        columns = [
            f"count(case when {one.condition} then 1 end) as n_{number}, "
            f"min_by({one.shown}, case when {one.condition} then _row end) as shown_{number}, "
            f"min(case when {one.condition} then _row end) as row_{number}"
            for number, one in enumerate(alone)
        ]
        if columns:
            (row,) = engine.rows(f"select {', '.join(columns)} from {table}_known")
            found |= {one: row[3 * at : 3 * at + 3] for at, one in enumerate(alone)}
    yield from ((check, found[check]) for check in checks)
