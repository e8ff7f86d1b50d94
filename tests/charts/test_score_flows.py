from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from insight.charts.flows import GROUPS, SILENT, flows_of, hidden
from insight.charts.score_flows import alt, finding, score_flows
from insight.charts.theme import theme_for
from insight.words import Words

from .given import WORDS, answer, texts

THEME = theme_for("light", WORDS)
PERIOD = date(2025, 1, 1)


def flow(before, after, customers, revenue=None, period=PERIOD):
    known = None if revenue is None else customers
    return {
        "period": period,
        "before": before,
        "after": after,
        "customers": customers,
        "revenue": revenue,
        "customers_with_revenue": known,
        "complete": True,
    }


def flows(*rows, unit="year"):
    return answer("score_flows", list(rows), unit=unit)


EVERY = flows(
    flow("promoter", "promoter", 1150, 5.5e6),
    flow("promoter", "passive", 380, 2.5e6),
    flow("promoter", "detractor", 136, 1.4e6),
    flow("promoter", SILENT, 2846, 9.7e6),
    flow("passive", "promoter", 481, 3.3e6),
    flow("passive", "detractor", 215, 3.4e6),
    flow("detractor", "promoter", 169, 1.9e6),
    flow("detractor", "passive", 284, 4.7e6),
    flow("detractor", "detractor", 276, 5.7e6),
)


def test_the_finding_counts_lost_promoters_recoveries_and_the_revenue_that_moved():
    # Down: 2.5 + 1.4 + 3.4; up: 3.3 + 1.9 + 4.7.
    assert finding(EVERY, WORDS) == (
        "2024 to 2025: 136 promoters became detractors and 453 detractors recovered; "
        "7.3 million of revenue a year moved down, 9.9 million up"
    )


def test_a_hidden_flow_makes_a_sum_at_least_so_large():
    result = flows(
        flow("promoter", "detractor", 136, 1.4e6),
        flow("detractor", "promoter", None),
        flow("detractor", "passive", 40, 4.7e6),
    )
    assert finding(result, WORDS) == (
        "2024 to 2025: 136 promoters became detractors and at least 40 detractors recovered; "
        "1.4 million of revenue a year moved down, at least 4.7 million up"
    )
    assert hidden(flows_of(result)) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [flow("promoter", "detractor", 1), flow("detractor", "passive", 1)],
            "2024 to 2025: 1 promoter became a detractor and 1 detractor recovered",
        ),
        (
            [flow("passive", "passive", 40), flow("detractor", "promoter", 12)],
            "2024 to 2025: no promoters became detractors and 12 detractors recovered",
        ),
        (
            [flow("promoter", "detractor", None), flow("detractor", "promoter", 12)],
            "2024 to 2025: some promoters became detractors and 12 detractors recovered",
        ),
        (
            [flow("passive", "passive", 40)],
            "2024 to 2025: no promoters became detractors and no detractors recovered",
        ),
        (
            [flow("passive", "passive", None), flow("passive", SILENT, 40)],
            "Too few customers moved between 2024 and 2025 to show who",
        ),
        (
            [flow("promoter", "promoter", 40), flow("promoter", "detractor", None)],
            "Too few customers moved between 2024 and 2025 to show who",
        ),
    ],
    ids=["one each", "nobody lost", "lost hidden", "nobody moved", "all hidden", "moves hidden"],
)
def test_the_finding_says_only_what_moved(rows, said):
    assert finding(flows(*rows), WORDS) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([flow("detractor", "promoter", 12, 5e6)], "; 5 million of revenue a year moved up"),
        ([flow("promoter", "passive", 12, 300.0)], "; 300 of revenue a year moved down"),
        (
            [flow("promoter", "passive", 40, 3e5) | {"customers_with_revenue": 30}],
            "; at least 300 thousand of revenue a year moved down",
        ),
        ([flow("passive", "passive", 40, 5e6), flow("promoter", SILENT, 40, 5e6)], "recovered"),
    ],
    ids=["up only", "down only", "known of some", "stayed or silent"],
)
def test_revenue_is_said_to_move_as_far_as_it_is_known(rows, said):
    assert finding(flows(*rows), WORDS).endswith(said)


def test_amounts_are_written_in_the_language_of_the_settings():
    said = finding(EVERY, Words(language="de_DE"))
    assert "7,3 Millionen" in said


def test_periods_are_named_by_their_unit():
    result = flows(flow("passive", "passive", 40, period=date(2025, 4, 1)), unit="quarter")
    assert finding(result, WORDS).startswith("Q1 2025 to Q2 2025: ")


def drawn(figure):
    """The Sankey's flows: (colour of the earlier group, of the later) -> value."""
    [sankey] = figure.data
    return dict(
        zip(
            zip(sankey.link.source, sankey.link.target, strict=True),
            sankey.link.value,
            strict=True,
        )
    )


