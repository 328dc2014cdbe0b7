"""Inspection: each rule is seen breaking once with its exact place, and what only looks like it passes."""

from textwrap import dedent

import pytest
from pyshacl import validate as shacl
from rdflib import SH, Graph, URIRef

from kennisgraaf import build, inspection, sources
from kennisgraaf.findings import Finding
from kennisgraaf.inspection import copies
from kennisgraaf.inspection.near import nearest
from kennisgraaf.namespaces import DEF, GRAPH, ID, KG, KGS

DATA, ONTOLOGY, SHAPES, QUERY = (
    "data/klein/kern.ttl",
    "ontology/kern.ttl",
    "shapes/kern.ttl",
    "queries/delen-van-ding.rq",
)
HEAD = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
CONCEPTS = """
PREFIX kader: <https://w3id.org/kennisgraaf/id/begrippenkader/>
kader:een a skos:ConceptScheme .
kader:twee a skos:ConceptScheme .
"""


def add(where, file, text):
    """Write text at the end of a file; a query gets it as it is, Turtle after some prefixes."""
    path = where.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    head = path.read_text(encoding="utf-8") if path.exists() else ""
    more = dedent(text)
    path.write_text(head + ("" if file.endswith(".rq") or HEAD in head else HEAD) + more + "\n", encoding="utf-8")


def inspected(where, *rules, **options):
    """Return the findings of these rules, or of all."""
    found = inspection.inspect(where, sources.read(where), **options)
    return [one for one in found if not rules or str(one.shape).removeprefix(KGS) in rules]


def line_of(where, file, sign):
    """Return the number of the first line that holds this sign."""
    lines = (where.root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if sign in line)


def stands(where, finding):
    """Return file and line of a finding: its place, or else that of its first statement."""
    if finding.place:
        return finding.place.file, finding.place.line
    return next(
        (document.name, document.lines[finding.statements[0]])
        for files in sources.read(where).documents.values()
        for document in files
        if finding.statements[0] in document.lines
    )


def named(one, other, scheme="een"):
    """Return two things, in one scheme or in two, each with what is said of it."""
    first = f"ding:a skos:inScheme kader:een ; {one} .\n"
    return f"{CONCEPTS}{first}ding:d a kg:Ding ; skos:inScheme kader:{scheme} ; {other} .\n"


