"""The gateway hides each figure that rests on too few answers, and checks what is promised."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from insight.gateway import keep_promise
from insight.minimum_answers import blank_thin_figures
from insight.problems import Failure
from insight.query import Column, read_query
from tests.queries.rows import answered, picked, rated, together

DAY = date(2026, 1, 15)
GAP = ("gap", "gap_low", "gap_high")
COUNTS = ("respondents_wanted", "respondents_delivered", "respondents")


def pairs(wanted_only=0, delivered_only=0, both=0):
    return (
        [(4, None), (5, None)] * (wanted_only // 2)
        + [(5, None)] * (wanted_only % 2)
        + [(None, 1 + n % 3) for n in range(delivered_only)]
        + [(4 + n % 2, 1 + n % 3) for n in range(both)]
    )


def hidden(row):
    return {name for name, value in row.items() if value is None}


def test_each_figure_is_hidden_by_the_count_it_rests_on(given, ask):
    # Twelve said how much they want it, five of these how well it is delivered.
    gateway = given(minimum_answers=10, **rated("Price", pairs(wanted_only=7, both=5)))
    [row] = ask(gateway, "want_vs_delivered")
    assert (row["wanted"], row["wanted_top"]) == (pytest.approx(86.36, abs=3), 100.0)
    assert row["respondents_wanted"] == 12
    assert hidden(row) == {
        "value",
        "kind",
        "delivered",
        "delivered_top",
        "delivered_low",
        "delivered_high",
        "importance_satisfaction",
        "respondents_delivered",
        "respondents",
        *GAP,
    }


def test_a_paired_gap_is_hidden_by_those_who_rated_both(given, ask):
    # Eighteen wanted, eighteen delivered, nine both: half of them, so the gap is paired.
    tables = rated("Price", pairs(wanted_only=9, delivered_only=9, both=9))
    [row] = ask(given(minimum_answers=10, **tables), "want_vs_delivered")
    assert [row[name] for name in COUNTS] == [18, 18, None]
    assert [row[name] for name in GAP] == [None, None, None]
    assert row["wanted"] is not None
    assert row["delivered"] is not None


def test_a_paired_gap_of_enough_people_is_shown(given, ask):
    tables = rated("Price", pairs(wanted_only=9, delivered_only=9, both=10))
    [row] = ask(given(minimum_answers=10, **tables), "want_vs_delivered")
    assert [row[name] for name in COUNTS] == [19, 19, 10]
    assert None not in [row[name] for name in GAP]


def test_an_unpaired_gap_is_hidden_by_the_smaller_side(given, ask):
    # Four of twelve rated both: fewer than half, so both sides are compared.
    tables = rated("Price", pairs(wanted_only=30, delivered_only=8, both=4))
    [row] = ask(given(minimum_answers=10, **tables), "want_vs_delivered")
    assert [row[name] for name in COUNTS] == [34, 12, None]
    assert None not in [row[name] for name in GAP]


def test_an_unpaired_gap_of_too_few_on_one_side_is_hidden(given, ask):
    tables = rated("Price", pairs(wanted_only=30, delivered_only=9))
    [row] = ask(given(minimum_answers=10, **tables), "want_vs_delivered")
    assert [row[name] for name in COUNTS] == [30, None, 0]
    assert [row[name] for name in (*GAP, "delivered")] == [None] * 4


def test_importance_satisfaction_needs_enough_on_both_sides(given, ask):
    tables = together(
        picked("Streets", [True, False] * 10, [5, 1] * 4 + [None] * 12),
        picked("Police", [True, False] * 10, [5, 1] * 5 + [None] * 10),
    )
    rows = {
        row["item"]: row for row in ask(given(minimum_answers=10, **tables), "want_vs_delivered")
    }
    assert rows["Police"]["importance_satisfaction"] == 0.25
    assert rows["Streets"]["importance_satisfaction"] is None
    assert rows["Streets"]["wanted"] == 50.0


def test_a_blanked_row_keeps_only_its_keys(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(DAY, *[9] * 9, region="North")
        + answered(DAY, *[9] * 10, region="South"),
    )
    north, south = ask(gateway, "nps_trend", by="region")
    assert north == dict.fromkeys(north) | {"period": date(2026, 1, 1), "value": "North"}
    assert (south["respondents"], south["nps"]) == (10, 100.0)


def test_nobody_is_not_hidden(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(DAY, *[None] * 12) + answered(DAY, *[None] * 3, region="North"),
    )
    by_value = {row["value"]: row for row in ask(gateway, "answers", by="region")}
    assert (by_value[None]["answers"], by_value[None]["respondents"]) == (12, 0)
    assert (by_value["North"]["answers"], by_value["North"]["respondents"]) == (None, None)


def test_a_comparison_with_too_few_hides_the_change_but_not_the_present(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(date(2025, 1, 15), *[0] * 9) + answered(DAY, *[9] * 10),
    )
    january = (date(2026, 1, 1), date(2026, 1, 31))
    [row] = ask(gateway, "nps_change", *january, versus="year_before")
    assert (row["nps"], row["respondents"]) == (100.0, 10)
    assert hidden(row) == {
        "value",
        "versus_nps",
        "change",
        "change_low",
        "change_high",
        "p",
        "versus_respondents",
        "versus_design_effect",
    }


@pytest.mark.parametrize(("minimum", "shown"), [(10, 20), (20, 20), (21, None)])
def test_the_minimum_is_that_of_the_settings(given, ask, minimum, shown):
    gateway = given(minimum_answers=minimum, survey_responses=answered(DAY, *[9] * 20))
    [row] = ask(gateway, "nps_trend")
    assert row["respondents"] == shown


QUESTION = """\
-- Who?
--
-- grain: name
--
-- name    TEXT     who
-- left    DOUBLE   a figure (rests on n_left)
-- right   DOUBLE   a figure (rests on n_right)
-- both    DOUBLE   a figure (rests on n_left, n_right)
-- n_left  BIGINT   people (rests on n_left)
-- n_right BIGINT   people (rests on n_right)
-- flag    BOOLEAN  no figure
--
-- workings:
-- secret  DOUBLE   never shown

