"""Each row that would become a silently wrong number is refused with file, row and fix."""

import re
from datetime import date
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.checks import CHECKS, RESERVED
from insight.problems import Mistake
from insight.publish import publish
from insight.publishing.session import PublishingSession
from insight.tables import TABLES
from insight.version import current_name

DAY = date(2026, 1, 5)
GOOD = {
    "survey_responses": [
        {"response_id": f"R{n}", "responded_on": DAY, "recommend_score": 9} for n in range(3)
    ]
}


def answer(**more):
    return {"response_id": "R9", "responded_on": DAY, **more}


def rating(**more):
    scale = {f"{side}_{end}": value for side in ("wanted", "delivered") for end, value in ENDS}
    return {"response_id": "R0", "item": "Price", **scale, **more}


ENDS = (("low", 1.0), ("high", 5.0))
CONVENIENT = {f"convenient_{end}": value for end, value in ENDS}


def change(**more):
    return {"title": "New tariff", "started_on": DAY, **more}


def after_good(table, *rows):
    """Rows after the good ones, so that the row named is not always the first."""
    return {**GOOD, table: [*GOOD.get(table, []), *rows]}


COMPLETE = {
    "survey_responses": answer(),
    "ratings": rating(wanted=3.0),
    "changes": change(),
    "customers": {"customer_id": "C"},
    "departures": {"customer_id": "C", "left_on": DAY},
    "contacts": {"customer_id": "C", "contacted_on": DAY},
    "follow_ups": {"response_id": "R0", "opened_on": DAY},
    "interactions": {"day": DAY, "channel": "Phone", "interactions": 3},
    "beliefs": {"item": "Price", "wanted": 3.0, "wanted_low": 1.0, "wanted_high": 5.0},
    "invitations": {"day": DAY, "sent": 9},
}
"""A row of each table that may be published."""


def without(table, column):
    """A row that lacks what every row of its table needs, and what is said of it."""
    row = len(GOOD.get(table, [])) + 1
    said = f"row {row} has no {column} (1 such rows); every row of {table}, "
    return after_good(table, {**COMPLETE[table], column: None}), table, said


