"""Kano classes from pairs of answers, against published counts."""

from datetime import date
from itertools import product

import pytest

DAY = date(2026, 1, 15)
KINDS = ("attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable")
LETTERS = dict(zip("AOMIRQ", KINDS, strict=True))
PAIR_OF = dict(zip(KINDS, [(1, 3), (1, 5), (3, 5), (3, 3), (3, 1), (1, 1)], strict=True))


def asked(pairs_by_item):
    """Tables of people who answered both questions of each item; a pair may hold None."""
    most = max(map(len, pairs_by_item.values()))
    return {
        "survey_responses": [{"response_id": f"R{n}", "responded_on": DAY} for n in range(most)],
        "ratings": [
            {
                "response_id": f"R{n}",
                "item": item,
                "functional": functional,
                "dysfunctional": dysfunctional,
            }
            for item, pairs in pairs_by_item.items()
            for n, (functional, dysfunctional) in enumerate(pairs)
        ],
    }


def counted(**counts):
    """Pairs that fall into these classes so many times."""
    return [pair for kind, n in counts.items() for pair in [PAIR_OF[kind]] * n]


def test_every_pair_falls_into_its_cell_of_the_evaluation_table(given, ask, oracle):
    table = oracle["kano_evaluation_table"]["expected"]["table"]
    pairs = {f"{f} {d}": [(f, d)] for f, d in product(range(1, 6), repeat=2)}
    rows = {row["item"]: row for row in ask(given(**asked(pairs)), "kano")}
    for functional, dysfunctional in product(range(1, 6), repeat=2):
        row = rows[f"{functional} {dysfunctional}"]
        expected = LETTERS[table[functional - 1][dysfunctional - 1]]
        assert [row[kind] for kind in KINDS] == [int(kind == expected) for kind in KINDS], row
        assert row["category"] == expected


def test_classes_and_coefficients_are_those_of_a_published_survey(given, ask, oracle):
    case = oracle["kano_reppel_2022"]
    pairs = {
        item: counted(**dict(zip(KINDS, counts, strict=True)))
        for item, counts in case["inputs"]["counts_A_O_M_I_R_Q"].items()
    }
    rows = {row["item"]: row for row in ask(given(**asked(pairs)), "kano")}
    for item, (letter, better, worse) in case["expected"].items():
        row = rows[item]
        assert row["category"] == LETTERS[letter], item
        assert row["better"] == pytest.approx(better, abs=case["tolerance"]["abs"])
        assert row["worse"] == pytest.approx(worse, abs=case["tolerance"]["abs"])
        assert row["respondents"] == 358
    # The plain mode of Transparent is indifferent (105), its class one-dimensional (90).
    assert rows["Transparent"]["mixed"]
    assert not rows["Secure"]["mixed"]


def test_two_classes_within_chance_of_each_other_are_mixed(given, ask):
    pairs = {
        "Close": counted(attractive=30, must_be=25, indifferent=3),
        "Clear": counted(attractive=50, must_be=5, indifferent=3),
    }
    rows = {row["item"]: row for row in ask(given(**asked(pairs)), "kano")}
    assert (rows["Close"]["category"], rows["Close"]["mixed"]) == ("attractive", True)
    assert (rows["Clear"]["category"], rows["Clear"]["mixed"]) == ("attractive", False)


def test_a_tie_goes_to_what_is_missed_most(given, ask):
    pairs = {"Tie": counted(attractive=2, one_dimensional=2, must_be=2)}
    [row] = ask(given(**asked(pairs)), "kano")
    assert (row["category"], row["mixed"]) == ("must_be", True)


def test_coefficients_lie_within_their_intervals(given, ask):
    pairs = {"All": counted(attractive=12), "None": counted(must_be=12)}
    rows = {row["item"]: row for row in ask(given(**asked(pairs)), "kano")}
    assert (rows["All"]["better"], rows["All"]["worse"]) == (1.0, 0.0)
    assert (rows["None"]["better"], rows["None"]["worse"]) == (0.0, -1.0)
    for row in rows.values():
        assert 0 <= row["better_low"] <= row["better"] <= row["better_high"] <= 1
        assert -1 <= row["worse_low"] <= row["worse"] <= row["worse_high"] <= 0


def test_reverse_and_questionable_pairs_alone_have_no_coefficients(given, ask):
    pairs = {"Odd": counted(reverse=3, questionable=1)}
    [row] = ask(given(**asked(pairs)), "kano")
    assert (row["category"], row["better"], row["worse"]) == ("reverse", None, None)
    assert (row["reverse"], row["questionable"], row["respondents"]) == (3, 1, 4)


def test_half_a_pair_is_no_answer(given, ask):
    rows = ask(given(**asked({"Price": [(1, None), (None, 5), (1, 5)]})), "kano")
    assert [(row["one_dimensional"], row["respondents"]) for row in rows] == [(1, 1)]


def test_few_pairs_are_hidden_with_all_their_counts(given, ask):
    tables = asked({"Few": counted(must_be=9), "Enough": counted(must_be=10)})
    rows = {row["item"]: row for row in ask(given(minimum_answers=10, **tables), "kano")}
    assert {rows["Few"][name] for name in ("category", "must_be", "respondents", "mixed")} == {None}
    assert rows["Enough"]["must_be"] == 10


def test_pairs_alone_are_no_wants(given, ask):
    gateway = given(**asked({"Price": [(1, 5)]}))
    assert ask(gateway, "want_vs_delivered") == []
