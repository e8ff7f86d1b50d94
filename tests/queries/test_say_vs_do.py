"""Stated priorities against changes of ours, completed or begun."""

from datetime import date

from .rows import picked, rated, together

DAY = date(2026, 1, 15)


def wanted(item, *answers, **more):
    return rated(item, [(float(answer), None) for answer in answers], **more)


def change(item, started, ended=None, **more):
    row = {"title": f"{item} {started}", "item": item, "started_on": started, "ended_on": ended}
    return {"changes": [row | more]}


def told(row):
    return tuple(row[name] for name in ("item", "rank", "changes_completed", "changes_open"))


def test_items_are_ranked_by_want_beside_our_changes(given, ask):
    tables = together(
        wanted("Price", 5, 5),
        wanted("Speed", 2, 3),
        wanted("Staff", 3, 4),
        change("Speed", date(2025, 12, 1), date(2026, 1, 10)),
        change("Speed", date(2026, 1, 1)),
        change("Staff", date(2026, 1, 1), date(2026, 9, 1)),
    )
    rows = ask(given(**tables), "say_vs_do")
    assert [told(row) for row in rows] == [
        ("Price", 1, 0, 0),
        ("Staff", 2, 0, 1),
        ("Speed", 3, 1, 1),
    ]
    assert [(row["wanted"], row["respondents"]) for row in rows] == [
        (100.0, 2),
        (62.5, 2),
        (37.5, 2),
    ]


def test_wants_that_are_equal_share_a_place(given, ask):
    tables = together(wanted("A", 4), wanted("B", 4), wanted("C", 1))
    assert [told(row)[:2] for row in ask(given(**tables), "say_vs_do")] == [
        ("A", 1),
        ("B", 1),
        ("C", 3),
    ]


def test_only_changes_of_ours_count(given, ask):
    tables = together(
        wanted("Price", 5),
        change("Price", DAY, DAY, lane="market"),
        change("Price", DAY, DAY, lane="customers"),
    )
    assert [told(row) for row in ask(given(**tables), "say_vs_do")] == [("Price", 1, 0, 0)]


def test_a_change_counts_where_it_was_completed_in_the_period(given, ask):
    tables = together(
        wanted("Price", 5, 5, day=date(2025, 1, 5)),
        wanted("Price", 5, 5, day=date(2025, 6, 5)),
        wanted("Price", 5, 5, day=date(2026, 1, 5)),
        change("Price", date(2024, 1, 1), date(2025, 5, 31)),
        change("Price", date(2025, 5, 1), date(2025, 6, 30)),
        change("Price", date(2025, 6, 30), date(2025, 7, 1)),
        change("Price", date(2025, 7, 1), date(2025, 7, 1)),
    )
    gateway = given(**tables)
    [row] = ask(gateway, "say_vs_do", date(2025, 6, 1), date(2025, 6, 30))
    assert told(row) == ("Price", 1, 1, 1)
    [row] = ask(gateway, "say_vs_do")
    assert told(row) == ("Price", 1, 4, 0)


def test_a_change_planned_for_later_has_not_begun(given, ask):
    tables = together(wanted("Price", 5), change("Price", date(2027, 1, 1)))
    assert [told(row) for row in ask(given(**tables), "say_vs_do")] == [("Price", 1, 0, 0)]


def test_changes_that_aim_at_nothing_asked_come_last(given, ask):
    tables = together(wanted("Price", 5), change("Decor", DAY, DAY), change(None, DAY, DAY))
    rows = ask(given(**tables), "say_vs_do")
    assert [told(row) for row in rows] == [
        ("Price", 1, 0, 0),
        ("Decor", None, 1, 0),
        (None, None, 1, 0),
    ]


def test_picks_and_ratings_have_places_of_their_own(given, ask):
    tables = together(wanted("Price", 5), picked("Police", [True, False], [None, None]))
    assert [told(row)[:2] for row in ask(given(**tables), "say_vs_do")] == [
        ("Price", 1),
        ("Police", 1),
    ]


def test_few_answers_hide_the_want_and_not_what_was_done(given, ask):
    tables = together(
        wanted("Price", *[5] * 10),
        change("Decor", DAY, DAY),
        change("Price", DAY, DAY),
    )
    rows = ask(given(minimum_answers=10, **tables), "say_vs_do")
    assert [told(row) for row in rows] == [("Price", 1, 1, 0), ("Decor", None, 1, 0)]
