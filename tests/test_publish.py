import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from insight.gateway import Gateway
from insight.problems import Failure, Mistake
from insight.publish import find_exports, publish
from insight.version import current_name, point_to, published_folder, version_names

REPOSITORY = Path(__file__).resolve().parents[1]
DAY = date(2026, 1, 5)


def answers(*regions, day=DAY, **more):
    return [{"responded_on": day, "recommend_score": 9, "region": r, **more} for r in regions]


def cells(version):
    """Cell ids by their values."""
    rows = pq.read_table(version.folder / "cells.parquet").to_pylist()
    return {tuple(v for k, v in row.items() if k != "cell_id"): row["cell_id"] for row in rows}


def test_publishing_makes_a_version_current_and_says_its_steps(folder_of):
    told = []
    folder = folder_of(survey_responses=answers("North"))
    version = publish(folder, told.append)
    assert current_name(folder) == version.name
    assert told[0] == "Reading exports"
    assert "Counting nps_daily" in told
    assert told[-1] == f"Version {version.name} is current"


def test_every_step_of_a_publish_is_counted_and_their_number_known_before(folder_of):
    told = []
    publish(folder_of(survey_responses=answers("North")), told.append)
    assert [step.done for step in told] == list(range(len(told)))
    assert {step.of for step in told} == {len(told) - 1}


