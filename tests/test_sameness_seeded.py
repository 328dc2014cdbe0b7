"""Sameness on data of our shape with faults on purpose: all are found, as pyshacl finds them, each on its line."""

import pytest

from bench import seeding
from kennisgraaf import project, sources, validation
from kennisgraaf.location import Locator
from kennisgraaf.namespaces import DEF, SHAPES
from shacl.alike import differences, outcome, reference

FAULTS = 150


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    return seeding.make(tmp_path_factory.mktemp("seeded") / "project", 10_000, FAULTS)


@pytest.fixture(scope="module")
def read(seeded):
    found = sources.read(project.find(seeded.root))
    assert found.errors == []
    return found


@pytest.fixture(scope="module")
def graphs(read):
    return read.graph(DEF, SHAPES, *read.data_graphs), read.graph(SHAPES)


@pytest.fixture(scope="module")
def findings(graphs):
    return validation.validate(*graphs)


def test_the_faults_are_of_many_kinds_and_each_at_a_thing_of_its_own(seeded):
    assert abs(seeded.triples - 10_000) < 1_000
    assert len(seeded.faults) == len({fault.thing for fault in seeded.faults}) == FAULTS
    assert len({(fault.rule, fault.component) for fault in seeded.faults}) >= 100
    assert len({fault.component for fault in seeded.faults}) >= 14


def test_without_faults_there_is_nothing_to_find(tmp_path):
    made = sources.read(project.find(seeding.make(tmp_path / "project", 10_000, 0).root))
    assert validation.validate(made.graph(DEF, SHAPES, *made.data_graphs), made.graph(SHAPES)) == []


def test_the_same_seed_makes_the_same_files_and_another_seed_other_faults(seeded, tmp_path):
    again = seeding.make(tmp_path / "again", 10_000, FAULTS)
    assert again.faults == seeded.faults
    for path in sorted((seeded.root / "data").rglob("*.*")):
        assert (again.root / path.relative_to(seeded.root)).read_bytes() == path.read_bytes()
    assert seeding.make(tmp_path / "other", 10_000, FAULTS, seed=1).faults != seeded.faults


def test_every_fault_is_found(seeded, findings):
    found = {(finding.shape, finding.component, finding.thing) for finding in findings}
    assert [fault for fault in seeded.faults if (fault.rule, fault.component, fault.thing) not in found] == []


def test_our_engine_finds_in_seeded_data_what_pyshacl_finds(graphs, findings):
    assert differences(findings, outcome(reference, *graphs)) == []


def test_the_line_of_every_fault_is_right(seeded, read, graphs, findings):
    locator = Locator(read, graphs[1])
    found = {(one.shape, one.component, one.thing): one for one in findings}
    wrong = []
    for fault in seeded.faults:
        place = locator.places(found[fault.rule, fault.component, fault.thing])[0]
        if (place.file, place.line, place.column) not in {(one.file, one.line, one.column) for one in fault.places}:
            wrong.append(f"{fault.rule} {fault.component} {fault.thing}: {place}, not {fault.places[0]}")
    assert wrong == []
