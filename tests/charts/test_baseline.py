from datetime import date

import pytest

from insight.charts.baseline import alt, baseline, finding, kept
from insight.charts.theme import theme_for
from insight.stats.two_waves import Wave, change_between
from insight.words import MINUS

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)
FIRST = date(2022, 1, 1)
THEN = Wave(500, 200, 1000)
LOWER, SAME = Wave(400, 300, 1000), Wave(505, 200, 1000)


def year(number, now=LOWER, then=THEN, value=None, complete=True, **others):
    """One row of the question, corrected for no other."""
    is_first = number == 2022
    row = {
        "year": date(number, 1, 1),
        "value": value,
        "nps": now.nps,
        "nps_low": now.interval[0],
        "nps_high": now.interval[1],
        "respondents": now.respondents,
        "baseline_respondents": then.respondents if then else 0,
        "complete": complete,
        "recounted_nps": then.nps if then else None,
        "recounted_respondents": then.respondents if then else 0,
        "baseline_published_on": date(2023, 1, 9) if then else None,
    }
    if then:
        low, high = then.interval
        row |= {"baseline_nps": then.nps, "baseline_nps_low": low, "baseline_nps_high": high}
    if then and not is_first:
        change = change_between(then, now)
        row |= {"change": change.points, "change_low": change.low, "change_high": change.high}
        row |= {"p": change.p, "p_corrected": change.p}
    return row | others


def asked(*rows, by=None):
    return answer("baseline", list(rows), dimension=by, baseline_from=FIRST)


def test_the_latest_whole_year_is_held_against_the_first():
    result = asked(year(2022, THEN), year(2025), year(2026, SAME, complete=False))
    assert finding(result, WORDS) == "NPS in 2025 is 20 points lower than in 2022 (13 to 27)"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [year(2022, THEN), year(2025, SAME)],
            "NPS in 2025 shows no change from that in 2022 that 2,000 answers could show",
        ),
        (
            [year(2025, Wave(51000, 20500, 100000), Wave(50000, 20000, 100000))],
            "NPS in 2025 is level with that in 2022: no change that 200,000 answers could show",
        ),
        ([year(2022, THEN)], "2022 is the first year; later ones will be compared with it"),
        (
            [year(2022, THEN), year(2023, complete=False)],
            "NPS so far in 2023 is 20 points lower than in 2022 (13 to 27)",
        ),
        (
            [year(2025, Wave(10, 5, 20))],
            "NPS is 25 in 2025, from only 20 answers: too thin to say more",
        ),
        (
            [year(2025, LOWER, Wave(10, 5, 20))],
            "NPS is 10 in 2025; only 20 answers in 2022: too thin to compare",
        ),
        ([year(2025, then=None)], "NPS is 10 in 2025; nobody answered in 2022 to compare with"),
        (
            [year(2025, then=None, baseline_respondents=None)],
            "NPS is 10 in 2025; too few answers in 2022 to compare with",
        ),
        ([{"year": date(2025, 1, 1)}], "Too few answers in every year to show NPS"),
    ],
)
def test_the_title_never_says_more_than_the_answers_show(rows, said):
    assert finding(asked(*rows), WORDS) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [year(2025, value="Service"), year(2025, Wave(300, 300, 1000), value="Support")],
            "Support fell 30 points from 2022 to 2025 (23 to 37), the most of two that moved",
        ),
        (
            [year(2025, value="Service"), year(2025, SAME, value="Support")],
            "Service fell 20 points from 2022 to 2025 (13 to 27)",
        ),
        (
            [year(2025, SAME, value="Service"), year(2025, SAME, value="Support")],
            "No change from 2022 to 2025 in any of 2 that 4,000 answers could show",
        ),
        (
            [year(2025, value="Service", p_corrected=0.06)],
            "No change from 2022 to 2025 in any of 1 that 2,000 answers could show",
        ),
        (
            [year(2025, value="Service", then=None)],
            "No survey shown here has enough answers in 2022, as first published",
        ),
        (
            [year(2025, LOWER, Wave(10, 5, 20), value="Service")],
            "Too few answers to compare with 2022",
        ),
        (
            [year(2022, THEN, value="Service")],
            "2022 is the first year; later ones will be compared with it",
        ),
        ([year(2025)], "Too few answers in every year to show NPS"),
    ],
)
def test_of_a_breakdown_the_title_names_who_moved_most(rows, said):
    assert finding(asked(*rows, by="survey"), WORDS) == said