# rule: (file, what breaks it, a sign of the line at fault, severity, what the message tells)
BREAKS = {
    "Term-onbekend": (DATA, "ding:a kg:heeftDeell ding:b .", "Deell", "Violation", f"<{KG}heeftDeel>"),
    "Term-onbekend in the ontology": (
        ONTOLOGY,
        "kg:heeftRest a owl:ObjectProperty ;\n rdfs:domain kg:Dng .",
        "kg:Dng",
        "Violation",
        f"<{KG}Ding>",
    ),
    "Term-onbekend in a shape": (SHAPES, "kgs:Ding sh:targetClass\n kg:Dign .", "kg:Dign", "Violation", f"<{KG}Ding>"),
    "Term-onbekend in a shape's query": (
        SHAPES,
        'kgs:q sh:select """SELECT $this WHERE {\n $this kg:heeftDel ?x }""" .',
        "heeftDel ",
        "Violation",
        f"<{KG}heeftDeel>",
    ),
    "Term-onbekend in a question": (
        QUERY,
        "# kg:Nee\n SELECT ?x {\n ?x kg:heeftDeal ?y }",
        "heeftDeal",
        "Violation",
        f"<{KG}heeftDeel>",
    ),
    "Term-elders-onbekend": (DATA, 'ding:a skos:preflabel "x"@nl .', "preflabel", "Violation", "core#prefLabel>"),
    "Term-elders-onbekend as a class": (DATA, "ding:a a\n prov:Entitty .", "Entitty", "Violation", "prov#Entity>"),
    "Term-ongebruikt": (
        ONTOLOGY,
        "kg:Los a owl:Class .",
        "kg:Los",
        "Info",
        "is used somewhere",
    ),
    "Iri-patroon": (DATA, f"ding:a skos:related <{ID}ding/Één> .", "Één", "Violation", "without accents"),
    "Iri-basis": (
        DATA,
        "ding:a skos:related <http://www.w3id.org/kennisgraaf/id/ding/b> .",
        "www.w3id",
        "Violation",
        f"<{ID}ding/b>",
    ),
    "Iri-soort": (DATA, "ding:a a\n kg:BijzonderDing .", "Bijzonder", "Violation", "id/bijzonderding/"),
    "Verwijzing-onbekend": (DATA, "ding:a kg:heeftDeel ding:d-oud .", "d-oud", "Violation", "is described"),
    "Verwijzing-onbekend in a question": (QUERY, "# ding:z\n VALUES ?x { ding:q }", "ding:q", "Violation", "described"),
    "Verwijzing-onbekend in a shape": (SHAPES, "kgs:Ding sh:property kgs:Ding-lable .", "lable", "Violation", "label>"),
    "Verwijzing-vervallen": (
        DATA,
        "ding:o owl:deprecated true ; dct:isReplacedBy ding:b .\nding:a\n dct:relation ding:o .",
        "dct:relation",
        "Warning",
        f"Replaced by <{ID}ding/b>",
    ),
    "Taal-code": (DATA, 'ding:a skos:note "x"@nl-NL .', "nl-NL", "Violation", "ISO 639"),
    "Taal-code that is none": (DATA, 'ding:a skos:note "x"@xx .', "@xx", "Violation", "ISO 639"),
    "Relatie-kring": (DATA, "ding:c kg:heeftDeel ding:a .", "ding:a a kg:Ding", "Violation", "ding/c> → <"),
    "Relatie-kring of one": (DATA, "ding:a skos:broader ding:a .", "skos:broader", "Violation", "ding/a> → <"),
    "Voorvoegsel-anders": (
        "data/klein/rest.ttl",
        "PREFIX s: <http://www.w3.org/2004/02/skos/core#>",
        "PREFIX s:",
        "Warning",
        "PREFIX skos: <",
    ),
    "Voorvoegsel-anders in a question": (
        QUERY,
        " PREFIX skos: <http://www.w3.org/2008/05/skos#>",
        "2008",
        "Warning",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    ),
    "Naam-dubbel": (
        DATA,
        CONCEPTS + 'ding:a skos:inScheme kader:een .\nding:p skos:inScheme kader:een .\n'
        'ding:a skos:altLabel "buurt-huis"@nl .\nding:p a kg:Ding ; skos:prefLabel "Buurthuizen"@nl .',
        '"buurt-huis"',
        "Warning",
        f"<{ID}ding/p>",
    ),
    "Naam-elders": (
        DATA,
        CONCEPTS + 'ding:o a kg:Ding ; skos:inScheme kader:een ;\n skos:prefLabel "idee"@nl .\n'
        'ding:p a kg:Ding ; skos:inScheme kader:twee ; skos:prefLabel "Ideeën"@nl .',
        '"idee"',
        "Info",
        f"<{ID}ding/p>",
    ),
}  # fmt: skip
FINE = {
    "Term-onbekend": [
        (DATA, f"ding:a skos:note '{KG}heeftDeell'@nl ."),
        (QUERY, '# kg:Nee\nFILTER (STR(?x) = "kg:Nee" || STRSTARTS(STR(?x), STR(kg:)) || ?kg:x)'),
        (DATA, "ding:a a <https://example.org/def#Dng> ."),
    ],
    "Term-elders-onbekend": [
        (DATA, "ding:a rdf:_1 ding:b ; dct:title 'x'@nl ; <https://schema.org/nieuw> 1 ."),
        (DATA, "ding:a skos:related <http://www.w3.org/2004/02/skos/core> , <http://xmlns.com/foaf/0.1/> ."),
    ],
    "Term-ongebruikt": [
        (ONTOLOGY, "kg:isDeelVan a owl:ObjectProperty ; owl:inverseOf kg:heeftDeel ."),
        (ONTOLOGY, "kg:Los a owl:Class . kg:X rdfs:subClassOf kg:Los . kg:heeftDeel rdfs:range kg:X ."),
        (QUERY, "# \nSELECT ?x { ?x a kg:BijzonderDing }"),
    ],
    "Iri-patroon": [(DATA, f"ding:a dct:relation <{ID}ding/b#deel-1> , <{DEF}/0.1.0> , <{DEF}> , <{KGS}Ding-label> .")],
    "Iri-basis": [(DATA, "ding:a dct:relation <https://w3id.org/kennisgraafje/x> .")],
    "Iri-soort": [
        (DATA, "<https://w3id.org/kennisgraaf/id/bijzonderding/x> a kg:Ding , kg:BijzonderDing ."),
        (DATA, "ding:a a <https://example.org/Ding> ."),
    ],
    "Verwijzing-onbekend": [
        (DATA, f"ding:a dct:relation <{ID}vraag/delen-van-ding> , <{GRAPH}afgeleid> , <{GRAPH}klein> ."),
        (QUERY, "# ding:z\nFILTER (STRSTARTS(STR(?x), STR(ding:)) && ?y != <https://example.org/x>)"),
    ],
    "Verwijzing-vervallen": [
        (DATA, "ding:o owl:deprecated true . ding:a dct:replaces ding:o ; kg:heeftDeel ding:b ."),
        (DATA, "ding:o owl:deprecated true . ding:p owl:deprecated true ; dct:relation ding:o ."),
        (DATA, "ding:c owl:deprecated false . ding:a dct:relation ding:c ."),
    ],
    "Taal-code": [(DATA, 'ding:a dct:title "Die Stadt"@de , "De stêd"@fry , "a"@en , "o"@pt-BR .')],
    "Relatie-kring": [
        (DATA, "ding:a kg:heeftDeel ding:c ; skos:related ding:b . ding:b skos:related ding:a ."),
        (ONTOLOGY, "kg:grenstAan a owl:ObjectProperty , owl:TransitiveProperty , owl:SymmetricProperty ."),
    ],
    "Voorvoegsel-anders": [("data/klein/rest.ttl", "PREFIX eigen: <https://example.org/eigen#>")],
    "Naam-dubbel": [
        (DATA, named('skos:prefLabel "Buurt"@nl', 'skos:prefLabel "buurten"@nl ; skos:related ding:a')),
        (DATA, named('skos:altLabel "Buurt"@nl', 'skos:altLabel "buurten"@nl')),
        (DATA, named('skos:prefLabel "x"@nl ; skos:broader ding:c', 'skos:prefLabel "X"@nl ; skos:broader ding:e')),
        (DATA, named('skos:prefLabel "deel 1"@nl', 'skos:prefLabel "deel 11"@nl')),
        (DATA, named('skos:prefLabel "wijk"@nl', 'skos:prefLabel "wijs"@nl')),
    ],
    "Naam-elders": [
        (DATA, named('skos:prefLabel "x"@nl', 'skos:prefLabel "X"@nl ; skos:closeMatch ding:a', "twee")),
        (DATA, named('skos:prefLabel "x"@nl', 'skos:prefLabel "X"@nl', "twee") +
         "ding:e owl:annotatedSource ding:a ; owl:annotatedTarget ding:d ."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_told_once_with_its_place_and_what_to_do(little, name):
    file, text, sign, severity, told = BREAKS[name]
    add(little, file, text)
    (found,) = inspected(little, name.split()[0])
    assert stands(little, found) == (file, line_of(little, file, sign))
    assert found.severity == severity
    assert told in found.messages["en"]
    assert set(found.messages) == {"nl", "en"}


@pytest.mark.parametrize(("name", "file", "text"), [(name, *case) for name, cases in FINE.items() for case in cases])
def test_what_only_looks_broken_passes(little, name, file, text):
    add(little, file, text)
    assert inspected(little, name) == []


def test_a_clean_project_has_no_findings(little):
    assert inspected(little) == []


def test_a_word_in_a_query_is_told_with_line_and_columns(little):
    add(little, QUERY, "# een\n  ?x kg:heeftDeal ?y")
    (found,) = inspected(little, "Term-onbekend")
    line = line_of(little, QUERY, "heeftDeal")
    assert (found.place.line, found.place.column, found.place.end) == (line, 6, 18)
    assert str(found.thing) == f"{ID}vraag/delen-van-ding"


def test_a_passage_has_the_code_of_its_graph_and_a_number(little):
    passage = f"<{ID}bronpassage/klein-%s> a kg:Bronpassage ."
    add(
        little,
        DATA,
        passage % "p001" + "\n" + passage % "1" + "\n" + f"<{ID}bronpassage/groot-p001> a kg:Bronpassage .",
    )
    found = inspected(little, "Iri-nummer")
    assert [str(one.thing).rpartition("/")[2] for one in found] == ["groot-p001", "klein-1"]
    assert stands(little, found[1]) == (DATA, line_of(little, DATA, "klein-1"))


def test_a_link_to_what_only_the_ledger_remembers_is_found(little):
    with (little.root / "data/identificatoren.csv").open("a", encoding="utf-8") as ledger:
        ledger.write(f"{ID}ding/oud,ding,0.1.0,vervallen,{ID}ding/b {ID}ding/c\n")
    add(little, DATA, "ding:a kg:heeftDeel ding:oud .")
    (found,) = inspected(little, "Verwijzing-vervallen", "Verwijzing-onbekend")
    assert f"<{ID}ding/b>, <{ID}ding/c>" in found.messages["nl"]
    assert stands(little, found) == (DATA, line_of(little, DATA, "ding:oud"))


SOURCED = """
kg:heeftBronpassage rdfs:range kg:Bronpassage .
kg:heeftBronpassage a owl:ObjectProperty . kg:Bronpassage a owl:Class .
"""
PASSAGE = f"""
PREFIX bronpassage: <{ID}bronpassage/>
bronpassage:klein-p001 a kg:Bronpassage .
ding:a kg:heeftBronpassage bronpassage:klein-p001 .
ding:b kg:heeftBronpassage bronpassage:klein-p001 .
"""


def test_what_a_source_graph_says_rests_on_a_passage_in_that_graph(little):
    add(little, ONTOLOGY, SOURCED)
    add(little, "data/meta/kern.ttl", f"<{GRAPH}klein> prov:wasDerivedFrom <https://example.org/text> .")
    kg = f"PREFIX kg: <{KG}>\nPREFIX ding: <{ID}ding/>\n"
    add(little, "data/redactie/kern.ttl", f"{kg}ding:c kg:heeftBronpassage <{ID}bronpassage/klein-p001> .")
    add(little, DATA, PASSAGE)
    (found,) = inspected(little, "Graaf-herkomst")
    assert found.thing == URIRef(f"{ID}ding/c")
    assert stands(little, found) == (DATA, line_of(little, DATA, "ding:c a kg:Ding"))
    assert f"<{GRAPH}klein>" in found.messages["nl"]


def test_a_graph_that_derives_from_nothing_needs_no_passages(little):
    add(little, ONTOLOGY, SOURCED)
    assert inspected(little, "Graaf-herkomst") == []


def test_what_others_describe_has_the_languages_that_they_gave_it(little):
    both = "".join(f'ding:n{i} a kg:Ding ; skos:scopeNote "a"@nl , "b"@en .\n' for i in range(12))
    add(little, DATA, both + '<http://data.europa.eu/esco/skill/1> skos:scopeNote "only"@en .')
    assert inspected(little, "Taal-ontbreekt") == []


def test_a_text_that_usually_is_in_both_languages_is_missed_in_one(little):
    both = "".join(f'ding:n{i} a kg:Ding ; skos:scopeNote "a"@nl , "b"@en ; skos:note "c"@nl .\n' for i in range(12))
    add(little, DATA, both + 'ding:a skos:scopeNote "alleen"@nl .')
    (found,) = inspected(little, "Taal-ontbreekt")
    assert "@en" in found.messages["en"]
    assert (found.path.rpartition("#")[2], found.value) == ("scopeNote", None)
    assert stands(little, found) == (DATA, line_of(little, DATA, "alleen"))


def test_a_cycle_is_told_with_its_whole_chain_over_inverse_and_narrower_properties(little):
    add(little, ONTOLOGY, "kg:isDeelVan owl:inverseOf kg:heeftDeel . kg:heeftKern rdfs:subPropertyOf kg:heeftDeel .")
    add(
        little,
        DATA,
        "ding:a kg:isDeelVan ding:c .\nding:x kg:heeftDeel ding:a .\nding:b kg:heeftKern ding:d , ding:x .",
    )
    (found,) = inspected(little, "Relatie-kring")
    chain = " → ".join(f"<{ID}ding/{code}>" for code in "abca")
    assert chain in found.messages["en"]
    assert len(found.statements) == 3


def test_a_long_chain_without_a_cycle_is_no_matter(little):
    add(
        little,
        DATA,
        "".join(f"ding:n{i} kg:heeftDeel ding:n{i + 1} .\n" for i in range(3000)) + "ding:n3000 a kg:Ding .",
    )
    assert inspected(little, "Relatie-kring") == []


def test_a_cycle_that_a_shape_found_is_told_once_and_with_its_chain(little):
    add(little, DATA, "ding:c kg:heeftDeel ding:a .")
    (cycle,) = inspected(little, "Relatie-kring")
    link = (URIRef(f"{ID}ding/b"), f"{KG}heeftDeel", URIRef(f"{ID}ding/c"))
    said = Finding(link[0], URIRef(f"{KGS}Ding-kring"), link[1], link[2], "Violation", {})
    (joined,) = inspection.join([said], [cycle])
    assert joined == said
    assert joined.statements[0] == (link[0], URIRef(link[1]), link[2])
    assert set(joined.statements) == set(cycle.statements)


def test_a_shape_about_a_text_does_not_hide_what_is_wrong_with_its_language(little):
    add(little, DATA, 'ding:a skos:note "x"@xx .')
    found = inspected(little, "Taal-code")
    said = [Finding(one.thing, URIRef(f"{KGS}Ding-tekst"), one.path, one.value, "Violation", {}) for one in found]
    assert inspection.join(said, found) == [*said, *found]


def test_a_concept_without_links_is_told_where_its_neighbours_have_some(little):
    linked = "".join(
        f"ding:n{i} a kg:Ding , skos:Concept ; skos:inScheme kader:een ; skos:related ding:a .\n" for i in range(19)
    )
    add(little, DATA, f"{CONCEPTS}{linked}ding:los a kg:Ding ,\n skos:Concept ; skos:inScheme kader:een .")
    (found,) = inspected(little, "Begrip-los")
    assert found.thing == URIRef(f"{ID}ding/los")
    assert stands(little, found) == (DATA, line_of(little, DATA, " skos:Concept ; skos:inScheme kader:een ."))


def test_a_list_without_any_links_is_left_alone(little):
    add(
        little,
        DATA,
        CONCEPTS + "".join(f"ding:n{i} a kg:Ding , skos:Concept ; skos:inScheme kader:een .\n" for i in range(20)),
    )
    assert inspected(little, "Begrip-los") == []


PRINTED = "Een werker luistert eerst lang naar wat bewoners van de buurt zelf willen en kunnen."


@pytest.fixture
def publications(tmp_path):
    """A folder with one publication."""
    (tmp_path / "teksten").mkdir()
    (tmp_path / "teksten/boek.txt").write_text(f"Vooraf.\n{PRINTED}\nNawoord <b>hier</b>.", encoding="utf-8")
    return tmp_path / "teksten"


def test_words_of_a_publication_are_found_with_their_place(little, publications):
    text = "Wie luistert eerst LANG naar wat bewoners, van de buurt zelf\\n zeggen"
    add(little, DATA, f'ding:a\n  skos:note "Ja: {text}"@nl .')
    (found,) = inspected(little, "Tekst-overgenomen", publications=publications)
    line = line_of(little, DATA, "luistert")
    assert (found.place.line, found.place.column) == (line, 22)
    assert found.place.end == 22 + len("luistert eerst LANG naar wat bewoners, van de buurt zelf")
    assert "10 woorden zoals in boek.txt: luistert eerst" in found.messages["nl"]


@pytest.mark.parametrize(
    "text",
    [
        'skos:note "luistert eerst lang naar wat bewoners van"@nl',
        f'skos:altLabel "{PRINTED}"@nl',
        f'skos:altLabel "{PRINTED}"@nl ; skos:note "Zie: {PRINTED}"@nl',
    ],
)
def test_seven_words_and_names_may_be_the_same(little, publications, text):
    add(little, DATA, f"ding:a {text} .")
    assert inspected(little, "Tekst-overgenomen", publications=publications) == []


def test_the_folder_of_publications_is_that_of_the_environment_or_beside_the_project(little, publications, monkeypatch):
    assert copies.folder(little) is None
    monkeypatch.setenv(copies.SETTING, str(publications))
    assert copies.folder(little) == publications
    monkeypatch.delenv(copies.SETTING)
    beside = little.root.parent / "shared/seeds"
    beside.mkdir(parents=True)
    assert copies.folder(little) == beside


def test_files_of_others_are_held_to_how_things_are_written_only(little, tmp_path):
    extra = tmp_path / "van-anderen.ttl"
    extra.write_text(
        '<https://example.org/a> <http://www.w3.org/2004/02/skos/core#preflabel> "x"@xx .', encoding="utf-8"
    )
    assert [one.severity for one in build.check(little, (extra,)).findings] == []


def test_the_project_itself_has_no_violations_and_no_warnings(house):
    found = inspected(house)
    assert [one for one in found if one.severity != "Info"] == []
    assert len(found) <= 5


def test_our_concepts_conform_to_nl_sbb(house, shared):
    shapes = Graph().parse(shared / "reference/nl-sbb/skos-ap-nl.ttl")
    said = {shape for shape, _, query in shapes.triples((None, SH.sparql, None)) if query}
    for shape in said:  # pySHACL runs these once for each thing: a minute; shapes and inspection of ours check the same
        shapes.remove((shape, SH.sparql, None))
    files = sources.read(house)
    _, report, _ = shacl(files.graph(*files.data_graphs), shacl_graph=shapes, advanced=True, inplace=True)
    assert set(report.objects(None, SH.resultSeverity)) <= {SH.Warning, SH.Info}


def test_letters_that_changed_places_are_one_slip_of_the_pen():
    known = [f"http://xmlns.com/foaf/0.1/{name}" for name in ("made", "maker", "name", "member")]
    for order in (known, known[::-1]):
        assert nearest("http://xmlns.com/foaf/0.1/nmae", order) == "http://xmlns.com/foaf/0.1/name"
