"""A mapping is checked before any file is read, and each error names key and fix."""

from datetime import date

import pytest

from insight.importers.files.records import FileOptions
from insight.importers.mappings.mapping import read_mapping
from insight.problems import Mistake

DAY = '[survey_responses]\nresponded_on = "day"\n'
RATED = DAY + "[ratings]\nscale = [1, 5]\n"


def read(tmp_path, text):
    path = tmp_path / "shop.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


@pytest.fixture
def mistake(tmp_path):
    """The message with which a mapping of this text is refused."""

    def refused(text: str) -> str:
        with pytest.raises(Mistake) as refusal:
            read(tmp_path, text)
        return str(refusal.value)

    return refused


def test_a_bare_string_is_the_name_of_a_column(tmp_path):
    table = read(tmp_path, DAY).tables[0]
    assert (table.name, table.fields[0].columns) == ("survey_responses", ("day",))


def test_what_the_file_table_leaves_out_has_a_default(tmp_path):
    mapping = read(tmp_path, DAY)
    assert (mapping.source, mapping.options.header_rows, mapping.as_of) == ("shop", None, None)
    assert (mapping.options.encoding, mapping.options.delimiter) == (None, None)


def test_the_file_table_names_source_as_of_day_and_layout(tmp_path):
    mapping = read(
        tmp_path,
        '[file]\nsource = "Shop 2021"\nas_of = 2021-12-31\nheader_rows = 3\n'
        'encoding = "latin-1"\ndelimiter = ";"\n' + DAY,
    )
    assert (mapping.source, mapping.as_of) == ("Shop 2021", date(2021, 12, 31))
    assert mapping.options == FileOptions(
        header_rows=3, encoding="latin-1", delimiter=";", names=mapping.column_names
    )


def test_an_as_of_day_may_be_written_as_text(tmp_path):
    assert read(tmp_path, '[file]\nas_of = "2021-12-31"\n' + DAY).as_of == date(2021, 12, 31)


EVERYTHING = """
[file]
header_rows = 1
encoding = "utf-8"

[survey_responses]
response_id = "ID"
responded_on = { column = "Survey date", format = "%d/%m/%Y" }
recommend_score = { column = ["NPS", "NETPRO"], scale = [0, 10], missing = ["11", "Blank"] }
market = { column = "Market", labels = { MEX = "Mexico" } }
wave = { value = "2021" }

[ratings]
scale = [1, 5]
missing = ["0", "6", "Blank"]
labels = { Bad = 1, Good = 4 }

[[ratings.items]]
item = "Restaurants"
kind = "soft"
delivered = "Q7FOOD"
wanted = { column = "E7FOOD", scale = [0, 100] }

[ratings.picks]
columns = ["q4_01", "q4_02", "q4_03"]
none = ["99"]
codes = { "3" = "Streets", "1" = "Police" }

[changes]
started_on = { column = "date", format = "%Y-%m-%d" }
title = "title"
lane = { value = "ours" }
"""


