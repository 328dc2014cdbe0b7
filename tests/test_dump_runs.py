"""Sorting more lines than are held at once gives what sorting them all would."""

import pytest

from kennisgraaf.dump import runs


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_lines_come_sorted_and_once_however_few_fit(tmp_path, monkeypatch, size):
    monkeypatch.setattr(runs, "_RUN", size)
    lines = [f"{number * 7 % 40:03} é\n".encode() for number in range(100)]
    runs.write(tmp_path / "lines", iter(lines))
    assert (tmp_path / "lines").read_bytes() == b"".join(sorted(set(lines)))
    assert [path.name for path in tmp_path.iterdir()] == ["lines"]


def test_no_lines_are_an_empty_file(tmp_path):
    runs.write(tmp_path / "lines", [])
    assert (tmp_path / "lines").read_bytes() == b""
