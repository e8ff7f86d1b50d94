"""The only package that knows Streamlit: address, filter bar, cards, charts, small print."""
