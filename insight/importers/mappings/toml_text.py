"""Values and keys as a mapping writes them, so that a suggested line can be pasted."""

import json
import re
from datetime import date
from typing import Any


def toml_value(value: Any) -> str:
    """A value as TOML writes it; tables on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(entry) for entry in value) + "]"
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, float):
        return f"{value:g}" if f"{value:g}" == repr(value) else repr(value).removesuffix(".0")
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(key: str) -> str:
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
    return key if bare else json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")
