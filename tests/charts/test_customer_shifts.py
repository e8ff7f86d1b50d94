"""What is said and drawn of the shifts found in the data."""

from datetime import date, timedelta

import pytest

from insight.charts import customer_shifts
from insight.charts.shifts import ShiftMark, shift_marks
from insight.charts.theme import theme_for
from insight.words import MINUS, add_months, last_of_month

from .given import WORDS, answer, hovers, texts

LIGHT = theme_for("light", WORDS)
FIRST = date(2025, 1, 1)


def shift(series, size, month=date(2025, 7, 1), before=50.0, months=1, n=900, **columns):
    """A row of customer_shifts."""
    return {
        "series": series,
        "earliest": month,
        "latest": add_months(month, months) - timedelta(days=1),
        "before": before,
        "after": before + size,
        "size": size,
        "size_low": size - 2,
        "size_high": size + 2,
        "respondents": n,
        "likeliest": month,
        "before_from": FIRST,
        "after_until": date(2025, 12, 31),
        "searched": 38,
    } | columns


def shifts(*rows):
    return answer("customer_shifts", list(rows))


def levels(*series, months=12, n=100, counts=True):
    rows = [
        {
            "series": name,
            "period": add_months(FIRST, at),
            "last_day": last_of_month(add_months(FIRST, at)),
            "level": 50.0 + 10 * (at >= 6),
            "low": 45.0 + 10 * (at >= 6),
            "high": 55.0 + 10 * (at >= 6),
            "respondents": n,
            "counts": counts,
        }
        for name in series
        for at in range(months)
    ]
    return answer("customer_series", rows)


def said(*rows, found_in=None):
    return customer_shifts.finding(shifts(*rows), WORDS, found_in)


def test_the_title_names_the_one_shift_and_its_month():
    assert said(shift("wanted: On time", 12.4)) == (
        "The want of “On time” rose 12 points in July 2025; nothing else shifted"
    )


def test_the_title_names_the_largest_of_several_and_nps_before_what_goes_with_it():
    rows = [shift("gap: On time", -13.2, before=-20.0), shift("wanted: On time", 12.8)]
    assert said(*rows) == (
        "The want of “On time” rose 13 points in July 2025, the largest of two shifts"
    )
    assert said(*rows, shift("nps", -20.0, months=3)).startswith(
        "NPS fell 20 points some time from July to September 2025, the largest of three"
    )


@pytest.mark.parametrize(
    ("before", "size", "verb"),
    [(-20.0, -8.0, "widened"), (-20.0, 8.0, "narrowed"), (-5.0, 8.0, "rose"), (9.0, -6.0, "fell")],
)
def test_a_gap_widens_where_delivery_falls_further_short(before, size, verb):
    assert f"The gap of “On time” {verb}" in said(shift("gap: On time", size, before=before))


def test_where_nothing_shifted_the_title_says_among_how_many():
    assert said(found_in=levels("nps", "wanted: Price")) == (
        "No shift of 5 points or more was found in any of two series"
    )
    assert said(found_in=levels("nps")).endswith("in the one series")
    why = customer_shifts.why_none(levels("nps", "wanted: Price"), WORDS)
    assert why.startswith("Searched: 2 series of up to 12 complete periods")


def test_a_past_too_short_to_search_is_no_finding():
    too_short = "Too few answers to look for shifts: 6 periods are needed"
    assert said() == too_short
    assert said(found_in=levels("nps", months=5)) == too_short
    assert said(found_in=levels("nps", counts=False)) == too_short
    why = customer_shifts.why_none(levels("nps", months=4), WORDS)
    assert why.startswith("No series is long enough to search: the longest has 4 complete periods")


def test_a_shift_is_a_mark_with_its_days_its_size_and_who_answered():
    [mark] = shift_marks(shifts(shift("delivered: On time", -8.0, months=2)), WORDS)
    assert mark == ShiftMark(
        "delivered: On time",
        "Delivery of “On time” fell 8 points",
        date(2025, 7, 1),
        date(2025, 8, 31),
        "Delivery of “On time” fell 8 points (6 to 10), from 50 to 42, some time from July to "
        "August 2025; 900 answers",
    )


