from datetime import date

import pytest

from insight.charts import change_course, change_effects
from insight.charts.change_verdicts import checks, judged, kinds_judged, listed
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def effect(change_id, size, half=2.0, verdict="moved", n=400, measure="nps", **more):
    title = more.pop("title", f"Change {change_id}")
    row = {
        "change_id": change_id,
        "measure": measure,
        "method": "touched less untouched, AR(1) GLS",
        "verdict": verdict,
        "respondents_before": n,
        "respondents_after": 2 * n,
        "title": title,
        "item": measure.partition(": ")[2] or None,
        "started_on": date(2025, 3, 1),
        "accounted_for": 2,
        "periods": 40,
    }
    if size is not None:
        row |= {"effect": size, "low": size - half, "high": size + half, "p": 0.01}
        row |= {"p_corrected": 0.02, "placebo_p": 0.4, "dispersion": 1.1, "rho": 0.1}
        row |= {"answers_ratio": 1.0, "answers_ratio_low": 0.9, "answers_ratio_high": 1.1}
    return row | more


def effects(*rows):
    return answer("change_effects", list(rows))


FOUR = effects(
    effect("A", 13, 4, title="Fast ferry"),
    effect("B", -1, 6, "bounded"),
    effect("C", None, verdict="too_few"),
    effect("D", 5, 4, "not_identifiable", near="Bridge toll", not_told_apart_from="E"),
)


def finding(*rows, kind="nps"):
    return change_effects.finding(effects(*rows), WORDS, kind)


def test_the_title_names_the_largest_effect_and_counts_the_rest():
    said = change_effects.finding(FOUR, WORDS)
    assert said == (
        "Fast ferry raised NPS by 13 points for those it touched (9 to 17); "
        "one other did nothing we could see"
    )


def test_several_effects_are_counted_and_a_fall_is_said_as_one():
    assert finding(effect("A", -9, 3), effect("B", 5, 3)) == (
        "Change A lowered NPS by 9 points for those it touched (6 to 12), "
        "the most of two changes that moved it"
    )


def test_where_nothing_moved_the_title_says_how_much_it_can_rule_out():
    assert finding(effect("A", 1, 5, "bounded"), effect("B", 0, 3, "bounded")) == (
        "Two of our changes did not move NPS by more than 6 points; none was seen to"
    )
    assert finding(effect("A", 1, 20, "too_few")) == (
        "No change of ours can be said to have moved NPS"
    )
    assert finding() == "No change of ours is on record in this period"


def test_an_effect_of_few_answers_is_not_named_and_drawn_grey_with_the_word_why():
    few = effects(effect("A", 30, 20, n=20))
    assert "Change A" not in change_effects.finding(few, WORDS)
    figure = change_effects.change_effects(few, THEME)
    assert "thin" in texts(figure)
    assert figure.data[0].marker.line.color == (THEME.muted,)
    assert "Too few answers to say much" in hovers(figure)[0]


def test_there_are_four_verdicts_each_with_its_sentence():
    said = [row["verdict"] for row in listed(judged(FOUR), WORDS)]
    assert said == [
        "It moved: it raised NPS by 13 points for those it touched (9 to 17)",
        "It did not move NPS by more than 7 points",
        "Too few answers to say whether it moved NPS",
        "Cannot be told apart from Bridge toll, so close in time",
    ]


def test_changes_stand_under_their_verdict():
    figure = change_effects.change_effects(FOUR, THEME)
    written = texts(figure)
    for heading in ("It moved", "It did not move by more", "Too few", "Cannot be told apart"):
        assert f"<b>{heading}" in written
    assert "+13" in written
    assert "too few" in written
    assert len(figure.data[0].x) == 3
    assert figure.data[0].marker.color[0] == THEME.accent
    assert figure.data[0].marker.color[1] == THEME.paper


@pytest.mark.parametrize(
    ("kind", "said"), [("delivered", "delivery"), ("gap", "delivery less want")]
)
def test_effects_on_an_item_name_it(kind, said):
    rows = [effect("A", 6, measure=f"{kind}: Price"), effect("A", 1)]
    assert f"raised {said} of “Price” by 6 points" in finding(*rows, kind=kind)
    assert kinds_judged(effects(*rows)) == ["nps", kind]


def test_a_blanked_row_is_too_few_and_draws_no_mark():
    hidden = effects({"change_id": "A", "measure": "nps"})
    [one] = judged(hidden)
    assert (one.verdict, one.title, one.change) == ("too_few", "A", None)
    assert not change_effects.change_effects(hidden, THEME).data
    assert "three months" in checks(one, WORDS)


def test_an_empty_answer_says_so_instead_of_drawing():
    assert "No change of ours" in texts(change_effects.change_effects(effects(), THEME))


def test_hostile_titles_are_drawn_as_text():
    hostile = '<img src=x onerror="alert(1)"><b>Sale'
    result = effects(effect("A", 5, title=hostile, near=hostile))
    figure = change_effects.change_effects(result, THEME)
    assert "<img" not in texts(figure)
    assert not any("<img" in text for text in hovers(figure))


def around(expected):
    return {"expected": expected, "low": expected - 8, "high": expected + 8}


def course(*months, change_id="A"):
    rows = [
        {
            "change_id": change_id,
            "measure": "nps",
            "period": date(2025, month, 1),
            "observed": observed,
            "respondents": 90,
            "started_on": date(2025, 3, 1),
            "in_model": True,
        }
        | ({} if expected is None else around(expected))
        for month, observed, expected in months
    ]
    return answer("change_course", rows)


MONTHS = ((1, 20.0, 21.0), (2, 22.0, 20.0), (3, 35.0, 21.0), (4, 33.0, 20.0))


def test_observed_and_expected_are_named_at_their_ends_and_the_start_is_marked():
    [one] = judged(effects(effect("A", 13, 4)))
    figure = change_course.change_course(course(*MONTHS), THEME, one)
    written = texts(figure)
    for said in ("<b>33</b>", "observed", "<b>20</b>", "expected", "started 1 March 2025"):
        assert said in written
    assert "33 was observed and 20 expected (12 to 28)" in change_course.alt(
        course(*MONTHS), one, WORDS
    )
    assert change_course.finding(one, WORDS).startswith("Change A raised NPS by 13 points")


def test_without_an_estimate_only_what_was_observed_is_drawn():
    [one] = judged(effects(effect("A", None, verdict="too_few")))
    figure = change_course.change_course(course((1, 20.0, None), (2, 25.0, None)), THEME, one)
    assert "observed" in texts(figure)
    assert "expected" not in texts(figure)
    nothing = change_course.change_course(course((1, None, None)), THEME, one)
    assert "Too few answers" in texts(nothing)


def test_the_checks_are_said_with_what_they_mean():
    rows = [{"change_id": "A", "units": 4, "units_touched": 1, "effect": 12.0}]
    rows[0] |= {"cluster_p": 0.0001, "permutation_p": 0.25, "respondents": 900}
    units = answer("change_checks", rows)
    [one] = judged(effects(effect("A", 13, 4)))
    said = checks(one, WORDS, units)
    assert "p .400, nothing moved, as it should be" in said
    assert "2 other changes accounted for" in said
    assert "No clear change in how many of those it touched answer (1.00 times" in said
    assert "p .250 by permutation, below .001 clustered" in said
    [moving] = judged(
        effects(effect("A", 13, 4, placebo_p=0.01, answers_ratio_low=1.2, dispersion=3.0))
    )
    said = checks(moving, WORDS)
    assert "the series moves without it too" in said
    assert "part of it may be who answers" in said
    assert "3.0 times as much as answers alone" in said
