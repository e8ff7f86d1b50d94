"""Arrow without pandas, which it would import at its first array: 0.1 s and 28 MiB for nothing."""

import sys
import threading
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pyarrow as pa


class _WithoutPandas(MetaPathFinder):
    """Finds no pandas for one thread; others may be importing it for themselves."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> None:
        if name == "pandas" and threading.get_ident() == self._thread:
            raise ImportError("Arrow does without pandas until it is asked to convert", name=name)


def leave_pandas_out() -> None:
    """Let Arrow look for pandas, as it does once, and not find it.

    Whoever needs pandas still imports it, and tables still convert to and from its frames.
    """
    finder = _WithoutPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([None])
    finally:
        sys.meta_path.remove(finder)
