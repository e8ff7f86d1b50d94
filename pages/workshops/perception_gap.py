"""Do we know them: what we believe customers want, what they say, and what we change."""

from insight.charts import effort, perception_gap, say_vs_do
from insight.ui.belief_cards import perception_cards, when_believed
from insight.ui.card import title
from insight.ui.optional_columns import optional_card
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()
words = view.words
then = when_believed(view)

title(
    "Do we know them?",
    lambda: perception_gap.finding(view.ask("perception_gap", then), words),
)
perception_cards(view, then)
question_card(view, say_vs_do, lambda items: say_vs_do.measure(items, words))
optional_card(view, effort, lambda items: effort.measure(items, words))

about_these_numbers(view)
