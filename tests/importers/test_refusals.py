"""What could mean two things stops an import, and each suggested line settles the question."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.command_line.main import main
from insight.importers.mappings.fields import read_field
from insight.importers.mappings.mapping import read_mapping
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.values import read_values
from insight.problems import Mistake

D1, D2 = date(2021, 9, 1), date(2021, 12, 25)
NPS = 'recommend_score = "x"'
DAY = 'responded_on = "x"'
SPEND = 'spend = { column = "x", type = "number" }'


@dataclass(frozen=True)
class Case:
    """A line, what stands in its column, what is said, and what each suggested line gives."""

    line: str
    texts: list[str]
    said: str
    settled: list[list]
    """The values that each suggested line reads; None where it leads to another question."""
    zones: list[str] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    row: int = 2
    column: str = "x"


def days(*written: str) -> list[date]:
    return [date.fromisoformat(day) for day in written]


WORDS = ["10 - extremely likely", "0 = Not at all likely", "7", "Don't know"]
CASES = {
    "dates that fit day/month and month/day": Case(
        DAY,
        ["01/09/2021", "02/12/2021"],
        "'01/09/2021' could be more than one day",
        [days("2021-09-01", "2021-12-02"), days("2021-01-09", "2021-02-12")],
    ),
    "dates of which one proves the order": Case(
        'responded_on = { column = "x", format = "%m/%d/%Y" }',
        ["01/09/2021", "25/12/2021"],
        "'25/12/2021' does not fit the format",
        [[D1, D2]],
        row=3,
    ),
    "a comma before the time": Case(
        DAY,
        ["9/1/2021, 11:30:00 PM", "12/25/2021, 1:05:00 AM"],
        "could be more than one day",
        [[D1, D2], None],
    ),
    "a time with the letters of its zone": Case(
        DAY,
        ["2021-09-01 23:30:00 EDT", "2021-12-25 10:00:00 EST"],
        "The column mixes ways of writing a day",
        [[D1, D2]],
    ),
    "a time in UTC by its letters": Case(
        'responded_on = { column = "x", format = "%m/%d/%Y %H:%M %Z" }',
        ["09/01/2021 23:30 UTC"],
        "is a time in UTC",
        [days("2021-09-02"), days("2021-09-01")],
    ),
    "a day as mails write it": Case(
        DAY, ["Wed, 01 Sep 2021 23:30:00 +0200"], "names no format", [[D1]]
    ),
    "several layouts of dates": Case(
        DAY,
        ["2021-09-01", "25/12/2021"],
        "mixes ways of writing a day: '2021-09-01' in row 2, '25/12/2021' in row 3",
        [[D1, D2]],
        row=3,
    ),
    "several layouts of dates, one of them open": Case(
        DAY,
        ["25/12/2021 10:30", "01/09/2021"],
        "mixes ways of writing a day",
        [[D2, D1], [D2, date(2021, 1, 9)]],
    ),
    "several formats that read one date differently": Case(
        'responded_on = { column = "x", format = ["%d/%m/%Y", "%m/%d/%Y"] }',
        ["25/12/2021", "01/09/2021"],
        "'01/09/2021' is 2021-09-01 by %d/%m/%Y and 2021-01-09 by %m/%d/%Y",
        [[D2, D1]],
        row=3,
    ),
    "two-digit years": Case(
        DAY,
        ["25/12/21"],
        "a year of two digits",
        [[D2], [date(2025, 12, 21)]],
    ),
    "two-digit years of an open century": Case(
        'responded_on = { column = "x", format = "%d/%m/%y" }',
        ["25/12/70"],
        "does not say of which century",
        [[date(1970, 12, 25)], [date(2070, 12, 25)]],
    ),
    "Excel serial dates": Case(
        DAY,
        ["44440", "44555.5"],
        "is a number, as spreadsheets keep days",
        [[D1, D2], days("2025-09-02", "2025-12-26")],
    ),
    "Excel serial dates among others": Case(
        DAY,
        ["25/12/2021", "44440"],
        "mixes ways of writing a day",
        [[D2, D1], [D2, date(2025, 9, 2)]],
    ),
    "Unix timestamps": Case(
        DAY,
        ["1640473200"],
        "is a number, as computers count time since 1970",
        [[D2], [date(2021, 12, 26)]],
    ),
    "Unix timestamps in milliseconds": Case(
        'responded_on = { column = "x", format = "unix-ms" }',
        ["1640473200000"],
        "counts from 1970 in UTC; the customer's local day may be another one",
        [[date(2021, 12, 26)], [D2]],
    ),
    "times in UTC": Case(
        DAY,
        ["2021-12-25T23:00:00Z"],
        "is a time in UTC; the customer's local day may be another one",
        [[date(2021, 12, 26)], [D2]],
    ),
    "times in UTC by the column's name": Case(
        'responded_on = "Submitted (UTC)"',
        ["2021-12-25 23:00"],
        "is a time in UTC, as the column's name says",
        [[date(2021, 12, 26)], [D2]],
        column="Submitted (UTC)",
    ),
    "times without a zone that a zone is to move": Case(
        'responded_on = { column = "x", time_zone = "Asia/Tokyo" }',
        ["2021-12-24 16:00"],
        "does not say in which zone it is",
        [[D2], [date(2021, 12, 24)]],
    ),
    "a row without a time zone": Case(
        'responded_on = { column = "x", time_zone = { column = "TZ" } }',
        ["2021-12-25T23:00:00Z", "2021-12-25T22:00:00Z"],
        "there is no time zone for '2021-12-25T22:00:00Z'",
        [[date(2021, 12, 26), D2]],
        zones=["Europe/Berlin", ""],
        row=3,
        column="TZ",
    ),
    "a row of an unknown time zone": Case(
        'responded_on = { column = "x", time_zone = { column = "TZ" } }',
        ["2021-12-25T23:00:00Z"],
        "'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?",
        [[D2]],
        zones=["Europe/Berln"],
        column="TZ",
    ),
    "a date column with a word": Case(
        'sent_on = "x"',
        ["25/12/2021", "soon"],
        "'25/12/2021' is not written as 2021-09-30",
        [[D2, None]],
    ),
    "a score outside 0 to 10": Case(
        NPS, ["9", "12"], "'12' is outside the scale 0 to 10", [[9, None]], row=3
    ),
    "a score of 1 to 11": Case(
        NPS,
        ["11", "1"],
        "'11' is outside the scale 0 to 10",
        [[10, 0], [None, 1]],
    ),
    "a score of 0 to 100": Case(
        NPS,
        ["0", "70", "100", "Blank"],
        "'70' is outside the scale 0 to 10",
        [[0, 7, 10, None], [0.0, 70.0, 100.0, None], [0, None, None, None]],
        row=3,
    ),
    "a score of 1 to 5": Case(
        NPS,
        ["5", "1", "3"] * 10,
        "this looks like a scale of 1 to 5, not 0 to 10",
        [[5, 1, 3] * 10, [5.0, 1.0, 3.0] * 10],
    ),
    "a score of 1 to 5 as text": Case(
        'recommend_score = { column = "x", labels = { "5 stars" = 5, "1 star" = 1 } }',
        ["5 stars", "1 star"] * 15,
        "this looks like a scale of 1 to 5, not 0 to 10",
        [[5, 1] * 15, [5.0, 1.0] * 15],
    ),
    "a score as text": Case(
        NPS,
        WORDS[:3],
        "'10 - extremely likely' is not a number",
        [[10, 0, 7]],
    ),
    "a score as text with a don't know": Case(
        NPS,
        WORDS,
        "'10 - extremely likely' is not a number",
        [[10, 0, 7, None], [None, None, 7, None]],
    ),
    "a score as text, the best one lowest": Case(
        NPS,
        ["0 - extremely likely", "10 - not at all likely", "3"],
        "is not a number",
        [[10, 0, 7]],
    ),
    "codes that are no answer outside the scale": Case(
        NPS,
        ["9", "11", "99", "-99", "Blank", "N/A"],
        "'11' is outside the scale 0 to 10 (5 such rows: '11' 1 times",
        [[9, None, None, None, None, None]],
        row=3,
    ),
    "99 in a measure": Case(
        SPEND,
        ["5", "12", "3", "99"],
        "'99' may mean that nobody answered, as all other values lie between 3 and 12",
        [[5.0, 12.0, 3.0, None], [5.0, 12.0, 3.0, 99.0]],
        row=5,
    ),
    "-1 in a measure": Case(
        SPEND,
        ["5", "120", "0", "-1"],
        "'-1' may mean that nobody answered",
        [[5.0, 120.0, 0.0, None], [5.0, 120.0, 0.0, -1.0]],
        row=5,
    ),
    "9 far from the other answers of a scale": Case(
        'csat = { column = "x", type = "number", scale = [1, 9] }',
        [*"12345" * 8, "9"],
        "'9' may mean that nobody answered, as all other values lie between 1 and 5",
        [[*(1.0, 2.0, 3.0, 4.0, 5.0) * 8, None], [*(1.0, 2.0, 3.0, 4.0, 5.0) * 8, 9.0]],
        row=42,
    ),
    "9 far from the other recommend scores": Case(
        NPS,
        [*"12345" * 8, "9"],
        "'9' may mean that nobody answered",
        [None, [*(1, 2, 3, 4, 5) * 8, 9]],
        row=42,
    ),
    "9 behind the answers of a measure without a scale": Case(
        SPEND,
        [*"12345" * 8, *"9" * 9],
        "'9' may mean that nobody answered, as all other values lie between 1 and 5",
        [
            [*(1.0, 2.0, 3.0, 4.0, 5.0) * 8, *[None] * 9],
            [*(1.0, 2.0, 3.0, 4.0, 5.0) * 8, *[9.0] * 9],
        ],
        row=42,
    ),
    "N/A among the values of a dimension": Case(
        'region = "x"',
        ["EMEA", "N/A", "-"],
        "'N/A' may mean that nobody answered (2 such rows",
        [["EMEA", None, None], ["EMEA", "N/A", "-"]],
        row=3,
    ),
    "99 among the codes of a dimension": Case(
        'region = "x"',
        ["1", "2", "3", "99"],
        "'99' may mean that nobody answered",
        [["1", "2", "3", None], ["1", "2", "3", "99"]],
        row=5,
    ),
    "a scale that the file's labels turn round": Case(
        'wanted = { column = "x", scale = [1, 3] }',
        ["1", "3"],
        "'1' is 'Very important' by the file's own labels: the scale runs backwards",
        [[1.0, 3.0], [1.0, 3.0]],
        labels={"1": "Very important", "3": "Not important"},
    ),
    "a recommend score that the file's labels turn round": Case(
        NPS,
        ["0", "9"],
        "'0' is 'Extremely likely' by the file's own labels",
        [[10, 1], [0, 9]],
        labels={"0": "Extremely likely", "10": "Not at all likely"},
    ),
    "a code that the file calls Don't know": Case(
        'csat = { column = "x", type = "number", scale = [1, 6] }',
        ["6", "5", "1"],
        "'6' is \"Don't know\" by the file's own labels",
        [[None, 5.0, 1.0], [6.0, 5.0, 1.0]],
        labels={"1": "Bad", "5": "Good", "6": "Don't know"},
    ),
    "decimal commas": Case(
        SPEND, ["2", "3,5"], "'3,5' is not a number", [[2.0, 3.5], [2.0, None]], row=3
    ),
    "decimal commas and thousands": Case(
        SPEND, ["1.234,50"], "'1.234,50' is not a number", [[1234.5], [None]]
    ),
    "a point that may mark thousands": Case(
        SPEND, ["1.234", "5"], "may have a decimal point or mark thousands", [[1.234, 5], [1234, 5]]
    ),
    "thousands in a count": Case(
        'suppliers = "x"', ["1.234"], "'1.234' is not a whole number", [[1234], [None]]
    ),
    "words where numbers are expected": Case(
        NPS, ["Promoter", "Critic"], "'Promoter' is not a number", [None, [None, None]]
    ),
    "many zeros below a gap": Case(
        NPS,
        [*["8", "9", "10"] * 10, *["0"] * 10],
        "'0' may mean that nobody answered, as all other values lie between 8 and 10",
        [[*[8, 9, 10] * 10, *[None] * 10], [*[8, 9, 10] * 10, *[0] * 10]],
        row=32,
    ),
    "a code without its label": Case(
        'recommend_score = { column = "x", labels = { 1 = 0, 11 = 10 } }',
        ["11", "5"],
        "'5' is not among the labels",
        [[10, None]],
        row=3,
    ),
}
"""By what is refused; the mapping's line is of the table that `_mapping` writes for it."""


