"""What happens meanwhile, on standard error: a bar on a terminal, lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from insight.progress import Step


@contextmanager
def shown_progress(console: Console | None = None) -> Iterator[Callable[[str], None]]:
    """A function that tells the current step, counted where it is a `Step`.

    Whatever else is told stays readable above the bar, as every step does in a log.
    """
    console = console or Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda told: console.print(_line(told), markup=False, soft_wrap=True)
        return
    columns = (
        BarColumn(24, complete_style="cyan", finished_style="cyan", pulse_style="cyan"),
        TextColumn("{task.fields[counted]}{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, counted="")

        def tell(told: str) -> None:
            if isinstance(told, Step):
                counted = f"{told.done}/{told.of}  "
                bar.update(
                    task, description=told, completed=told.done, total=told.of, counted=counted
                )
                if told.done < told.of:
                    return
            else:
                bar.update(task, description=told, counted="")
            console.print(f"  {told}", style="dim", markup=False)

        yield tell


def _line(told: str) -> str:
    if isinstance(told, Step) and told.done < told.of:
        return f"{told.done + 1}/{told.of} {told}"
    return told
