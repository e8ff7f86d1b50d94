"""A preview says what an import then does, and writes nothing."""

import io
from datetime import date

import pytest
from rich.console import Console

from insight.command_line.main import main
from insight.command_line.preview import show_preview
from insight.importers.preview import Preview, preview_import
from insight.problems import Mistake
from tests.importers.conftest import TODAY

MAPPING = """\
[survey_responses]
response_id = "id"
responded_on = "day"
recommend_score = "score"
region = "region"
[ratings]
scale = [1, 5]
[[ratings.items]]
item = "Speed"
delivered = "speed"
"""
ANSWERS = """\
id,day,score,region,speed
1,2026-01-05,10,North,4
2,2026-02-05,9,North,
3,2026-03-05,7,South,2
4,2026-04-05,0,,5
5,2026-04-06,,South,1
6,2026-04-07,torn
"""


@pytest.fixture
def look(folder):
    """The preview of a file of this text."""

    def preview(text: str = ANSWERS, mapping: str = MAPPING) -> Preview:
        files = [folder.write("answers.csv", text)]
        return preview_import(folder.data, files, folder.write("shop.toml", mapping), TODAY)

    return preview


def test_it_counts_rows_values_items_and_rejects(look):
    preview = look()
    answers, ratings = preview.tables
    assert (answers.counts.rows_read, answers.counts.rows_kept) == (6, 5)
    assert preview.reasons == (("3 fields instead of 5", 1),)
    assert (answers.first_day, answers.last_day) == (date(2026, 1, 5), date(2026, 4, 6))
    assert [(each.name, each.count) for each in answers.dimensions] == [("region", 2)]
    assert [(each.name, each.count, each.example) for each in ratings.items] == [
        ("Speed", 4, "delivered")
    ]
    assert answers.rows[0] == ("1", date(2026, 1, 5), 10, "North")


def test_the_score_is_that_of_the_answers(look):
    score = look().score
    assert (score.promoters, score.passives, score.detractors, score.respondents) == (2, 1, 1, 4)
    assert score.nps == 25.0
    assert -100 <= score.low < 25 < score.high <= 100


def test_nobody_answered_is_no_score(look):
    assert look("id,day,score,region,speed\n1,2026-01-05,,North,4\n").score is None
    unasked = MAPPING.replace('recommend_score = "score"\n', "")
    assert look("id,day,region,speed\n1,2026-01-05,North,4\n", unasked).score is None


def test_nothing_is_written_and_the_import_then_does_what_was_said(look, folder):
    preview = look()
    assert not folder.data.exists()
    summary = folder.take(ANSWERS, MAPPING)
    assert [table.counts for table in preview.tables] == list(summary.tables)
    before = folder.exports()
    look(ANSWERS + "7,2026-05-01,9,North,3\n")
    assert folder.exports() == before


def test_it_says_what_would_be_replaced(look, folder):
    folder.take(ANSWERS, MAPPING)
    (said,) = look(ANSWERS + "7,2026-05-01,9,North,3\n").joins
    assert "replaces answers.csv (2026-01-05 to 2026-04-06, 6 rows)" in said


def test_a_file_that_is_there_already_would_change_nothing(look, folder):
    folder.take(ANSWERS, MAPPING)
    preview = look()
    assert not preview.tables
    assert preview.joins


def test_it_refuses_what_the_import_refuses(look):
    with pytest.raises(Mistake, match="'11' is outside the scale 0 to 10"):
        look("id,day,score,region,speed\n1,2026-01-05,11,North,4\n")


def shown(preview: Preview, *, terminal: bool) -> str:
    written = io.StringIO()
    console = Console(file=written, force_terminal=terminal, width=100, highlight=False)
    show_preview(preview, console)
    return written.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_it_is_shown_in_words(look, terminal):
    text = shown(look(ANSWERS.replace("North", "[red]N\x1b[31m")), terminal=terminal)
    assert "survey_responses: 6 rows read, 5 kept, 1 rejected" in text
    assert "NPS 25.0, 95 % interval" in text
    assert "2 promoters, 1 passive, 1 detractor" in text
    assert "Rejected: 1 row: 3 fields instead of 5" in text
    assert "[red]N" in text
    assert "\x1b[31m" not in text


def test_the_command_previews_and_writes_nothing(folder, capsys):
    answers, mapping = folder.write("a.csv", ANSWERS), folder.write("shop.toml", MAPPING)
    arguments = ["import", str(answers), "--mapping", str(mapping), "--data", str(folder.data)]
    assert main([*arguments, "--preview"]) == 0
    assert "nothing is written" in capsys.readouterr().out
    assert not folder.data.exists()
    folder.write("shop.toml", MAPPING.replace('"score"', '"points"'))
    assert main([*arguments, "--preview"]) == 2
    assert "has no column 'points'" in capsys.readouterr().err


def test_the_command_suggests_on_the_screen_or_to_a_new_file_and_never_overwrites(folder, capsys):
    answers, mapping = folder.write("a.csv", ANSWERS), folder.desk / "new.toml"
    assert main(["import", str(answers), "--suggest"]) == 0
    on_screen = capsys.readouterr().out
    assert main(["import", str(answers), "--suggest", "--mapping", str(mapping)]) == 0
    assert mapping.read_text(encoding="utf-8") == on_screen
    assert "lines to decide: 0" in capsys.readouterr().out
    assert main(["import", str(answers), "--suggest", "--mapping", str(mapping)]) == 2
    assert "never overwrites" in capsys.readouterr().err
    assert main(["import", str(answers)]) == 2
    assert "--suggest writes a draft" in capsys.readouterr().err