def test_the_mapping_language_is_read_whole(tmp_path):
    mapping = read(tmp_path, EVERYTHING)
    responses, ratings, changes = mapping.tables
    assert responses.field("recommend_score").columns == ("NPS", "NETPRO")
    assert responses.field("recommend_score").missing == ("11", "Blank")
    assert responses.field("market").labels == {"MEX": "Mexico"}
    restaurants = ratings.items[0]
    assert (restaurants.item.value, restaurants.kind.value) == ("Restaurants", "soft")
    assert (restaurants.delivered.scale, restaurants.wanted.scale) == ((1, 5), (0, 100))
    assert restaurants.delivered.labels == {"Bad": 1, "Good": 4}
    assert ratings.picks.items == ("Streets", "Police")
    assert [slot.columns for slot in ratings.picks.slots] == [("q4_01",), ("q4_02",), ("q4_03",)]
    assert ratings.field("response_id").columns == ("ID",)
    assert changes.field("lane").value == "ours"
    assert {"Survey date", "Q7FOOD", "q4_03", "date"} <= mapping.column_names


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("sourc = 'x'", "[file] does not know the key 'sourc'; did you mean 'source'?"),
        ("source = '../up'", "source is a name of letters"),
        ("source = 'a/b'", "source is a name of letters"),
        ("header_rows = 0", "header_rows is 1 or more"),
        ("header_rows = true", "header_rows is 1 or more"),
        ("encoding = 'utf-9'", 'encoding "utf-9" is none that exists'),
        ("delimiter = ';;'", "delimiter is one character"),
        ("as_of = '31.12.2021'", 'as_of = "2021-12-31"'),
        ("as_of = '2021-02-30'", "as_of"),
        ("as_of = 2021-12-31T10:00:00", 'as_of = "2021-12-31"'),
    ],
)
def test_a_wrong_entry_of_the_file_table_is_named(mistake, entry, said):
    assert said in mistake(f"[file]\n{entry}\n" + DAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[survey_response]\n", "shop.toml does not know the key 'survey_response'; did you mean"),
        ("survey_responses = 1\n", "survey_responses must open a table"),
        ("[file]\nheader_rows = 1\n", "shop.toml maps no table"),
        ("[survey_responses\n", "shop.toml is not TOML: Expected ']'"),
        (DAY + 'responded_on = "x"\n', "shop.toml is not TOML: Cannot overwrite a value"),
        ('[survey_responses]\nwave = "w"\n', "[survey_responses] needs responded_on"),
        ('[changes]\ntitle = "t"\nstarted_on = "d"\nlan = "x"\n', "did you mean 'lane'?"),
        ('[changes]\ntitle = "t"\n', "[changes] needs started_on (day it started)"),
    ],
)
def test_a_wrong_table_is_named_with_the_nearest_right_one(mistake, text, said):
    assert said in mistake(text)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("wave = 2021", 'for a constant write wave = { value = "2021" }'),
        ("wave = { colum = 'w' }", "wave does not know the key 'colum'; did you mean 'column'?"),
        ("wave = { column = 'w', value = 'x' }", "either a column or a constant"),
        ("wave = { labels = { a = 'b' } }", "either a column or a constant"),
        ("wave = { value = 'x', missing = ['9'] }", "mean nothing there"),
        ("wave = { column = 'w', format = '%d' }", "cannot have a 'format': it is text"),
        ("wave = { column = 'w', scale = [1, 5] }", "cannot have a 'scale': it is text"),
        ("wave = { column = 'w', type = 'text' }", "has a type of its own"),
        ("wave = { column = [] }", "a column is named by text or a list of texts"),
        ("wave = { column = ' ' }", "a column's name is empty"),
        ("wave = { column = 'w', labels = { a = '' } }", "is no text"),
        ("wave = { column = 'w', missing = 'x' }", 'as the file writes them: ["99", "Blank"]'),
        ("sent_on = { column = 's', format = '%d/%m' }", "does not read a day, month and year"),
        ("sent_on = { column = 's', format = '%d/%q/%Y' }", "does not read a day"),
        ("sent_on = { value = '30.9.2021' }", 'write "2021-09-30"'),
        ("sent_on = { column = 'q', labels = { Q3 = '2021' } }", 'write "2021-09-30"'),
        (
            "sent_on = { column = 's', format = '%d/%m/%Y', labels = { a = '2021-01-01' } }",
            "both labels and a format",
        ),
        ("recommend_score = { column = 'n', scale = [1] }", "two different numbers"),
        ("recommend_score = { column = 'n', scale = [1, 11] }", "runs from 0 to 10"),
        ("recommend_score = { column = 'n', scale = [10, 0] }", "runs from 0 to 10"),
        ("recommend_score = { column = 'n', labels = { Top = 11 } }", "outside the scale 0 to 10"),
        ("recommend_score = { column = 'n', labels = { Top = 9.5 } }", "no whole number"),
        ("recommend_score = { column = 'n', labels = { Top = 'x' } }", "is no number"),
        ("region = { column = 'r', type = 'date' }", 'type is "text" or "number"'),
    ],
)
def test_a_wrong_entry_names_its_place(mistake, entry, said):
    message = mistake(DAY + entry + "\n")
    assert message.startswith(f"shop.toml, [survey_responses] {entry.split()[0]}")
    assert said in message


