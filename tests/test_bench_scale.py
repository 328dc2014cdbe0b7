"""The scale benchmark's own parts: the file that it makes, what it says of an answer that did not come, its tables."""

from dataclasses import dataclass, field

import pytest

from bench import enlarging, growth
from bench.client import Reply
from bench.growth import Run
from bench.served import Cost, Outcome, why
from kennisgraaf import build, project, turtle
from kennisgraaf.namespaces import ID

_SMALL = 50_000  # one copy of our data


@pytest.fixture(scope="module")
def enlarged(tmp_path_factory):
    """A file of one copy, with the number of triples that the generator says are in it."""
    file = tmp_path_factory.mktemp("enlarged") / "enlarged.ttl"
    return file, enlarging.write(file, _SMALL)


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(enlarged, tmp_path):
    file, _ = enlarged
    enlarging.write(tmp_path / "again.ttl", _SMALL)
    enlarging.write(tmp_path / "other.ttl", _SMALL, seed=2)
    assert (tmp_path / "again.ttl").read_bytes() == file.read_bytes()
    assert (tmp_path / "other.ttl").read_bytes() != file.read_bytes()


def test_it_makes_as_many_triples_as_it_says_of_things_that_are_not_ours(enlarged):
    file, said = enlarged
    document = turtle.read(file)
    where = project.find()
    own = {s for path in where.files("data") for s in turtle.read(path).subjects}
    assert len(document.triples) == said
    assert abs(said - _SMALL) < _SMALL // 2
    assert own.isdisjoint(document.subjects)
    assert all(str(subject).startswith(ID) for subject in document.subjects)


def test_the_shapes_have_nothing_against_it(enlarged):
    report = build.check(project.find(), (enlarged[0],))
    assert not report.errors
    assert not report.serious


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(0, b"", 30.0), "no answer"),
        (Reply(503, b'{"status": 503, "limit": "time"}', 10.1), "over the limit (time)"),
        (Reply(503, b'{"status": 503}', 0.1), "error 503"),
        (Reply(500, b"<html>", 0.1), "error 500"),
        (Reply(500, b"[]", 0.1), "error 500"),
    ],
)
def test_a_limit_an_error_and_silence_are_kept_apart(reply, told):
    assert why(reply) == told


@dataclass
class _Size:
    name: str
    triples: int
    build: Cost | None
    release: float = 10.0
    runs: dict[str, Run] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)


def test_the_table_tells_growth_and_what_is_missing():
    outcomes = {"a": Outcome(0.1), "b": Outcome(0.3), "c": Outcome(why="over the limit (time)")}
    small = _Size("small", 100, Cost(1, 2, 50), runs={"embedded": Run(1.5, 90, 95, outcomes)})
    more = Run(3.0, 90, 99, {"a": Outcome(0.5)}, Cost(8, 7, 40), 300, 310)
    large = _Size("large", 300, Cost(3, 8, 100), runs={"embedded": more}, absent={"fuseki": "no java"})
    lines = list(growth.report([small, large]))
    assert "| large | 300 (×3.0) | 8 (×4.0) | 3 (×3.0) | 100 (×2.0) | 10 (×1.0) |" in lines
    told = next(line for line in lines if line.startswith("| small | embedded"))
    assert "| 200 | b: 300 ms | over the limit (time): c |" in told
    assert any("| large | fuseki | not measured: no java" in line for line in lines)
    more = "| large | embedded | 8 | 7 | 300 → 310 | 3.0 (×2.0) | 90 → 99 | 500 (×2.5) | a: 500 ms | none |"
    assert more in lines
