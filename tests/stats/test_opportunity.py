import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from insight.stats.opportunity import band_of, opportunity, opportunity_scores

TYPES = pa.schema(
    [
        ("item", pa.string()),
        ("value", pa.string()),
        ("is_paired", pa.bool_()),
        *(
            (name, pa.int64())
            for name in (
                "both_top",
                "wanted_top_only",
                "delivered_top_only",
                "neither_top",
                "wanted_top_n",
                "delivered_top_n",
                "respondents_wanted",
                "respondents_delivered",
            )
        ),
    ]
)


def counted(both=0, wanted=0, delivered=0, neither=0, alone=(0, 0, 0, 0), item="Price"):
    """Counts of an item: who said both, then (want it, do not) and (get it, do not) alone."""
    said_both = both + wanted + delivered + neither
    asked = (said_both + alone[0] + alone[1], said_both + alone[2] + alone[3])
    return {
        "item": item,
        "value": None,
        "is_paired": said_both * 2 >= min(asked) if min(asked) else None,
        "both_top": both,
        "wanted_top_only": wanted,
        "delivered_top_only": delivered,
        "neither_top": neither,
        "wanted_top_n": both + wanted + alone[0],
        "delivered_top_n": both + delivered + alone[2],
        "respondents_wanted": asked[0],
        "respondents_delivered": asked[1],
    }


def scored(*rows):
    return opportunity_scores(pa.Table.from_pylist(list(rows), TYPES)).to_pylist()


def test_published_scores_are_reproduced(oracle):
    case = oracle["ulwick_points"]
    pairs = np.array(case["inputs"]["imp_sat"], dtype=float)
    scores = opportunity(pairs[:, 0], pairs[:, 1])
    assert scores == pytest.approx(case["expected"]["opp"], abs=case["tolerance"]["abs"])


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0.0, "served"),
        (9.999, "served"),
        (10.0, "opportunity"),
        (11.999, "opportunity"),
        (12.0, "high"),
        (14.999, "high"),
        (15.0, "extreme"),
        (20.0, "extreme"),
        (12 - 2e-15, "high"),
    ],
)
def test_a_band_begins_at_its_limit_whatever_rounding_does(score, band):
    assert band_of(score) == band


counts = st.tuples(*[st.integers(0, 400)] * 8).filter(lambda n: sum(n[:6]) and sum(n[:4] + n[6:]))


@over(counts)
def test_scores_keep_their_bounds_and_lie_in_their_intervals(numbers):
    [row] = scored(counted(*numbers[:4], alone=numbers[4:]))
    importance = 10 * row["wanted_top_n"] / row["respondents_wanted"]
    assert 0 <= row["score_low"] <= row["score"] <= row["score_high"] <= 20
    assert importance - 1e-9 <= row["score"] <= 2 * importance + 1e-9
    assert row["band"] == band_of(row["score"])
    assert 0 <= row["affected_low"] <= row["affected"] <= row["affected_high"] <= 100
    assert row["people_affected"] <= row["affected_of"]


@over(counts)
def test_more_who_get_it_never_raise_a_score(numbers):
    both, wanted, delivered, neither = numbers[:4]
    [before] = scored(counted(both, wanted + 1, delivered, neither))
    [after] = scored(counted(both + 1, wanted, delivered, neither))
    assert after["score"] <= before["score"]


def test_ten_people_who_all_agree_leave_an_interval():
    [row] = scored(counted(both=10))
    assert row["score"] == 10
    assert row["score_low"] < 9.5
    assert row["score_high"] > 10.5


def test_an_interval_does_not_depend_on_what_else_is_asked():
    price, speed = counted(40, 30, 20, 10), counted(10, 20, 30, 40, item="Speed")
    [alone] = scored(price)
    assert alone in scored(speed, price)


def test_an_interval_is_that_of_drawing_respondents_again():
    wanted = np.repeat([1, 1, 0, 0], [600, 900, 200, 300])
    delivered = np.repeat([1, 0, 1, 0], [600, 900, 200, 300])
    random = np.random.default_rng(7)
    people = random.integers(0, 2_000, size=(2_000, 2_000))
    drawn = opportunity(10 * wanted[people].mean(axis=1), 10 * delivered[people].mean(axis=1))
    [row] = scored(counted(600, 900, 200, 300))
    ends = (row["score_low"], row["score_high"])
    assert ends == pytest.approx(np.quantile(drawn, (0.025, 0.975)), abs=0.05)


@pytest.mark.parametrize("shares", [(0.35, 0.55, 0.04, 0.06), (0.9, 0.05, 0.03, 0.02)])
def test_intervals_of_thirty_people_hold_the_truth_95_times_in_100(shares):
    true = opportunity(10 * (shares[0] + shares[1]), 10 * (shares[0] + shares[2]))
    surveys = np.random.default_rng(11).multinomial(30, shares, size=400)
    rows = scored(*(counted(*map(int, survey)) for survey in surveys))
    held = [row["score_low"] <= true <= row["score_high"] for row in rows]
    assert np.mean(held) > 0.93


def test_sides_of_different_people_are_drawn_apart():
    [apart] = scored(counted(alone=(80, 20, 40, 60)))
    [together] = scored(counted(both=40, wanted=40, neither=20))
    assert apart["score"] == together["score"] == 12.0
    # Who wants and who gets it go together in the one, so that its score varies less.
    assert apart["score_low"] < together["score_low"]
    assert (apart["people_affected"], together["people_affected"]) == (48, 40)
