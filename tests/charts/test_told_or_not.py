from datetime import date

import pytest

from insight.charts import told_or_not
from insight.charts.theme import theme_for

from .given import WORDS, answer, hovers, texts

THEME = theme_for("light", WORDS)


def telling(change_id, effect, half=3.0, verdict="moved", n=400, **more):
    groups = ("told_before", "told_after", "untold_before", "untold_after")
    row = {
        "change_id": change_id,
        "title": f"Change {change_id}",
        "told_on": date(2025, 3, 1),
        "verdict": verdict,
        **{f"respondents_{group}": n + place for place, group in enumerate(groups)},
        **{f"nps_{group}": 10.0 + 5 * place for place, group in enumerate(groups)},
    }
    if effect is not None:
        row |= {"effect": effect, "low": effect - half, "high": effect + half}
        row |= {"p": 0.01, "p_corrected": 0.02}
    return row | more


def finding(*rows):
    return told_or_not.finding(answer("told_or_not", list(rows)), WORDS)


FOUR = answer(
    "told_or_not",
    [
        telling("D", None, verdict="too_few"),
        telling("C", 3, verdict="not_identifiable", also_told_of="Card; Boat"),
        telling("B", 1, verdict="bounded"),
        telling("A", 8),
    ],
)


def test_the_title_says_what_those_told_gained_or_lost_and_not_that_telling_did_it():
    assert finding(telling("A", 8), telling("B", 5)) == (
        "Those told of Change A gained 8 points of NPS on those not told (5 to 11)"
    )
    assert finding(telling("A", -8)) == (
        "Those told of Change A lost 8 points of NPS against those not told (5 to 11)"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [telling("A", 1, verdict="bounded")],
            "Being told of Change A made no difference to NPS of more than 4 points",
        ),
        (
            [telling("A", 1, verdict="bounded"), telling("B", -2, verdict="bounded")],
            "Being told of two changes made no difference to NPS of more than 5 points",
        ),
        (
            [telling("A", 40, n=20), telling("B", None, verdict="too_few")],
            "No difference between customers told and not told of a change can be seen",
        ),
        ([], "Nobody is on record as told of a change of ours in this period"),
    ],
    ids=["one", "two", "thin", "none"],
)
def test_where_nothing_is_certain_the_title_says_how_much_can_be_ruled_out(rows, said):
    assert finding(*rows) == said


def test_every_verdict_is_a_sentence():
    said = {row["title"]: row["verdict"] for row in told_or_not.listed(FOUR, WORDS)}
    assert said == {
        "Change A": "Gained 8 points of NPS on those not told (5 to 11)",
        "Change B": "No difference of more than 4 points",
        "Change C": "Told in the same days of Card and Boat",
        "Change D": "Too few answers to say",
    }


def test_the_list_leaves_out_nps_of_few_answers():
    few = telling("A", 1, verdict="too_few", respondents_told_after=29)
    [row] = told_or_not.listed(answer("told_or_not", [few]), WORDS)
    assert (row["nps_told_before"], row["nps_told_after"]) == (10.0, None)


def test_changes_with_too_few_answers_are_drawn_only_where_there_are_no_others():
    figure = told_or_not.told_or_not(FOUR, THEME)
    rows = [text.replace("<br>", " ") for text in figure.layout.yaxis.ticktext]
    assert rows == ["Change A", "Change B", "Change C"]
    assert told_or_not.left_out(FOUR, WORDS) == (
        "1 change with too few answers stands in the list only."
    )
    alone = answer("told_or_not", [telling("D", None, verdict="too_few")])
    assert "Change D" in texts(told_or_not.told_or_not(alone, THEME))
    assert told_or_not.left_out(alone, WORDS) == ""


def test_hovering_says_what_both_groups_scored_from_how_many_answers():
    [first, *_] = hovers(told_or_not.told_or_not(FOUR, THEME))
    assert "Told: NPS 10 to 15, 400 answers before and 401 after" in first
    assert "Not told: NPS 20 to 25, 402 answers before and 403 after" in first
    [thin] = hovers(told_or_not.told_or_not(answer("told_or_not", [telling("A", 40, n=20)]), THEME))
    assert "Too few answers to say much" in thin


def test_nothing_on_record_is_a_sentence_in_place_of_the_chart():
    figure = told_or_not.told_or_not(answer("told_or_not", []), THEME)
    assert "Nobody is on record" in texts(figure)


def test_a_title_out_of_an_export_is_no_markup():
    hostile = answer("told_or_not", [telling("A", 8, title="<script>x</script>")])
    figure = told_or_not.told_or_not(hostile, THEME)
    assert "<script>" not in texts(figure) + "".join(hovers(figure))


def test_a_change_whose_every_group_is_hidden_keeps_its_name():
    hidden = answer("told_or_not", [{"change_id": "A"}])
    assert "A: Too few answers" in told_or_not.alt(hidden, WORDS)
