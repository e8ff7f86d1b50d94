"""Rows without what every row needs are a question, or rejected where the mapping says so."""

import tomllib

import pytest

from insight.importers.drafts.suggest import suggest_mapping
from insight.problems import Mistake
from tests.importers.conftest import TODAY

LINES = '[survey_responses]\nresponse_id = "id"\nresponded_on = {}\nrecommend_score = "nps"\n'
REJECTED = LINES.format('{ column = "day", empty = "rejected" }')
UNSENT = "id,day,nps\n1,2021-01-01,9\n2,,8\n3,2021-01-03,0\n4,,10\n"


def test_an_empty_day_is_a_question_whose_line_rejects_such_rows(folder):
    with pytest.raises(Mistake) as raised:
        folder.take(UNSENT, LINES.format('"day"'))
    message, _, line = str(raised.value).splitlines()
    assert message.startswith("answers.csv, row 3, column 'day' is empty, but shop.toml")
    assert message.endswith("needs a value in every row (2 such rows)")
    assert tomllib.loads(line) == {"responded_on": {"column": "day", "empty": "rejected"}}
    assert not folder.data.exists()


def test_rows_without_a_day_are_rejected_with_their_reason_in_every_table(folder):
    rated = '[ratings]\nscale = [0, 10]\n[[ratings.items]]\nitem = "Us"\ndelivered = "nps"\n'
    summary = folder.take(UNSENT, REJECTED + rated)
    assert [row["response_id"] for row in folder.rows("survey_responses")] == ["1", "3"]
    assert [row["response_id"] for row in folder.rows("ratings")] == ["1", "3"]
    assert {(one.rows_read, one.rows_kept, one.rows_rejected) for one in summary.tables} == {
        (4, 2, 2)
    }
    assert summary.rejects.read_text(encoding="utf-8").splitlines()[1:] == [
        'answers.csv,3,it has no responded_on (day is empty),"2,,8"',
        'answers.csv,5,it has no responded_on (day is empty),"4,,10"',
    ]


def test_a_day_that_says_nothing_may_be_rejected_too(folder):
    text = UNSENT.replace("2,,8", "2,0000-00-00,8")
    with pytest.raises(Mistake) as raised:
        folder.take(text, LINES.format('"day"'))
    (line, *_) = [line for line in str(raised.value).splitlines() if line.startswith("  ")]
    folder.take(text, LINES.format(line.partition("=")[2]))
    assert [row["response_id"] for row in folder.rows("survey_responses")] == ["1", "3"]


def test_ids_that_repeat_are_settled_among_the_rows_that_stay(folder):
    text = "id,day,nps\n1,2021-01-01,9\n1,2021-01-02,8\n1,,7\n2,2021-01-03,6\n"
    summary = folder.take(text, REJECTED + 'repeated = "latest"\n')
    scores = [row["recommend_score"] for row in folder.rows("survey_responses")]
    assert (scores, [reason[1] for reason in summary.reasons]) == ([8, 6], [1, 1])


def test_a_draft_offers_to_reject_rows_without_a_day(folder):
    draft = suggest_mapping([folder.write("a.csv", UNSENT)], TODAY)
    (line,) = [one for one in draft.open_lines if one.name == "responded_on"]
    assert {"column": "day", "empty": "rejected"} in [choice.entry for choice in line.choices]


@pytest.mark.parametrize(
    ("text", "lines", "said"),
    [
        ("id,day,nps\n1,,9\n", REJECTED, "has no row with a responded_on"),
        (UNSENT, REJECTED.replace('"rejected"', '"kept"'), 'empty = "rejected"'),
        (UNSENT, REJECTED + 'r = { column = "nps", empty = "rejected" }\n', "r may be empty"),
    ],
)
def test_what_rejecting_cannot_mean_is_refused(folder, text, lines, said):
    with pytest.raises(Mistake, match=said):
        folder.take(text, lines)
