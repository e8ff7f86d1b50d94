"""The baseline year is chosen and counted once, and no later export changes it in silence."""

import hashlib
import json
from datetime import date

import pyarrow.parquet as pq
import pytest

from insight.command_line.main import main
from insight.gateway import Gateway
from insight.publish import publish
from insight.version import point_to


def answered(day, *scores, **dimensions):
    return [{"responded_on": day, "recommend_score": score, **dimensions} for score in scores]


IN_2024, IN_2025 = date(2024, 2, 10), date(2025, 2, 10)
FIRST = answered(IN_2024, *[9] * 12, *[0] * 8, region="North")
LATER = answered(IN_2025, *[9] * 10, *[0] * 10, region="North")


def counts(version):
    """Answers, promoters and detractors of the published baseline, all cells together."""
    rows = pq.read_table(version.folder / "baseline.parquet").to_pylist()
    return tuple(sum(row[name] for row in rows) for name in ("answers", "promoters", "detractors"))


def year_of(version):
    return version.coverage.baseline.start.year


@pytest.fixture
def published(folder_of):
    """`published(answers, **options)`: publish these answers in the same folder once more."""

    def once_more(answers, as_of=date(2026, 1, 31), settings="", **options):
        folder = folder_of(as_of=as_of, survey_responses=answers)
        (folder / "settings.toml").write_text(settings)
        return publish(folder, **options)

    return once_more


def test_the_counts_first_published_stay_when_the_exports_change(published):
    assert counts(published(FIRST + LATER)) == (20, 12, 8)
    more = answered(IN_2024, 10, 10, region="North")
    version = published(FIRST + more + LATER)
    assert counts(version) == (20, 12, 8)
    [note] = version.notes
    assert "NPS 20.0 from 20 answers; the exports now hold 22 and say 27.3" in note
    assert note.endswith("publish --recount-baseline")


def test_exports_that_have_not_changed_need_no_note(published):
    published(FIRST + LATER)
    assert published(FIRST + LATER).notes == ()


def test_the_counts_are_made_anew_when_that_is_asked_for(published):
    published(FIRST + LATER)
    version = published(LATER + FIRST[:10], recount_baseline=True)
    assert counts(version) == (10, 10, 0)
    assert version.notes == ()


def test_the_baseline_stays_when_the_exports_no_longer_hold_its_year(published):
    published(FIRST + LATER)
    version = published(LATER)
    assert (year_of(version), counts(version)) == (2024, (20, 12, 8))
    assert "the exports now hold 0. " in version.notes[0]


def test_counts_of_an_unfinished_year_are_provisional(published):
    assert counts(published(FIRST[:5], as_of=date(2024, 3, 31))) == (5, 5, 0)
    assert counts(published(FIRST, as_of=date(2024, 6, 30))) == (20, 12, 8)
    assert counts(published(FIRST, as_of=date(2024, 12, 31))) == (20, 12, 8)
    assert counts(published(FIRST[:5], as_of=date(2025, 1, 31))) == (20, 12, 8)


def test_a_year_that_answers_began_late_in_gives_way_to_the_first_whole_one(published):
    autumn = answered(date(2023, 11, 5), *[7] * 10, region="North")
    assert year_of(published(autumn, as_of=date(2024, 3, 1))) == 2023
    assert year_of(published(autumn + FIRST, as_of=date(2025, 3, 1))) == 2024


def test_a_setting_that_names_another_year_counts_anew(published):
    published(FIRST + LATER)
    version = published(FIRST + LATER, settings="baseline_year = 2025\n")
    assert (year_of(version), counts(version)) == (2025, (20, 10, 10))
    back = published(LATER + FIRST[:10], settings="baseline_year = 2024\n")
    assert (year_of(back), counts(back)) == (2024, (10, 10, 0))


def test_a_setting_that_names_the_same_year_keeps_its_counts(published):
    published(FIRST + LATER)
    version = published(FIRST[:10] + LATER, settings="baseline_year = 2024\n")
    assert counts(version) == (20, 12, 8)


def test_another_fiscal_year_is_another_baseline(published):
    published(FIRST + LATER)
    version = published(FIRST + LATER, settings="fiscal_year_starts = 2\n")
    assert version.coverage.baseline.start == date(2024, 2, 1)
    assert counts(version) == (20, 12, 8)


def test_going_back_to_a_version_goes_back_to_its_baseline(published):
    first = published(FIRST + LATER)
    published(FIRST[:10] + LATER, recount_baseline=True)
    point_to(first.folder.parents[1], first.name)
    assert counts(published(FIRST[:10] + LATER)) == (20, 12, 8)


def test_a_damaged_version_hands_nothing_on_and_the_one_before_it_does(published):
    published(FIRST + LATER)
    later = published(FIRST + LATER)
    path = later.folder / "baseline.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert counts(published(FIRST[:10] + LATER)) == (20, 12, 8)


def test_a_version_of_an_earlier_program_without_counts_keeps_its_year(published):
    version = published(FIRST + LATER)
    manifest = version.folder / "manifest.json"
    # Without the counts in its manifest a version is as an earlier program published it.
    written = json.loads(manifest.read_text())
    written["files"] = [one for one in written["files"] if one["path"] != "baseline.parquet"]
    manifest.write_text(json.dumps(written))
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (version.folder / "manifest.sha256").write_text(digest + "\n")
    earlier = answered(date(2022, 1, 5), *[9] * 10, region="North")
    again = published(earlier + FIRST[:10] + LATER)
    assert (year_of(again), counts(again)) == (2024, (10, 10, 0))


def test_an_empty_year_named_by_a_setting_has_no_counts(published):
    assert counts(published(FIRST, settings="baseline_year = 2019\n")) == (0, 0, 0)


def test_the_kept_answers_are_filtered_by_their_own_values(published, ask):
    """New cells come with a new dimension; the baseline's own cells keep the values they had."""
    south = answered(IN_2024, *[0] * 20, region="South")
    published(FIRST + south + LATER)
    tiered = [row | {"tier": "Gold"} for row in FIRST + south + LATER]
    version = published(tiered)
    gateway = Gateway.open(version.folder.parents[1])
    for rows in (
        ask(gateway, "baseline", where={"region": ["North"]}),
        [row for row in ask(gateway, "baseline", by="region") if row["value"] == "North"],
    ):
        assert [row["baseline_respondents"] for row in rows] == [20, 20]
        assert [row["baseline_nps"] for row in rows] == [20.0, 20.0]
    # Nothing was known of tiers when the baseline was first published.
    by_tier = ask(gateway, "baseline", by="tier")
    assert [row["baseline_respondents"] for row in by_tier] == [0, 0]
    assert [row["recounted_respondents"] for row in by_tier] == [40, 40]
    assert [row["change"] for row in by_tier] == [None, None]


def test_a_value_that_only_the_baseline_has_can_still_be_chosen(published):
    published(FIRST + answered(IN_2024, *[0] * 20, region="Sout") + LATER)
    version = published(FIRST + answered(IN_2024, *[0] * 20, region="South") + LATER)
    cells = Gateway.open(version.folder.parents[1]).warehouse.cells
    assert cells.values("region") == ("North", "Sout", "South")


def test_the_command_line_counts_the_baseline_anew(published, capsys):
    folder = published(FIRST + LATER).folder.parents[1]
    published(FIRST[:10] + LATER)
    assert main(["publish", "--data", str(folder)]) == 0
    assert "stays as first published" in capsys.readouterr().out
    assert main(["publish", "--data", str(folder), "--recount-baseline"]) == 0
    assert "stays as first published" not in capsys.readouterr().out
