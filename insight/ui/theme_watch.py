"""Charts follow the theme: Streamlit repaints when the reader changes it, but asks no page to."""

import streamlit as st

_watch = st.components.v2.component(
    "theme_watch",
    js="""
    export default function ({ data, setStateValue }) {
        const app = document.querySelector(".stApp");
        const painted = () => {
            const [r, g, b] = getComputedStyle(app).backgroundColor.match(/[\\d.]+/g).map(Number);
            return r + g + b < 382 ? "dark" : "light";
        };
        const tell = () => {
            if (painted() !== data.drawn_in) setStateValue("theme", painted());
        };
        const observer = new MutationObserver(tell);
        observer.observe(app, { attributes: true, attributeFilter: ["class"] });
        return () => observer.disconnect();
    }
    """,
)


def follow_theme() -> None:
    """Run the page again when the theme painted is not the one its charts were drawn in."""
    _watch(
        data={"drawn_in": st.context.theme.type},
        key="theme_watch",
        on_theme_change=lambda: None,
        height="content",
    )
