"""The dataset's description: what it counts is so, and DCAT-AP-NL 3 accepts it."""

import pyoxigraph as ox
import pytest
from rdflib import DCAT, DCTERMS, RDF, SH, VOID, Graph, Literal, Namespace, URIRef

from kennisgraaf import build, catalog, dump, profiles
from kennisgraaf.formats import GRAPHS
from kennisgraaf.namespaces import BASE, ID

SPDX = Namespace("http://spdx.org/rdf/terms#")
DATASET = URIRef(catalog.DATASET)
SHACL = ("dcat-ap-SHACL", *(f"dcat-ap-nl-SHACL{part}" for part in ("", "-klassebereik", "-klassebereik-codelijsten")))


@pytest.fixture(scope="module")
def described(release):
    return Graph().parse(release.folder / catalog.path(GRAPHS[0]))


def value(graph, subject, predicate):
    return graph.value(subject, predicate).toPython()


def test_every_form_says_the_same(release):
    sets = []
    for form in GRAPHS:
        body = (release.folder / catalog.path(form)).read_bytes()
        triples = ox.Dataset(ox.parse(body, format=dump.FORMATS[form.name]))
        triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        sets.append(set(map(str, triples)))
    assert all(each == sets[0] for each in sets)
    assert len(sets[0]) > 1000


@pytest.mark.parametrize(
    ("term", "query"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("entities", f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ID}")) }}'),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
    ],
)
def test_sizes_are_those_that_sparql_counts(described, graph, term, query):
    (row,) = graph.rows(query)
    assert value(described, DATASET, VOID[term]) == int(row["n"].value)


