"""NPS by age of the relationship beside NPS by first and later answers, on one scale."""

import streamlit as st

from insight.charts import nps_by_answer, nps_by_tenure
from insight.ui.card import card
from insight.ui.question_card import question_card
from insight.ui.view import View


def bands_side_by_side(view: View) -> None:
    """Both charts side by side, the first titled by the page; below each other without tenure."""
    with card(view, "NPS by age of the relationship", 480):
        tenure, nth = view.ask_any("nps_by_tenure"), view.ask_any("nps_by_answer")
        if tenure.is_empty:
            by_tenure, by_answer = st.container(), st.container()
        else:
            by_tenure, by_answer = st.columns(2, gap="large", vertical_alignment="bottom")
        with by_tenure:
            question_card(
                view,
                nps_by_tenure,
                "NPS by how long a customer had been with us on the day of the answer, points, "
                "with its 95 % interval. Later years hold only those who stayed; a start unknown "
                "or after the answer stands apart.",
                titled=False,
                drawn_with={"beside": nth},
            )
        with by_answer:
            question_card(
                view,
                nps_by_answer,
                "NPS by first, second and later scored answers of the same customer, points, with "
                "its 95 % interval. Who answers a third time has stayed: later answers leave out "
                "those who went.",
                titled=not tenure.is_empty,
                drawn_with={"beside": tenure},
            )
