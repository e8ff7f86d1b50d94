from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .rows import answered

BEFORE = (date(2025, 1, 1), date(2025, 1, 31))
NOW = (date(2026, 1, 1), date(2026, 1, 31))
LAST_YEAR, THIS_YEAR = date(2025, 1, 10), date(2026, 1, 10)
PARTS = ("within", "within_low", "within_high", "mix", "mix_low", "mix_high")


def scores(respondents, nps):
    """Scores of so many people, no passives beyond one, with that NPS."""
    votes = respondents * nps // 100
    promoters, passives = divmod(respondents + votes, 2)
    return [9] * promoters + [7] * passives + [0] * (promoters - votes)


def moved(ask, gateway, by="segment", **options):
    rows = ask(gateway, "what_moved_nps", *NOW, versus=BEFORE, by=by, **options)
    return {row["value"]: row for row in rows}


@pytest.fixture
def simpson(oracle, given):
    """The published panel whose NPS falls 6.3 while the average customer rises 2.0."""
    case = oracle["kitagawa_nps_simpson"]
    panel, answers = case["inputs"], []
    for day, period in ((LAST_YEAR, "0"), (THIS_YEAR, "1")):
        for segment, n, nps in zip(
            panel["segments"], panel[f"n{period}"], panel[f"nps{period}"], strict=True
        ):
            answers += answered(day, *scores(n, nps), segment=segment)
    return case, given(survey_responses=answers)


def test_a_published_fall_with_a_rise_inside_is_reproduced(simpson, ask):
    case, gateway = simpson
    rows, expected = moved(ask, gateway), case["expected"]
    by_segment = [rows[segment] for segment in case["inputs"]["segments"]]
    assert [row["within"] for row in by_segment] == pytest.approx(expected["within_by_seg"])
    assert [row["mix"] for row in by_segment] == pytest.approx(expected["mix_by_seg"], abs=5e-3)
    assert sum(row["within"] for row in by_segment) == pytest.approx(expected["within"])
    assert sum(row["mix"] for row in by_segment) == pytest.approx(expected["mix"])
    assert [row["share_before"] for row in by_segment] == pytest.approx([20, 30, 50])
    assert [row["share_after"] for row in by_segment] == pytest.approx([40, 30, 30])
    assert [row["nps_after"] for row in by_segment] == pytest.approx([12, 28, 55])
    [change] = ask(gateway, "nps_change", *NOW, versus=BEFORE)
    assert change["change"] == pytest.approx(expected["nps1"] - expected["nps0"])


def test_each_part_has_its_interval_by_hand(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *scores(10, 0), region="North")
        + answered(LAST_YEAR, *scores(10, 100), region="South")
        + answered(THIS_YEAR, *scores(20, 0), region="North")
    )
    rows = moved(ask, gateway, by="region")
    # North is half of the answers, then all of them, at NPS 0; South, at 100, takes it along.
    # Overall NPS 50 and 0, mean 25: mix is .5 x (0 - 25) and -.5 x (100 - 25).
    north, south = rows["North"], rows["South"]
    assert (north["within"], north["mix"]) == pytest.approx((0, -12.5))
    assert (south["within"], south["mix"]) == pytest.approx((0, -37.5))
    assert (south["nps_after"], south["respondents_after"], south["share_after"]) == (None, 0, 0)
    # Within, North: an answer of North moves its NPS by its vote over its share, times the mean
    # share of .75: variance (.75/.5)^2 x .5 over 20 before, .75^2 over 20 after, each x 100^2.
    half = 1.959963984540054 * 100 * ((1.5**2 * 0.5 + 0.75**2) / 20) ** 0.5
    assert (north["within_low"], north["within_high"]) == pytest.approx((-half, half))
    assert (south["within_low"], south["within_high"]) == (0, 0)


def test_an_answer_that_states_no_value_is_a_row_of_its_own(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, 9, 0, region="North")
        + answered(LAST_YEAR, 9, region=None)
        + answered(THIS_YEAR, 9, region="North")
        + answered(THIS_YEAR, 0, region=None)
    )
    rows = moved(ask, gateway, by="region")
    assert list(rows) == ["North", None]
    assert (rows[None]["respondents_before"], rows[None]["nps_after"]) == (1, -100)
    parts = [row[part] for row in rows.values() for part in ("within", "mix")]
    assert sum(parts) == pytest.approx(0 - 100 / 3)


def test_everyone_passive_moves_nothing(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *[7] * 4, region="North")
        + answered(LAST_YEAR, *[8] * 2, region="South")
        + answered(THIS_YEAR, *[8] * 9, region="South")
    )
    for row in moved(ask, gateway, by="region").values():
        assert [row[part] for part in PARTS] == [0] * 6