def test_class_partitions_are_those_that_sparql_counts(described, graph):
    rows = graph.rows("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    parts = described.objects(DATASET, VOID.classPartition)
    found = {str(described.value(part, VOID["class"])): value(described, part, VOID.entities) for part in parts}
    assert found == {row["c"].value: int(row["n"].value) for row in rows}


def test_property_partitions_are_those_that_sparql_counts(described, graph):
    rows = graph.rows("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    parts = described.objects(DATASET, VOID.propertyPartition)
    found = {str(described.value(part, VOID.property)): value(described, part, VOID.triples) for part in parts}
    assert found == {row["p"].value: int(row["n"].value) for row in rows}


def test_each_named_graph_is_a_part_with_its_size_and_its_dumps(described, release):
    parts = {str(part): value(described, part, VOID.triples) for part in described.objects(DATASET, VOID.subset)}
    assert parts == release.graphs
    for part in parts:
        assert len(set(described.objects(URIRef(part), VOID.dataDump))) == 4
        assert {title.language for title in described.objects(URIRef(part), DCTERMS.title)} == {"nl", "en"}


def test_linksets_hold_every_mapping_that_is_asserted(described, graph):
    (row,) = graph.rows(
        "SELECT (COUNT(*) AS ?n) { VALUES ?p { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch "
        "skos:relatedMatch } GRAPH graaf:uitlijning { ?s ?p ?o } }"
    )
    sets = list(described.subjects(RDF.type, VOID.Linkset))
    assert sum(value(described, each, VOID.triples) for each in sets) == int(row["n"].value) > 0
    for each in sets:
        assert (URIRef(f"{ID}graaf/uitlijning"), VOID.subset, each) in described
        assert described.value(each, VOID.subjectsTarget)
        assert described.value(each, VOID.objectsTarget)
        assert described.value(each, VOID.linkPredicate)


def test_a_link_to_elsewhere_makes_a_linkset_to_there(little, tmp_path):
    mine = tmp_path / "mijn.ttl"
    mine.write_text(
        "<https://w3id.org/kennisgraaf/id/ding/a> <http://www.w3.org/2004/02/skos/core#closeMatch>"
        " <http://data.europa.eu/esco/occupation/1> , <http://data.europa.eu/esco/occupation/2> .\n",
        encoding="utf-8",
    )
    made = build.compile(little, (mine,))
    found = Graph().parse(made.folder / catalog.path(GRAPHS[0]))
    (linkset,) = found.subjects(RDF.type, VOID.Linkset)
    target = URIRef("http://data.europa.eu/esco/occupation/")
    assert value(found, linkset, VOID.triples) == 2
    assert found.value(linkset, VOID.objectsTarget) == target
    assert str(found.value(target, VOID.uriSpace)) == str(target)


def test_the_forms_for_exchange_are_described_and_a_service_gives_them(described):
    prof = Namespace("http://www.w3.org/ns/dx/prof/")
    tokens = {str(described.value(each, prof.hasToken)): each for each in described.subjects(RDF.type, prof.Profile)}
    assert set(tokens) == set(profiles.known())
    service = URIRef(f"{DATASET}#uitwisseling")
    assert set(described.objects(service, DCTERMS.conformsTo)) == set(tokens.values())
    for token, each in tokens.items():
        assert str(each) == profiles.known()[token].iri == f"{DATASET}#profiel-{token}"
        assert {title.language for title in described.objects(each, DCTERMS.title)} == {"nl", "en"}


def test_each_distribution_is_a_file_with_its_size_and_checksum(described, release):
    known = dump.files(release)
    found = list(described.subjects(RDF.type, DCAT.Distribution))
    assert {str(each).partition("#")[2] for each in found} == {
        name for name, file in known.items() if file.packed or file.form == "zip"
    }
    for each in found:
        file = known[str(each).partition("#")[2]]
        checksum = described.value(each, SPDX.checksum)
        assert value(described, each, DCAT.byteSize) == file.size
        assert str(described.value(checksum, SPDX.checksumValue)).lower() == file.sha256
        assert str(described.value(each, DCAT.downloadURL)) == f"{BASE}dumps/{release.id}/{file.name}"


def test_the_description_says_nothing_of_a_private_person_or_a_made_up_address(described):
    assert not any("mailto:" in str(o) or "@" in str(o) for o in described.objects())
    assert not any("localhost" in str(term) or "127.0.0.1" in str(term) for triple in described for term in triple)


# DCAT-AP-NL 3


@pytest.fixture(scope="module")
def rules(shared):
    """The profile's own files; two references in them to shapes without a path would stop the validator."""
    found = Graph()
    for name in (*SHACL, "dcat-ap-nl-SHACL-aanbevolen"):
        found.parse(shared / "reference" / "dcat-ap-nl" / f"{name}.ttl")
    dangling = [each for each in found.triples((None, SH.property, None)) if (each[2], SH.path, None) not in found]
    for each in dangling:
        found.remove(each)
    assert len(dangling) == 2
    return found


def findings(described, rules):
    import pyshacl

    _, report, _ = pyshacl.validate(described, shacl_graph=rules)
    return {
        (str(report.value(each, SH.resultSeverity)).partition("#")[2], str(report.value(each, SH.resultPath)))
        for each in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_dcat_ap_nl_has_no_objection_and_no_wish(described, rules):
    assert findings(described, rules) == set()


def test_a_project_of_three_things_conforms_as_well(little, rules):
    made = build.compile(little)
    assert findings(Graph().parse(made.folder / catalog.path(GRAPHS[0])), rules) == set()


@pytest.mark.parametrize(
    "predicate",
    [DCTERMS.title, DCTERMS.accessRights, DCTERMS.publisher, DCTERMS.creator, DCAT.theme, DCAT.contactPoint],
)
def test_dcat_ap_nl_does_object_when_something_is_left_out(described, rules, predicate):
    damaged = Graph()
    damaged += described
    damaged.remove((DATASET, predicate, None))
    assert ("Violation", str(predicate)) in findings(damaged, rules)


def test_dcat_ap_nl_does_object_to_a_wrong_kind_of_value(described, rules):
    damaged = Graph()
    damaged += described
    damaged.set((DATASET, DCTERMS.publisher, Literal("redactie")))
    assert ("Violation", str(DCTERMS.publisher)) in findings(damaged, rules)