def _mapping(line: str) -> str:
    name = line.split(" ", 1)[0]
    if name == "wanted":
        return f'[beliefs]\nitem = {{ value = "Speed" }}\n{line}\n'
    if name == "suppliers":
        return f'[customers]\ncustomer_id = {{ value = "A" }}\n{line}\n'
    day = "" if name == "responded_on" else 'responded_on = { value = "2021-09-30" }\n'
    return f"[survey_responses]\n{day}{line}\n"


@pytest.fixture
def read(tmp_path):
    """Values of a case's column by a mapping line; Mistake where it is refused."""

    def values(case: Case, line: str) -> list:
        path = tmp_path / "shop.toml"
        path.write_text(_mapping(line), encoding="utf-8")
        name = next(iter(tomllib.loads(line)))
        field = read_mapping(path).tables[0].field(name)
        rows = tuple(range(2, len(case.texts) + 2))
        zones = None
        if case.zones and field.zone_columns:
            zones = tuple(case.zones)
        column = TextColumn("a.csv", field.columns[0], rows, tuple(case.texts), zones=zones)
        return read_values(field, replace(column, labels=case.labels))

    return values


@pytest.fixture
def refusal(read):
    """The message with which a case is refused, and the lines that it suggests."""

    def refused(case: Case) -> tuple[str, list[str]]:
        with pytest.raises(Mistake) as raised:
            read(case, case.line)
        message = str(raised.value)
        lines = [line.strip() for line in message.splitlines() if line.startswith("  ")]
        return message, lines

    return refused


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_question_names_file_row_column_and_the_line_of_the_mapping(case, refusal):
    message, lines = refusal(case)
    assert message.startswith(f"a.csv, row {case.row}, column '{case.column}': ")
    assert case.said in message
    assert "\nThe line that settles it (shop.toml, [" in message
    assert len(lines) == len(case.settled)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_each_suggested_line_is_toml_and_settles_the_question(case, refusal, read):
    _, lines = refusal(case)
    for line, values in zip(lines, case.settled, strict=True):
        assert tomllib.loads(line)
        if values is not None:
            assert read(case, line) == values


odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=6).map(str.strip)


@settings(max_examples=40)
@given(st.lists(odd | st.sampled_from(["9", "1.5", "44440", "1/2/21", "1,5"]), min_size=1))
def test_whatever_stands_in_a_column_the_suggested_lines_are_toml(texts):
    column = TextColumn("a.csv", "x", tuple(range(2, len(texts) + 2)), tuple(texts))
    for name, type_ in (("sent_on", "DATE"), ("score", "TINYINT"), ("spend", "DOUBLE")):
        scale = {"scale": [0, 10]} if name == "score" else {}
        field = read_field("shop.toml", name, {"column": "x", **scale}, type_)
        try:
            read_values(field, column)
        except Mistake as mistake:
            lines = str(mistake).split("\n  ")[1:]
            assert lines
            for line in lines:
                assert tomllib.loads(line)[name]["column"] == "x"


@pytest.mark.parametrize(
    ("line", "texts", "values"),
    [
        (NPS, ["0", "10", "5"], [0, 10, 5]),
        (NPS, ["1", "3", "5"] * 9, [1, 3, 5] * 9),
        (NPS, ["8", "1", "2"] * 20, [8, 1, 2] * 20),
        (NPS, ["0", *["8", "9", "10"] * 20], [0, *[8, 9, 10] * 20]),
        (NPS, [*["0", "8", "9", "10"] * 10, "3"], [*[0, 8, 9, 10] * 10, 3]),
        (SPEND, ["99", "5", "31"], [99, 5, 31]),
        (SPEND, ["99", "98", "97", "90"], [99, 98, 97, 90]),
        (SPEND, [*"1112" * 9, "3", "4", "5", "9"], [*[1, 1, 1, 2] * 9, 3, 4, 5, 9]),
        (SPEND, ["-1", "-2", "5", "1"], [-1, -2, 5, 1]),
        (SPEND, ["0.875", "1.234", "2"], [0.875, 1.234, 2]),
        ('comment = "x"', ["N/A", "none", "-"], ["N/A", "none", "-"]),
        ('region = "x"', ["North America", "Nanjing"], ["North America", "Nanjing"]),
        ('region = "x"', ["1", "2", "9"] * 20, ["1", "2", "9"] * 20),
        ('customer_id = "x"', ["1", "2", "3", "99"], ["1", "2", "3", "99"]),
        (
            'csat = { column = "x", type = "number", scale = [0, 10] }',
            [*"12345" * 9, "0"],
            [*map(int, "12345" * 9), 0],
        ),
        (
            'csat = { column = "x", type = "number", scale = [1, 9] }',
            [*"13579" * 9],
            [*map(int, "13579" * 9)],
        ),
        (DAY, ["2021-09-01T23:00:00+02:00", "2021-12-25T23:00:00+01:00"], [D1, D2]),
        (DAY, ["2021-09-01 23:00", "2021-12-25"], [D1, D2]),
        ('responded_on = { column = "x", format = "%d/%m/%Y" }', ["01/09/2021"], [D1]),
    ],
)
def test_honest_answers_are_not_doubted(read, line, texts, values):
    assert read(Case(line, texts, "", []), line) == values


