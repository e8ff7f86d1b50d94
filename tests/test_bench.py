"""The benchmark compares like with like: every peer gives the dashboard's own answers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import questions
from bench.analysts import NOT_IN_THE_ANSWERS, UNTAUGHT
from bench.answers import Size, make_answers
from bench.picture import summary
from bench.results import Measured, Run
from insight.filters import Filters
from insight.gateway import Gateway
from insight.publish import publish
from insight.query import questions as known_questions

REPOSITORY = Path(__file__).resolve().parents[1]
NO_FIGURES = """
import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench import floors
from insight.charts.theme import Theme

made = []
Theme.figure = lambda *_, **__: made.append("a figure")
floors.no_charts()
for page in sorted(Path("pages").glob("*/*.py")):
    app = AppTest.from_file("app.py", default_timeout=60).switch_page(str(page)).run()
    if made or app.exception or app.main.get("plotly_chart") or app.main.get("bidi_component"):
        sys.exit(f"{page} makes or draws a figure: {made}, {app.exception}")
"""


@pytest.fixture(scope="module")
def few_answers(tmp_path_factory):
    size = Size(100_000, 480)
    folder = tmp_path_factory.mktemp("bench")
    make_answers(folder, size)
    publish(folder)
    return folder, size


def test_every_analyst_gives_the_dashboards_answers_to_every_question(few_answers):
    folder, size = few_answers
    beside = {
        (one.what.partition(",")[0], one.beside)
        for one in questions.measure(folder, size, seconds=0.0, repeats=1)
    }
    for analyst, untaught in UNTAUGHT.items():
        answered = {question for question, name in beside if name == analyst}
        assert answered | untaught.keys() | NOT_IN_THE_ANSWERS.keys() == known_questions().keys()
        assert not answered & untaught.keys()


def test_only_questions_that_answers_have_nothing_on_are_left_out(few_answers):
    gateway = Gateway.open(few_answers[0])
    everyone = Filters.everything(gateway.coverage)
    assert all(gateway.ask(name, everyone).is_empty for name in NOT_IN_THE_ANSWERS)


def test_a_ratio_is_of_medians_and_holds_up_to_its_limit():
    one = Measured("part", "what", "beside", (1.0, 9.0, 3.0), (1.0, 2.0, 1.0), at_most=3.0)
    assert (one.ratio, one.holds) == (3.0, True)


def test_a_run_is_read_as_it_was_written(tmp_path):
    run = Run("1e5-480", (Measured("part", "what", "beside", (1.0,), (2.0,)),))
    assert Run.read(run.save(tmp_path)).measured == run.measured


def test_the_picture_names_everyone_who_took_turns_with_their_milliseconds():
    def one(part, what, beside, theirs):
        return Measured(part, what, beside, (250.0,), (theirs,))

    run = Run(
        "1e6-480",
        (
            one("clicks", "nps_trend, 3 charts", "no charts", 140.0),
            one("clicks", "nps_trend, 3 charts", "Dash", 1098.0),
            one("clicks", "nps_trend, server's processor time", "Dash", 31.0),
            *(one("questions", "answers, everyone", name, 7.0) for name in ("a", "b", "c")),
            one("questions", "answers, by segment", "a", 9.0),
        ),
    )
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", summary(run))
    for named, time in (
        ("this dashboard", "250"),
        ("the same page without charts", "140"),
        ("Dash, answers in memory", "1,098"),
    ):
        assert texts[texts.index(named) + 1] == time
    assert "answers" in texts
    assert not {"31", "answers, by segment"} & set(texts)


def test_the_floor_without_charts_makes_no_figure_on_any_page(demo_folder):
    ran = subprocess.run(
        [sys.executable, "-c", NO_FIGURES],
        cwd=REPOSITORY,
        env=os.environ | {"UNDERCURRENT_DATA": str(demo_folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
