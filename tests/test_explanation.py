"""Explanations: the sentences that people read, in two languages, and lines that mend what they are offered for."""

import re

import pytest
from rdflib import Graph, URIRef

from kennisgraaf import turtle
from kennisgraaf.explanation import explain
from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import DEF, SHAPES, prefixes
from kennisgraaf.sources import Sources
from kennisgraaf.validation import validate

E = "https://example.org/"
PREFIXES = f"""PREFIX ex: <{E}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FILLED = {
    '"..."^^xsd:date': '"2026-01-01"^^xsd:date',
    '"..."^^xsd:integer': "7",
    '"..."^^xsd:double': '"0.5"^^xsd:double',
    "<https://...>": "<https://example.org/iri>",
    "...": "Een verzonnen tekst voor dit voorbeeld",
}


@pytest.fixture
def told(tmp_path):
    """Validate a text against shapes and explain what is found."""

    def told(shapes, text):
        path = tmp_path / "x.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        sources = Sources({f"{E}graph": [turtle.read(path, "x.ttl")]})
        graph = Graph().parse(data=PREFIXES + shapes, format="turtle")
        return list(explain(validate(sources.graph(f"{E}graph"), graph), sources, graph))

    return told


def shape(rule, path="ex:p"):
    return f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path {path} ; {rule} ."


@pytest.fixture(scope="session")
def explained(faulty):
    sources, findings = faulty
    return list(explain(findings, sources, sources.graph(SHAPES)))


def test_every_finding_is_told_in_two_languages(explained):
    for one in explained:
        assert one.places
        assert one.excerpt.strip()
        for part in (one.expected, one.found, one.mend):
            assert set(part) == {"nl", "en"}
            assert all(re.match(r"[^a-z].*[.?)]$", text) for text in part.values()), part
        assert all(deep >= 1 and all(texts.values()) for deep, texts in one.causes)


def test_our_own_shapes_speak_for_themselves(explained):
    for one in explained:
        for language, message in one.finding.messages.items():
            assert message.startswith(one.expected[language])
            assert message[len(one.expected[language]) :].strip() in one.mend[language]


def test_lines_that_are_offered_mend_the_finding_they_are_offered_for(faulty, explained):
    sources, findings = faulty
    data = sources.graph(*(iri for iri in sources.documents if iri != SHAPES))
    header = {**sources.prefixes(), **prefixes(sources.kinds())}
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in header.items())
    offered = {}
    for one in (one for one in explained if one.snippet):
        finding, line = one.finding, one.snippet
        for dots, text in FILLED.items():
            line = line.replace(dots, text)
        if finding.value is not None:
            data.remove((finding.thing, URIRef(finding.path), finding.value))
        data += Graph().parse(data=f"{header}<{finding.thing}> {line} .", format="turtle")
        offered[finding.thing, finding.shape, finding.path] = one.snippet
    left = {(one.thing, one.shape, one.path) for one in validate(data, sources.graph(SHAPES))}
    ready = {key for key, snippet in offered.items() if "..." not in snippet}
    assert left & ready == set()
    assert len(ready) > 80
    # Where a pattern holds, or a text that says two things, dots cannot be filled in by a test.
    assert len(left & set(offered)) < 8
    assert len(offered) > 0.5 * len(findings)


RULES = [
    ("sh:minCount 2", "ex:a ex:p 1 .", "Dit ding heeft minstens 2 keer ex:p.", "Er staat er één: 1.", "Voeg ex:p toe."),
    (
        "sh:maxCount 1",
        "ex:a ex:p 1 , 2 .",
        "Dit ding heeft hoogstens 1 keer ex:p.",
        "Er staan er 2: 1, 2.",
        "Laat staan",
    ),
    (
        "sh:datatype xsd:date",
        "ex:a ex:p 7 .",
        "Elke waarde van ex:p heeft het type xsd:date.",
        "van het type xsd:int",
        "vorm",
    ),
    ("sh:class ex:C", "ex:a ex:p ex:b .", "Elke waarde van ex:p is een ex:C.", "geen enkel bestand", "Kies een ding"),
    ("sh:nodeKind sh:IRI", "ex:a ex:p 'x' .", "Elke waarde van ex:p is een IRI.", "en dat is een tekst", "vorm"),
    ("sh:minInclusive 3", "ex:a ex:p 2 .", "Elke waarde van ex:p is minstens 3.", "Hier staat 2.", "Verbeter"),
    ("sh:minExclusive 3", "ex:a ex:p 3 .", "Elke waarde van ex:p is meer dan 3.", "Hier staat 3.", "Verbeter"),
    ("sh:maxInclusive 3", "ex:a ex:p 4 .", "Elke waarde van ex:p is hoogstens 3.", "Hier staat 4.", "Verbeter"),
    ("sh:maxExclusive 3", "ex:a ex:p 3 .", "Elke waarde van ex:p is minder dan 3.", "Hier staat 3.", "Verbeter"),
    ("sh:minLength 3", "ex:a ex:p 'x' .", "Elke waarde van ex:p heeft minstens 3 tekens.", "met 1 tekens", "Verbeter"),
    (
        "sh:maxLength 1",
        "ex:a ex:p 'xy' .",
        "Elke waarde van ex:p heeft hoogstens 1 tekens.",
        "met 2 tekens",
        "Verbeter",
    ),
    (
        "sh:pattern '^a'",
        "ex:a ex:p 'xy' .",
        "Elke waarde van ex:p past bij het patroon ^a.",
        'Hier staat "xy"',
        "Verbeter",
    ),
    (
        "sh:languageIn ( 'nl' )",
        "ex:a ex:p 'x'@de .",
        "in een van deze talen: nl.",
        "in de taal de",
        "Zet een van die talen",
    ),
    (
        "sh:uniqueLang true",
        "ex:a ex:p 'x'@nl , 'y'@nl .",
        "per taal hoogstens één tekst.",
        "er meer (@nl)",
        "Laat per taal",
    ),
    ("sh:equals ex:q", "ex:a ex:p 1 .", "heeft voor ex:p dezelfde waarden als voor ex:q.", "Hier staat 1.", "gelijk"),
    (
        "sh:disjoint ex:q",
        "ex:a ex:p 1 ; ex:q 1 .",
        "geen waarde die ook bij ex:q staat.",
        "Hier staat 1.",
        "een van de twee",
    ),
    ("sh:lessThan ex:q", "ex:a ex:p 2 ; ex:q 1 .", "een kleinere waarde dan voor ex:q.", "Hier staat 2.", "Verbeter"),
    ("sh:lessThanOrEquals ex:q", "ex:a ex:p 2 ; ex:q 1 .", "geen grotere waarde dan voor ex:q.", "Hier staat 2.", ""),
    ("sh:in ( 1 2 )", "ex:a ex:p 3 .", "Elke waarde van ex:p is een van: 1, 2.", "Hier staat 3.", "Kies een van"),
    ("sh:hasValue 1", "ex:a ex:p 3 .", "Dit ding heeft 1 voor ex:p.", "Er staat er één: 3.", "Voeg die waarde toe"),
    ("sh:not [ sh:in ( 1 ) ]", "ex:a ex:p 1 .", "voldoet níet hieraan: is een van: 1.", "Hier staat 1.", "Haal weg"),
    ("sh:node [ sh:class ex:C ]", "ex:a ex:p ex:b .", "voldoet aan is een ex:C.", "geen enkel bestand", "Verbeter"),
    (
        "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:languageIn ( 'en' ) ]",
        "ex:a ex:p 'x'@nl .",
        "minstens 1 keer een waarde die hieraan voldoet: is een tekst in een van deze talen: en.",
        'Er staat er één: "x"@nl.',
        "Voeg zo'n waarde",
    ),
]


@pytest.mark.parametrize("case", RULES, ids=lambda case: case[0][:22])
def test_a_shape_without_messages_is_told_from_what_it_asks(told, case):
    rule, text, expected, found, mend = case
    (one, *_) = told(shape(rule), text)
    assert expected in one.expected["nl"]
    assert found in one.found["nl"]
    assert mend in one.mend["nl"]
    assert "constraint" not in " ".join([one.expected["en"], one.found["en"], one.mend["en"]]).lower()


def test_a_property_goes_by_its_label_in_the_language_of_the_reader(told):
    text = 'ex:p rdfs:label "deel"@nl , "part"@en . ex:a ex:q 1 .'
    (one,) = told(shape("sh:minCount 1"), text)
    assert one.expected == {
        "nl": 'Dit ding heeft minstens 1 keer ex:p ("deel").',
        "en": 'This thing has ex:p ("part") at least 1 times.',
    }


def test_alternatives_are_unfolded_with_what_is_wrong_in_each(told):
    rule = "sh:or ( [ sh:datatype xsd:gYear ] [ sh:class ex:C ] )"
    (one,) = told(shape(rule), "ex:a ex:p ex:b . ex:b a ex:D .")
    assert [(deep, texts["nl"]) for deep, texts in one.causes] == [
        (1, "Een van deze 2 moet gelden:"),
        (2, "heeft het type xsd:gYear (dit klopt niet)"),
        (2, "is een ex:C (dit klopt niet)"),
    ]
    assert one.causes[0][1]["en"] == "One of these 2 must hold:"


def test_shapes_within_shapes_are_unfolded_in_order(told):
    rule = """sh:xone ( [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]
        [ sh:and ( [ sh:nodeKind sh:IRI ] [ sh:not [ sh:class ex:D ] ] ) ] )"""
    (one,) = told(shape(rule), "ex:a ex:p ex:b . ex:b a ex:D .")
    assert [(deep, texts["en"]) for deep, texts in one.causes] == [
        (1, "Exactly one of these 2 must hold:"),
        (2, "This must hold:"),
        (3, "has ex:q at least 1 times (this is wrong)"),
        (2, "All of these 2 must hold:"),
        (3, "is an IRI (this is right)"),
        (3, "This may not hold:"),
        (4, "is a ex:D (this is right)"),
    ]


def test_causes_that_a_finding_brings_go_before_what_the_shape_says(told):
    shapes = shape("sh:node ex:N") + " ex:N a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    (one,) = (one for one in told(shapes, "ex:a ex:p ex:b . ex:b ex:r 1 .") if one.finding.component == "Node")
    assert one.finding.causes
    assert [(deep, texts["en"]) for deep, texts in one.causes] == [(1, "This thing has ex:q at least 1 times.")]


@pytest.mark.parametrize(
    ("rule", "text", "line"),
    [
        ("sh:minCount 1 ; sh:datatype xsd:date", "ex:a ex:q 1 .", 'ex:p "..."^^xsd:date ;'),
        ("sh:minCount 1 ; sh:in ( ex:x ex:y )", "ex:a ex:q 1 .", "ex:p ex:x ;"),
        ("sh:minCount 1 ; sh:class ex:C", "ex:a ex:q 1 . ex:c a ex:C .", "ex:p ex:c ;"),
        ("sh:hasValue 'ja'", "ex:a ex:q 1 .", 'ex:p "ja" ;'),
        ("sh:datatype xsd:date", "ex:a ex:p '2026-01-31' .", 'ex:p "2026-01-31"^^xsd:date ;'),
        ("sh:datatype xsd:date", "ex:a ex:p 'gisteren' .", ""),
        ("sh:datatype xsd:integer", "ex:a ex:p '7' .", "ex:p 7 ;"),
        ("sh:languageIn ( 'nl' 'en' )", "ex:a ex:p 'tekst' .", 'ex:p "tekst"@nl ;'),
        (
            "sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:gYear ] )",
            "ex:a ex:p 2006 .",
            'ex:p "2006"^^xsd:gYear ;',
        ),
        ("sh:nodeKind sh:IRI", "ex:a ex:p 'ex:b' . ex:b ex:q 1 .", "ex:p ex:b ;"),
        ("sh:nodeKind sh:IRI", "ex:a ex:p 'een naam'@nl . ex:b rdfs:label 'een naam'@nl .", "ex:p ex:b ;"),
        ("sh:maxCount 1", "ex:a ex:p 1 , 2 .", ""),
        ("sh:datatype xsd:string", "ex:a ex:p 'a \"b\"'@nl .", 'ex:p "a \\"b\\"" ;'),
    ],
)
def test_a_line_is_ready_where_it_can_be_known(told, rule, text, line):
    (one, *_) = told(shape(rule), text)
    assert one.snippet == line
    Graph().parse(data=f"{PREFIXES}ex:a {one.snippet or 'ex:p 1'} .", format="turtle")


@pytest.mark.parametrize(
    ("rule", "text", "meant"),
    [
        ("sh:class ex:C", "ex:a ex:p ex:brugge . ex:brug a ex:C . ex:bruggen a ex:C .", "ex:bruggen"),
        ("sh:in ( ex:groen ex:rood )", "ex:a ex:p ex:goen .", "ex:groen"),
        ("sh:class ex:C", "ex:a ex:p ex:heelanders . ex:brug a ex:C .", ""),
    ],
)
def test_a_near_miss_is_asked_about(told, rule, text, meant):
    (one,) = told(shape(rule), text)
    assert ("Bedoelde u" in one.mend["nl"]) == bool(meant)
    assert not meant or f"Did you mean {meant}" in one.mend["en"]


def test_a_misspelt_property_is_found_where_the_right_one_is_missing(told):
    (one,) = told(shape("sh:minCount 1", "ex:deel"), "ex:deel rdfs:label 'deel' . ex:a ex:del 1 .")
    assert "Er staat wel ex:del: bedoelde u ex:deel?" in one.mend["nl"]


def test_a_property_that_a_closed_shape_does_not_know_is_compared_with_those_it_knows(told):
    shapes = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ; sh:property [ sh:path ex:heeftDeel ] ."
    (one,) = told(shapes, "ex:a ex:heeftDele 1 .")
    assert one.found["nl"] == "Hier staat ook ex:heeftDele 1."
    assert (one.snippet, "Bedoelde u ex:heeftDeel?" in one.mend["nl"]) == ("ex:heeftDeel 1 ;", True)


def test_a_query_speaks_through_its_own_messages(told):
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:message "Geen ring. Haal hem weg."@nl ;
        sh:select "SELECT $this ?value WHERE { $this <https://example.org/p> ?value }" ] ."""
    (one,) = told(shapes, "ex:a ex:p ex:a .")
    assert "Geen ring" in one.expected["nl"]


