from datetime import date

import pytest
from scipy.stats import ttest_ind

from .rows import picked, rated, together

NUMBERS = ("wanted", "delivered", "wanted_top", "delivered_top", "gap")
COUNTS = ("respondents_wanted", "respondents_delivered", "respondents")


def test_wanted_and_delivered_are_means_in_percent_of_maximum(given, ask):
    gateway = given(**rated("Price", [(5, 1), (4, 2), (3, 3)], kind="hard"))
    # Differences -100, -50, 0: mean -50, standard error 50 / sqrt 3, t(2) = 4.302653
    # Both means: standard error 25 / sqrt 3, so half of that, kept within 0 and 100
    half = 4.302652729911275 * 50 / 3**0.5
    assert ask(gateway, "want_vs_delivered") == [
        {
            "item": "Price",
            "value": None,
            "kind": "hard",
            "wanted": 75.0,
            "delivered": 25.0,
            "wanted_top": pytest.approx(200 / 3),
            "delivered_top": 0.0,
            "gap": -50.0,
            "gap_low": pytest.approx(-50 - half),
            "gap_high": pytest.approx(-50 + half),
            "importance_satisfaction": None,
            "respondents_wanted": 3,
            "respondents_delivered": 3,
            "respondents": 3,
            "wanted_low": pytest.approx(75 - half / 2),
            "wanted_high": 100.0,
            "delivered_low": 0.0,
            "delivered_high": pytest.approx(25 + half / 2),
        }
    ]


def test_scales_of_different_surveys_come_together_in_percent_of_maximum(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 3)]),
            rated("Price", [(100, 50)], scale=(0, 100), day=date(2026, 2, 1)),
            rated("Price", [(7, 4)], scale=(1, 7), day=date(2026, 3, 1)),
        )
    )
    [row] = ask(gateway, "want_vs_delivered")
    assert [row[name] for name in ("wanted", "delivered", "gap")] == [100.0, 50.0, -50.0]


def test_a_reversed_scale_is_turned_round(given, ask):
    gateway = given(**rated("Price", [(1, 5), (2, 4)], scale=(5, 1)))
    [row] = ask(gateway, "want_vs_delivered")
    assert [row[name] for name in NUMBERS] == [87.5, 12.5, 100.0, 0.0, -75.0]


def test_the_top_two_boxes_are_the_two_highest_answers(given, ask):
    gateway = given(**rated("Price", [(5, 10), (4, 9), (3, 8)], scale=(0, 10)))
    [row] = ask(gateway, "want_vs_delivered")
    assert (row["wanted_top"], row["delivered_top"]) == (0.0, pytest.approx(200 / 3))


def test_yes_or_no_has_one_top_box(given, ask):
    gateway = given(**rated("Price", [(None, 1), (None, 2), (None, 2)], scale=(1, 2)))
    [row] = ask(gateway, "want_vs_delivered")
    assert row["delivered_top"] == pytest.approx(200 / 3)


def test_a_gap_is_paired_where_at_least_half_of_the_smaller_side_rated_both(given, ask):
    # Four wanted, two delivered, one of these both: exactly half of the smaller side.
    gateway = given(**rated("Price", [(5, 5), (5, None), (5, None), (5, None), (None, 1)]))
    [row] = ask(gateway, "want_vs_delivered")
    assert (row["wanted"], row["delivered"], row["gap"]) == (100.0, 50.0, 0.0)
    assert [row[name] for name in COUNTS] == [4, 2, 1]


def test_a_gap_is_the_difference_of_means_where_fewer_rated_both(given, ask):
    pairs = [(5, 4), (4, None), (5, None), (None, 1), (None, 2), (None, 2)]
    gateway = given(**rated("Price", pairs))
    [row] = ask(gateway, "want_vs_delivered")
    welch = ttest_ind([75, 0, 25, 25], [100, 75, 100], equal_var=False).confidence_interval()
    assert row["gap"] == pytest.approx(31.25 - 275 / 3)
    assert (row["gap_low"], row["gap_high"]) == pytest.approx((welch.low, welch.high))
    assert [row[name] for name in COUNTS] == [3, 4, 1]


def test_an_item_asked_on_one_side_only_has_no_gap(given, ask):
    gateway = given(**together(rated("Wi-Fi", [(None, 4), (None, 5)]), rated("Speed", [(5, None)])))
    speed, wifi = ask(gateway, "want_vs_delivered")
    assert [wifi[name] for name in NUMBERS] == [None, 87.5, None, 100.0, None]
    assert [wifi[name] for name in COUNTS] == [0, 2, 0]
    assert [speed[name] for name in NUMBERS] == [100.0, None, 100.0, None, None]
    assert [speed[name] for name in COUNTS] == [1, 0, 0]


def test_one_answer_has_a_gap_but_no_interval(given, ask):
    [row] = ask(given(**rated("Price", [(5, 3)])), "want_vs_delivered")
    assert (row["gap"], row["gap_low"], row["gap_high"]) == (-50.0, None, None)


