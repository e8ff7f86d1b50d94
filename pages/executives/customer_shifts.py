"""What shifted in what customers say and do, found in the data rather than recorded?"""

from insight.charts import customer_shifts
from insight.ui.card import title
from insight.ui.shifts_card import shifts_card
from insight.ui.small_print import about_these_numbers
from insight.ui.view import current_view

view = current_view()

title(
    "What shifted",
    lambda: customer_shifts.finding(
        view.ask_any("customer_shifts"), view.words, view.ask("customer_series")
    ),
)
shifts_card(view)

about_these_numbers(view)
