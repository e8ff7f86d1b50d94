"""Too early, too late: how customers take to a new way of doing business, and when we pushed it."""

from insight.charts import early_or_late
from insight.ui.adoption_cards import nps_by_channel_card, pushes_card, shares_cards
from insight.ui.card import title
from insight.ui.first_use_card import first_use_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()

title(
    "Too early, too late",
    lambda: early_or_late.finding(view.ask("early_or_late"), view.words),
)
pushes_card(view)
shares_cards(view)
nps_by_channel_card(view)
first_use_card(view)

about_these_numbers(view)
