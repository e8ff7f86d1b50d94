from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from insight.charts.change_timeline import alt, change_timeline, finding
from insight.charts.lanes import Mark, pack
from insight.charts.theme import theme_for
from insight.charts.timeline_entries import numbered

from .given import WORDS, answer, hovers, scored, texts, trend

THEME = theme_for("light", WORDS)
ALL_TIME = {"start_date": date.min, "end_date": date.max}


def change(change_id, lane, started_on, ended_on=None, title="A change", item=None):
    return {
        "change_id": change_id,
        "lane": lane,
        "kind": "price",
        "title": title,
        "item": item,
        "started_on": started_on,
        "ended_on": ended_on,
    }


def timeline(*rows, **asked):
    return answer("change_timeline", list(rows), **(asked or ALL_TIME))


THREE = (
    change("b", "market", date(2025, 6, 1), title="Rival <b>lowers</b> price"),
    change("a", "ours", date(2025, 1, 1), date(2025, 3, 31), "Text messages on delays", "Delays"),
    change("c", "customers", date(2025, 6, 1), title="App overtakes phone"),
)
NPS = trend(*(scored(date(2025, month, 1), 50, 20, 100) for month in range(1, 13)), unit="month")
NO_NPS = trend()


def test_marks_and_list_carry_the_same_numbers_in_order_of_start():
    listed = numbered(timeline(*THREE), WORDS)
    assert [(row["number"], row["change_id"], row["when"], row["lane"]) for row in listed] == [
        (1, "a", "January to March 2025", "What we changed"),
        (2, "b", "1 June 2025", "What the market did"),
        (3, "c", "1 June 2025", "How customers changed"),
    ]
    figure = change_timeline(timeline(*THREE), NPS, THEME)
    marked = {
        text: trace.hovertext[index]
        for trace in figure.data
        for index, text in enumerate(trace.text or ())
    }
    assert "Text messages on delays" in marked["1"]
    assert "About “Delays”" in marked["1"]
    assert "App overtakes phone" in marked["3"]


def test_each_lane_keeps_its_own_shape_and_colour():
    figure = change_timeline(timeline(*THREE), NPS, THEME)
    shapes = [t.marker.symbol for t in figure.data if t.text]
    assert shapes == ["circle", "square", "diamond"]


def test_every_lane_is_counted_in_the_finding():
    rows = [*THREE, change("d", "ours", date(2025, 8, 1)), change("e", "ours", date(2025, 9, 1))]
    assert finding(timeline(*rows), WORDS) == (
        "We made three changes, customers changed once and the market moved once"
    )
    assert finding(timeline(THREE[1]), WORDS) == (
        "We made one change; nothing is on record for customers or the market"
    )
    assert finding(timeline(), WORDS) == "No change is on record in this period"
    assert alt(timeline(), WORDS).startswith("Empty timeline")


def test_one_sentence_writes_all_its_counts_alike():
    ours = [change(f"o{day}", "ours", date(2025, 8, day)) for day in range(1, 15)]
    theirs = [change(f"c{day}", "customers", date(2025, 9, day)) for day in (1, 2)]
    assert finding(timeline(*ours, *theirs), WORDS) == (
        "We made 14 changes and customers changed 2 times; nothing is on record for the market"
    )


def test_a_change_begun_before_the_days_asked_has_no_thread_through_nps():
    rows = [
        change("a", "ours", date(2024, 3, 1), date(2025, 6, 30)),
        change("b", "market", date(2025, 6, 1)),
    ]
    asked = {"start_date": date(2025, 1, 1), "end_date": date(2025, 12, 31)}
    figure = change_timeline(timeline(*rows, **asked), NPS, THEME)
    threads = [shape.x0 for shape in figure.layout.shapes if shape.yref == "y domain"]
    assert threads == ["2025-06-01T12:00:00"]


def test_fifty_releases_over_nine_years_keep_their_numbers():
    rows = [change(f"{i:02}", "ours", date(2017, 1, 1) + timedelta(days=64 * i)) for i in range(50)]
    figure = change_timeline(timeline(*rows), NO_NPS, THEME)
    (lane,) = [trace for trace in figure.data if trace.marker.symbol == "circle"]
    assert list(lane.text) == [str(number) for number in range(1, 51)]


def test_lanes_and_nps_share_an_axis_that_alone_can_be_zoomed():
    figure = change_timeline(timeline(*THREE), NPS, THEME)
    assert figure.layout.dragmode == "zoom"
    assert not figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.yaxis2.fixedrange
    assert {trace.xaxis for trace in figure.data} <= {None, "x"}


def test_a_century_without_nps_is_drawn_whole():
    rows = [change(str(y), "market", date(y, 1, 1)) for y in range(1925, 2026, 10)]
    start, end = change_timeline(timeline(*rows), NO_NPS, THEME).layout.xaxis.range
    assert start <= "1925-01-01"
    assert end >= "2025-01-01"


def test_a_change_begun_before_the_days_asked_stands_at_their_edge():
    rows = [change("a", "ours", date(1990, 1, 1), date(2025, 6, 30))]
    asked = {"start_date": date(2025, 1, 1), "end_date": date(2026, 6, 30)}
    figure = change_timeline(timeline(*rows, **asked), NO_NPS, THEME)
    (mark,) = [trace for trace in figure.data if trace.text]
    assert mark.x[0].year == 2024
    assert "January 1990 to June 2025" in mark.hovertext[0]


def test_nothing_on_record_still_names_the_lanes():
    written = texts(change_timeline(timeline(), NPS, THEME))
    assert written.count("nothing on record") == 3


def test_a_hostile_title_stays_text():
    assert "<b>lowers" not in "".join(hovers(change_timeline(timeline(*THREE), NPS, THEME)))


def test_a_crowded_lane_drops_its_numbers_but_no_mark():
    rows = [change(f"{i:03}", "ours", date(2025, 1, 1) + timedelta(days=i)) for i in range(60)]
    figure = change_timeline(timeline(*rows), NPS, THEME)
    (lane,) = [
        trace for trace in figure.data if trace.marker.symbol == "circle" and trace.yaxis == "y2"
    ]
    assert lane.text is None
    assert len(lane.x) == 60


@given(st.lists(st.integers(0, 1000), max_size=40))
def test_marks_of_one_sub_row_never_overlap_on_a_phone(starts):
    days = [date(2024, 1, 1) + timedelta(days=start) for start in starts]
    marks = [Mark(i, {}, day, day, "") for i, day in enumerate(days)]
    packed = pack(THEME.lanes["ours"], marks, 1000)
    apart = packed.mark_size * 1000 / 240
    for one in packed.marks:
        for other in packed.marks:
            if one.number < other.number and one.sub_row == other.sub_row:
                assert abs((one.at - other.at).days) >= apart
    assert len(packed.marks) == len(starts)