def test_each_publish_is_a_version_of_its_own(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    earlier, later = publish(folder), publish(folder)
    assert version_names(folder) == [later.name, earlier.name]
    assert current_name(folder) == later.name


def test_the_pointer_is_the_last_thing_that_changes(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    first = publish(folder)
    seen = []
    publish(folder, lambda _: seen.append(current_name(folder)))
    assert set(seen[:-1]) == {first.name}
    assert seen[-1] != first.name


def test_a_refused_export_leaves_the_current_version(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    version = publish(folder)
    folder_of(survey_responses=[{"responded_on": None}])
    with pytest.raises(Mistake):
        publish(folder)
    assert current_name(folder) == version.name
    assert version_names(folder) == [version.name]
    assert not list(published_folder(folder).glob(".building-*"))


def test_a_killed_build_leaves_the_current_version_and_the_next_one_cleans_up(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from insight.publish import publish\n"
        "def stop(step):\n"
        "    if step.startswith('Counting'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "publish(Path(sys.argv[1]), stop)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=REPOSITORY, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert current_name(folder) is None
    assert version_names(folder) == []
    assert list(published_folder(folder).glob(".building-*"))
    with pytest.raises(Failure, match="no published version"):
        Gateway.open(folder)
    version = publish(folder)
    assert Gateway.open(folder).version == version.name
    assert not list(published_folder(folder).glob(".building-*"))


def test_only_one_publish_runs_at_a_time(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    refused = []

    def publish_meanwhile(_):
        if not refused:
            with pytest.raises(Failure, match="is being published already; wait for it"):
                publish(folder)
            refused.append(True)

    publish(folder, publish_meanwhile)
    assert refused


def test_published_in_the_way_is_a_failure(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    (folder / "published").write_text("in the way")
    with pytest.raises(Failure, match="cannot be written"):
        publish(folder)


def test_cell_ids_are_appended_and_never_renumbered(folder_of):
    folder = folder_of(survey_responses=answers("North", "South"))
    first = cells(publish(folder))
    assert sorted(first.values()) == [1, 2]
    folder_of(survey_responses=answers("East", "North", "South", "Aachen"))
    second = cells(publish(folder))
    assert {cell: second[cell] for cell in first} == first
    assert sorted(second.values()) == [1, 2, 3, 4]


def test_a_cell_that_vanishes_keeps_its_id_for_when_it_comes_back(folder_of, ask):
    folder = folder_of(survey_responses=answers("North", "South"))
    first = cells(publish(folder))
    folder_of(survey_responses=answers("North", "East"))
    second = publish(folder)
    assert cells(second)[("South",)] == first[("South",)]
    gateway = Gateway.open(folder)
    assert gateway.warehouse.cells.values("region") == ("East", "North")
    folder_of(survey_responses=answers("South", "East"))
    third = cells(publish(folder))
    assert third[("South",)] == first[("South",)]
    assert third[("East",)] == cells(second)[("East",)]
    assert [row["answers"] for row in ask(Gateway.open(folder), "answers", by="region")] == [
        None,
        None,
    ]


def test_a_new_dimension_makes_new_cells_and_keeps_the_old_ids(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    first = cells(publish(folder))
    folder_of(survey_responses=answers("North", segment="SMB"))
    second = publish(folder)
    assert set(second.dimensions) == {"region", "segment"}
    assert set(cells(second).values()) > set(first.values())


def test_going_back_and_publishing_again_gives_no_id_twice(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    first = publish(folder)
    folder_of(survey_responses=answers("North", "East"))
    east = cells(publish(folder))[("East",)]
    point_to(folder, first.name)
    folder_of(survey_responses=answers("North", "West"))
    assert cells(publish(folder))[("West",)] > east


def test_the_baseline_first_published_is_kept(folder_of):
    folder = folder_of(
        as_of=date(2024, 12, 31),
        survey_responses=[row for m in range(1, 13) for row in answers("N", day=date(2024, m, 1))],
    )
    first = publish(folder).coverage.baseline
    assert first.start == date(2024, 1, 1)
    earlier = [row for m in range(1, 13) for row in answers("N", day=date(2020, m, 1))]
    folder_of(
        as_of=date(2025, 12, 31), survey_responses=earlier + answers("N", day=date(2024, 5, 1))
    )
    assert publish(folder).coverage.baseline == first


def test_the_settings_year_is_the_baseline_whatever_was_published(folder_of):
    folder = folder_of(survey_responses=answers("N", day=date(2024, 1, 1)))
    publish(folder)
    (folder / "settings.toml").write_text("baseline_year = 2023\nfiscal_year_starts = 4\n")
    baseline = publish(folder).coverage.baseline
    assert baseline == (date(2023, 4, 1), date(2024, 3, 31))


def test_a_text_column_of_more_than_200_values_is_no_dimension_and_that_is_said(folder_of):
    many = [{**answers("North")[0], "agent": f"agent {n}"} for n in range(201)]
    version = publish(folder_of(survey_responses=many))
    assert version.dimensions == ("region",)
    assert version.notes == ("agent has more than 200 values: it is no dimension",)


def test_a_text_column_of_200_values_is_a_dimension(folder_of):
    many = [{**answers("North")[0], "agent": f"agent {n}"} for n in range(200)]
    version = publish(folder_of(survey_responses=many))
    assert version.dimensions == ("region", "agent")
    assert version.notes == ()


def test_the_widest_column_is_left_out_where_cells_would_be_too_many(folder_of, monkeypatch):
    monkeypatch.setattr("insight.dimensions.MOST_CELLS", 10)
    many = [{**answers("North")[0], "agent": f"{n}", "day_part": f"{n % 4}"} for n in range(40)]
    version = publish(folder_of(survey_responses=many))
    assert version.dimensions == ("region", "day_part")
    assert version.notes == ("agent would make more than 10 cells: it is no dimension",)


def test_survey_and_wave_are_dimensions_after_the_companys_own(folder_of):
    version = publish(folder_of(survey_responses=answers("North", survey="Yearly", wave="2026")))
    assert version.dimensions == ("region", "survey", "wave")


def test_known_text_is_no_dimension(folder_of):
    version = publish(
        folder_of(survey_responses=answers("North", comment="Fine.", customer_id="C1"))
    )
    assert version.dimensions == ("region",)


def test_customers_lend_their_dimensions_to_their_answers(folder_of, ask):
    folder = folder_of(
        survey_responses=[row for c in "ABC" for row in answers(*["N"] * 10, customer_id=c)],
        customers=[{"customer_id": "A", "tier": "Gold"}, {"customer_id": "B", "tier": "Silver"}],
    )
    publish(folder)
    rows = ask(Gateway.open(folder), "answers", by="tier")
    assert [(row["value"], row["answers"]) for row in rows] == [
        ("Gold", 10),
        ("Silver", 10),
        (None, 10),
    ]


def test_an_answers_own_dimension_wins_over_the_customers(folder_of, ask):
    folder = folder_of(
        survey_responses=answers(*["North"] * 10, customer_id="A"),
        customers=[{"customer_id": "A", "region": "South"}],
    )
    publish(folder)
    assert [row["value"] for row in ask(Gateway.open(folder), "answers", by="region")] == ["North"]


def test_answers_without_ids_are_published(folder_of, ask):
    folder = folder_of(survey_responses=answers(*["North"] * 12))
    publish(folder)
    [row] = ask(Gateway.open(folder), "answers")
    assert row["answers"] == 12


def test_a_file_that_is_no_table_is_left_out_with_a_note(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    path = folder / "exports" / "survey_responses.parquet"
    (folder / "exports" / "rating.parquet").write_bytes(path.read_bytes())
    [note] = publish(folder).notes
    assert note.startswith("rating.parquet is no table of ours; did you mean 'ratings'?")


def test_a_folder_without_answers_says_how_to_bring_them(tmp_path):
    with pytest.raises(Mistake, match=r"has no survey_responses\.parquet; import a survey"):
        find_exports(tmp_path)


def test_an_export_without_rows_is_refused(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    path = folder / "exports" / "survey_responses.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    with pytest.raises(Mistake, match="holds no answers; there is nothing to publish"):
        publish(folder)


def test_the_as_of_day_is_that_of_the_answers(folder_of):
    folder = folder_of(as_of=date(2026, 2, 3), survey_responses=answers("North"))
    assert publish(folder).coverage.as_of == date(2026, 2, 3)


def test_answers_dropped_in_by_hand_are_as_of_the_day_of_their_file(folder_of):
    folder = folder_of(survey_responses=answers("North"))
    path = folder / "exports" / "survey_responses.parquet"
    pq.write_table(pq.read_table(path).replace_schema_metadata(None), path)
    noon = 1_767_225_600 + 43_200  # 1 January 2026, 12:00 UTC
    os.utime(path, (noon, noon))
    assert publish(folder).coverage.as_of == date(2026, 1, 1)


def test_the_demo_publishes_every_table(demo):
    version = demo.warehouse.version
    assert len(version.tables) == 10
    assert version.notes == ()
    assert version.dimensions == ("segment", "region", "channel", "fare", "survey", "wave")
    assert version.damage() is None
