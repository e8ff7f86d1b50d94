"""What did we change, what did customers change, what did the market change, and when?"""

from insight.charts import change_timeline
from insight.ui.card import title
from insight.ui.choices import choose_unit
from insight.ui.small_print import about_these_numbers
from insight.ui.timeline_card import timeline_with_list_below
from insight.ui.view import current_view

view = current_view()

title(
    "Change timeline",
    lambda: change_timeline.finding(view.ask("change_timeline"), view.words),
)
timeline_with_list_below(view, choose_unit())

about_these_numbers(view)
