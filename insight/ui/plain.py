"""Text from an export on the page, shown as it stands: never as Markdown or HTML."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=])")
_BLANKS = re.compile(r"[ \t\r\n]+")
_WORD_JOINER = "\N{WORD JOINER}"
# Addresses become links, and :names: icons, even where Markdown is escaped; parted they do not.
_PARTED = re.compile(r"(:(?=\S)|@(?=\S)|\bwww(?=\.))", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with everything that Markdown could read made harmless."""
    return _MARKDOWN.sub(r"\\\1", _PARTED.sub(rf"\1{_WORD_JOINER}", _BLANKS.sub(" ", text).strip()))
