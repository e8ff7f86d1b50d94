"""Text from an export on the page, shown as it stands: never as Markdown or HTML."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def plain(text: str) -> str:
    """The text with every character that Markdown could read escaped."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
