"""A file becomes rows in our words and types, or is refused with the line that settles it."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.importers.mappings.fields import Field
from insight.importers.reading.text_column import TextColumn
from insight.importers.reading.values import read_values
from insight.problems import Mistake
from insight.tables import FILE_COLUMN, SOURCE_COLUMN, export_path

DAY = '[survey_responses]\nresponded_on = "day"\n'
NPS = DAY + 'recommend_score = "nps"\n'


@pytest.fixture
def refusal(folder):
    """The message with which a file of this text is refused by this mapping."""

    def refused(text: str, mapping: str, **more) -> str:
        with pytest.raises(Mistake) as raised:
            folder.take(text, mapping, **more)
        assert not folder.data.exists()
        return str(raised.value)

    return refused


def test_answers_become_rows_with_dimensions_and_measures(folder):
    folder.take(
        "ID,day,NPS ,Market,Spend,Why\n7,2021-01-31,9, MEX ,12.5, good\n8,2021-02-01,,US,,\n",
        '[survey_responses]\nresponse_id = "ID"\nresponded_on = "day"\nrecommend_score = "NPS"\n'
        'comment = "Why"\nmarket = { column = "Market", labels = { MEX = "Mexico", US = "USA" } }\n'
        'spend = { column = "Spend", type = "number" }\nwave = { value = "2021" }\n',
    )
    assert folder.rows("survey_responses") == [
        {
            "response_id": "7",
            "responded_on": date(2021, 1, 31),
            "wave": "2021",
            "recommend_score": 9,
            "comment": "good",
            "market": "Mexico",
            "spend": 12.5,
        },
        {
            "response_id": "8",
            "responded_on": date(2021, 2, 1),
            "wave": "2021",
            "recommend_score": None,
            "comment": None,
            "market": "USA",
            "spend": None,
        },
    ]


def test_the_export_has_the_types_of_our_tables(folder):
    folder.take("day,nps,r\n2021-01-31,9,\n", NPS + 'weight = "r"\nregion = "r"\n')
    schema = pq.read_schema(export_path(folder.data, "survey_responses"))
    assert {field.name: field.type for field in schema} == {
        "response_id": pa.string(),
        "responded_on": pa.date32(),
        "recommend_score": pa.int8(),
        "weight": pa.float64(),
        "region": pa.string(),
        SOURCE_COLUMN: pa.string(),
        FILE_COLUMN: pa.string(),
    }


def test_ids_are_made_from_source_file_and_row(folder):
    folder.take("day\n2021-01-31\n\n2021-02-01\n", DAY, file="june.csv")
    made = ["shop:june.csv:2", "shop:june.csv:4"]
    assert folder.column("survey_responses", "response_id") == made
    folder.take("day\n2021-01-31\n\n2021-02-01\n", DAY, file="june.csv")
    assert folder.column("survey_responses", "response_id") == made


def test_one_of_several_names_is_found_in_each_file(folder):
    folder.take_files(
        {"a.csv": "day,NPS\n2021-01-01,9\n", "b.csv": "NETPRO,day\n3,2021-01-02\n"},
        DAY + 'recommend_score = { column = ["NPS", "NETPRO"] }\n',
    )
    assert folder.column("survey_responses", "recommend_score") == [9, 3]


def test_both_of_several_names_are_refused(refusal):
    message = refusal(
        "day,NPS,NETPRO\n2021-01-01,9,8\n",
        DAY + 'recommend_score = { column = ["NPS", "NETPRO"] }\n',
    )
    assert "has both 'NPS' and 'NETPRO'" in message


def test_none_of_several_names_is_refused(refusal):
    message = refusal("day,N\n2021-01-01,9\n", DAY + 'wave = { column = ["NPS", "NETPRO"] }\n')
    assert "answers.csv has no column 'NPS' or 'NETPRO'" in message


def test_an_absent_name_names_the_nearest(refusal):
    message = refusal("Day,x\n2021-01-01,9\n", DAY)
    assert "answers.csv has no column 'day'" in message
    assert "shop.toml, [survey_responses] responded_on" in message
    assert "did you mean 'Day'?" in message


def test_a_name_that_stands_twice_names_both_places(refusal):
    message = refusal("day,x, day\n2021-01-01,9,2021-01-01\n", DAY)
    assert "stands twice, as columns 1 and 3" in message


def test_a_column_that_stands_twice_but_is_not_mapped_does_no_harm(folder):
    assert folder.take("day,x,x\n2021-01-01,9,8\n", DAY).tables[0].rows_kept == 1


def test_scores_off_the_scale_name_row_values_and_the_line_that_settles_it(refusal):
    message = refusal("day,nps\n2021-01-01,0\n2021-01-01,11\n2021-01-02,Blank\n", NPS)
    assert "answers.csv, row 3, column 'nps': '11' is outside the scale 0 to 10" in message
    assert "2 such rows: '11' 1 times, 'Blank' 1 times" in message
    assert "shop.toml, [survey_responses] recommend_score" in message
    assert 'missing = ["11", "Blank"]' in message


def test_the_suggested_missing_codes_are_no_answers(folder):
    line = 'recommend_score = { column = "nps", scale = [0, 10], missing = ["11", "Blank"] }'
    folder.take("day,nps\n2021-01-01,0\n2021-01-01,11\n2021-01-02,Blank\n", f"{DAY}{line}\n")
    assert folder.column("survey_responses", "recommend_score") == [0, None, None]


def test_a_score_from_1_to_11_is_refused_with_both_readings(refusal):
    message = refusal("day,nps\n2021-01-01,1\n2021-01-01,11\n", NPS)
    assert "11 = 10 } }   # if 1 to 11 stand for 0 to 10" in message
    assert 'missing = ["11"] }   # if that means “no answer”' in message


@pytest.mark.parametrize("text", ["7.5", "-1", "ten", "1_0", "nan", "inf", "1e999", "٣", "9,0"])
def test_what_is_no_score_is_refused(refusal, text):
    assert f"row 2, column 'nps': {text!r} is " in refusal(f'day,nps\n2021-01-01,"{text}"\n', NPS)


def test_whole_numbers_may_be_written_with_a_point(folder):
    folder.take("day,nps\n2021-01-01,9.0\n2021-01-01,10\n", NPS)
    assert folder.column("survey_responses", "recommend_score") == [9, 10]


@pytest.mark.parametrize("written", ["0", "0.0", "00"])
def test_a_missing_code_is_found_however_the_number_is_written(folder, written):
    line = 'recommend_score = { column = "nps", missing = [0] }\n'
    folder.take(f"day,nps\n2021-01-01,{written}\n2021-01-02,5\n", DAY + line)
    assert folder.column("survey_responses", "recommend_score") == [None, 5]


def test_a_missing_code_of_a_text_is_taken_as_written(folder):
    line = 'account = { column = "a", missing = ["7"] }\n'
    folder.take("day,a\n2021-01-01,7\n2021-01-02,007\n", DAY + line)
    assert folder.column("survey_responses", "account") == [None, "007"]


def test_words_answered_instead_of_numbers_become_numbers(folder):
    line = 'recommend_score = { column = "nps", labels = { "Not at all" = 0, Surely = 10 } }\n'
    folder.take("day,nps\n2021-01-01,Not at all\n2021-01-01,4\n2021-01-01,Surely\n", DAY + line)
    assert folder.column("survey_responses", "recommend_score") == [0, 4, 10]


def test_codes_that_are_labelled_must_be_labelled_all(refusal):
    line = 'recommend_score = { column = "nps", labels = { 1 = 0, 11 = 10 } }\n'
    message = refusal("day,nps\n2021-01-01,1\n2021-01-01,5\n", DAY + line)
    assert "row 3, column 'nps': '5' is not among the labels" in message


def test_a_label_of_a_dimension_renames_one_value_and_leaves_the_others(folder):
    line = 'market = { column = "m", labels = { MEX = "Mexico" }, missing = ["-"] }\n'
    folder.take("day,m\n2021-01-01,MEX\n2021-01-01,-\n2021-01-01,UK\n", DAY + line)
    assert folder.column("survey_responses", "market") == ["Mexico", None, "UK"]


def test_a_column_of_few_words_takes_no_other(refusal):
    message = refusal(
        "t,d,who\nNew app,2021-01-01,us\n",
        '[changes]\ntitle = "t"\nstarted_on = "d"\nlane = "who"\n',
    )
    assert "row 2, column 'who': 'us' is none of ours, customers, market" in message
    assert "labels = { us =" in message


def test_a_change_without_its_title_is_refused(refusal):
    message = refusal("t,d\n,2021-01-01\n", '[changes]\ntitle = "t"\nstarted_on = "d"\n')
    assert "row 2, column 't' is empty, but shop.toml, [changes] title needs a value" in message


def test_an_id_that_repeats_names_value_and_rows(folder):
    mapping = DAY + 'response_id = "ID"\n'
    with pytest.raises(Mistake) as raised:
        folder.take_files(
            {"a.csv": "ID,day\n7,2021-01-01\n", "b.csv": "ID,day\n7,2021-01-02\n"}, mapping
        )
    message = str(raised.value)
    assert "b.csv, row 2: response_id '7' stands in a.csv, row 2 already" in message
    assert "leave response_id out of the mapping" in message


def test_an_empty_id_is_refused(refusal):
    message = refusal("ID,day\n,2021-01-01\n", DAY + 'response_id = "ID"\n')
    assert "row 2, column 'ID' is empty" in message


def test_the_other_tables_are_mapped_the_same_way(folder):
    folder.take(
        "who,day,why,back,friends,Plan\nA,31.12.2020,price,,yes,Gold\nB,01.01.2021,,02.02.2021,0,\n",
        '[departures]\ncustomer_id = "who"\nleft_on = { column = "day", format = "%d.%m.%Y" }\n'
        'reason = "why"\nreturned_on = { column = "back", format = "%d.%m.%Y" }\n'
        'referred = "friends"\nplan = "Plan"\n'
        '[customers]\ncustomer_id = "who"\nsuppliers = { value = 2 }\n'
        '[changes]\ntitle = "who"\nstarted_on = { value = "2021-01-01" }\n',
    )
    assert folder.rows("departures") == [
        {
            "customer_id": "A",
            "left_on": date(2020, 12, 31),
            "reason": "price",
            "returned_on": None,
            "referred": True,
            "plan": "Gold",
        },
        {
            "customer_id": "B",
            "left_on": date(2021, 1, 1),
            "reason": None,
            "returned_on": date(2021, 2, 2),
            "referred": False,
            "plan": None,
        },
    ]
    assert folder.column("customers", "suppliers") == [2, 2]
    assert folder.column("changes", "change_id") == ["shop:answers.csv:2", "shop:answers.csv:3"]


def test_beliefs_keep_the_scale_they_were_asked_on(folder):
    folder.take(
        "i,w\nSpeed,4\nPrice,5\n",
        '[beliefs]\nitem = "i"\nwanted = { column = "w", scale = [1, 7] }\n',
    )
    assert folder.rows("beliefs") == [
        {"item": "Speed", "wanted": 4.0, "wanted_low": 1.0, "wanted_high": 7.0},
        {"item": "Price", "wanted": 5.0, "wanted_low": 1.0, "wanted_high": 7.0},
    ]


def test_counts_are_whole_numbers(folder):
    folder.take(
        "d,c,n\n2021-01-01,web,3000000000\n",
        '[interactions]\nday = "d"\nchannel = "c"\ninteractions = "n"\n',
    )
    assert folder.column("interactions", "interactions") == [3_000_000_000]


def test_a_number_too_large_for_its_column_is_refused(refusal):
    message = refusal(
        "who,n\nA,3000000000\n", '[customers]\ncustomer_id = "who"\nsuppliers = "n"\n'
    )
    assert "row 2, column 'n': '3000000000' is too large a number" in message


scores = st.lists(st.sampled_from(["", *map(str, range(11)), "99"]), min_size=1)


@given(scores)
def test_every_answer_is_a_score_or_no_answer(texts):
    field = Field("recommend_score", "TINYINT", "", ("n",), scale=(0, 10), missing=("99",))
    column = TextColumn("a.csv", "n", tuple(range(2, len(texts) + 2)), tuple(texts))
    expected = [None if text in ("", "99") else int(text) for text in texts]
    assert read_values(field, column) == expected
