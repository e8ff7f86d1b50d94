"""Who may bring in files, publish and go back to an earlier version on the page."""

import streamlit as st

from insight.settings import Settings

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def why_not_publish(settings: Settings) -> str | None:
    """Why this reader may not, in a sentence; None for whoever may.

    With `publishers` in the settings, whoever is signed in as one of them; without, whoever uses
    a dashboard that answers its own machine only.
    """
    if not settings.publish_from_page:
        return "Files come in by the command line: publish_from_page is false in settings.toml."
    if settings.publishers:
        signed_in = _signed_in_as()
        if signed_in in settings.publishers:
            return None
        if signed_in:
            return "You are not among the publishers that settings.toml lists."
        return "Only publishers that settings.toml lists may bring in files, once signed in."
    if st.get_option("server.address") not in _THIS_MACHINE:
        return (
            "This dashboard answers other machines too, so settings.toml must list its publishers "
            "before files come in here."
        )
    return None


def _signed_in_as() -> str | None:
    """The address Streamlit's own sign-in gives, in small letters; None where nobody signed in."""
    if not st.user.get("is_logged_in") or st.user.get("email_verified") is False:
        return None
    email = st.user.get("email")
    return email.lower() if isinstance(email, str) else None
