"""Sameness on the shapes of others: NL-SBB on concepts, DCAT-AP-NL on our description of the data, whole and broken."""

import pytest
from rdflib import SH, Graph, Literal

from kennisgraaf import catalog, validation
from kennisgraaf.formats import GRAPHS
from shacl.alike import differences, outcome, reference

NL_SBB = ["nl-sbb/skos-ap-nl.ttl"]
DCAT = [
    f"dcat-ap-nl/dcat-ap-{part}.ttl" for part in ("SHACL", "nl-SHACL", "nl-SHACL-klassebereik", "nl-SHACL-aanbevolen")
]
# pyshacl asks each question of NL-SBB once for each concept, so of our own concepts a file stands for all.
CONCEPTS = ["data/movisie-2013/niveau.ttl", "data/movisie-2013/kennis.ttl", "ontology/kern.ttl"]


def load(folder, names):
    graph = Graph(bind_namespaces="none")
    for name in names:
        graph.parse(folder / name)
    return graph


def running(shapes):
    """Take the references to property shapes without a path out, on which every engine stops."""
    for each in [each for each in shapes.triples((None, SH.property, None)) if (each[2], SH.path, None) not in shapes]:
        shapes.remove(each)
    return shapes


def broken(graph):
    """Return the graph without some of its statements, and with a text in the place of some values."""
    made = Graph(bind_namespaces="none")
    for number, (s, p, o) in enumerate(sorted(graph, key=lambda triple: [term.n3() for term in triple])):
        if number % 7:
            made.add((s, p, Literal(f"onjuist {number}")) if number % 11 == 0 else (s, p, o))
    return made


@pytest.fixture(scope="module")
def official(shared, house, release):
    """Return name → (data, shapes)."""
    folder = shared / "reference"
    concepts, dcat = running(load(folder, NL_SBB)), running(load(folder, DCAT))
    found = {
        "ours": (load(house.root, CONCEPTS), concepts),
        "thesaurus": (load(folder, ["nl-sbb/thesaurus.ttl"]), concepts),
        "stelselcatalogus": (load(folder, ["nl-sbb/stelselcatalogus-thesaurus.ttl"]), concepts),
        "catalog": (load(release.folder, [catalog.path(GRAPHS[0])]), dcat),
    }
    return found | {f"{name}-broken": (broken(data), shapes) for name, (data, shapes) in found.items()}


NAMES = [f"{name}{end}" for name in ("ours", "thesaurus", "stelselcatalogus", "catalog") for end in ("", "-broken")]


@pytest.mark.parametrize("name", NAMES)
def test_our_engine_finds_what_pyshacl_finds(name, official):
    ours, theirs = (outcome(engine, *official[name]) for engine in (validation.validate, reference))
    assert ours is not None
    assert differences(ours, theirs) == []
    assert ours or not name.endswith("broken")