select 1
"""


@pytest.fixture(scope="module")
def query(tmp_path_factory):
    path = tmp_path_factory.mktemp("queries") / "who.sql"
    path.write_text(QUESTION.replace("n_right BIGINT ", "n_right  BIGINT  "), encoding="utf-8")
    return read_query(path)


def who(*counts):
    left, right = zip(*counts, strict=True)
    n = len(counts)
    return pa.table(
        {
            "name": pa.array([f"row {i}" for i in range(n)]),
            "left": pa.array([1.0] * n),
            "right": pa.array([2.0] * n),
            "both": pa.array([3.0] * n),
            "n_left": pa.array(left, "int64"),
            "n_right": pa.array(right, "int64"),
            "flag": pa.array([True] * n),
            "secret": pa.array([4.0] * n),
        }
    )


COUNT = st.none() | st.integers(0, 25)


@for_all(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=8), st.integers(10, 20))
def test_nothing_is_shown_that_rests_on_too_few(query, counts, minimum):
    shown = blank_thin_figures(who(*counts), query, minimum)
    assert shown.column_names == list(query.column_names)
    for (left, right), row in zip(counts, shown.to_pylist(), strict=True):
        enough_left, enough_right = ((n or 0) >= minimum for n in (left, right))
        assert (row["left"] is not None) == enough_left
        assert (row["right"] is not None) == enough_right
        assert (row["both"] is not None) == (enough_left and enough_right)
        nobody = (left or 0) + (right or 0) == 0
        assert (row["flag"] is not None) == (enough_left or enough_right or nobody)
        for name, n in (("n_left", left), ("n_right", right)):
            assert row[name] is None or row[name] == 0 or row[name] >= minimum
            if (n or 0) >= minimum:
                assert row[name] == n


def test_a_column_that_is_not_promised_is_named(query):
    table = who((20, 20)).append_column("extra", pa.array([1]))
    with pytest.raises(Failure, match=r"who\.sql returns extra, which it does not promise"):
        keep_promise(table, query)


def test_a_promise_that_is_not_kept_is_named(query):
    with pytest.raises(Failure, match=r"who\.sql promises left but does not return it"):
        keep_promise(who((20, 20)).drop_columns(["left"]), query)


def test_a_column_of_another_type_is_named(query):
    table = who((20, 20))
    broken = table.set_column(1, "left", pa.array([1], "int64"))
    with pytest.raises(Failure, match=r"who\.sql promises left DOUBLE but returns int64"):
        keep_promise(broken, query)


def test_the_answer_is_in_the_order_of_its_header(query):
    table = who((20, 20))
    mixed = table.select(list(reversed(table.column_names)))
    kept = keep_promise(mixed, query).column_names
    assert kept == [column.name for column in (*query.columns, *query.workings)]
    assert Column("flag", "BOOLEAN", "no figure", ()) in query.columns
