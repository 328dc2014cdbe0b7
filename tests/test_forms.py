"""Forms: what the shapes ask of a class, as fields that people fill in."""

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from kennisgraaf import forms
from kennisgraaf.forms.answers import Answers, WrongAnswer, told, written
from kennisgraaf.forms.constraint import well_formed
from kennisgraaf.namespaces import ID, KG

PREFIXES = f"""
PREFIX kg: <{KG}>
PREFIX kgs: <https://w3id.org/kennisgraaf/shapes#>
PREFIX id: <{ID}>
PREFIX ding: <{ID}ding/>
PREFIX lijst: <{ID}lijst/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FACTS = """
kg:Wijder a owl:Class . kg:Lijst a owl:Class .
kg:Ding a owl:Class ; rdfs:subClassOf kg:Wijder ; rdfs:label "ding"@nl .
kg:Slot a owl:Class ; owl:equivalentClass [] ; rdfs:subClassOf kg:Ding .
kg:past rdfs:domain kg:Ding ; a owl:ObjectProperty ; rdfs:label "past"@nl .
kg:volgt rdfs:domain kg:Ding ; kg:alleenAfgeleid true .
ding:een a kg:Ding , skos:Concept ; skos:prefLabel "Een"@nl ; kg:past ding:twee .
ding:twee a kg:Ding , skos:Concept ; skos:prefLabel "Dubbel"@nl .
ding:drie a kg:Ding , skos:Concept ; skos:prefLabel "Dubbel"@nl
  ; kg:deel <https://w3id.org/kennisgraaf/id/ding/drie#hap> .
<https://w3id.org/kennisgraaf/id/ding/drie#hap> a kg:Hap .
lijst:a a kg:Lijst . lijst:b a kg:Lijst .
"""
SHAPES = """
kgs:Wijder a sh:NodeShape ; sh:targetClass kg:Wijder ; sh:property kgs:label , kgs:jaar , kgs:type , kgs:keuze .
kgs:label sh:path skos:prefLabel ; sh:qualifiedMinCount 1
  ; sh:qualifiedValueShape [ sh:languageIn ( "nl" ) ; sh:minLength 3 ] ;
  sh:message "Naam."@nl .
kgs:uniek sh:path skos:prefLabel ; sh:uniqueLang true
  ; sh:datatype rdf:langString ; sh:targetClass kg:Ding .
kgs:jaar sh:path kg:jaar ; sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:gYear ] )
  ; sh:maxCount 1 ; sh:message "One year."@en .
kgs:type sh:path rdf:type ; sh:hasValue skos:Concept .
kgs:keuze sh:path [ sh:alternativePath ( kg:a kg:b ) ] ; sh:minCount 1
  ; sh:class kg:Lijst ; sh:message "One of the two."@en .
kgs:vorm a sh:NodeShape ; sh:pattern "^https" ; sh:target [ sh:select "SELECT ?this WHERE { ?this a ?t }" ] .
kgs:anders a sh:NodeShape ; sh:property kgs:x ; sh:target [ sh:select "SELECT ?this WHERE { ?this a skos:Nee }" ] .
kgs:x sh:path kg:x ; sh:minCount 1 .
kgs:orde sh:path kg:orde ; sh:datatype xsd:integer ; sh:minInclusive 1
  ; sh:maxInclusive 9 ; sh:targetClass kg:Ding .
kgs:terug sh:path [ sh:inversePath kg:heeft ] ; sh:minCount 1 ; sh:targetClass kg:Terug .
kgs:niet sh:path rdf:type ; sh:not [ sh:in ( kg:Wijder ) ] ; sh:message "Not this one."@en
  ; sh:targetClass kg:Wijder .
