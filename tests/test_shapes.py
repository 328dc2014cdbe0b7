"""Shapes: each rule is seen breaking once, and what is right passes.

The invalid examples are validated in one run, on top of the ontology and the valid example: each has things of its own,
so that a finding belongs to the file that describes its thing. The name of the file is the one rule that may object.
"""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef

from kennisgraaf.namespaces import KG, KGS, SHAPES
from kennisgraaf.validation import validate

ROOT = Path(__file__).parent.parent
VALID = sorted((ROOT / "tests/examples/valid").glob("*.ttl"))
INVALID = sorted((ROOT / "tests/examples/invalid").glob("*.ttl"))
FOREIGN = """
PREFIX ex: <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ex:onto a owl:Ontology .
ex:scheme a skos:ConceptScheme .
ex:a a skos:Concept ; skos:broader ex:b ; skos:exactMatch ex:b ; skos:topConceptOf ex:scheme ; owl:sameAs ex:c .
ex:b a skos:Concept ; skos:broader ex:a ; skos:inScheme ex:scheme ; owl:deprecated true .
ex:axiom a owl:Axiom ; owl:annotatedSource ex:a ; owl:annotatedProperty skos:related ; owl:annotatedTarget ex:b .
"""


def load(paths):
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def things(graph):
    return {subject for subject in graph.subjects() if isinstance(subject, URIRef)}


def rules(shapes):
    """Every shape that can object: it has a message."""
    return set(shapes.subjects(SH.message))


def names(nodes):
    return {str(node).removeprefix(KGS) for node in nodes}


@pytest.fixture(scope="module")
def shapes():
    return load(sorted((ROOT / "shapes").glob("*.ttl")))


@pytest.fixture(scope="module")
def ontology():
    return load(sorted((ROOT / "ontology").glob("*.ttl")))


@pytest.fixture(scope="module")
def valid():
    return load(VALID)


@pytest.fixture(scope="module")
def invalid():
    return {path.stem: load([path]) for path in INVALID}


@pytest.fixture(scope="module")
def objections(ontology, valid, invalid, shapes):
    """Return example → rules that object to its things; "" stands for what no invalid example describes."""
    everything = ontology + valid
    owner = {}
    for name, example in invalid.items():
        everything += example
        owner |= dict.fromkeys(things(example), name)
    found = {}
    for finding in validate(everything, shapes):
        found.setdefault(owner.get(finding.thing, ""), set()).update(names([finding.shape]))
    return found


def test_the_valid_example_the_ontology_and_the_shapes_themselves_conform(ontology, valid, shapes):
    assert validate(ontology + valid + shapes, shapes) == []


@pytest.mark.parametrize("name", [path.stem for path in INVALID])
def test_exactly_one_rule_objects_to_an_invalid_example(name, objections):
    assert objections.get(name, set()) == {name}


def test_the_invalid_examples_break_nothing_of_each_other(ontology, valid, invalid, objections):
    taken = things(ontology + valid)
    for example in invalid.values():
        assert things(example) & taken == set()
        taken |= things(example)
    assert "" not in objections


def test_every_rule_has_an_invalid_example_and_no_example_is_left_over(shapes):
    assert {path.stem for path in INVALID} == names(rules(shapes))


def test_every_class_of_the_ontology_has_a_shape(ontology, shapes):
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if str(term).startswith(KG)}
    targets = {
        target for shape, target in shapes.subject_objects(SH.targetClass) if names([shape]) == {target[len(KG) :]}
    }
    assert classes - targets == set()


def test_the_valid_example_has_a_thing_of_every_class_that_people_may_state(ontology, valid):
    inferred = set(ontology.subjects(OWL.equivalentClass))
    stated = {
        above for kind in valid.objects(None, RDF.type) for above in ontology.transitive_objects(kind, RDFS.subClassOf)
    }
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if str(term).startswith(KG)}
    assert classes - stated == inferred


def test_a_rule_is_named_after_its_class_and_the_last_property_of_its_path(shapes):
    wrong = []
    for name in names(rules(shapes)):
        path = shapes.value(URIRef(KGS + name), SH.path)
        last = re.split(r"[#/]", path)[-1] if isinstance(path, URIRef) else "[A-Za-z]+"
        if isinstance(path, BNode) and (inverse := shapes.value(path, SH.inversePath)):
            last = re.split(r"[#/]", inverse)[-1]
        if not re.fullmatch(rf"[A-Z][A-Za-z]+-{last}(-[a-z]+)?" if path else r"[A-Z][A-Za-z]+-[a-z]+", name):
            wrong.append(name)
    assert wrong == []


def test_every_shape_that_is_used_has_a_name(shapes):
    assert [node for node in shapes.objects(None, SH.property) if isinstance(node, BNode)] == []
    assert [node for node in shapes.subjects(RDF.type, None) if isinstance(node, BNode)] == []


def test_every_rule_has_a_target_or_stands_with_a_shape_that_has_one(shapes):
    kinds = (SH.target, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    aimed = {shape for kind in kinds for shape in shapes.subjects(kind)}
    assert rules(shapes) - aimed - {rule for shape in aimed for rule in shapes.objects(shape, SH.property)} == set()


def test_every_term_of_ours_that_a_shape_mentions_exists(ontology, shapes):
    known = set(ontology.subjects(RDF.type))
    mentioned = {term for triple in shapes for term in triple if isinstance(term, URIRef) and str(term).startswith(KG)}
    queries = " ".join(str(query) for query in shapes.objects(None, SH.select))
    mentioned |= {URIRef(KG + name) for name in re.findall(r"\bkg:(\w+)", queries)}
    assert mentioned - known == set()


def test_every_reference_from_shape_to_shape_arrives(shapes):
    ours = {term for term in shapes.objects() if isinstance(term, URIRef) and str(term).startswith(SHAPES)}
    assert ours - set(shapes.subjects()) == set()


def test_data_of_others_are_left_alone_where_they_do_not_use_our_classes(ontology, shapes):
    ours = validate(ontology, shapes)
    assert validate(ontology + Graph().parse(data=FOREIGN, format="turtle"), shapes) == ours


def test_things_of_our_classes_under_another_address_are_checked(ontology, shapes):
    text = "<https://example.org/a> a <https://w3id.org/kennisgraaf/def#Waarde> ."
    found = validate(ontology + Graph().parse(data=text, format="turtle"), shapes)
    about = names(finding.shape for finding in found if finding.thing == URIRef("https://example.org/a"))
    assert {"Ding-prefLabel-nl", "Begrip-definition-nl", "Herkomst-herkomst"} <= about
    assert not about & {"Ding-iri", "Ding-type-iri"}


def test_the_w3c_shapes_of_shapes_have_no_objection(shared, shapes):
    assert validate(shapes, load([shared / "reference/shacl/shacl-shacl.ttl"])) == []