def test_a_rule_that_is_no_shape_is_told_from_its_messages_and_remedy(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + "ex:a ex:p 1 .", encoding="utf-8")
    sources = Sources({f"{E}graph": [turtle.read(path, "x.ttl")]})
    messages = {"nl": "Dit mag niet. Doe het anders.", "en": "This may not be. Do it otherwise."}
    thing = URIRef(f"{E}a")
    finding = Finding(thing, URIRef(f"{E}rule"), "", None, "Violation", messages, remedy="ex:p 2 ;")
    (one,) = explain([finding], sources, Graph())
    assert (one.expected["nl"], one.mend["en"]) == ("Dit mag niet.", "Do it otherwise.")
    assert (one.snippet, one.excerpt) == ("ex:p 2 ;", "ex:a ex:p 1 .")


def test_explaining_is_lazy_and_many_findings_are_no_trouble(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + "".join(f"ex:t{i} ex:p ex:zoek{i} .\n" for i in range(3_000)), encoding="utf-8")
    sources = Sources({f"{E}graph": [turtle.read(path, "x.ttl")]})
    shapes = Graph().parse(data=PREFIXES + "ex:S sh:path ex:p ; sh:class ex:C .", format="turtle")
    found = (
        Finding(URIRef(f"{E}t{i}"), URIRef(f"{E}S"), f"{E}p", URIRef(f"{E}zoek{i}"), "Violation", {}, component="Class")
        for i in range(3_000)
    )
    explained = explain(found, sources, shapes)
    assert next(explained).places[0].line == 5
    assert sum(1 for _ in explained) == 2_999


def test_the_real_prefixes_shorten_the_things_of_the_real_graph(explained):
    told = " ".join(one.found["nl"] for one in explained)
    assert re.findall(r"<https://w3id.org/kennisgraaf/id/[^>#…]*>", told) == []
    assert f"<{DEF}#" not in told
