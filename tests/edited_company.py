"""A small company of every table, and edits to it; each says which days it leaves other rows on."""

from datetime import date, timedelta
from itertools import count

from tests.spark.company import FIRST, company

AS_OF = date(2026, 1, 1)
NEW = map("new {}".format, count())
LATER = FIRST + timedelta(days=60)


def small_company():
    """The answers of its first forty days, and some rows of every other table."""
    tables = company()
    answers = [
        row
        for row in tables["survey_responses"]
        if row["responded_on"] < FIRST + timedelta(days=40)
    ]
    ids = {row["response_id"] for row in answers}
    few = {table: rows[:20] for table, rows in tables.items() if table != "customers"}
    ratings = [row for row in tables["ratings"] if row["response_id"] in ids]
    return tables | few | {"survey_responses": answers, "ratings": ratings}


def rating(answer, item="extra", **said):
    row = {"response_id": answer["response_id"], "item": item, "kind": "soft"}
    return row | {"delivered": 3.0, "delivered_low": 1.0, "delivered_high": 5.0} | said


def new_days(draw, tables):
    days = [LATER + timedelta(days=draw.randrange(3)) for _ in range(2)]
    for day in days:
        old = draw.choice(tables["survey_responses"])
        answer = old | {"response_id": next(NEW), "responded_on": day}
        tables["survey_responses"].append(answer)
        tables["ratings"].append(rating(answer, "speed", kind="hard"))
    return set(days)


def a_corrected_score(draw, tables):
    answer = draw.choice(tables["survey_responses"])
    answer["recommend_score"] = 0 if answer["recommend_score"] else 10
    return {answer["responded_on"]}


def an_answer_that_went(draw, tables):
    """Rows behind it move up, so their days are read as well."""
    gone = draw.choice(tables["survey_responses"])
    tables["survey_responses"].remove(gone)
    id_ = gone["response_id"]
    tables["ratings"] = [row for row in tables["ratings"] if row["response_id"] != id_]


def an_answer_that_moved(draw, tables):
    answer = draw.choice(tables["survey_responses"])
    before, answer["responded_on"] = answer["responded_on"], LATER
    return {before, LATER}


def a_new_value(draw, tables):
    answer = draw.choice(tables["survey_responses"])
    answer["plan"] = f"new {draw.randrange(9)}"
    return {answer["responded_on"]}


def a_customer_who_moved(draw, tables):
    who = draw.choice(tables["customers"])
    who["region"] = "East" if who["region"] != "East" else None
    return _days_of(who, tables)


def a_new_customer(draw, tables):
    """An answer named somebody of whom nothing else was known."""
    answer = draw.choice(tables["survey_responses"])
    answer["customer_id"] = next(NEW)
    who = {"customer_id": answer["customer_id"], "region": "West"}
    tables["customers"].append(who)
    return _days_of(who, tables)


def a_customer_known_no_more(draw, tables):
    who = draw.choice(tables["customers"])
    tables["customers"].remove(who)
    return _days_of(who, tables) if who["region"] else set()


def ratings_of_an_old_answer(draw, tables):
    answer = draw.choice(tables["survey_responses"])
    tables["ratings"].append(rating(answer, next(NEW)))
    return {answer["responded_on"]}


def rows_of_other_tables(draw, tables):
    tables["contacts"].append(tables["contacts"][0] | {"contacted_on": LATER})
    counted = draw.choice(tables["interactions"])
    counted["interactions"] += 1
    tables["changes"][0]["exposed"] = "plan=basic"
    tables["departures"].append(tables["departures"][0] | {"left_on": LATER})
    tables["follow_ups"].append(tables["follow_ups"][0] | {"opened_on": LATER})
    tables["invitations"].append(tables["invitations"][0] | {"day": LATER})
    return {LATER, counted["day"]}


def nothing(*_):
    return set()


def _days_of(who, tables):
    places = (("survey_responses", "responded_on"), ("departures", "left_on"))
    return {
        row[day]
        for table, day in places
        for row in tables[table]
        if row.get("customer_id") == who["customer_id"]
    }


EDITS = (
    new_days,
    a_corrected_score,
    an_answer_that_went,
    an_answer_that_moved,
    a_new_value,
    a_customer_who_moved,
    a_new_customer,
    a_customer_known_no_more,
    ratings_of_an_old_answer,
    rows_of_other_tables,
    nothing,
)
