"""How needs drift: what is wanted wave by wave, what rose and fell, and where it is heading."""

from insight.charts import needs_moved, needs_outlook, needs_over_time
from insight.ui.card import title
from insight.ui.choices import choose_drift
from insight.ui.moved_card import moved_card
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
words, moves = view.words, view.ask_any("needs_moved")

title(
    "How needs drift",
    lambda: needs_moved.finding(moves, view.ask("needs_over_time"), words),
)

by_rank = choose_drift()
has_waves = "wave" in view.gateway.warehouse.cells.dimensions
question_card(
    view,
    needs_over_time,
    lambda wants: needs_over_time.measure(wants, by_rank, words, has_waves),
    drawn_with={"by_rank": by_rank, "moved": needs_moved.moved_items(moves)},
)
moved_card(view)
question_card(view, needs_outlook, lambda outlook: needs_outlook.measure(outlook, words))

about_these_numbers(view)
