"""What happens meanwhile, on standard error: a spinner on a terminal, lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def shown_progress() -> Iterator[Callable[[str], None]]:
    """A function that tells the current step; every step stays readable in a log."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda step: console.print(step, markup=False, soft_wrap=True)
        return
    with console.status("") as status:

        def tell(step: str) -> None:
            console.print(f"  {step}", style="dim", markup=False)
            status.update(step)

        yield tell
