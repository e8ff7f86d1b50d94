import pyarrow as pa
import pytest

from insight.problems import Failure, Mistake, nearest
from insight.query import Measure, Result, measures, question, questions, read_query

WHOLE = """\
-- How many came?
--
-- needs: dimension
-- grain: day, value
--
-- day     DATE    the day
-- value   TEXT    value of the breakdown,
--                 null where there is none
-- guests  BIGINT  people who came (rests on guests)
-- share   DOUBLE  percent who stayed, of those asked and seen (rests on guests, asked and seen)
--
-- workings:
-- asked   BIGINT  people asked
-- seen    BIGINT  people seen
--
-- steps: two_sided_p, t_interval_of_gap

with counted as (
    select *
    from visits
    left join cell_values on visits.cell_id = cell_values.cell_id
    where day between $start_date and $end_date
)

select * from counted
"""


@pytest.fixture
def read(tmp_path):
    def from_text(text, name="guests.sql"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_query(path)

    return from_text


def test_rows_beyond_the_most_are_counted_and_left_out():
    result = Result(pa.table({"value": ["a", "b", "c"]}), question("nps_change"))
    cut = result.first(2)
    assert [row["value"] for row in cut.rows()] == ["a", "b"]
    assert (cut.left_out, result.first(3).left_out) == (1, 0)


def test_a_header_says_question_needs_grain_columns_workings_and_steps(read):
    query = read(WHOLE)
    assert query.name == "guests"
    assert query.question == "How many came?"
    assert query.grain == ("day", "value")
    assert query.needs == ("dimension",)
    assert query.column_names == ("day", "value", "guests", "share")
    assert [column.name for column in query.workings] == ["asked", "seen"]
    assert query.steps == ("two_sided_p", "t_interval_of_gap")


def test_a_column_says_its_type_meaning_and_the_counts_it_rests_on(read):
    day, value, guests, share = read(WHOLE).columns
    assert (day.type, day.meaning, day.rests_on) == ("DATE", "the day", ())
    assert value.meaning == "value of the breakdown, null where there is none"
    assert (guests.meaning, guests.rests_on) == ("people who came", ("guests",))
    assert share.meaning == "percent who stayed, of those asked and seen"
    assert share.rests_on == ("guests", "asked", "seen")


def test_a_statement_says_its_parameters_and_what_it_reads(read):
    query = read(WHOLE)
    assert query.parameters == {"start_date", "end_date"}
    assert query.reads == {"visits", "cell_values"}
    assert query.is_rate
    assert not query.compares


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("select 1", r"guests\.sql does not open with its question"),
        ("-- Who?\n--\n-- name text  lower\nselect 1", r"guests\.sql: the header line “name text"),
        ("-- Who?\n-- name  TEXT  who\nselect 1; select 2", "exactly one select"),
        ("-- Who?\n-- name  TEXT  who\ncopy (select 1) to 'x'", "exactly one select"),
        ("-- Who?\n-- name  TEXT  who\n", "exactly one select"),
    ],
)
def test_a_file_that_is_no_question_is_named(read, text, sentence):
    with pytest.raises(Failure, match=sentence):
        read(text)


def test_a_question_is_found_by_name():
    assert question("nps_trend").question == "How has NPS moved, period by period?"
    assert not {"macros", "slices"} & set(questions())


def test_an_unknown_question_names_the_nearest():
    with pytest.raises(Mistake, match="no question 'nps_trand'; did you mean 'nps_trend'"):
        question("nps_trand")


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("Nrth", ["North", "South"], "; did you mean 'North'?"),
        ("north", ["North", "South"], "; did you mean 'North'?"),
        ("xyz", ["North", "South"], "; there is 'North', 'South'"),
        ("xyz", [], ""),
        ("", [str(n) for n in range(20)], "; there is '0', '1', '2', '3', '4', '5', '6', '7'"),
    ],
)
def test_the_nearest_word_is_named_or_else_what_there_is(word, known, said):
    assert nearest(word, known) == said


def test_measures_are_read_from_their_macros(tmp_path):
    (tmp_path / "macros.sql").write_text(
        "-- Every measure.\n\n-- Share, in percent;\n-- null for nobody.\n"
        "create macro share(part, n) as 1e2 * part / n;\n"
    )
    assert measures(tmp_path) == (Measure("share(part, n)", "Share, in percent; null for nobody."),)
