from datetime import date

import pytest

from insight.charts import adoption, early_or_late, fitted_curve, lead_or_follow
from insight.charts.theme import theme_for
from tests.charts.given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def pushed(verdict="too_early", early=(366, 374, 397), **more):
    low, days, high = early
    return {
        "change_id": "C1",
        "channel": "App",
        "title": "App first",
        "pushed_on": date(2023, 3, 1),
        "took_off_on": date(2024, 3, 9),
        "took_off_from": date(2024, 3, 1),
        "took_off_to": date(2024, 4, 1),
        "days_early": days,
        "days_early_low": low,
        "days_early_high": high,
        "verdict": verdict,
        "share_before": 6.0,
        "share_after": 6.1,
        "interactions_before": 1_000,
        "interactions_after": 1_000,
    } | more


def used(period, channel, share, group=None, complete=True):
    return {
        "channel": channel,
        "period": period,
        "user_group": group,
        "interactions": round(share * 10),
        "share": share,
        "share_low": share - 1,
        "share_high": share + 1,
        "all_interactions": 1_000,
        "complete": complete,
    }


def shares(*rows):
    return answer("adoption", list(rows), unit="year", start_date=date(2024, 1, 1))


TWO_YEARS = shares(
    used(date(2024, 1, 1), "App", 6.0),
    used(date(2025, 1, 1), "App", 30.0),
    used(date(2024, 1, 1), "Phone", 94.0),
    used(date(2025, 1, 1), "Phone", 70.0),
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([pushed()], "App was pushed 12 to 13 months before customers took to it"),
        (
            [pushed(), pushed(change_id="C2", early=(100, 110, 120), channel="Chat")],
            "App was pushed 12 to 13 months before customers took to it; "
            "one other push came too early",
        ),
        (
            [pushed("too_late", (-400, -380, -350))],
            "We pushed App 11 to 13 months after customers took to it",
        ),
        ([pushed("in_step", (-10, 0, 20))], "No channel was pushed long before or after"),
        ([pushed("no_take_up")], "No push of a channel can be dated"),
        ([], "No change of ours that names a channel"),
    ],
)
def test_the_push_furthest_from_customers_is_named(rows, said):
    assert early_or_late.finding(answer("early_or_late", rows), WORDS).startswith(said)


def test_a_push_that_nobody_took_up_has_no_second_mark():
    lost = pushed(
        "no_take_up",
        (None, None, None),
        took_off_on=None,
        took_off_from=None,
        took_off_to=None,
        share_before=None,
    )
    figure = early_or_late.early_or_late(answer("early_or_late", [lost]), THEME)
    assert "customers took to it" not in texts(figure)
    assert "its share has not risen faster since" in texts(figure)
    assert len(hovers(figure)) == 1


def test_names_of_channels_and_changes_are_never_drawn_as_html():
    hostile = pushed(title="<b>x</b>", channel="<a href='x'>App</a>")
    figure = early_or_late.early_or_late(answer("early_or_late", [hostile]), THEME)
    assert "<a href" not in texts(figure)
    assert "<b>x</b>" not in texts(figure) + "".join(hovers(figure))


def test_no_push_is_said_in_the_figure():
    figure = early_or_late.early_or_late(answer("early_or_late", []), THEME)
    assert "is on record" in texts(figure).replace("<br>", " ")


def test_a_push_of_too_few_interactions_is_not_drawn():
    hidden = answer("early_or_late", [{"change_id": "C1"}])
    figure = early_or_late.early_or_late(hidden, THEME)
    assert "Too few interactions" in texts(figure)
    assert early_or_late.alt(hidden, WORDS).startswith("Too few interactions")


def test_the_channel_that_grew_most_is_named():
    said = adoption.finding(TWO_YEARS, WORDS)
    assert said == "App grew from 6 to 30 % of interactions since 2024"


def test_growth_within_five_points_is_not_called_growth():
    flat = shares(used(date(2024, 1, 1), "App", 6.0), used(date(2025, 1, 1), "App", 10.9))
    assert adoption.finding(flat, WORDS) == "No channel gained five points of share since 2024"


def test_an_unfinished_period_is_not_compared():
    rows = shares(
        used(date(2024, 1, 1), "App", 6.0),
        used(date(2025, 1, 1), "App", 30.0, complete=False),
    )
    assert adoption.finding(rows, WORDS) == "Too few whole periods to compare"


def test_labels_stand_at_the_ends_of_the_lines():
    written = texts(adoption.adoption(TWO_YEARS, THEME))
    assert "App</b><br>30 %" in written
    assert "Phone</b><br>70 %" in written


def test_hidden_shares_are_said_to_be_few():
    few = {"channel": "App", "period": date(2024, 1, 1)}
    figure = adoption.adoption(shares(few), THEME)
    assert "Too few interactions" in texts(figure).replace("<br>", " ")


