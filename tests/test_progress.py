"""Steps are counted: a bar on a terminal, lines elsewhere, plain words for whoever wants them."""

import io

from rich.console import Console

from insight.command_line.progress import shown_progress
from insight.progress import CountedSteps, Step


def told_to(console, *told):
    with shown_progress(console) as tell:
        for one in told:
            tell(one)
    return console.file.getvalue()


def test_a_step_is_a_text_that_knows_its_place():
    told = []
    steps = CountedSteps(told.append, 2)
    steps.begin("Reading")
    steps.begin("Counting")
    steps.finish("Done")
    assert told == ["Reading", "Counting", "Done"]
    assert [(step.done, step.of) for step in told] == [(0, 2), (1, 2), (2, 2)]


def test_in_a_log_every_step_is_a_line_with_its_number():
    console = Console(file=io.StringIO(), force_terminal=False)
    said = told_to(console, Step("Reading", 0, 2), "something else", Step("Done", 2, 2))
    assert said == "1/2 Reading\nsomething else\nDone\n"


def test_on_a_terminal_a_bar_fills_and_what_happened_stays():
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    said = told_to(console, "Looking [b]", Step("Counting", 3, 8), Step("Done", 8, 8))
    assert "  Looking [b]\n" in said.replace("\r", "\n")
    assert "8/8" in said
    assert "  Done\n" in said.replace("\r", "\n")


def test_an_undertaking_without_a_count_has_a_bar_without_one():
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    assert "/" not in told_to(console, "Making the demo")
