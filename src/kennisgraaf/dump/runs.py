"""Sorting what does not fit in memory: lines in runs on disk, merged as a stream."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

_RUN = 500_000  # lines that are sorted at once
_BATCH = 10_000  # lines that are parsed or packed at once


def write(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines (each with its end) in the order of their bytes, each once; runs lie beside the file meanwhile."""
    source = iter(lines)
    runs: list[Path] = []
    while run := sorted(islice(source, _RUN)):
        runs.append(path.with_name(f"{path.name}.{len(runs)}"))
        with runs[-1].open("wb") as stream:
            stream.writelines(run)
        del run
    with path.open("wb") as stream:
        stream.writelines(once(merged(runs)))
    for each in runs:
        each.unlink()


def merged(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield the lines of sorted files in order."""
    with ExitStack() as stack:
        yield from heapq.merge(*(stack.enter_context(path.open("rb")) for path in paths))


def once(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each line of a sorted stream once."""
    before = b""
    for line in lines:
        if line != before:
            yield line
        before = line


def batches(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines by the thousand."""
    source = iter(lines)
    while batch := b"".join(islice(source, _BATCH)):
        yield batch
