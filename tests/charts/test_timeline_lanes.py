"""What stands in the lanes: shifts beside changes, filters, heaps, and the measure below."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.charts.change_timeline import alt, change_timeline, finding
from insight.charts.lanes import Mark, pack
from insight.charts.shifts import ShiftMark
from insight.charts.theme import theme_for
from insight.charts.timeline_entries import FOUND, RECORDED, chosen, chosen_shifts, numbered
from insight.charts.timeline_measure import Measure, measures

from .given import WORDS, answer, hovers, texts, trend

THEME = theme_for("light", WORDS)
PHONE = 240
YEARS = {"start_date": date(1826, 1, 1), "end_date": date(2026, 12, 31)}
ALL_TIME = {"start_date": date.min, "end_date": date.max}
NOTHING = trend()


def change(change_id, started_on, lane="ours", **more):
    return {
        "change_id": change_id,
        "lane": lane,
        "title": change_id,
        "started_on": started_on,
    } | more


def timeline(*rows, **asked):
    return answer("change_timeline", list(rows), **(asked or ALL_TIME))


SHIFT = ShiftMark(
    "delivered: Fair price",
    "Delivery of <b> fell 8 points",
    date(2025, 3, 1),
    date(2025, 5, 31),
    "Delivery of <b> fell 8 points (5 to 11), from 60 to 52; 900 answers",
)
ROWS = (
    change("a", date(2025, 1, 1), kind="price", item="Fair price"),
    change("b", date(2025, 6, 1), "customers", kind="need"),
)


def test_a_shift_stands_hollow_between_the_changes_in_the_customers_lane():
    figure = change_timeline(timeline(*ROWS), NOTHING, THEME, shifts=[SHIFT])
    (customers,) = [trace for trace in figure.data if trace.marker.symbol == "square"]
    assert list(customers.text) == ["2", "3"]
    assert list(customers.marker.color) == [THEME.paper, THEME.lanes["customers"].colour]
    (dotted,) = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert (dotted.x0[:10], dotted.x1[:10]) == ("2025-03-01", "2025-05-31")
    assert dotted.fillcolor is None


def test_the_list_has_what_the_hover_of_a_shift_says():
    listed = numbered(timeline(*ROWS), WORDS, [SHIFT])
    assert [(row["number"], row["known"]) for row in listed] == [
        (1, RECORDED),
        (2, FOUND),
        (3, RECORDED),
    ]
    assert listed[1]["title"] == SHIFT.sentence
    hovered = hovers(change_timeline(timeline(*ROWS), NOTHING, THEME, shifts=[SHIFT]))
    (said,) = [text for text in hovered if "900 answers" in text]
    assert said.startswith("<b>2</b>")
    assert "&lt;b&gt;" in said


def test_the_finding_counts_shifts_apart_from_what_was_recorded():
    assert finding(timeline(*ROWS), WORDS, [SHIFT]) == (
        "We made one change and customers changed once; nothing is on record for the market; "
        "one shift found in the data"
    )
    assert finding(timeline(), WORDS, [SHIFT, SHIFT]) == (
        "No change is on record here; two shifts found in the data"
    )
    assert "one shift found in the data" in alt(timeline(*ROWS), WORDS, shifts=[SHIFT])


def test_changes_are_chosen_by_kind_item_and_whom_they_touched():
    def ids(**how):
        return [row["change_id"] for row in chosen(timeline(*ROWS), **how).rows()]

    assert ids() == ["a", "b"]
    assert ids(kind="need") == ["b"]
    assert ids(item="Fair price") == ["a"]
    assert ids(among=frozenset("b")) == ["b"]
    assert ids(kind="need", item="Fair price") == []


def test_shifts_are_chosen_by_period_and_item_and_have_no_kind():
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert chosen_shifts([SHIFT], year, None, None) == (SHIFT,)
    assert chosen_shifts([SHIFT], year, None, "Fair price") == (SHIFT,)
    assert chosen_shifts([SHIFT], year, None, "Seats") == ()
    assert chosen_shifts([SHIFT], year, "price", None) == ()
    assert chosen_shifts([SHIFT], (date(2025, 6, 1), date(2025, 12, 31)), None, None) == ()


def drawn_apart(packed, days):
    apart = packed.mark_size * days / PHONE
    by_row = {}
    for mark in packed.marks:
        by_row.setdefault(mark.sub_row, []).append(mark.at.toordinal())
    return all(
        other - one >= apart
        for row in by_row.values()
        for one, other in zip(sorted(row), sorted(row)[1:], strict=False)
    )


def marks_on(days):
    return [Mark(number, {}, day, day, "") for number, day in enumerate(days, start=1)]


def stood_for(packed):
    return sorted(one.number for mark in packed.marks for one in (mark.heaped or (mark,)))


@pytest.mark.parametrize("years", [2, 20, 200])
@pytest.mark.parametrize("within", [1.0, 0.1, 0.0])
def test_three_hundred_changes_never_overlap_and_none_is_lost(years, within):
    span = years * 365
    days = [date(1826, 1, 1) + timedelta(days=int(within * span * n / 300)) for n in range(300)]
    packed = pack(THEME.lanes["ours"], marks_on(days), span)
    assert drawn_apart(packed, span)
    assert stood_for(packed) == list(range(1, 301))
    assert packed.height < 500


@given(
    st.lists(st.integers(0, 73_000), max_size=120),
    st.sampled_from([548, 3_650, 73_000]),
)
def test_marks_never_overlap_at_any_zoom_of_the_page(starts, days):
    inside = [date(1826, 1, 1) + timedelta(days=start) for start in starts if start < days]
    packed = pack(THEME.lanes["ours"], marks_on(inside), days)
    assert drawn_apart(packed, days)
    assert stood_for(packed) == list(range(1, len(inside) + 1))


def test_a_heap_says_how_many_it_is_and_names_the_first():
    rows = [change(f"Release {n:03}", date(2026, 1, 1)) for n in range(60)]
    figure = change_timeline(timeline(*rows, **YEARS), NOTHING, THEME)
    (lane,) = [trace for trace in figure.data if trace.marker.symbol == "circle"]
    assert list(lane.text) == ["\N{MULTIPLICATION SIGN}60"]
    assert "Release 000" in lane.hovertext[0]
    assert "and 52 more, in the list" in lane.hovertext[0]
    assert lane.hovertext[0].endswith("A shorter period parts them")
    assert len(numbered(timeline(*rows), WORDS)) == 60


def measured(name, rows, unit="year"):
    return answer(name, rows, unit=unit, **YEARS)


def test_departures_are_drawn_from_zero_and_never_called_thin():
    rows = [
        {
            "period": date(2025, 1, 1),
            "departures": 12,
            "departures_low": 6.2,
            "departures_high": 21.0,
            "complete": True,
        }
    ]
    figure = change_timeline(
        timeline(*ROWS), measured("departures_over_time", rows), THEME, Measure("departures")
    )
    (said,) = [text for text in hovers(figure) if "12" in text]
    assert said == "<b>Customers who left 12.0</b> in 2025<br>95 % interval 6.2 to 21.0"
    assert figure.layout.yaxis.rangemode == "tozero"
    assert "Customers who left" in texts(figure)


def test_a_share_is_of_its_own_channel_within_0_and_100():
    rows = [
        {
            "channel": channel,
            "period": date(2025, 1, 1),
            "share": share,
            "share_low": share - 1,
            "share_high": share + 1,
            "interactions": 800,
            "complete": True,
        }
        for channel, share in (("App", 4.0), ("Phone", 96.0))
    ]
    result = measured("channel_share", rows)
    measure = Measure("share: App")
    (point,) = measure.points(result, WORDS)
    assert point.value == 4.0
    figure = change_timeline(timeline(*ROWS), result, THEME, measure)
    assert figure.layout.yaxis.range[0] == 0
    assert "800 interactions" in "".join(hovers(figure))


def test_a_measure_nobody_answered_leaves_the_lanes_alone():
    empty = measured("gap_over_time", [])
    figure = change_timeline(timeline(*ROWS), empty, THEME, Measure("gap: <b>"))
    assert "What we changed" in texts(figure)
    assert figure.layout.xaxis.anchor == "y2"
    assert "above the gap of" in alt(timeline(*ROWS), WORDS, Measure("gap: <b>"))


def test_a_hostile_item_stays_text_on_the_axis():
    rows = [
        {
            "item": "<b>x</b>",
            "period": date(2025, 1, 1),
            "gap": -4.0,
            "gap_low": -6.0,
            "gap_high": -2.0,
            "gap_respondents": 50,
            "complete": True,
        }
    ]
    measure = Measure("gap: <b>x</b>")
    figure = change_timeline(timeline(*ROWS), measured("gap_over_time", rows), THEME, measure)
    assert "&lt;b&gt;x" in texts(figure)
    assert "<b>x" not in "".join(hovers(figure)) + texts(figure)


def test_what_can_be_measured_depends_on_what_there_is():
    assert measures([], [], departures=False) == ["nps"]
    assert measures(["Price"], ["App"], departures=True) == [
        "nps",
        "departures",
        "share: App",
        "wanted: Price",
        "delivered: Price",
        "gap: Price",
    ]
