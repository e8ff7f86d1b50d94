"""Does it matter how long a customer has been with us, and have the same people changed?"""

from insight.charts import nps_by_answer, nps_by_tenure
from insight.ui.bands_card import bands_side_by_side
from insight.ui.card import title
from insight.ui.choices import choose_unit
from insight.ui.flows_card import flows_card, same_people_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()

title(
    "By age of the relationship",
    lambda: nps_by_tenure.finding(view.ask("nps_by_tenure"), view.words),
    lambda: nps_by_answer.finding(view.ask("nps_by_answer"), view.words),
)
bands_side_by_side(view)

unit = choose_unit("year")
same_people_card(view, unit)
flows_card(view, unit)

about_these_numbers(view)