def test_groups_are_written_as_people_say_them():
    groups = shares(
        used(date(2024, 1, 1), None, 60.0, "will_not"),
        used(date(2024, 1, 1), None, 25.0, "cannot"),
        used(date(2024, 1, 1), None, 15.0, "uses"),
        used(date(2024, 1, 1), "App", 15.0),
    )
    names = [name for name, _ in adoption.group_lines(groups, WORDS)]
    assert names == ["uses it", "will not", "cannot"]
    said = adoption.groups_finding(groups, WORDS)
    assert said == "15 % of interactions are by customers who use the newest channel"
    assert "will not" in texts(adoption.user_groups(groups, THEME))


CURVE = {
    "channel": "App",
    "pushed_on": date(2023, 3, 1),
    "ceiling": 55.0,
    "ceiling_low": 54.0,
    "ceiling_high": 56.0,
    "half_on": date(2025, 5, 25),
    "days_to_half": 816,
    "model": "logistic",
    "floor": 6.0,
    "growth": 0.22,
    "fastest_on": date(2025, 6, 26),
    "months": 60,
}


def test_a_curve_is_dashed_only_where_it_is_believed():
    refused = {"channel": "Phone", "refused": "its share has not risen by five points"}
    curves = answer("adoption_curve", [CURVE, refused])
    drawn = adoption.adoption(TWO_YEARS, THEME, curves)
    assert [trace.line.dash for trace in drawn.data].count("dash") == 1
    assert fitted_curve.said_of_curves(curves, WORDS) == (
        "App is heading for 55 % (54 to 56, if growth goes on along this curve) and reached half "
        "of that in May 2025, 27 months after we pushed it; no curve for Phone: its share has not "
        "risen by five points"
    )


def test_a_half_that_lies_ahead_is_said_so():
    ahead = answer("adoption_curve", [CURVE], as_of=date(2025, 1, 1))
    assert "will have reached half of that in May 2025" in fitted_curve.said_of_curves(ahead, WORDS)


def test_a_logistic_curve_is_halfway_between_floor_and_ceiling_on_its_fastest_day():
    assert fitted_curve.curve_of_row(CURVE).at([0.0]) == pytest.approx([30.5])


def test_pushes_and_teaching_stand_on_the_time_axis():
    rows = [
        {"change_id": "1", "channel": "App", "what": "push", "started_on": date(2024, 6, 1)},
        {"change_id": "2", "channel": "App", "what": "teaching", "started_on": date(2024, 9, 1)},
        {"change_id": "3", "channel": "App", "what": "push", "started_on": date(1999, 9, 1)},
    ]
    figure = adoption.adoption(TWO_YEARS, THEME, changes=answer("channel_changes", rows))
    dashes = [shape.line.dash for shape in figure.layout.shapes]
    assert dashes == ["solid", "dot"]
    assert "App taught" in texts(figure)


def themed(name, mover, column, days=None, low=None, high=None):
    return {
        "theme": name,
        "first_mover": mover,
        "column": column,
        "lead_in_days": days,
        "low": low,
        "high": high,
        "evidence": "We began <b>then</b>.",
    }


BEHIND = themed("Told", "customers", "leading_us", -440, -456, -427)
AHEAD = themed("Price", "ours", "we_lead", 40, 38, 45)
OPEN = themed("Queues", "nobody", "we_could_lead")
UNCLEAR = themed("Seats", "undecided", None, 2, -9, 21)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [BEHIND, AHEAD],
            "We follow on one theme: customers moved 14 to 15 months before us on “Told”; "
            "we lead on one theme",
        ),
        ([AHEAD], "We lead on one theme, and nobody leads us"),
        ([OPEN], "Nobody has moved on 1 theme whose gap is open"),
        ([UNCLEAR], "Nobody is clearly first on any theme"),
        ([themed("Told", "market", "leading_us")], "We follow on one theme"),
    ],
)
def test_the_title_says_who_follows(rows, said):
    assert lead_or_follow.finding(answer("lead_or_follow", rows), WORDS) == said


def test_leads_are_drawn_only_where_both_sides_moved():
    figure = lead_or_follow.lead_or_follow(
        answer("lead_or_follow", [BEHIND, AHEAD, OPEN, UNCLEAR]), THEME
    )
    written = texts(figure)
    assert "Queues" not in written
    assert "14 to 15 months" in written
    assert "38 to 45 days" in written
    assert "cannot be told" in written
    assert list(figure.data[0].x) == pytest.approx([-14.45, 0.07, 1.31])
    assert "<b>then</b>" not in "".join(hovers(figure))


def test_without_any_lead_the_figure_says_why():
    figure = lead_or_follow.lead_or_follow(answer("lead_or_follow", [OPEN]), THEME)
    assert "no lead to measure" in texts(figure).replace("<br>", " ")


def test_the_alternative_text_names_every_theme():
    said = lead_or_follow.alt(answer("lead_or_follow", [BEHIND, OPEN]), WORDS)
    assert "Told: Customers moved first, by 14 to 15 months" in said
    assert "Queues: Nobody has moved" in said
