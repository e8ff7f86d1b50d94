"""The benchmark compares like with like: every peer gives the dashboard's own answers."""

import pytest

from bench import questions
from bench.answers import Size, make_answers
from bench.results import Measured, Run


@pytest.fixture(scope="module")
def few_answers(tmp_path_factory):
    size = Size(100_000, 480)
    folder = tmp_path_factory.mktemp("bench")
    make_answers(folder, size)
    return folder, size


def test_every_analyst_gives_the_dashboards_answers_to_every_question(few_answers):
    folder, size = few_answers
    beside = {
        (one.what.partition(",")[0], one.beside)
        for one in questions.measure(folder, size, seconds=0.0)
    }
    asked = {question for question, _ in beside}
    for analyst in ("DuckDB", "pandas", "polars"):
        assert {question for question, name in beside if name.startswith(analyst)} == asked


def test_a_ratio_is_of_medians_and_holds_up_to_its_limit():
    one = Measured("part", "what", "beside", (1.0, 9.0, 3.0), (1.0, 2.0, 1.0), at_most=3.0)
    assert (one.ratio, one.holds) == (3.0, True)


def test_a_run_is_read_as_it_was_written(tmp_path):
    run = Run("1e5-480", (Measured("part", "what", "beside", (1.0,), (2.0,)),))
    assert Run.read(run.save(tmp_path)).measured == run.measured
