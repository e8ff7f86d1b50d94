"""What is told while something takes long: steps in words, counted where they are known."""

from collections.abc import Callable


class Step(str):
    """A step in words that has just begun; `done` of `of` steps are finished.

    It is a text, so whoever only wants words (a log, `list.append`) takes it as it is.
    """

    __slots__ = ("done", "of")

    done: int
    of: int

    def __new__(cls, words: str, done: int, of: int) -> "Step":
        step = super().__new__(cls, words)
        step.done, step.of = done, of
        return step


Progress = Callable[[str], None]
"""Is told each step as it begins (a `Step`), and in plain text what else happened."""


class CountedSteps:
    """Tells the steps of one undertaking, whose number is known before it begins."""

    def __init__(self, tell: Progress, of: int):
        self.of = of
        self.done = -1
        self._tell = tell

    def begin(self, words: str) -> None:
        """The step before is done, and this one begins."""
        self.done += 1
        self._tell(Step(words, self.done, self.of))

    def finish(self, words: str) -> None:
        """All steps are done."""
        self._tell(Step(words, self.of, self.of))
