"""What did we change, what did customers change, what did the market change, and when?"""

from insight.charts import change_timeline
from insight.ui.card import title
from insight.ui.change_editor import edit_changes
from insight.ui.small_print import about_these_numbers
from insight.ui.timeline_card import timeline_with_list_below
from insight.ui.timeline_choices import choose_timeline, found_shifts
from insight.ui.view import current_view

view = current_view()
shifts = found_shifts(view)
ask = view.ask_any if shifts else view.ask

title(
    "Change timeline",
    lambda: change_timeline.finding(ask("change_timeline"), view.words, shifts),
)
timeline_with_list_below(view, choose_timeline(view))
edit_changes(view)

about_these_numbers(view)
