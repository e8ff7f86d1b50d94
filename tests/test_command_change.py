"""Changes added, listed and undone on the command line."""

from datetime import date

import pytest

from insight.changes_journal import read_journal
from insight.publish import publish

ANSWERS = [{"responded_on": date(2026, 1, 10), "recommend_score": 9, "region": "North"}]
NIGHT_BOAT = ("title=Night boat", "started_on=2025-03-01", "kind=product")


@pytest.fixture
def folder(folder_of):
    made = folder_of(survey_responses=ANSWERS)
    publish(made)
    return made


def test_a_change_is_added_listed_asked_and_undone(run, folder):
    code, out, _ = run("change", "add", *NIGHT_BOAT, "--by", "Maria", "--data", folder)
    assert (code, out.startswith("Kept as ")) == (0, True)
    (entry,) = read_journal(folder).entries
    _, out, _ = run("change", "list", "--data", folder)
    assert out.split("  ")[2:] == ["Maria", "add", "Night boat\n"]
    assert "Night boat" in run("ask", "change_timeline", "--data", folder)[1]
    code, _, _ = run("change", "undo", entry.entry_id[:8], "--by", "Maria", "--data", folder)
    assert code == 0
    assert "Night boat" not in run("ask", "change_timeline", "--data", folder)[1]
    assert "Night boat  undone\n" in run("change", "list", "--data", folder)[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("add", *NIGHT_BOAT), "--by"),
        (("add", "titel=Night boat", "--by", "M"), "did you mean 'title'"),
        (("add", "title=Night boat", "--by", "M"), "started_on: say"),
        (("add", *NIGHT_BOAT, "exposed=regoin=North", "--by", "M"), "did you mean 'region'"),
        (("add", *NIGHT_BOAT, "change_id=a", "--by", "M"), "leave it out"),
        (("undo", "abc", "--by", "M"), "there is no one entry 'abc'"),
        (("undo", "--by", "M"), "there is no one entry ''"),
    ],
)
def test_a_mistake_keeps_nothing(run, folder, asked, said):
    code, _, err = run("change", *asked, "--data", folder)
    assert (code, said in err) == (2, True)
    assert read_journal(folder).entries == ()
