"""Lead or follow: who moved first on each theme, customers, the market or we."""

from insight.charts import lead_or_follow
from insight.ui.card import title
from insight.ui.lead_cards import three_columns
from insight.ui.question_card import question_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()

title("Lead or follow", lambda: lead_or_follow.finding(view.ask("lead_or_follow"), view.words))
question_card(
    view,
    lead_or_follow,
    "Months from our first change to the first move of customers or the market, with the days "
    "within which they moved; themes on which only one side moved are not drawn",
    titled=False,
)
three_columns(view)

about_these_numbers(view)