@pytest.mark.parametrize(
    "line",
    [
        'recommend_score = { column = "x", scale = [0, 10] }',
        'spend = { column = "x", type = "number", missing = [] }',
        'region = { column = "x", missing = [] }',
    ],
)
def test_what_is_stated_even_if_empty_settles(read, line):
    texts = ["1", "2", "3"] * 10 + (["99"] if "recommend" not in line else [])
    assert len(read(Case(line, texts, "", []), line)) == len(texts)


def test_a_label_settles_what_a_word_means(read):
    line = 'region = { column = "x", labels = { "N/A" = "North America" } }'
    assert read(Case(line, ["N/A", "EMEA"], "", []), line) == ["North America", "EMEA"]


def test_rows_are_counted_where_each_text_stands_once(tmp_path):
    path = tmp_path / "shop.toml"
    path.write_text(_mapping(NPS), encoding="utf-8")
    field = read_mapping(path).tables[0].field("recommend_score")
    column = TextColumn("a.csv", "x", (2, 7), ("9", "11"), (40, 1_200))
    with pytest.raises(Mistake, match=r"row 7, column 'x'.*1,200 such rows: '11' 1,200 times"):
        read_values(field, column)


def test_a_part_of_a_column_is_read_but_nothing_is_concluded_from_it(tmp_path):
    path = tmp_path / "shop.toml"
    path.write_text(_mapping(NPS), encoding="utf-8")
    field = read_mapping(path).tables[0].field("recommend_score")
    part = TextColumn("a.csv", "x", (2,), ("3",), (500,), is_part=True)
    assert read_values(field, part) == [3]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("format = 'exel'", "did you mean 'excel'?"),
        ("format = []", "does not read a day, month and year"),
        ("format = ['%d/%m/%Y', '%d']", 'the format "%d" does not read'),
        ("format = '%d/%m/%y', years_from = '1950'", "years_from is the first of a hundred"),
        ("format = '%d/%m/%Y', years_from = 1950", "years_from is for a format with %y"),
        ("time_zone = 'Berlin'", "'Berlin' is no time zone; did you mean"),
        ("time_zone = 2", 'time_zone is "Europe/Berlin"'),
        ("time_zone = { colum = 'TZ' }", "did you mean 'column'?"),
        ("time_zone = { column = 'TZ', otherwise = 'x' }", "'x' is no time zone"),
        ("times_in = 'UTC'", "times_in says where the clock stood"),
        ("scale = [1, 5]", "cannot have a 'scale': it is a date"),
        ("optional = true", "cannot be optional: every row needs it"),
        ("personal = 'yes'", "personal is true or false"),
        ("tme_zone = 'UTC'", "does not know the key 'tme_zone'; did you mean 'time_zone'?"),
    ],
)
def test_a_wrong_key_of_a_date_is_named(tmp_path, entry, said):
    path = tmp_path / "shop.toml"
    path.write_text(_mapping(f'responded_on = {{ column = "x", {entry} }}'), encoding="utf-8")
    with pytest.raises(Mistake) as raised:
        read_mapping(path)
    assert str(raised.value).startswith("shop.toml, [survey_responses] responded_on")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("decimal = ';'", 'decimal is "." or ","'),
        ("thousands = '.'", "marks decimals or thousands, not both"),
        ("thousands = '_'", "thousands is one of"),
    ],
)
def test_a_wrong_mark_of_a_number_is_named(tmp_path, entry, said):
    path = tmp_path / "shop.toml"
    path.write_text(_mapping(f'spend = {{ column = "x", type = "number", {entry} }}'), "utf-8")
    with pytest.raises(Mistake) as raised:
        read_mapping(path)
    assert said in str(raised.value)