def test_every_flow_is_drawn_between_its_two_groups():
    figure = score_flows(EVERY, THEME)
    assert drawn(figure) == {
        (0, 3): 1150,
        (0, 4): 380,
        (0, 5): 136,
        (1, 3): 481,
        (1, 5): 215,
        (2, 3): 169,
        (2, 4): 284,
        (2, 5): 276,
    }
    [sankey] = figure.data
    assert len(set(sankey.node.color[:3])) == 3
    assert sankey.node.color[:3] == sankey.node.color[3:]


def test_those_who_gave_no_score_are_drawn_where_asked_for():
    [sankey] = score_flows(EVERY, THEME, silent=True).data
    assert sum(sankey.link.value) == 5937
    assert "No answer<br><b>2,846</b>" in texts(score_flows(EVERY, THEME, silent=True))
    assert "No answer" not in texts(score_flows(EVERY, THEME))


def test_groups_and_wide_flows_carry_their_numbers():
    written = texts(score_flows(EVERY, THEME))
    assert "Promoters<br><b>1,666</b>" in written  # 1,150 + 380 + 136 before
    assert "Promoters<br><b>1,800</b>" in written  # 1,150 + 481 + 169 after
    assert "\n481\n" in written
    assert "<b>2024</b>" in written


def test_revenue_can_be_drawn_instead():
    figure = score_flows(EVERY, THEME, of="revenue")
    assert drawn(figure)[2, 4] == 4.7e6
    assert "Promoters<br><b>9.4 million</b>" in texts(figure)


def test_revenue_of_nobody_known_is_a_sentence():
    figure = score_flows(flows(flow("passive", "passive", 40)), THEME, of="revenue")
    assert "Their revenue is not known" in texts(figure)


@pytest.mark.parametrize("shown", [[], [flow("promoter", "promoter", 40)]])
def test_hidden_moves_are_a_sentence_and_no_picture_of_the_rest(shown):
    figure = score_flows(flows(*shown, flow("passive", "promoter", None)), THEME)
    assert "Too few customers to show" in texts(figure)
    assert len(figure.data) == 0


def test_a_group_that_lacks_a_hidden_flow_is_over_what_is_drawn():
    result = flows(
        flow("promoter", "promoter", 40),
        flow("promoter", "detractor", None),
        flow("passive", "promoter", 12),
    )
    written = texts(score_flows(result, THEME))
    assert "Promoters<br><b>over 40</b>" in written
    assert "Promoters<br><b>52</b>" in written
    assert "Passives<br><b>12</b>" in written


def test_moves_up_and_down_differ_in_colour_and_stays_have_neither():
    [sankey] = score_flows(EVERY, THEME).data
    by_flow = dict(
        zip(
            zip(sankey.link.source, sankey.link.target, strict=True),
            sankey.link.color,
            strict=True,
        )
    )
    down, up, stayed = by_flow[0, 5], by_flow[2, 3], by_flow[0, 3]
    assert len({down, up, stayed}) == 3
    assert by_flow[0, 4] == by_flow[1, 5] == down
    assert by_flow[1, 3] == by_flow[2, 4] == up
    assert by_flow[2, 5] == stayed


def test_a_flow_of_few_customers_is_paler_and_says_why():
    result = flows(flow("promoter", "detractor", 29), flow("passive", "detractor", 30))
    [sankey] = score_flows(result, THEME).data
    assert sankey.link.color[0] == THEME.faint(THEME.delivered, 0.225)
    assert sankey.link.color[1] == THEME.faint(THEME.delivered, 0.45)
    assert "Too few customers to say much" in sankey.link.customdata[0]
    assert "Too few" not in sankey.link.customdata[1]


def test_the_alternative_text_says_every_flow_shown():
    said = alt(EVERY, WORDS)
    assert "Promoters who became detractors: 136." in said
    assert "Detractors who stayed detractors: 276." in said
    assert "Promoters who gave no score: 2,846." in said


COUNTS = st.one_of(st.none(), st.integers(1, 100_000))
CROSSED = [(before, after) for before in GROUPS for after in (*GROUPS, SILENT)]


@settings(deadline=None)
@examples(counts=st.lists(COUNTS, min_size=len(CROSSED), max_size=len(CROSSED)))
def test_nodes_stay_within_the_chart_and_never_overlap(counts):
    rows = [flow(*names, count) for names, count in zip(CROSSED, counts, strict=True)]
    figure = score_flows(flows(*rows), THEME, silent=True)
    if len(figure.data) == 0:
        return
    [sankey] = figure.data
    sizes = [0.0] * len(sankey.node.y)
    for (source, target), value in drawn(figure).items():
        sizes[source] += value
        sizes[target] += value
    earlier = {source for source, _ in drawn(figure)}
    total = sum(sankey.link.value)
    room = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    columns = [[n for n in range(len(sizes)) if (n in earlier) is end] for end in (True, False)]
    scale = min((room - sankey.node.pad * (len(column) - 1)) / total for column in columns)
    for column in columns:
        floor = -1e-6
        for node in column:
            half = sizes[node] * scale / 2
            middle = sankey.node.y[node] * room
            assert middle - half >= floor
            floor = middle + half
        assert floor <= room + 1e-6