REFUSED = [
    *(without(table.name, column) for table in TABLES.values() for column in table.required),
    (
        after_good("interactions", {**COMPLETE["interactions"], "interactions": -1}),
        "interactions",
        "row 1 has interactions -1 (1 such rows); a count is 0 or more",
    ),
    (
        after_good("invitations", {**COMPLETE["invitations"], "sent": -1}),
        "invitations",
        "row 1 has sent -1 (1 such rows); a count is 0 or more",
    ),
    (
        after_good("beliefs", {**COMPLETE["beliefs"], "wanted_high": 1.0}),
        "beliefs",
        "row 1 has wanted 3.0 without its scale (1 such rows); fill wanted_low and wanted_high",
    ),
    (
        after_good("beliefs", {**COMPLETE["beliefs"], "wanted": 6.0}),
        "beliefs",
        "row 1 has wanted 6.0 on a scale from 1.0 to 5.0 (1 such rows); correct the scale",
    ),
    (
        after_good("beliefs", {**COMPLETE["beliefs"], "convenient": 3.0}),
        "beliefs",
        "row 1 has convenient 3.0 without its scale (1 such rows); fill convenient_low",
    ),
    (
        after_good("beliefs", {**COMPLETE["beliefs"], "convenient": 6.0, **CONVENIENT}),
        "beliefs",
        "row 1 has convenient 6.0 on a scale from 1.0 to 5.0 (1 such rows); correct the scale",
    ),
    (
        after_good("ratings", rating(effort=3.0)),
        "ratings",
        "row 1 has effort 3.0 without its scale (1 such rows); fill effort_low and effort_high",
    ),
    (
        after_good("ratings", rating(effort=0.0, effort_low=1.0, effort_high=5.0)),
        "ratings",
        "row 1 has effort 0.0 on a scale from 1.0 to 5.0 (1 such rows); correct the scale",
    ),
    (
        after_good("ratings", rating(functional=0, dysfunctional=5)),
        "ratings",
        "row 1 has functional 0 (1 such rows); it must be 1 (like), 2 (expect)",
    ),
    (
        after_good("ratings", rating(functional=1, dysfunctional=9)),
        "ratings",
        "row 1 has dysfunctional 9 (1 such rows); it must be 1 (like), 2 (expect)",
    ),
    (
        after_good("survey_responses", answer(responded_on=date(9999, 12, 31))),
        "survey_responses",
        "row 4 has responded_on 9999-12-31 (1 such rows), which is no day that can be; correct it",
    ),
    (
        after_good("survey_responses", answer(recommend_score=11)),
        "survey_responses",
        "row 4 has recommend_score 11 (1 such rows); it must be a whole number from 0 to 10",
    ),
    (
        after_good("survey_responses", answer(recommend_score=-1)),
        "survey_responses",
        "row 4 has recommend_score -1",
    ),
    (
        after_good("survey_responses", answer(weight=-0.5)),
        "survey_responses",
        "row 4 has weight -0.5 (1 such rows); a weight is 0 or more",
    ),
    (
        after_good("survey_responses", answer(weight=float("nan"))),
        "survey_responses",
        "row 4 has weight nan",
    ),
    (
        after_good("survey_responses", answer(response_id="R1"), answer(response_id="R1")),
        "survey_responses",
        "response_id R1 stands in more than one row (1 such ids), first in row 2; keep one row",
    ),
    (
        after_good("customers", {"customer_id": "C"}, {"customer_id": "D"}, {"customer_id": "C"}),
        "customers",
        "customer_id C stands in more than one row (1 such ids), first in row 1; keep one row",
    ),
    (
        after_good("ratings", rating(delivered=3.0, delivered_high=None)),
        "ratings",
        "row 1 has delivered 3.0 without its scale (1 such rows); fill delivered_low and",
    ),
    (
        after_good("ratings", rating(wanted=3.0, wanted_low=3.0, wanted_high=3.0)),
        "ratings",
        "row 1 has wanted 3.0 without its scale",
    ),
    (
        after_good("ratings", rating(), rating(item="Speed", wanted=6.0)),
        "ratings",
        "row 2 has wanted 6.0 on a scale from 1.0 to 5.0 (1 such rows); correct the scale",
    ),
    (
        after_good("ratings", rating(delivered=6.0, delivered_low=5.0, delivered_high=1.0)),
        "ratings",
        "row 1 has delivered 6.0 on a scale from 5.0 to 1.0",
    ),
    (
        after_good("ratings", rating(wanted=1.0), rating(wanted=2.0)),
        "ratings",
        "R0 / Price is rated in more than one row (1 such pairs), first in row 1; keep one row",
    ),
    (
        after_good("ratings", rating(), rating(response_id="R77")),
        "ratings",
        "row 2 belongs to response_id R77, which survey_responses lacks (1 such rows); import both",
    ),
    (
        after_good("ratings", rating(kind="hard"), rating(response_id="R1", kind="soft")),
        "ratings",
        "item Price is both hard and soft (1 such items), first in row 1; give it one kind",
    ),
    (
        after_good(
            "ratings",
            rating(wanted=1.0, wanted_low=0.0, wanted_high=1.0),
            rating(response_id="R1", wanted=4.0),
        ),
        "ratings",
        "item Price is picked in one survey and rated in another (1 such items), first in row 1",
    ),
    (
        after_good("ratings", rating(kind="fuzzy")),
        "ratings",
        "row 1 has kind fuzzy (1 such rows); write hard, soft or leave it empty",
    ),
    (
        after_good("changes", change(), change(lane="theirs")),
        "changes",
        "row 2 has lane theirs (1 such rows); write ours, customers or market",
    ),
    (
        after_good("changes", change(ended_on=date(2026, 1, 4))),
        "changes",
        "row 1, New tariff, ends before it starts (1 such rows); correct the two days",
    ),
    (
        after_good("changes", change(started_on=date(207, 1, 4))),
        "changes",
        "row 1 has started_on 0207-01-04 (1 such rows), which is no day that can be",
    ),
    (
        after_good("changes", change(ended_on=date(9999, 12, 31))),
        "changes",
        "row 1 has ended_on 9999-12-31 (1 such rows), which is no day that can be",
    ),
    (
        after_good("changes", change(change_id="a"), change(change_id="a")),
        "changes",
        "change_id a stands in more than one row (1 such ids), first in row 1; keep one row",
    ),
]


def test_a_complete_row_of_every_table_is_published(folder_of):
    rows = {**{name: [row] for name, row in COMPLETE.items()}, **GOOD}
    assert set(publish(folder_of(**rows)).tables) == set(TABLES)


@pytest.fixture(scope="module")
def refusals(tables_in, tmp_path_factory):
    """What publishing says of a case, by its number: (folder, message)."""

    @cache
    def said(number):
        folder = tables_in(tmp_path_factory.mktemp("refused"), **REFUSED[number][0])
        with pytest.raises(Mistake) as refused:
            publish(folder)
        return folder, str(refused.value)

    return said


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[case[2][:50] for case in REFUSED])
def test_a_wrong_row_is_refused_with_file_row_and_fix(refusals, number):
    _, table, sentence = REFUSED[number]
    folder, said = refusals(number)
    assert f"{folder / 'exports' / table}.parquet: {sentence}" in said
    assert current_name(folder) is None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.sentence[8:60])