ITEMS = '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "A"\ndelivered = "a"\n' + "".join(
    f'[[ratings.items]]\nitem = "{name.upper()}"\ndelivered = "{name}"\n' for name in "bc"
)
ANSWERS = "id,a,b,c\n" + "".join(
    f"{row},{row % 5 + 1},{min(5, row % 5 + 1 + row % 2)},{5 - row % 5}\n" for row in range(60)
)
RESPONSES = '[survey_responses]\nresponse_id = "id"\nresponded_on = { value = "2021-09-30" }\n'


def test_an_item_that_runs_against_the_others_is_a_question(folder):
    with pytest.raises(Mistake) as raised:
        folder.take(ANSWERS, RESPONSES + ITEMS)
    message = str(raised.value)
    assert (
        "answers.csv, column 'c': 'C' runs against the other items of its scale (r = -0.9"
        in message
    )
    assert "over 60 answers" in message
    assert 'delivered = { column = "c", scale = [5, 1] }   # if 1 is its best answer' in message
    assert 'delivered = { column = "c", scale = [1, 5] }   # if 5 is its best answer' in message


@pytest.mark.parametrize("scale", ["[5, 1]", "[1, 5]"])
def test_a_scale_stated_on_the_item_itself_settles_its_direction(folder, scale):
    line = f'delivered = {{ column = "c", scale = {scale} }}'
    folder.take(ANSWERS, RESPONSES + ITEMS.replace('delivered = "c"', line))
    assert len(folder.rows("ratings")) == 180


def test_ranks_run_against_each_other_and_are_not_asked_about(folder):
    ranks = ["1,2,3", "2,3,1", "3,1,2", "1,3,2", "2,1,3", "3,2,1"]
    text = "id,a,b,c\n" + "".join(f"{row},{ranks[row % 6]}\n" for row in range(60))
    folder.take(text, RESPONSES + ITEMS)
    assert len(folder.rows("ratings")) == 180


def test_few_answers_say_nothing_of_a_direction(folder):
    folder.take("".join(ANSWERS.splitlines(keepends=True)[:50]), RESPONSES + ITEMS)
    assert len(folder.rows("ratings")) == 147


def test_an_import_stops_with_exit_code_2_and_writes_nothing(folder, capsys):
    mapping = folder.write("shop.toml", "[survey_responses]\n" + DAY + "\n")
    file = folder.write("answers.csv", "x\n01/09/2021\n")
    arguments = ["import", str(file), "--mapping", str(mapping), "--data", str(folder.data)]
    assert main(arguments) == 2
    assert "answers.csv, row 2, column 'x'" in capsys.readouterr().err
    assert not folder.data.exists()
