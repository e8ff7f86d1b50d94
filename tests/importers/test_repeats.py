"""The same response_id twice is a question, unless the mapping says what becomes of it."""

import pytest

from insight.problems import Mistake

IDS = '[survey_responses]\nresponse_id = "id"\nresponded_on = "day"\nrecommend_score = "nps"\n'
RATED = '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "Food"\ndelivered = "q"\n'
TWICE = {
    "a.csv": "id,day,nps,q\n7,2021-02-01,9,5\n8,2021-01-01,3,1\n",
    "b.csv": "id,day,nps,q\n7,2021-01-15,8,4\n7,2021-02-01,6,3\n",
}


def answers(folder) -> list[tuple]:
    rows = folder.rows("survey_responses")
    return [(row["response_id"], row["recommend_score"]) for row in rows]


def rated(folder) -> list[tuple]:
    return [(row["response_id"], row["delivered"]) for row in folder.rows("ratings")]


def test_an_id_that_stands_twice_is_a_question_with_the_lines_that_settle_it(folder):
    with pytest.raises(Mistake) as raised:
        folder.take_files(TWICE, IDS + RATED)
    message = str(raised.value)
    assert "b.csv, row 2: response_id '7' stands in a.csv, row 2 already" in message
    assert "(2 rows repeat an id)" in message
    for word in ("kept", "latest", "error"):
        assert f'  repeated = "{word}"   # ' in message
    assert not folder.data.exists()


def test_kept_gives_the_later_one_an_id_of_its_own_and_its_ratings_with_it(folder):
    summary = folder.take_files(TWICE, IDS + 'repeated = "kept"\n' + RATED)
    assert answers(folder) == [("7", 9), ("8", 3), ("7 (2)", 8), ("7 (3)", 6)]
    assert rated(folder) == [("7", 5.0), ("8", 1.0), ("7 (2)", 4.0), ("7 (3)", 3.0)]
    assert [(one.rows_read, one.rows_kept, one.rows_rejected) for one in summary.tables] == [
        (4, 4, 0),
        (4, 4, 0),
    ]
    assert any("rows under an id that stands above already" in line for line in summary.assumptions)


def test_the_latest_by_day_and_then_by_row_stays_and_the_others_are_rejected(folder):
    summary = folder.take_files(TWICE, IDS + 'repeated = "latest"\n' + RATED)
    assert answers(folder) == [("8", 3), ("7", 6)]
    assert rated(folder) == [("8", 1.0), ("7", 3.0)]
    assert [(one.rows_read, one.rows_kept, one.rows_rejected) for one in summary.tables] == [
        (4, 2, 2),
        (4, 2, 2),
    ]
    assert summary.reasons == (("an earlier answer of the same response_id", 2),)
    assert summary.rejects.read_text(encoding="utf-8").splitlines()[1:] == [
        'a.csv,2,an earlier answer of the same response_id,"7,2021-02-01,9,5"',
        'b.csv,2,an earlier answer of the same response_id,"7,2021-01-15,8,4"',
    ]


def test_an_error_is_refused_as_the_mapping_asks(folder):
    with pytest.raises(Mistake, match='says repeated = "error"'):
        folder.take_files(TWICE, IDS + 'repeated = "error"\n')


def test_ids_that_stand_once_are_what_they_are_whatever_the_mapping_says(folder):
    text = "id,day,nps\n7,2021-02-01,9\n8,2021-01-01,3\n"
    folder.take(text, IDS + 'repeated = "latest"\n')
    assert answers(folder) == [("7", 9), ("8", 3)]


def test_an_id_that_looks_like_one_of_a_repeat_is_refused(folder):
    text = "id,day,nps\n7,2021-02-01,9\n7 (2),2021-01-01,3\n7,2021-01-01,4\n"
    with pytest.raises(Mistake, match=r"row 3: response_id '7 \(2\)' is what a repeated id"):
        folder.take(text, IDS + 'repeated = "kept"\n')


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (IDS + 'repeated = "last"\n', "repeated says what becomes of a response_id"),
        ('[survey_responses]\nresponded_on = "day"\nrepeated = "kept"\n', "is about response_id"),
    ],
)
def test_a_word_that_says_nothing_is_refused(folder, lines, said):
    with pytest.raises(Mistake, match=said):
        folder.take("id,day,nps\n7,2021-02-01,9\n", lines)