def test_a_pick_has_no_gap_but_importance_times_the_share_not_satisfied(given, ask):
    gateway = given(**picked("Streets", [True, True, True, False], [5, 1, 2, 4]))
    [row] = ask(gateway, "want_vs_delivered")
    assert [row[name] for name in NUMBERS] == [75.0, 50.0, 75.0, 50.0, None]
    assert row["importance_satisfaction"] == pytest.approx(0.75 * 0.5)
    assert (row["gap_low"], row["gap_high"]) == (None, None)


def test_an_item_nobody_picked_has_no_importance_but_is_there(given, ask):
    gateway = given(**picked("Parking", [False, False], [1, None]))
    [row] = ask(gateway, "want_vs_delivered")
    assert (row["wanted"], row["importance_satisfaction"]) == (0.0, 0.0)
    assert [row[name] for name in COUNTS] == [2, 1, 1]


def test_a_pick_that_is_not_rated_has_no_importance_satisfaction(given, ask):
    [row] = ask(given(**picked("Parking", [True, False], [None, None])), "want_vs_delivered")
    assert (row["wanted"], row["importance_satisfaction"]) == (50.0, None)


def test_the_widest_gap_comes_first_then_picks_then_items_without(given, ask):
    gateway = given(
        **together(
            rated("Even", [(3, 3)]),
            rated("Bad", [(5, 1)]),
            rated("Generous", [(1, 5)]),
            picked("Less pressing", [True, False], [3, 3]),
            picked("Pressing", [True, True], [3, 3]),
            rated("One side", [(None, 3)]),
        )
    )
    assert [row["item"] for row in ask(gateway, "want_vs_delivered")] == [
        "Bad",
        "Even",
        "Generous",
        "Pressing",
        "Less pressing",
        "One side",
    ]


def test_ratings_follow_the_filters_of_their_questionnaires(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 1)], region="North"),
            rated("Price", [(5, 5)], region="South"),
        )
    )
    [north] = ask(gateway, "want_vs_delivered", where={"region": ["North"]})
    assert north["gap"] == -100.0
    rows = ask(gateway, "want_vs_delivered", by="region")
    assert [(row["value"], row["gap"]) for row in rows] == [("North", -100.0), ("South", 0.0)]


def test_ratings_count_by_whole_months(given, ask):
    gateway = given(
        **together(
            rated("Price", [(5, 1)], day=date(2025, 12, 31)),
            rated("Price", [(5, 2)], day=date(2026, 1, 1)),
            rated("Price", [(5, 3)], day=date(2026, 1, 31)),
            rated("Price", [(5, 4)], day=date(2026, 2, 1)),
        )
    )
    [row] = ask(gateway, "want_vs_delivered", date(2026, 1, 20), date(2026, 1, 21))
    assert (row["delivered"], row["respondents_delivered"]) == (37.5, 2)


def test_an_item_rated_by_nobody_has_no_row(given, ask):
    gateway = given(**together(rated("Price", [(None, None)]), rated("Speed", [(5, 5)])))
    assert [row["item"] for row in ask(gateway, "want_vs_delivered")] == ["Speed"]


def test_published_paired_and_welch_intervals_are_reproduced(given, ask, oracle):
    # The source states want less get; ours is delivered less wanted, so its signs turn.
    case = oracle["gap_paired_vs_unpaired"]
    want, get = case["inputs"]["want"], case["inputs"]["get"]
    paired, welch = case["expected"]["paired"], case["expected"]["welch"]
    # A scale of a hundred makes percent of maximum the values themselves, moved by ten.
    scale = (-10, 90)
    gateway = given(
        **together(
            rated("Same people", list(zip(want, get, strict=True)), scale=scale),
            rated(
                "Different people",
                [(value, None) for value in want] + [(None, value) for value in get],
                scale=scale,
            ),
        )
    )
    by_item = {row["item"]: row for row in ask(gateway, "want_vs_delivered")}

    def signed(row):
        return [row["gap"], row["gap_low"], row["gap_high"]]

    low, high = paired["ci"]
    assert signed(by_item["Same people"]) == pytest.approx([-paired["mean"], -high, -low], abs=1e-6)
    low, high = welch["ci"]
    assert signed(by_item["Different people"]) == pytest.approx(
        [-paired["mean"], -high, -low], abs=1e-6
    )
    assert by_item["Same people"]["respondents"] == 10
    assert by_item["Different people"]["respondents"] == 0


def test_a_published_servqual_gap_is_reproduced(given, ask, oracle):
    case = oracle["servqual_gap"]
    expected, perceived = case["inputs"]["E"], case["inputs"]["P"]
    items = [
        rated(f"Dimension {number}", [pair], scale=(1, 7))
        for number, pair in enumerate(zip(expected, perceived, strict=True))
    ]
    rows = ask(given(**together(*items)), "want_vs_delivered")
    # Six points of a scale from 1 to 7 are a hundred percent of maximum.
    gaps = {row["item"]: row["gap"] * 6 / 100 for row in rows}
    assert [gaps[name] for name in sorted(gaps)] == pytest.approx(case["expected"]["gap"], abs=1e-9)
