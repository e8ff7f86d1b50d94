from datetime import date, timedelta

import pytest

from .rows import rated, together

FIRST = date(2026, 1, 1)


def wrote(*comments, item="Told about delays", **dimensions):
    """Answers with these comments, a day apart, each with one rating of the item."""
    tables = []
    for number, comment in enumerate(comments):
        one = rated(item, [(5, 1)], day=FIRST + timedelta(days=number), **dimensions)
        one["survey_responses"][0] |= {"comment": comment, "recommend_score": 7}
        tables.append(one)
    return together(*tables)


def comments(gateway, ask, **asked):
    return [row["comment"] for row in ask(gateway, "item_comments", **asked)]


def test_a_comment_is_listed_with_what_was_found_of_the_name_the_latest_first(given, ask):
    gateway = given(**wrote("No DELAYS today", "Nice boat", "Nobody told us of delays.", None))
    assert ask(gateway, "item_comments") == [
        {
            "item": "Told about delays",
            "response_id": f"Told about delays {day} [] 0",
            "responded_on": day,
            "recommend_score": 7,
            "found": found,
            "comment": comment,
        }
        for day, found, comment in (
            (date(2026, 1, 3), "delays, told", "Nobody told us of delays."),
            (date(2026, 1, 1), "delays", "No DELAYS today"),
        )
    ]


def test_only_whole_words_count_and_fillers_do_not(given, ask):
    gateway = given(**wrote("We talked about it", "Untold joy", "mistold,told!", "Delaysx"))
    assert comments(gateway, ask) == ["mistold,told!"]


def test_a_name_of_one_telling_word_is_looked_for_whole(given, ask):
    said = ["The first time", "Always on  time!", "ON TIME."]
    assert comments(given(**wrote(*said, item="On time")), ask) == ["ON TIME.", "Always on  time!"]


def test_accents_and_hyphens_belong_to_words(given, ask):
    gateway = given(**wrote("Das CAFÉ war gut", "Ein Caféhaus", "cafe", item="Café"))
    assert comments(gateway, ask) == ["Das CAFÉ war gut"]
    hyphen = given(**wrote("The Wi-Fi died", "wi fi", item="Wi-Fi"))
    assert comments(hyphen, ask) == ["The Wi-Fi died"]


@pytest.mark.parametrize("item", ["(.*", "'; drop table x; --", "???", "%", "<b>bold</b>"])
def test_a_hostile_name_is_only_a_name(given, ask, item):
    gateway = given(**wrote("Nothing of the kind", item=item))
    assert comments(gateway, ask) == []


def test_at_most_fifty_an_item_are_listed(given, ask):
    gateway = given(**wrote(*(f"told {number}" for number in range(60))))
    listed = comments(gateway, ask)
    assert (len(listed), listed[0]) == (50, "told 59")


def test_a_slice_below_the_minimum_shows_no_comment(given, ask):
    north = wrote(*["told"] * 4, region="North")
    gateway = given(**together(north, wrote(*["told"] * 9, region="South")), minimum_answers=5)
    assert comments(gateway, ask, where={"region": ["North"]}) == []
    assert len(comments(gateway, ask, where={"region": ["South"]})) == 9


def test_one_item_can_be_asked_for(given, ask):
    gateway = given(**together(wrote("told of the price"), wrote("a price", item="Price")))
    listed = comments(gateway, ask, item="Price")
    assert sorted(listed) == ["a price", "told of the price"]
