"""Validation: what shapes find becomes a sorted list of findings, and a shape that cannot run is named."""

from pathlib import Path

import pytest
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef

from kennisgraaf.errors import BuildError
from kennisgraaf.findings import Finding
from kennisgraaf.validation import Facts, examine, reference, sound, validate

PREFIXES = """
PREFIX ex: <https://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NAMED = """
ex:Doos a sh:NodeShape ; sh:targetClass ex:Doos ; sh:property ex:Doos-deksel .
ex:Doos-deksel a sh:PropertyShape ; sh:path ex:deksel ; sh:minCount 1 ; sh:class ex:Deksel ;
    sh:message "Een doos heeft een deksel. Voeg ex:deksel toe."@nl , "A box has a lid. Add ex:deksel."@en .
"""


def graph(text):
    return Graph().parse(data=PREFIXES + text, format="turtle")


def ex(name):
    return URIRef(f"https://example.org/{name}")


def test_data_that_conform_give_no_findings():
    data = graph("ex:a a ex:Doos ; ex:deksel ex:b . ex:b a ex:Deksel .")
    assert validate(data, graph(NAMED)) == []


def test_a_finding_says_thing_shape_path_value_severity_and_what_to_do():
    (finding,) = validate(graph("ex:a a ex:Doos ; ex:deksel ex:b ."), graph(NAMED))
    assert finding == Finding(ex("a"), ex("Doos-deksel"), str(ex("deksel")), ex("b"), "Violation", {})
    assert finding.messages == {
        "en": "A box has a lid. Add ex:deksel.",
        "nl": "Een doos heeft een deksel. Voeg ex:deksel toe.",
    }


def test_what_is_missing_has_no_value():
    (finding,) = validate(graph("ex:a a ex:Doos ."), graph(NAMED))
    assert finding.value is None


def test_findings_come_in_a_fixed_order_each_once():
    data = graph("ex:c a ex:Doos . ex:a a ex:Doos ; ex:deksel ex:z , ex:y .")
    twice = graph(NAMED + "ex:Kist a sh:NodeShape ; sh:targetClass ex:Doos ; sh:property ex:Doos-deksel .")
    found = [(finding.thing, finding.value) for finding in validate(data, twice)]
    assert found == [(ex("a"), ex("y")), (ex("a"), ex("z")), (ex("c"), None)]


def test_subclasses_are_targets_too():
    data = graph("ex:Kist <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Doos . ex:a a ex:Kist .")
    assert [finding.thing for finding in validate(data, graph(NAMED))] == [ex("a")]


def test_a_shape_without_a_name_goes_by_the_shape_around_it():
    shapes = graph("""ex:Doos a sh:NodeShape ; sh:targetClass ex:Doos ;
        sh:property [ sh:path ex:deksel ; sh:minCount 1 ; sh:severity sh:Warning ] .""")
    (finding,) = validate(graph("ex:a a ex:Doos ."), shapes)
    assert (finding.shape, finding.severity, finding.component) == (ex("Doos"), "Warning", "MinCount")


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("[ sh:inversePath ex:p ]", "^<https://example.org/p>"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "<https://example.org/p>|<https://example.org/q>"),
        ("( ex:p [ sh:zeroOrMorePath ex:q ] )", "<https://example.org/p>/(<https://example.org/q>*)"),
        ("[ sh:oneOrMorePath ex:p ]", "<https://example.org/p>+"),
        ("[ sh:zeroOrOnePath ex:p ]", "<https://example.org/p>?"),
    ],
)
def test_a_path_is_written_as_in_sparql(path, written):
    shapes = graph(f"ex:Doos-p a sh:PropertyShape ; sh:targetClass ex:Doos ; sh:path {path} ; sh:minCount 9 .")
    (finding,) = validate(graph("ex:a a ex:Doos ."), shapes)
    assert finding.path == written


def test_a_query_keeps_the_language_of_its_messages():
    shapes = graph("""ex:Doos-leeg a sh:NodeShape ; sh:targetClass ex:Doos ; sh:message "Leeg. Vul hem."@nl ;
        sh:sparql [ sh:select "SELECT $this ?path ?value WHERE { $this ?path ?value }" ] .""")
    (finding,) = validate(graph("ex:a a ex:Doos ."), shapes)
    assert (finding.path, finding.value) == (str(RDF.type), ex("Doos"))
    assert finding.messages == {"nl": "Leeg. Vul hem."}


def test_a_date_that_does_not_exist_is_found():
    shapes = graph("ex:Doos-dag a sh:PropertyShape ; sh:targetClass ex:Doos ; sh:path ex:dag ; sh:datatype xsd:date .")
    data = graph("ex:a a ex:Doos .")
    data.add((ex("a"), ex("dag"), Literal("2026-02-31", datatype=XSD.date, normalize=False)))
    assert [finding.shape for finding in validate(data, shapes)] == [ex("Doos-dag")]


def test_validation_writes_nothing():
    data, shapes = graph("ex:a a ex:Doos ."), graph(NAMED)
    before = set(data), set(shapes)
    validate(data, shapes)
    assert (set(data), set(shapes)) == before


@pytest.mark.parametrize("query", ["SELECT $this WHERE { VALUES ?x { 1 } $this a ?y }", "SELECT $this WHERE {"])
def test_a_shape_that_cannot_run_is_named(query):
    broken = f'ex:Doos-stuk a sh:NodeShape ; sh:targetClass ex:Doos ; sh:sparql [ sh:select "{query}" ] .'
    with pytest.raises(BuildError, match=r"^The shape <https://example\.org/Doos-stuk> cannot be run") as error:
        validate(graph("ex:a a ex:Doos ."), graph(NAMED + broken))
    assert error.value.fix


def test_a_property_shape_without_a_path_is_named():
    broken = "ex:Kist-stuk a sh:PropertyShape ; sh:targetClass ex:Doos ."
    with pytest.raises(BuildError, match=r"^The shape <https://example\.org/Kist-stuk> cannot be run"):
        validate(graph("ex:a a ex:Doos ."), graph(NAMED + broken))


def test_a_broken_shape_without_a_name_is_an_error_too():
    broken = "[] sh:targetClass ex:Doos ; sh:sparql [ sh:select 'SELECT' ] ."
    with pytest.raises(BuildError, match="A shape without a name cannot be run"):
        validate(graph("ex:a a ex:Doos ."), graph(broken))


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        ("ex:Kist-p a sh:PropertyShape ; sh:path ex:deksel ; sh:minCount 1 , 2 .", "minCount"),
        ('ex:Kist-p a sh:PropertyShape ; sh:path ex:deksel ; sh:minCount "een" .', "minCount"),
        ("ex:Kist-p a sh:PropertyShape ; sh:path ex:deksel ; sh:in ex:geenLijst .", "in"),
    ],
)
def test_shapes_are_held_against_the_shapes_of_shacl(shape, rule):
    found = sound(graph(NAMED + shape))
    assert {str(finding.thing) for finding in found} <= {str(ex("Kist")), str(ex("Kist-p")), str(ex("geenLijst"))}
    assert any(finding.path.endswith(rule) for finding in found)


def test_the_shapes_of_this_project_are_sound():
    shapes = Graph()
    for path in (Path(__file__).parents[1] / "shapes").glob("*.ttl"):
        shapes.parse(path)
    assert sound(shapes) == []


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ('sh:select "SELECT $this WHERE {"', "the query is no SPARQL: see line 1, character 21 of the query"),
        ('sh:select "SELECT $this WHERE { $this skos:note ?x }"', "the query uses skos:, which sh:prefixes does not"),
    ],
)
def test_a_query_that_is_no_sparql_is_found_where_nothing_runs_it(said, clause):
    (finding,) = sound(graph(f"{NAMED} ex:Kist a sh:NodeShape ; sh:sparql ex:vraag . ex:vraag {said} ."))
    assert (finding.thing, str(finding.shape).rpartition("#")[2]) == (ex("vraag"), "Shape-uitvoerbaar")
    assert f"cannot be run: {clause}" in finding.messages["en"]
    assert "kan niet worden uitgevoerd: de zoekvraag" in finding.messages["nl"]


def test_a_pattern_that_is_none_is_found_at_the_pattern():
    (finding,) = sound(graph(NAMED + 'ex:Kist a sh:PropertyShape ; sh:path ex:deksel ; sh:pattern "a(b" .'))
    assert (finding.thing, finding.path, str(finding.value)) == (ex("Kist"), str(SH.pattern), "a(b")
    assert "character 2" in finding.messages["en"]


def test_a_shape_that_uses_itself_is_a_warning():
    ring = "ex:A a sh:NodeShape ; sh:node ex:B . ex:B a sh:NodeShape ; sh:or ( ex:A ex:C ) . ex:C a sh:NodeShape ."
    found = [(finding.thing, finding.severity) for finding in sound(graph(NAMED + ring))]
    assert found == [(ex("A"), "Warning"), (ex("B"), "Warning")]


JOIN = "$this <https://example.org/n> ?value . ?other <https://example.org/n> ?value . FILTER (?other != $this)"
COMPARE = "$this <https://example.org/n> ?value . ?other <https://example.org/n> ?more . FILTER (?value = ?more)"


@pytest.mark.parametrize(("body", "left"), [(JOIN, 0), (COMPARE, 1)])
def test_a_number_that_is_written_oddly_stays_as_written(body, left):
    query = f"SELECT $this ?value WHERE {{ {body} }}"
    shapes = graph(f'ex:Kist a sh:NodeShape ; sh:targetClass ex:Doos ; sh:sparql [ sh:select "{query}" ] .')
    data = graph("ex:a a ex:Doos . ex:b a ex:Doos . ex:c a ex:Doos .")
    for name, number in (("a", "1"), ("b", "01"), ("c", "01")):
        data.add((ex(name), ex("n"), Literal(number, datatype=XSD.integer, normalize=False)))
    outcome = examine(Facts(data), shapes)
    found = {(finding.thing, str(finding.value)) for finding in outcome.findings}
    assert len(outcome.left) == left
    assert {(ex("b"), "01"), (ex("c"), "01")} <= found
    assert found == {(finding.thing, str(finding.value)) for finding in reference(data, shapes)}
