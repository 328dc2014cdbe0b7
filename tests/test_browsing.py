"""Ways to browse, on the real graph and on trees that no maintainer should make."""

import pytest
import rdflib

from kennisgraaf import browsing, description
from kennisgraaf.browsing.tree import BROADER, grow
from kennisgraaf.engine import Term, term_iri
from kennisgraaf.formats import GRAPHS
from kennisgraaf.namespaces import ID
from kennisgraaf.search import Index

TURTLE = next(form for form in GRAPHS if form.name == "turtle")
NTRIPLES = next(form for form in GRAPHS if form.name == "ntriples")


def names(trees):
    return [(one.iri, names(one.parts)) for one in trees]


def facts(**above):
    return {iri: {BROADER: [Term("iri", one) for one in wholes]} for iri, wholes in above.items()}


@pytest.mark.parametrize(
    ("given", "tree"),
    [
        ({}, []),
        ({"a": [], "b": ["a"], "c": ["b"]}, [("a", [("b", [("c", [])])])]),
        ({"a": [], "b": [], "c": ["a", "b"]}, [("a", [("c", [])]), ("b", [("c", [])])]),
        ({"a": ["nowhere"]}, [("a", [])]),
        ({"a": ["a"]}, [("a", [])]),
        ({"a": ["b"], "b": ["a"]}, [("a", [("b", [])])]),
        ({"a": [], "b": ["c"], "c": ["b"], "d": ["c"]}, [("a", []), ("b", [("c", [("d", [])])])]),
    ],
    ids=["nothing", "a line", "two wholes", "a whole elsewhere", "in itself", "a circle", "a circle beside a tree"],
)
def test_a_tree_keeps_everything_and_ends(given, tree):
    assert names(grow(facts(**given), BROADER)) == tree


def test_every_concept_of_a_scheme_is_in_its_tree(graph):
    for scheme in browsing.schemes(graph):
        if scheme.ours:
            found = browsing.concepts(graph, scheme.iri)
            assert sum(one.size for one in found) >= scheme.size, scheme.iri
            assert bool(scheme.below) == any(one.parts for one in found)


def test_a_qualification_stands_below_its_file_with_its_tasks(graph):
    files = {one.iri.rpartition("/")[2]: one for one in browsing.qualifications(graph)}
    assert {one.kind for one in files.values()} == {"kwalificatiedossier", "opleidingsprofiel"}
    (qualification,) = files["sociaal-werk-23384"].parts
    assert (qualification.code, qualification.kind) == ("25958", "kwalificatie")
    task = qualification.parts[0]
    assert (task.kind, task.parts[0].kind) == ("kerntaak", "werkproces")
    assert [part.code for part in task.parts] == sorted(part.code for part in task.parts)
    assert files["maatschappelijke-zorg-22195"].heirs == (f"{ID}kwalificatiedossier/maatschappelijke-zorg-23181",)


def test_a_publication_is_read_in_its_own_order(graph):
    five = browsing.publications(graph)
    assert [one.passages for one in five] == sorted((one.passages for one in five), reverse=True)
    assert len(five) == 5
    for one in five:
        pieces = browsing.reading(graph, one.iri)
        assert len({piece.iri for piece in pieces}) == one.passages
        starts = [int(piece.lines.partition("-")[0]) for piece in pieces]
        assert starts == sorted(starts)
    assert any(piece.things for piece in pieces)


def test_parties_say_what_they_want_ask_and_pay(graph):
    found = browsing.parties(graph)
    assert [one.speaks for one in found] == sorted((one.speaks for one in found), reverse=True)
    said = {role: [one for one in found if one.roles[role]] for role in browsing.ROLES}
    assert all(said.values())
    assert {one.iri.rpartition("/")[2] for one in said["pays"]} >= {"ministerie-vws", "opbouwwerkkamer"}


def test_every_kind_belongs_to_a_topic(graph, release):
    index = Index(release.index)
    kinds = index.kinds()
    found = browsing.topics(graph, kinds, index.classes(), description.vocabulary(graph))
    assert sorted(kind for topic in found for kind in topic.kinds) == sorted(kinds)
    assert all(topic.code for topic in found), f"without a topic: {found[-1].kinds}; see browsing/topics.rq"


def test_what_is_not_translated_is_counted_and_what_never_is_stands_apart(graph):
    found = browsing.untranslated(graph)
    unpaired = [*found.missing, *found.kept]
    assert all(one.written != one.lang and one.text for one in unpaired)
    assert not {one.property for one in unpaired} & set(found.original)
    assert sum(found.counted("en").values()) + sum(found.counted("nl").values()) == len(found.missing)


def test_whatever_is_ours_is_there_in_both_languages_and_the_rest_has_a_reason(graph):
    found = browsing.untranslated(graph)
    assert [(one.lang, one.thing, one.property) for one in found.missing] == []
    assert {one.why for one in found.kept} == {"title", "name", "others"}
    assert all(not one.thing.startswith(f"{ID}competentie/") for one in found.kept if one.why == "others")


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("schemes", {}),
        ("concepts", {"scheme": f"{ID}begrippenkader/scw-2006"}),
        ("publications", {}),
        ("publication", {"source": f"{ID}bron/gercama"}),
        ("parties", {}),
        ("qualifications", {}),
    ],
)
def test_each_way_says_only_what_the_graph_says(graph, name, inputs):
    given = {key: term_iri(value) for key, value in inputs.items()}
    said = rdflib.Graph().parse(data=browsing.statements(graph, name, NTRIPLES, given), format="nt")
    assert len(said) > 10
    for triple in sorted(said)[:: max(1, len(said) // 5)]:
        if not any(isinstance(part, rdflib.BNode) for part in triple):
            assert graph.query(f"ASK {{ {' '.join(part.n3() for part in triple)} }}").body.strip().endswith(b"true}")
