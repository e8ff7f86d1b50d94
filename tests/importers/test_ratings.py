"""Ratings and picks: one row an item and questionnaire, everyone asked counted."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.importers.mappings.items import NO_PICK, read_ratings
from insight.importers.reading.ratings import rating_columns, read_ratings_rows
from insight.problems import Mistake

RESPONSES = '[survey_responses]\nresponse_id = "id"\nresponded_on = { value = "2021-09-30" }\n'
PICKS = (
    '[ratings.picks]\ncolumns = ["first", "second"]\nnone = ["99"]\nmissing = ["NA"]\n'
    'codes = { 1 = "Police", 3 = "Streets" }\n'
)


def test_each_answered_item_is_a_row_with_its_scale(folder):
    folder.take(
        "id,food want,food got,room\na,5,3,100\nb,9,,20\nc,,,\n",
        RESPONSES + '[ratings]\nscale = [1, 5]\nmissing = ["9"]\n'
        '[[ratings.items]]\nitem = "Food"\nkind = "soft"\n'
        'wanted = "food want"\ndelivered = "food got"\n'
        '[[ratings.items]]\nitem = "Room"\nkind = "hard"\n'
        'delivered = { column = "room", scale = [0, 100] }\n',
    )
    columns = ["response_id", "item", "kind", "wanted", "wanted_low", "wanted_high"]
    columns += ["delivered", "delivered_low", "delivered_high"]
    expected = [
        ("a", "Food", "soft", 5.0, 1.0, 5.0, 3.0, 1.0, 5.0),
        ("a", "Room", "hard", None, None, None, 100.0, 0.0, 100.0),
        ("b", "Room", "hard", None, None, None, 20.0, 0.0, 100.0),
    ]
    assert folder.rows("ratings") == [dict(zip(columns, row, strict=True)) for row in expected]


def test_everyone_asked_counts_among_the_picks_also_who_picked_none(folder):
    summary = folder.take(
        "id,first,second\na,3,1\nb,3,NA\nc,99,NA\nd,,\n", RESPONSES + "[ratings]\n" + PICKS
    )
    rows = folder.rows("ratings")
    assert [(row["response_id"], row["item"], row["wanted"]) for row in rows] == [
        ("a", "Police", 1.0),
        ("b", "Police", 0.0),
        ("c", "Police", 0.0),
        ("d", "Police", 0.0),
        ("a", "Streets", 1.0),
        ("b", "Streets", 1.0),
        ("c", "Streets", 0.0),
        ("d", "Streets", 0.0),
    ]
    assert {(row["wanted_low"], row["wanted_high"]) for row in rows} == {(0.0, 1.0)}
    assert (
        "ratings: questionnaires that left all picks empty, counted too: 1." in summary.assumptions
    )


def test_an_item_picked_and_rated_is_one_row(folder):
    folder.take(
        "id,first,second,police\na,1,99,4\nb,99,NA,9\n",
        RESPONSES + "[ratings]\nscale = [1, 5]\n" + PICKS + '[[ratings.items]]\nitem = "Police"\n'
        'kind = "soft"\ndelivered = { column = "police", missing = ["9"] }\n',
    )
    police = [row for row in folder.rows("ratings") if row["item"] == "Police"]
    assert [(row["wanted"], row["delivered"], row["delivered_low"]) for row in police] == [
        (1.0, 4.0, 1.0),
        (0.0, None, None),
    ]
    assert [row["kind"] for row in police] == ["soft", "soft"]


def test_codes_written_as_decimals_are_the_same_codes(folder):
    folder.take("id,first,second\na,3.0,99.0\n", RESPONSES + "[ratings]\n" + PICKS)
    assert folder.column("ratings", "wanted") == [0.0, 1.0]


def test_picks_have_the_kinds_the_mapping_gives_them(folder):
    folder.take(
        "id,first,second\na,3,NA\n",
        RESPONSES + "[ratings]\n" + PICKS + 'kind = { Streets = "hard" }\n',
    )
    assert folder.column("ratings", "kind") == [None, "hard"]


def test_an_unknown_code_is_refused_with_the_lines_to_choose_from(folder):
    with pytest.raises(Mistake) as refusal:
        folder.take("id,first,second\na,3,17\n", RESPONSES + "[ratings]\n" + PICKS)
    message = str(refusal.value)
    assert "row 2, column 'second': '17' is not among the labels" in message
    assert 'codes = { 1 = "Police", 3 = "Streets", 17 = ' in message
    assert 'missing = ["NA", "17"]' in message


def test_a_no_answer_code_left_in_is_refused_not_averaged(folder):
    with pytest.raises(Mistake, match=r"row 3, column 'q': '9' is outside the scale 1 to 5"):
        folder.take(
            "id,q\na,5\nb,9\n",
            RESPONSES
            + '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "F"\ndelivered = "q"\n',
        )


def test_labels_and_missing_of_an_item_replace_those_of_all(folder):
    folder.take(
        "id,a,b\nx,Good,Critical\ny,Bad,-\n",
        RESPONSES + "[ratings]\nscale = [1, 5]\nlabels = { Bad = 2, Good = 4 }\n"
        '[[ratings.items]]\nitem = "A"\ndelivered = "a"\n[[ratings.items]]\nitem = "B"\n'
        'wanted = { column = "b", labels = { Critical = 5 }, missing = ["-"] }\n',
    )
    rows = folder.rows("ratings")
    assert [(row["item"], row["wanted"], row["delivered"]) for row in rows] == [
        ("A", None, 4.0),
        ("A", None, 2.0),
        ("B", 5.0, None),
    ]


def test_a_missing_code_that_could_be_an_answer_is_said(folder):
    summary = folder.take(
        "id,q\na,0\nb,50\n",
        RESPONSES + '[ratings]\nscale = [1, 5]\nmissing = ["0", "6"]\n[[ratings.items]]\n'
        'item = "F"\ndelivered = { column = "q", scale = [0, 100] }\n',
    )
    assert folder.column("ratings", "delivered") == [50.0]
    assert (
        "shop.toml, [[ratings.items]] number 1 (F) delivered: 0, 6 on its scale 0 to 100 "
        "is read as no answer, because it is listed as missing."
    ) in summary.assumptions


def test_a_reversed_scale_is_kept_as_it_was_asked(folder):
    folder.take(
        "id,q\na,1\n",
        RESPONSES + '[ratings]\nscale = [5, 1]\n[[ratings.items]]\nitem = "F"\nwanted = "q"\n',
    )
    row = folder.rows("ratings")[0]
    assert (row["wanted"], row["wanted_low"], row["wanted_high"]) == (1.0, 5.0, 1.0)


LONG = '[ratings]\nresponse_id = "id"\nitem = "what"\nwanted = { column = "w", scale = [1, 5] }\n'


def test_effort_and_the_two_kano_questions_stand_beside_want_and_delivery(folder):
    folder.take(
        "id,got,easy,have,lack\na,3,7,1,5\nb,4,,like it,9\nc,,,,\n",
        RESPONSES + '[ratings]\nscale = [1, 5]\nmissing = ["9"]\n'
        '[[ratings.items]]\nitem = "Refunds"\ndelivered = "got"\n'
        'effort = { column = "easy", scale = [7, 1] }\n'
        'functional = { column = "have", labels = { "like it" = 1, 1 = 1 } }\n'
        'dysfunctional = "lack"\n',
    )
    names = ["effort", "effort_low", "effort_high", "functional", "dysfunctional"]
    assert [[row[name] for name in names] for row in folder.rows("ratings")] == [
        [7.0, 7.0, 1.0, 1, 5],
        [None, None, None, 1, None],
    ]


def test_half_a_kano_pair_is_refused(folder):
    with pytest.raises(Mistake, match="has one of functional and dysfunctional; a pair needs both"):
        folder.take(
            "id,have\na,1\n",
            RESPONSES + '[[ratings.items]]\nitem = "Refunds"\nfunctional = "have"\n',
        )


def test_a_kano_answer_is_one_of_five_whatever_the_scale_of_the_ratings(folder):
    with pytest.raises(Mistake, match=r"lack.*6"):
        folder.take(
            "id,have,lack\na,1,6\n",
            RESPONSES + '[ratings]\nscale = [0, 10]\n[[ratings.items]]\nitem = "Refunds"\n'
            'functional = "have"\ndysfunctional = "lack"\n',
        )


def test_a_file_with_a_row_for_each_rating_is_read_too(folder):
    folder.take("id,what,w\na,Food,4\na,Room,\nb,Food,2\n", LONG)
    rows = folder.rows("ratings")
    assert [(row["response_id"], row["item"], row["wanted"]) for row in rows] == [
        ("a", "Food", 4.0),
        ("b", "Food", 2.0),
    ]


def test_an_item_rated_twice_in_one_questionnaire_is_refused(folder):
    with pytest.raises(Mistake, match=r"row 3: response_id 'a' and item 'Food' stands in"):
        folder.take("id,what,w\na,Food,4\na,Food,5\n", LONG)


def test_ratings_take_the_made_ids_of_their_responses(folder):
    folder.take(
        "q,day\n4,2021-01-01\n",
        '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "F"\ndelivered = "q"\n'
        '[survey_responses]\nresponded_on = "day"\n',
    )
    assert folder.column("ratings", "response_id") == ["shop:answers.csv:2"]
    assert folder.column("survey_responses", "response_id") == ["shop:answers.csv:2"]


pick_codes = st.sampled_from(["1", "3", "99", "NA", ""])


@given(st.lists(st.tuples(pick_codes, pick_codes), min_size=1, max_size=20))
def test_each_picked_item_has_one_row_for_everyone_asked(answers):
    entries = {
        "columns": ["first", "second"],
        "none": ["99"],
        "missing": ["NA"],
        "codes": {"1": "Police", "3": "Streets"},
    }
    _, items, picks = read_ratings("shop.toml", {"picks": entries})
    chosen = {"1": "Police", "3": "Streets", "99": NO_PICK}
    given = dict(zip(("first", "second"), zip(*answers, strict=True), strict=True))

    def read(slot):
        return pa.array([chosen.get(code) for code in given[slot.columns[0]]], pa.string())

    columns = rating_columns(items, picks)
    positions, rated = read_ratings_rows(read, len(answers), items, picks, columns)
    assert len(positions) == 2 * len(answers)
    rows = list(zip(rated["item"].to_pylist(), rated["wanted"].to_pylist(), strict=True))
    for code, item in (("1", "Police"), ("3", "Streets")):
        wanted = [share for named, share in rows if named == item]
        assert wanted == [float(code in asked) for asked in answers]
