"""How much is every item wanted, wave by wave?"""

from insight.charts.drift_lines import needs_over_time
from insight.charts.theme import plain
from insight.charts.wave_lines import lines_of, measured_alike, waves_of
from insight.query import Result
from insight.words import Words

__all__ = ["alt", "finding", "measure", "needs_over_time"]


def finding(result: Result, words: Words) -> str:
    """What is wanted most in the latest wave, where its interval lies above all others'."""
    latest = [line for line in lines_of(result) if line.is_in_last]
    firm = [line for line in latest if not line.last.thin]
    if not firm:
        return "Too few answers to say what is wanted most"
    first, *others = sorted(firm, key=lambda line: line.last.rank)
    wave = plain(waves_of(result)[-1], 30)
    if others and any(other.last.overlaps(first.last) for other in others):
        rivals = [line for line in others if line.last.overlaps(first.last)]
        if len(rivals) == 1:
            return f"“{first.name}” and “{rivals[0].name}” are wanted most in {wave}"
        return f"{words.spelled(len(rivals) + 1).capitalize()} needs share the lead in {wave}"
    return f"“{first.name}” is wanted most in {wave}"


def measure(result: Result, by_rank: bool, words: Words, waves_are_named: bool = False) -> str:
    """What is drawn, how it was asked, and what is left out.

    `waves_are_named` where answers of this company carry a wave.
    """
    picked = any(line.is_pick for line in lines_of(result))
    asked = "percent who picked it" if picked else "mean want, percent of maximum"
    what = f"Rank by {asked}" if by_rank else f"{asked.capitalize()}, with 95 % intervals"
    said = f"{what}, wave by wave; coloured where the want rose or fell"
    if by_rank:
        said += ". Items whose intervals overlap, drawn hollow, may swap by chance"
    otherwise = measured_alike(result)[1]
    if otherwise:
        said += f". Left out: {words.count(otherwise, 'item')} asked otherwise"
    if waves_are_named:
        said += ". Where answers name a wave, those of no wave are left out"
    return said


def alt(result: Result, words: Words) -> str:
    """The first and the last figure of every item, for who does not see the lines."""
    said = [f"Lines of items over waves. {finding(result, words)}"]
    for line in lines_of(result):
        first, last = next(iter(line.asked.values())), line.last
        said.append(
            f"{line.name}: {words.number(first.wanted)} in {plain(first.wave, 30)} "
            f"(rank {words.number(first.rank)}), {words.number(last.wanted)} in "
            f"{plain(last.wave, 30)} (rank {words.number(last.rank)})"
        )
    return ". ".join(said) + "."