def test_every_check_refuses_one_of_these_cases(refusals, check):
    whole = re.escape(check.sentence)
    for name in ("file", "row", "shown", "n"):
        whole = whole.replace(re.escape(f"{{{name}}}"), ".+")
    said = "\n".join(refusals(number)[1] for number in range(len(REFUSED)))
    assert re.search(f"^{whole}$", said, re.MULTILINE)


def test_several_kinds_of_wrong_rows_are_all_told_and_counted(folder_of):
    folder = folder_of(
        survey_responses=[answer(recommend_score=11), answer(recommend_score=12, response_id="R8")],
        changes=[change(lane="theirs")],
    )
    with pytest.raises(Mistake) as refused:
        publish(folder)
    first, second = str(refused.value).splitlines()
    assert "row 1 has recommend_score 11 (2 such rows)" in first
    assert "lane theirs" in second


def write(folder, name, **columns):
    path = folder / "exports" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def refusal(folder):
    with pytest.raises(Mistake) as refused:
        publish(folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("recommend_score", ["9"]),
        ("recommend_score", ["x"]),
        ("recommend_score", [[9]]),
        ("weight", ["1"]),
        ("responded_on", ["2026-01-05"]),
        ("responded_on", [20260105]),
        ("responded_on", [True]),
        ("response_id", [[1]]),
        ("comment", [{"text": "x"}]),
    ],
)
def test_a_column_of_the_wrong_type_is_refused_by_name(tmp_path, name, values):
    path = write(tmp_path, "survey_responses", **({"responded_on": [DAY]} | {name: values}))
    assert refusal(tmp_path).startswith(f"{path}: column {name} is ")


@pytest.mark.parametrize("values", [[9.0], [9], [True, None][1:], [None]])
def test_numbers_of_any_kind_and_none_at_all_are_scores(tmp_path, values):
    write(tmp_path, "survey_responses", responded_on=[DAY], recommend_score=values)
    assert publish(tmp_path).tables == {"survey_responses": 1}


def test_half_a_point_is_no_score(tmp_path):
    write(tmp_path, "survey_responses", responded_on=[DAY], recommend_score=[9.5])
    assert "row 1 has recommend_score 9.5" in refusal(tmp_path)


def test_a_score_that_is_no_number_is_no_score(tmp_path):
    write(tmp_path, "survey_responses", responded_on=[DAY], recommend_score=[float("nan")])
    assert "row 1 has recommend_score nan" in refusal(tmp_path)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_column_named_as_publishing_names_its_own_is_refused(tmp_path, name):
    path = write(tmp_path, "survey_responses", responded_on=[DAY], **{name.upper(): ["x"]})
    assert refusal(tmp_path) == (
        f"{path}: column {name.upper()} has a name that publishing uses; rename it"
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [(table.name, column) for table in TABLES.values() for column in table.required],
)
def test_a_missing_column_is_named_with_the_nearest_there_is(tmp_path, table, column):
    there = {name: pa.array(["x"]) for name in TABLES[table].required if name != column}
    misspelled = column[:-1] + "x"
    if table != "survey_responses":
        write(tmp_path, "survey_responses", responded_on=[DAY])
    path = write(tmp_path, table, **(there | {misspelled: pa.array(["x"])}))
    said = refusal(tmp_path)
    assert said.startswith(f"{path}: column {column} is missing; did you mean {misspelled!r}?")
    assert TABLES[table].one_row_is in said


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all" * 100])
def test_a_file_that_is_no_parquet_is_named(folder_of, content):
    folder = folder_of(**GOOD)
    path = folder / "exports" / "ratings.parquet"
    path.write_bytes(content)
    assert refusal(folder).startswith(f"{path}: this is no readable Parquet file")


def test_a_file_that_breaks_in_the_middle_is_refused(folder_of):
    folder = folder_of(
        survey_responses=[answer(response_id=f"R{n}", comment=f"{n}" * 50) for n in range(2000)]
    )
    path = folder / "exports" / "survey_responses.parquet"
    data = bytearray(path.read_bytes())
    data[100:1100] = bytes(1000)
    path.write_bytes(data)
    with pytest.raises(Exception, match=r"survey_responses\.parquet|publishing stopped"):
        publish(folder)
    assert current_name(folder) is None


def test_reading_each_table_once_refuses_the_same(refusals, monkeypatch):
    monkeypatch.setattr(PublishingSession, "screens_first", False)
    for number in range(0, len(REFUSED), 3):
        folder, said = refusals(number)
        with pytest.raises(Mistake) as refused:
            publish(folder)
        assert str(refused.value) == said