@pytest.mark.parametrize("slip", ["recomend_score", "Wave", "respnse_id", "comments"])
def test_a_slip_is_not_taken_for_a_dimension(mistake, slip):
    assert f"does not know {slip!r}; did you mean" in mistake(DAY + f'{slip} = "x"\n')


@pytest.mark.parametrize("name", ["_source", "_hidden", " ", "-"])
def test_a_dimension_has_a_name_that_can_be_shown(mistake, name):
    assert "must begin with a letter" in mistake(DAY + f'"{name}" = "x"\n')


def test_dimensions_that_differ_in_capitals_only_are_refused(mistake):
    assert "names 'Region' twice" in mistake(DAY + 'region = "a"\nRegion = "b"\n')


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("", "[ratings] rates nothing"),
        ("[[ratings.items]]\ndelivered = 'q'\n", "number 1 needs the item's name"),
        ("[[ratings.items]]\nitem = 'Food'\n", "number 1 (Food) needs an item and a column"),
        ("[[ratings.items]]\nitem = 'Food'\nwants = 'q'\n", "did you mean 'wanted'?"),
        (
            "[[ratings.items]]\nitem = 'Food'\nkind = 'warm'\ndelivered = 'q'\n",
            "none of hard, soft",
        ),
        ("[[ratings.items]]\nitem = 'Food'\ndelivered = { value = 4 }\n", "needs a column"),
        (
            "[[ratings.items]]\nitem = 'Food'\ndelivered = 'a'\n"
            "[[ratings.items]]\nitem = 'Food'\ndelivered = 'b'\n",
            "number 2 (Food): an item of this name stands above already",
        ),
        (
            "[[ratings.items]]\nitem = 'Food'\n"
            "delivered = { column = 'q', labels = { Top = 6 } }\n",
            "6 is outside the scale 1 to 5",
        ),
        ("wanted_low = 'x'\n", "does not know the key 'wanted_low'"),
        ("[ratings.picks]\ncolumns = ['p']\n", "[ratings.picks] needs codes"),
        ("[ratings.picks]\ncodes = { 1 = 'Food' }\n", "[ratings.picks] needs columns"),
        (
            "[ratings.picks]\ncolumns = ['p', 'p']\ncodes = { 1 = 'Food' }\n",
            "names a column twice",
        ),
        (
            "[ratings.picks]\ncolumns = ['p']\ncodes = { 1 = 'Food' }\nnone = ['1']\n",
            "'1' stands for two things",
        ),
        (
            "[ratings.picks]\ncolumns = ['p']\ncodes = { 1 = 'Food' }\nkind = { Foot = 'soft' }\n",
            "did you mean 'Food'?",
        ),
        (
            "[ratings.picks]\ncolumns = ['p']\ncodes = { 1 = 'Food' }\n"
            "[[ratings.items]]\nitem = 'Food'\nwanted = 'q'\n",
            "is picked in [ratings.picks] as well",
        ),
    ],
)
def test_a_wrong_rating_or_pick_is_named(mistake, entries, said):
    assert said in mistake(RATED + entries)


def test_a_rating_without_its_scale_is_refused(mistake):
    message = mistake(DAY + "[[ratings.items]]\nitem = 'Food'\ndelivered = 'q'\n")
    assert "number 1 (Food) delivered needs the scale it was asked on" in message


def test_a_scale_column_is_said_as_a_scale(mistake):
    message = mistake('[beliefs]\nitem = "i"\nwanted = "w"\nwanted_low = "l"\n')
    assert "wanted" in message
    assert "scale = [1, 5]" in message


def test_ratings_alone_need_the_id_of_their_response(mistake):
    message = mistake("[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem='Food'\ndelivered='q'\n")
    assert "[ratings] needs response_id" in message


def test_ratings_with_an_id_that_responses_lack_cannot_be_joined(mistake):
    message = mistake(RATED + "response_id = 'ID'\n[[ratings.items]]\nitem='F'\ndelivered='q'\n")
    assert "[survey_responses] needs the response_id that [ratings] names" in message


def test_a_mapping_that_is_not_there_is_a_mistake(tmp_path):
    with pytest.raises(Mistake, match=r"none\.toml cannot be read"):
        read_mapping(tmp_path / "none.toml")
