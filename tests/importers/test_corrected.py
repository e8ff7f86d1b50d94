"""A draft corrected line by line, as the page does it."""

from datetime import date

import pytest

from insight.importers.drafts.corrected import (
    as_in,
    columns_to_fill,
    is_of_one_column,
    what_becomes_of,
    with_column,
    with_entry,
)
from insight.importers.drafts.draft import Draft
from insight.importers.drafts.suggest import suggest_mapping
from insight.problems import Mistake

TODAY = date(2026, 11, 22)
RESPONSES = "survey_responses"
SURVEY = """\
ID,Recommend us?,Likely to buy again,Answered,Signed up,Said,Why
r1,9,10,2026-02-13,03/04/2026,good,a
r2,3,0,2026-02-14,05/06/2026,bad,b
r3,10,1,2026-02-15,07/08/2026,good,a
"""


@pytest.fixture
def drafted(tmp_path) -> Draft:
    (tmp_path / "survey.csv").write_text(SURVEY)
    return suggest_mapping([tmp_path / "survey.csv"], TODAY)


def test_another_column_is_taken_for_the_recommend_score(drafted):
    assert drafted.line(RESPONSES, "recommend_score").entry == "Recommend us?"
    score = (RESPONSES, "recommend_score")
    corrected = with_column(drafted, *score, "Likely to buy again", TODAY)
    assert corrected.line(*score).entry == "Likely to buy again"
    assert as_in(corrected, drafted, *score).line(*score) == drafted.line(*score)


def test_a_day_that_reads_in_two_ways_is_a_question_again(drafted):
    day = (RESPONSES, "responded_on")
    assert drafted.line("file", "as_of").entry == "2026-02-15"
    corrected = with_column(drafted, *day, "Signed up", TODAY)
    assert [choice.entry["format"] for choice in corrected.line(*day).choices]
    assert corrected.line("file", "as_of") is None
    back = with_column(corrected, *day, "Answered", TODAY)
    assert (back.line(*day).entry, back.line("file", "as_of").entry) == ("Answered", "2026-02-15")


def test_a_column_that_only_made_a_dimension_is_one_no_longer(drafted):
    assert what_becomes_of(drafted, "Why") == "why"
    assert (RESPONSES, "comment") in columns_to_fill(drafted)
    corrected = with_column(drafted, RESPONSES, "comment", "Why", TODAY)
    assert corrected.line(RESPONSES, "why") is None
    assert what_becomes_of(corrected, "Why") == "comment"
    assert (RESPONSES, "comment") not in columns_to_fill(corrected)


def test_a_line_that_names_no_column_is_written_as_toml(drafted):
    assert not is_of_one_column("file", drafted.line("file", "as_of"))
    corrected = with_entry(drafted, "file", "as_of", '"2026-03-31"')
    assert corrected.line("file", "as_of").entry == "2026-03-31"


@pytest.mark.parametrize("written", ["2026-", "Region", '"a"\nb = 1'])
def test_what_is_not_one_line_of_toml_is_refused(drafted, written):
    with pytest.raises(Mistake, match="as_of = "):
        with_entry(drafted, "file", "as_of", written)
