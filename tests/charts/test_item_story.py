from datetime import date

import pytest

from insight.charts import item_changes, item_over_time
from insight.charts.change_marks import about_item
from insight.charts.item_panels import panels_finding
from insight.charts.theme import theme_for
from insight.words import EN_DASH

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)
DELAYS = "Told about delays"


def year(number, wanted, delivered, half=1.5, n=400, value=None):
    row = {"item": DELAYS, "period": date(number, 1, 1), "complete": True, "value": value}
    for side, figure in (("wanted", wanted), ("delivered", delivered)):
        row[f"respondents_{side}"] = n
        if figure is not None:
            row |= {side: figure, f"{side}_low": figure - half, f"{side}_high": figure + half}
    return row


def history(*rows, **asked):
    return answer("item_over_time", list(rows), unit="year", item=DELAYS, **asked)


def change(change_id, started_on, item=DELAYS, title="Texts"):
    return {"change_id": change_id, "lane": "ours", "title": title, "item": item} | {
        "started_on": started_on
    }


def timeline(*rows):
    return answer("change_timeline", list(rows))


def before_after(side, before, after, half=1.0, n=400, change_id="C1", title="Texts"):
    points = after - before
    return {
        "item": DELAYS,
        "change_id": change_id,
        "side": side,
        "title": title,
        "lane": "ours",
        "started_on": date(2024, 3, 1),
        "before": before,
        "after": after,
        "difference": points,
        "difference_low": points - half,
        "difference_high": points + half,
        "respondents_before": n,
        "respondents_after": n,
    }


def compared(*rows):
    return answer("item_changes", list(rows), window=12)


def marks(figure):
    return [text for trace in figure.data for text in (trace.text or ())]


def test_changes_of_the_item_are_numbered_under_its_axis():
    changes = timeline(
        change("C1", date(2022, 5, 1)),
        change("C2", date(2022, 6, 1), item="Price"),
        change("C3", date(2023, 5, 1), title="<b>Board</b>"),
        change("C4", date(2031, 5, 1)),
    )
    lines = history(year(2022, 70.0, 50.0), year(2023, 75.0, 52.0))
    figure = item_over_time.item_over_time(lines, THEME, about_item(changes, DELAYS))
    assert marks(figure) == ["1", "2"]
    assert "&lt;b&gt;Board" in "".join(hovers(figure))
    assert figure.layout.height > item_over_time.item_over_time(lines, THEME).layout.height


def test_an_item_at_which_no_change_aimed_has_no_marks():
    lines = history(year(2022, 70.0, 50.0), year(2023, 75.0, 52.0))
    plain = item_over_time.item_over_time(lines, THEME)
    with_none = item_over_time.item_over_time(lines, THEME, about_item(timeline(), DELAYS))
    assert with_none.to_dict() == plain.to_dict()


def test_a_breakdown_has_a_panel_for_each_of_six_values_and_counts_the_others():
    rows = [year(2022, 70.0, 50.0, n=400 + i, value=f"Value {i}") for i in range(8)]
    figure = item_over_time.item_over_time(history(*rows, dimension="region"), THEME)
    written = texts(figure)
    assert [f"Value {i}" in written for i in range(8)] == [False] * 2 + [True] * 6
    assert "The 6 values with most ratings; 2 more not drawn" in written


def test_hidden_values_have_no_panel_and_are_counted():
    hidden = {"item": DELAYS, "period": date(2022, 1, 1), "value": "Hidden"}
    shown = year(2022, 70.0, 50.0, value="Shown")
    figure = item_over_time.item_over_time(history(shown, hidden, dimension="region"), THEME)
    assert "1 value with too few answers" in texts(figure)
    assert "Hidden" not in texts(figure)
    alone = item_over_time.item_over_time(history(hidden, dimension="region"), THEME)
    assert (alone.layout.height, "Too few answers to show by region" in texts(alone)) == (120, True)


def test_the_values_furthest_apart_are_named():
    rows = [year(2022, 70.0, got, value=value) for value, got in (("N", 50.0), ("S", 60.0))]
    assert panels_finding(history(*rows, dimension="region"), WORDS) == (
        "In 2022 delivery was 60 for S, above N (50)"
    )


def test_values_that_chance_could_part_are_not_named():
    rows = [year(2022, 70.0, got, value=value) for value, got in (("N", 50.0), (None, 51.0))]
    assert panels_finding(history(*rows, dimension="region"), WORDS) == (
        "In 2022 delivery does not differ by region that 800 answers could show"
    )
    thin = [row | {"respondents_wanted": 12, "respondents_delivered": 12} for row in rows]
    assert panels_finding(history(*thin, dimension="region"), WORDS) == (
        "Too few answers to compare by region"
    )


def test_the_largest_real_difference_is_said_as_before_and_after():
    result = compared(
        before_after("wanted", 80.0, 80.5), before_after("delivered", 50.0, 55.0, half=1.0)
    )
    assert item_changes.finding(result, WORDS) == (
        "Delivery was 5 points higher after “Texts” than before"
    )
    assert "not proof" in item_changes.measure(result)
    assert "delivered +5 (4 to 6)" in item_changes.alt(result, WORDS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [before_after("delivered", 50.0, 50.5)],
            "No difference before and after that 800 answers could show",
        ),
        (
            [before_after("delivered", 50.0, 80.0, n=12)],
            "Too few answers before or after to compare",
        ),
    ],
)
def test_nothing_is_claimed_that_the_answers_cannot_show(rows, said):
    assert item_changes.finding(compared(*rows), WORDS) == said


def test_thin_hidden_and_missing_sides_say_which_they_are():
    hidden = {"item": DELAYS, "change_id": "C2", "side": "wanted", "title": "Hidden"}
    missing = before_after("wanted", 50.0, 60.0, change_id="C3", title="Missing") | {
        "after": None,
        "difference": None,
        "difference_low": None,
        "difference_high": None,
        "respondents_after": 0,
    }
    thin = before_after("delivered", 50.0, 60.0, n=12)
    figure = item_changes.item_changes(compared(thin, hidden, missing), THEME, {"C1": 4})
    written = texts(figure)
    assert "+10 thin" in written
    assert "too few" in written
    assert EN_DASH in written
    assert "<b>4</b> Texts" in written


def test_without_any_difference_the_figure_is_low_and_says_why():
    hidden = {"item": DELAYS, "change_id": "C1", "side": "wanted", "title": "Texts"}
    figure = item_changes.item_changes(compared(hidden), THEME)
    assert figure.layout.height == 120
    assert "Too few answers" in texts(figure)


def test_a_hostile_title_stays_text():
    row = before_after("delivered", 50.0, 60.0, title="<a href='x'>y</a>")
    figure = item_changes.item_changes(compared(row), THEME)
    assert "<a" not in texts(figure) + "".join(hovers(figure))
