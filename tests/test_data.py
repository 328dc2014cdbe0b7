"""The content against the publications: counts per kind, every passage in its place, every name as printed."""

import csv
import json
from hashlib import sha256

import pytest
from rdflib import SH, Graph

from kennisgraaf import sources, validation
from kennisgraaf.namespaces import DEF

COUNTS = {
    "competentie": 30,
    "uitwerking": 20,
    "competentiecluster": 5,
    "competentiethema": 6,
    "procesindicator": 114,
    "resultaatindicator": 45,
    "praktijkniveau": 4,
    "vakvolwassenheid": 4,
    "opleidingsniveau": 6,
    "niveauindicator": 4,
    "functieniveau": 4,
    "functie": 8,
    "functieprofiel": 3,
    "kennisdomein": 6,
    "kennisonderwerp": 31,
    "kennisdeelonderwerp": 38,
    "houdingskenmerk": 16,
    "competentievereiste": 30,
    "toetsing": 1,
    "toetsresultaat": 2,
}
INVENTORY = {
    "competency_wmo": "Competentie",
    "competency_scw": "Competentie",
    "cluster": "Competentiecluster",
    "competency_theme": "Competentiethema",
    "practice_level": "Praktijkniveau",
    "maturity_level": "Vakvolwassenheid",
    "education_level": "Opleidingsniveau",
    "level_indicator": "Niveauindicator",
    "function_level": "Functieniveau",
    "job_function": "Functie",
    "knowledge_category": "Kennisdomein",
    "knowledge_item": "Kennisonderwerp",
    "knowledge_subtopic": "Kennisdeelonderwerp",
    "professional_attitude": "Houdingskenmerk",
    "competency_wmo_short_label": "Competentie",
}


@pytest.mark.parametrize(("kind", "number"), COUNTS.items())
def test_the_number_of_things_is_that_of_the_publications(graph, kind, number):
    query = f'SELECT DISTINCT ?t {{ ?t skos:prefLabel ?l FILTER(STRSTARTS(STR(?t), CONCAT(STR(id:), "{kind}/"))) }}'
    assert len(graph.rows(query)) == number


def test_thirty_competencies_stand_in_the_two_frameworks(graph):
    (row,) = graph.rows("SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a kg:Competentie ; skos:inScheme ?s }")
    assert row["n"].value == "30"


def test_indicators_per_competency_are_those_of_the_inventory(graph, shared):
    inventory = json.loads((shared / "inventory/inventory.json").read_text(encoding="utf-8"))
    codes = {e["id"]: e["code"] for e in inventory["entities"] if e["kind"] == "competency_scw"}
    printed = {}
    for entity in inventory["entities"]:
        if entity["kind"] in {"process_indicator", "result_indicator"}:
            key = (codes[entity["parent"]], entity["kind"].split("_")[0])
            printed[key] = printed.get(key, 0) + 1
    found = {}
    for kind, name in (("Procesindicator", "process"), ("Resultaatindicator", "result")):
        query = (
            f"SELECT ?code (COUNT(?i) AS ?n) {{ ?i a kg:{kind} ; kg:indicatorVan/skos:notation ?code }} GROUP BY ?code"
        )
        found.update({(row["code"].value, name): int(row["n"].value) for row in graph.rows(query)})
    assert found == printed


def test_every_name_in_the_inventory_is_found_as_printed(graph, shared):
    inventory = json.loads((shared / "inventory/inventory.json").read_text(encoding="utf-8"))
    query = 'SELECT ?c ?l { ?t a ?c ; skos:prefLabel|skos:altLabel ?l FILTER(LANG(?l) = "nl") }'
    names = {(row["c"].value.split("#")[-1], row["l"].value) for row in graph.rows(query)}
    wanted = [(INVENTORY[e["kind"]], e["label_nl"]) for e in inventory["entities"] if e["kind"] in INVENTORY]
    assert len(wanted) > 150
    assert [name for name in wanted if name not in names] == []


def test_every_passage_stands_where_it_says(graph, shared):
    query = """SELECT ?passage ?file ?start ?end ?hash ?anchor ?lines {
      ?passage oa:hasSource/dct:identifier ?file ; kg:sha256 ?hash ; kg:regels ?lines .
      ?passage oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end ; oa:hasSelector/oa:exact ?anchor }"""
    rows = graph.rows(query)
    assert len(rows) > 300
    texts = {path.name: path.read_text(encoding="utf-8") for path in (shared / "seeds").glob("*.txt")}
    for row in rows:
        text = texts[row["file"].value]
        start, end = int(row["start"].value), int(row["end"].value)
        passage = text[start:end]
        assert sha256(passage.encode()).hexdigest() == row["hash"].value, row
        assert row["anchor"].value in passage
        assert row["lines"].value == f"{text.count(chr(10), 0, start) + 1}-{text.count(chr(10), 0, end) + 1}"


def test_every_rendition_is_the_text_that_was_read(graph, shared):
    rows = graph.rows("SELECT ?file ?hash ?n { ?r dct:identifier ?file ; kg:sha256 ?hash ; kg:aantalCodepunten ?n }")
    assert len(rows) == 5
    for row in rows:
        body = (shared / "seeds" / row["file"].value).read_bytes()
        assert (sha256(body).hexdigest(), len(body.decode())) == (row["hash"].value, int(row["n"].value))


def test_every_statement_of_ours_rests_on_a_passage_or_on_the_editors(graph):
    query = """SELECT DISTINCT ?g ?s ?p {
      GRAPH ?g { ?s ?p ?o }
      FILTER(STRSTARTS(STR(?p), STR(kg:)) && STRSTARTS(STR(?g), STR(graaf:)) && ?g != graaf:afgeleid)
      FILTER(?p NOT IN (kg:heeftBronpassage, kg:heeftHerkomstsoort))
      FILTER NOT EXISTS { GRAPH ?g { ?s kg:heeftBronpassage|kg:heeftHerkomstsoort ?x } }
      FILTER NOT EXISTS { GRAPH ?g { ?s a kg:Bronpassage } }
      FILTER NOT EXISTS { ?a owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o }
    }"""
    assert graph.rows(query) == []


def test_the_ledger_names_each_iri_once(house):
    with (house.root / "data/identificatoren.csv").open(encoding="utf-8", newline="") as stream:
        iris = [row["iri"] for row in csv.DictReader(stream)]
    assert len(iris) == len(set(iris)) > 800
    assert iris == sorted(iris)


def test_the_concepts_conform_to_the_dutch_standard(house, shared):
    """NL-SBB's own shapes, without their SPARQL rules (warnings only, and a minute of work)."""
    path = shared / "reference/nl-sbb/skos-ap-nl.ttl"
    shapes = Graph().parse(path)
    for shape, rule in list(shapes.subject_objects(SH.sparql)):
        shapes.remove((shape, SH.sparql, rule))
    read = sources.read(house)
    findings = validation.validate(read.graph(DEF, *read.data_graphs), shapes)
    assert [finding for finding in findings if finding.severity == "Violation"] == []
    broken = Graph().parse(data=f"<{DEF}#x> a <http://www.w3.org/2004/02/skos/core#Concept> .", format="turtle")
    assert validation.validate(broken, shapes)