kgs:dicht a sh:NodeShape ; sh:closed true ; sh:ignoredProperties ( skos:prefLabel ) ; sh:targetClass kg:Dicht .
kgs:dicht sh:property kgs:label , kgs:jaar .
"""


def graph(text):
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture(scope="module")
def facts():
    return graph(FACTS)


@pytest.fixture(scope="module")
def form(facts):
    return forms.read(URIRef(f"{KG}Ding"), graph(SHAPES), facts)


@pytest.fixture(scope="module")
def fields(form):
    return {one.curie: one for one in form.fields}


@pytest.fixture(scope="module")
def answers(facts):
    return Answers(facts)


def test_rules_of_superclasses_hold_and_required_fields_are_marked(fields):
    assert fields["skos:prefLabel@nl"].required
    assert fields["skos:prefLabel@nl"].single
    assert not fields["skos:prefLabel@en"].required
    assert not fields["kg:jaar"].required
    assert "kg:x" not in fields  # its shape chooses other things


def test_what_only_the_reasoner_says_is_no_field(fields):
    assert "kg:volgt" not in fields
    assert fields["kg:past"].kind == forms.LINK


def test_second_types_and_the_pattern_of_the_iri_come_from_the_shapes(form):
    assert form.types == (SKOS.Concept, URIRef(f"{KG}Ding"))
    assert form.pattern == "^https"


def test_alternatives_are_one_demand_that_either_field_meets(form, fields, facts):
    (demand,) = [demand for demand in form.demands if len(demand.fields) > 1]
    assert {one.curie for one in demand.fields} == {"kg:a", "kg:b"}
    assert not demand.met({}, facts)
    assert demand.met({fields["kg:b"]: [URIRef(f"{ID}lijst/a")]}, facts)
    assert not fields["kg:a"].required


def test_a_fragment_of_each_thing_is_a_part_only_where_all_have_it(facts):
    own = " ".join(f"ding:{n} kg:deel <{ID}ding/{n}#hap> . <{ID}ding/{n}#hap> a kg:Hap ." for n in ("een", "twee"))
    assert forms.read(URIRef(f"{KG}Ding"), graph(SHAPES), facts).parts == ()
    (part,) = forms.read(URIRef(f"{KG}Ding"), graph(SHAPES), facts + graph(own)).parts
    assert (part.name, part.types) == ("hap", (URIRef(f"{KG}Hap"),))


def test_a_backward_path_is_a_field_that_others_fill(facts):
    form = forms.read(URIRef(f"{KG}Terug"), graph(SHAPES), facts)
    (one,) = [one for one in form.fields if one.inverse]
    assert (one.curie, one.kind, one.required) == ("^kg:heeft", forms.LINK, True)


def test_a_closed_shape_leaves_only_what_it_names(facts):
    form = forms.read(URIRef(f"{KG}Dicht"), graph(SHAPES), facts)
    assert {one.curie for one in form.fields} == {"skos:prefLabel@nl"}


def test_classes_that_nobody_states_say_why(facts, form):
    assert form.refused == {}
    assert forms.read(URIRef(f"{KG}Wijder"), graph(SHAPES), facts).refused == {"en": "Not this one."}
    assert "kg:Ding" in forms.read(URIRef(f"{KG}Slot"), graph(SHAPES), facts).refused["en"]


@pytest.mark.parametrize("name", ["past", "kg:past", "PAST", f"{KG}past"])
def test_a_field_goes_by_its_name_label_and_iri(form, fields, name):
    assert form.named(name) == [fields["kg:past"]]


@pytest.mark.parametrize("text", ["een", "Een", "ding:een", "ding/een", f"{ID}ding/een", f"<{ID}ding/een>"])
def test_a_link_is_an_iri_a_code_or_a_name(answers, fields, text):
    assert answers.value(fields["kg:past"], text) == URIRef(f"{ID}ding/een")


@pytest.mark.parametrize(
    ("curie", "text", "near"),
    [
        ("kg:past", "dubbel", ("ding:drie", "ding:twee")),
        ("kg:past", "eeen", ("ding:een (Een)",)),
        ("kg:a", "ding:een", ()),
        ("kg:orde", "0", ()),
        ("kg:orde", "10", ()),
        ("kg:orde", "1.5", ()),
        ("kg:orde", "een", ()),
    ],
)
def test_a_wrong_answer_says_what_was_expected_and_may_have_been_meant(answers, fields, curie, text, near):
    with pytest.raises(WrongAnswer) as caught:
        answers.value(fields[curie], text)
    assert caught.value.near == near
    assert caught.value.expected


def test_several_values_stand_in_one_cell_where_the_field_takes_several(answers, fields):
    assert answers.values(fields["kg:past"], "een | twee|een", "|") == [
        URIRef(f"{ID}ding/een"),
        URIRef(f"{ID}ding/twee"),
    ]
    assert answers.values(fields["skos:prefLabel@nl"], "a|b", "|") == [Literal("a|b", lang="nl")]


def test_of_several_datatypes_the_first_that_fits_is_meant_unless_one_is_named(answers, fields):
    year = fields["kg:jaar"]
    assert answers.value(year, "2010") == Literal("2010", datatype=XSD.gYear)
    assert answers.value(year, "rond 2010") == Literal("rond 2010")
    assert answers.value(year, "2010^^xsd:string") == Literal("2010")
    assert written(year, Literal("2010")) == "2010^^xsd:string"
    assert written(year, Literal("2010", datatype=XSD.gYear)) == "2010"


def test_candidates_are_found_by_words(answers, fields):
    assert [str(thing)[len(ID) :] for thing in answers.candidates(fields["kg:a"])] == ["lijst/a", "lijst/b"]
    assert [str(thing)[len(ID) :] for thing in answers.candidates(fields["kg:a"], "B")] == ["lijst/b"]


@pytest.mark.parametrize(
    ("text", "datatype", "right"),
    [
        ("2020-02-29", XSD.date, True),
        ("2021-02-29", XSD.date, False),
        ("2021-2-9", XSD.date, False),
        ("2020", XSD.gYear, True),
        ("20", XSD.gYear, False),
        ("2020-13", XSD.gYearMonth, False),
        ("1e3", XSD.double, True),
        ("1e3", XSD.decimal, False),
        ("yes", XSD.boolean, False),
        ("http://x y", XSD.anyURI, False),
        ("x", RDF.HTML, True),
    ],
)
def test_a_text_is_of_a_datatype_or_not(text, datatype, right):
    assert well_formed(text, datatype) is right


def test_the_rules_of_a_field_are_told_once_in_plain_words(form, fields):
    assert told(form, fields["skos:prefLabel@nl"]) == "Naam."
