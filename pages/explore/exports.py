"""What came in: every table with its files and rejects, new files, and earlier versions."""

import streamlit as st

from insight.ui.bring_in import bring_in
from insight.ui.holdings_card import holdings_card
from insight.ui.imports_card import imports_card
from insight.ui.incoming import Desk
from insight.ui.publishers import why_not_publish
from insight.ui.versions_card import versions_card
from insight.ui.view import current_view

view = current_view()
why_not = why_not_publish(view.gateway.settings)

st.title("What came in, and what is shown", anchor=False)
holdings_card(view)
bring_in(Desk(view.data_folder, view.gateway.settings, view.words), why_not)
imports_card(view, why_not)
versions_card(view, why_not)