def test_three_steps_one_way_are_one_gradual_move():
    steps = [
        shift("share: App", 8.0, add_months(FIRST, 3 * at), before=10.0 + 8 * at) for at in range(3)
    ]
    [mark] = shift_marks(shifts(*steps), WORDS)
    assert mark.title == "The share of business by App rose 24 points in three steps"
    assert (mark.start, mark.end) == (date(2025, 1, 1), date(2025, 7, 31))
    assert mark.sentence.endswith("in three steps, from 10 to 34")
    assert len(shift_marks(shifts(*steps[:2]), WORDS)) == 2
    turned = [*steps[:2], shift("share: App", -8.0, date(2025, 7, 1), before=26.0)]
    assert len(shift_marks(shifts(*turned), WORDS)) == 3
    late = [*steps[:2], shift("share: App", 8.0, date(2027, 7, 1), before=26.0)]
    assert len(shift_marks(shifts(*late), WORDS)) == 3


def test_no_shift_is_no_mark_and_a_blanked_one_neither():
    assert shift_marks(shifts(), WORDS) == ()
    blanked = {"series": "nps", "earliest": FIRST}
    assert shift_marks(shifts(blanked), WORDS) == ()


def test_each_series_is_a_panel_with_its_levels_and_at_most_six_are_drawn():
    names = ["nps", *(f"wanted: {item}" for item in "ABCDEFG")]
    rows = [shift(name, 6.0 + at) for at, name in enumerate(names)]
    figure = customer_shifts.customer_shifts(shifts(*rows), LIGHT, levels(*names))
    written = texts(figure)
    assert "<b>NPS</b>" in written
    assert "Want: G" in written
    assert "Want: A" not in written
    assert sum("→" in annotation.text for annotation in figure.layout.annotations) == 6
    assert len([shape for shape in figure.layout.shapes if shape.type == "rect"]) == 6
    measure = customer_shifts.measure(shifts(*rows), levels(*names), WORDS)
    assert measure.endswith("8 series were searched at once; two more series are in the list")
    thin = customer_shifts.measure(shifts(*rows), levels(*names, n=29), WORDS)
    assert thin == f"{measure}. A hollow point rests on fewer than 30 answers, too few to say much"


def test_all_panels_span_the_same_number_of_points():
    figure = customer_shifts.customer_shifts(
        shifts(shift("nps", 9.0), shift("share: App", 9.0)), LIGHT, levels("nps", "share: App")
    )
    spans = {axis.range[1] - axis.range[0] for axis in figure.select_yaxes()}
    assert len(spans) == 1


def test_a_thin_period_is_hollow_and_says_so():
    figure = customer_shifts.customer_shifts(shifts(shift("nps", 10.0)), LIGHT, levels("nps", n=29))
    assert set(figure.data[0].marker.color) == {LIGHT.paper}
    assert all("Too few answers to say much" in text for text in figure.data[0].hovertext)
    full = customer_shifts.customer_shifts(shifts(shift("nps", 10.0)), LIGHT, levels("nps", n=30))
    assert set(full.data[0].marker.color) == {LIGHT.muted}


def test_nothing_found_is_drawn_as_a_sentence():
    figure = customer_shifts.customer_shifts(shifts(), LIGHT, levels("nps"))
    assert "No shift of 5 points" in texts(figure).replace("<br>", " ")


def test_names_from_exports_are_not_markup():
    name = "wanted: <b>x</b> <a href='http://evil.invalid'>y</a>"
    figure = customer_shifts.customer_shifts(shifts(shift(name, 10.0)), LIGHT, levels(name))
    drawn = texts(figure) + "".join(hovers(figure))
    assert "<a href" not in drawn
    assert "&lt;b&gt;x" in drawn


def test_the_list_and_the_alternative_text_hold_every_shift():
    rows = [shift("nps", -6.5, before=10.0), shift("share: App", 12.0, n=4000)]
    listed = customer_shifts.listed(shifts(*rows), WORDS)
    assert listed[0] == {
        "shift": "NPS fell 6 points",
        "when": "July 2025",
        "from": 10.0,
        "to": 3.5,
        "size": -6.5,
        "95 % interval": f"{MINUS}8.5 to {MINUS}4.5",
        "rests on": "900 answers",
    }
    assert listed[1]["rests on"] == "4,000 interactions"
    alt = customer_shifts.alt(shifts(*rows), WORDS, levels("nps"))
    assert "NPS fell 6 points (4 to 8), from 10 to 4, in July 2025; 900 answers" in alt
    assert "The share of business by App rose 12 points (10 to 14)" in alt


def test_a_shift_whose_periods_were_left_out_is_drawn_by_its_levels():
    figure = customer_shifts.customer_shifts(shifts(shift("nps", 10.0)), LIGHT, levels())
    low, high = figure.layout.yaxis.range
    assert low < 50 < 60 < high