def test_what_was_first_published_is_said_with_its_day():
    assert kept(asked(year(2022, THEN), year(2025)), WORDS) == (
        "2022 is the baseline, counted when first published on 9 January 2023 and kept since."
    )


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            (28.4, 1040),
            "first published as 30 from 1,000 answers, the exports now hold 1,040 and say 28",
        ),
        ((None, 0), "first published as 30 from 1,000 answers, the exports now hold none"),
        (
            (None, None),
            "first published as 30 from 1,000 answers, the exports now hold too few to show",
        ),
    ],
)
def test_where_the_exports_now_say_otherwise_both_are_said(now, said):
    nps, respondents = now
    row = year(2025, recounted_nps=nps, recounted_respondents=respondents)
    assert kept(asked(row), WORDS).endswith(f"and kept since; {said}.")


def test_of_many_values_counted_otherwise_three_are_named():
    rows = [year(2025, value=f"V{n}", recounted_respondents=900) for n in range(5)]
    said = kept(asked(*rows, by="survey"), WORDS)
    assert "; V2: first published" in said
    assert "V3" not in said
    assert said.endswith("; two more are counted otherwise now.")


def test_a_baseline_nobody_answered_in_is_said():
    assert kept(asked(year(2025, then=None)), WORDS) == (
        "No answers of these are known for 2022, the baseline year."
    )


def drawn(*rows, by=None, everyone=None):
    return baseline(asked(*rows, by=by), THEME, everyone)


def test_a_real_change_is_named_at_its_point_and_no_other():
    figure = drawn(year(2022, THEN), year(2024, SAME), year(2025), year(2026, Wave(700, 100, 1000)))
    written = texts(figure)
    assert f"<b>{MINUS}20</b>" in written
    assert "<b>+30</b>" in written
    assert written.count("<b>") == 2
    assert "2022: 30 (25 to 35)" in written


def test_the_axis_holds_every_interval_and_the_name_of_a_change():
    figure = drawn(year(2022, THEN), year(2025))
    low, high = figure.layout.yaxis.range
    assert low < LOWER.interval[0] - 2
    assert high >= THEN.interval[1]


def test_the_first_year_is_a_square_as_published_even_if_it_was_recounted():
    recount = Wave(100, 90, 200)
    figure = drawn(year(2022, recount, THEN), year(2025))
    marks = figure.data[0]
    assert list(marks.y) == [30.0, 10.0]
    assert list(marks.marker.symbol) == ["square", "circle"]


def test_unfinished_and_thin_years_are_hollow_and_say_why():
    figure = drawn(
        year(2022, THEN), year(2024, Wave(10, 5, 20)), year(2025), year(2026, complete=False)
    )
    fills = figure.data[0].marker.color
    assert [fill == THEME.paper for fill in fills] == [False, True, False, True]
    first, thin, real, unfinished = hovers(figure)
    assert "The first year" in first
    assert "Too few answers to say much" in thin
    assert "A real change" in real
    assert f"{MINUS}20.0 since 2022" in real
    assert "unfinished" in unfinished


def test_each_value_has_a_panel_after_everyone_on_one_scale():
    rows = [year(2025, value=value) for value in ("Service", "Support")]
    figure = drawn(*rows, by="survey", everyone=asked(year(2025)))
    titles = [label for label in texts(figure).split("\n") if "2022:" in label]
    assert [title.partition("<br>")[0] for title in titles] == [
        "<b>Everyone</b>",
        "<b>Service</b>",
        "<b>Support</b>",
    ]
    assert len({tuple(axis.range) for axis in figure.select_yaxes()}) == 1


def test_more_values_than_fit_are_counted_and_everyone_stays():
    rows = [year(2025, Wave(40, 20, 100 + n), value=f"V{n}") for n in range(9)]
    written = texts(drawn(*rows, by="survey", everyone=asked(year(2025))))
    assert "4 more not drawn" in written
    assert "Everyone" in written
    assert "V8" in written
    assert "V0" not in written


def test_a_value_without_a_baseline_says_so_in_its_panel():
    few = year(2025, value="B", then=None, baseline_respondents=None)
    written = texts(drawn(year(2025, value="A", then=None), few, by="survey"))
    assert "2022: no answers" in written
    assert "2022: too few answers" in written


def test_a_thin_baseline_is_said_to_be():
    assert "from only 20 answers: too thin" in texts(drawn(year(2025, LOWER, Wave(10, 5, 20))))


def test_nothing_to_draw_is_said():
    assert "Too few answers" in texts(drawn({"year": date(2025, 1, 1)}))


def test_a_hostile_value_stays_text():
    figure = drawn(year(2025, value="<b>x</b>"), by="survey")
    assert "&lt;b&gt;x&lt;/b&gt;" in texts(figure)


def test_the_alternative_text_says_every_values_change():
    rows = [year(2025, value="Service"), year(2025, SAME, value="Support")]
    said = alt(asked(*rows, by="survey"), WORDS)
    assert f"Service, 2025: 10, change {MINUS}20" in said
    assert said.endswith("Support, 2025: 30, change 0.")