def test_values_with_few_answers_are_one_row_and_the_parts_still_sum(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *scores(40, 50), region="North")
        + answered(LAST_YEAR, *scores(9, 0), region="South")
        + answered(LAST_YEAR, *scores(12, 0), region="West")
        + answered(THIS_YEAR, *scores(30, 40), region="North")
        + answered(THIS_YEAR, *scores(25, 20), region="South")
        + answered(THIS_YEAR, *scores(4, 100), region="West"),
        minimum_answers=10,
    )
    rows = moved(ask, gateway, by="region")
    pool = "(2 values with few answers)"
    assert list(rows) == ["North", pool]
    assert (rows[pool]["respondents_before"], rows[pool]["respondents_after"]) == (21, 29)
    [change] = ask(gateway, "nps_change", *NOW, versus=BEFORE)
    parts = [row[part] for row in rows.values() for part in ("within", "mix")]
    assert sum(parts) == pytest.approx(change["change"])


def test_a_period_with_too_few_answers_shows_no_figure_at_all(given, ask):
    gateway = given(
        survey_responses=answered(LAST_YEAR, *scores(5, 60), region="North")
        + answered(LAST_YEAR, *scores(4, 0), region="South")
        + answered(THIS_YEAR, *scores(40, 40), region="North")
        + answered(THIS_YEAR, *scores(25, 20), region="South"),
        minimum_answers=10,
    )
    [row] = moved(ask, gateway, by="region").values()
    assert row["value"] == "(2 values with few answers)"
    assert (row["respondents_before"], row["respondents_after"]) == (None, 65)
    hidden = ("share_before", "share_after", "nps_before", *PARTS)
    assert [row[name] for name in hidden] == [None] * len(hidden)


@pytest.mark.parametrize(("day", "empty"), [(THIS_YEAR, "before"), (LAST_YEAR, "after")])
def test_a_period_without_answers_has_no_parts(given, ask, day, empty):
    gateway = given(survey_responses=answered(day, 9, 9, 0, region="North"))
    [row] = moved(ask, gateway, by="region").values()
    assert row[f"respondents_{empty}"] == 0
    assert (row[f"nps_{empty}"], row[f"share_{empty}"]) == (None, None)
    assert [row[part] for part in PARTS] == [None] * 6


def test_periods_that_share_days_have_no_parts(given, ask):
    gateway = given(survey_responses=answered(THIS_YEAR, 9, 9, 0, region="North"))
    overlapping = (date(2025, 12, 1), date(2026, 1, 1))
    [row] = ask(gateway, "what_moved_nps", *NOW, versus=overlapping, by="region")
    assert row["nps_after"] == pytest.approx(100 / 3)
    assert [row[part] for part in PARTS] == [None] * 6


def test_the_same_customers_answering_twice_widen_the_intervals(given, ask):
    def split(customers):
        answers = [
            {**answer, "customer_id": customers(number)}
            for day in (LAST_YEAR, THIS_YEAR)
            for number, answer in enumerate(
                answered(day, *[9, 9, 0, 0] * 10, region="North")
                + answered(day, *[9, 9, 7, 7] * 10, region="South")
            )
        ]
        row = moved(ask, given(survey_responses=answers), by="region")["North"]
        return row["within_high"] - row["within_low"]

    once, twice = split(lambda number: f"c{number}"), split(lambda number: f"c{number // 2}")
    # Everybody gives the same score twice: as if there were half as many answers.
    assert twice == pytest.approx(2**0.5 * once)


def test_filters_leave_the_others_out(given, ask):
    gateway = given(
        survey_responses=[
            answer
            for channel, nps in (("App", 20), ("Web", -40))
            for day in (LAST_YEAR, THIS_YEAR)
            for answer in answered(day, *scores(20, nps), region="North", channel=channel)
        ]
    )
    [row] = moved(ask, gateway, by="region", where={"channel": ["App"]}).values()
    assert (row["respondents_before"], row["nps_before"], row["nps_after"]) == (20, 20, 20)


answer_counts = st.lists(
    st.tuples(
        st.sampled_from([LAST_YEAR, THIS_YEAR]),
        st.sampled_from(["North", "South", "West", None]),
        st.sampled_from([9, 7, 0]),
    ),
    min_size=1,
    max_size=60,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=answer_counts, minimum=st.sampled_from([0, 3]))
def test_parts_sum_to_the_change_whatever_was_answered(given, ask, answers, minimum):
    gateway = given(
        survey_responses=[
            {"responded_on": day, "region": region, "recommend_score": score}
            for day, region, score in [*answers, (LAST_YEAR, "North", 9), (THIS_YEAR, "North", 0)]
        ],
        minimum_answers=minimum,
    )
    rows = moved(ask, gateway, by="region").values()
    [change] = ask(gateway, "nps_change", *NOW, versus=BEFORE)
    if change["change"] is None:
        assert all(row["within"] is None for row in rows)
        return
    parts = [row[part] for row in rows for part in ("within", "mix")]
    assert sum(parts) == pytest.approx(change["change"], abs=1e-9)
    for period in ("before", "after"):
        assert sum(row[f"share_{period}"] for row in rows) == pytest.approx(100)


def test_the_command_line_names_the_dimensions_where_none_is_asked(run, demo_folder):
    code, _, err = run("ask", "what_moved_nps", "--data", demo_folder)
    assert code == 2
    assert "what_moved_nps needs a breakdown; add --by with one of segment, region" in err
