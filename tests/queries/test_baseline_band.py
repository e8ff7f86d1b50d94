from datetime import date

import pytest

from insight.stats.two_waves import Wave

from .rows import answered

Y2023 = date(2023, 1, 1)
FIRST, LATER = date(2023, 2, 1), date(2024, 6, 1)


def test_the_first_year_has_its_nps_and_interval_in_every_later_period(given, ask):
    gateway = given(
        survey_responses=answered(FIRST, *[9] * 8, *[7] * 4, *[0] * 5) + answered(LATER, *[0] * 12)
    )
    assert ask(gateway, "baseline_band", date(2022, 1, 1), date(2022, 12, 31)) == []
    [row] = ask(gateway, "baseline_band", date(2024, 5, 20), date(2024, 6, 10))
    assert (row["year"], row["respondents"]) == (Y2023, 17)
    assert row["nps"] == pytest.approx(300 / 17)
    assert (row["nps_low"], row["nps_high"]) == pytest.approx(Wave(8, 5, 17).interval)


@pytest.mark.parametrize("region", ["North", "South"])
def test_it_is_what_the_baseline_itself_says(given, ask, region):
    north = answered(FIRST, *[9] * 9, *[0] * 3, region="North", customer_id="A")
    south = answered(FIRST, *[9] * 7, *[0] * 6, region="South")
    gateway = given(survey_responses=north + south + answered(LATER, 9, region=region))
    [band] = ask(gateway, "baseline_band", where={"region": [region]})
    *_, year = ask(gateway, "baseline", where={"region": [region]})
    for name in ("nps", "nps_low", "nps_high", "respondents"):
        assert band[name] == pytest.approx(year[f"baseline_{name}"])
    assert band["published_on"] == year["baseline_published_on"]


def test_too_few_answers_are_not_shown_and_nobody_is_no_row(given, ask):
    gateway = given(
        minimum_answers=10,
        survey_responses=answered(FIRST, *[9] * 9, region="North")
        + answered(LATER, *[9] * 10, region="South"),
    )
    [band] = ask(gateway, "baseline_band", where={"region": ["North"]})
    assert (band["nps"], band["nps_low"], band["nps_high"]) == (None, None, None)
    assert ask(gateway, "baseline_band", where={"region": ["South"]}) == []
