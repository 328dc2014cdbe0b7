"""A progress bar on standard error, where a person waits and watches; silence everywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kennisgraaf.project import STEPS


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Give a function that is told each step as it begins."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description:<12}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(STEPS))

        def tell(step: str) -> None:
            bar.update(task, description=step, completed=STEPS.index(step))

        yield tell


@contextmanager
def counting() -> Iterator[Callable[[str, int], None]]:
    """Give a function that is told what is being read and how many rows of it so far."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches

    with Console(stderr=True).status("") as status:
        yield lambda name, number: status.update(f"{name}: {number:,} rows")


@contextmanager
def share() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that is told what is being done, how much of it so far, and how much there is to do."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
