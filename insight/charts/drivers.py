"""Which items go with a high recommend score? Shares of what all ratings explain."""

from insight.charts.claims import could_show, is_thin, too_thin
from insight.charts.driver import Driver, all_of, drivers_of, model_size, why_no_model
from insight.charts.share_bars import drivers
from insight.charts.theme import plain
from insight.query import Result
from insight.stats.driver_shares import explains_beyond_chance
from insight.words import Words

__all__ = ["alt", "drivers", "finding", "measure"]

MOST_LEADERS = 3


def finding(result: Result, words: Words) -> str:
    """The items that go most with the score, where their intervals lie apart from the others'."""
    model = drivers_of(result)
    if not model:
        return why_no_model(result.rows(), words)
    people, r2 = model_size(result)
    explained = f"R² {words.number(r2, 2)}"
    if is_thin(people):
        return too_thin(f"The ratings explain {explained} of the score", people, words)
    if not explains_beyond_chance(r2, people, len(model)):
        return f"No item goes with the score {could_show(people, words)}"
    if len(model) == 1:
        return f"{model[0].name}, the only item rated, goes with the score ({explained})"
    first = leaders(model)
    if not first:
        every = all_of(len(model), words)
        return (
            f"No item goes clearly most with the score; {every} together explain {explained} of it"
        )
    carried = f"{words.number(sum(driver.share for driver in first))} %"
    named = words.listed([driver.name for driver in first])
    if len(first) == 1:
        said = f"{named} goes most with the score; it carries {carried}"
    else:
        said = f"{named} go most with the score; together they carry {carried}"
    return f"{said} of what the ratings explain ({explained})"


def leaders(model: list[Driver]) -> list[Driver]:
    """The fewest, at most three, whose intervals lie above those of all others."""
    for count in range(1, min(MOST_LEADERS, len(model) - 1) + 1):
        first, others = model[:count], model[count:]
        if all(one.above(other) for one in first for other in others):
            return first
    return []


def measure(result: Result, words: Words) -> str:
    """What is drawn, on how many people it rests, and how much all items explain."""
    model = drivers_of(result)
    if not model:
        return "Share of R² that each item carries, percent"
    people, r2 = model_size(result)
    return (
        f"Share of R² that each item carries, percent, with its 95 % interval. "
        f"{words.number(people)} people gave a score and rated {all_of(len(model), words)}; "
        f"together these explain "
        f"{words.number(100 * r2)} % of the differences between their scores "
        f"(R² {words.number(r2, 2)})"
    )


def alt(result: Result, words: Words) -> str:
    """The finding and the largest shares, for who does not see the chart."""
    said = [f"Bars of shares of R². {finding(result, words)}"]
    for driver in drivers_of(result)[:5]:
        limits = words.interval(driver.low, driver.high)
        said.append(f"{plain(driver.item)} {words.number(driver.share)} % ({limits})")
    return ". ".join(said) + "."
