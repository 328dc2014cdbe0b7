"""Where findings stand: held against the text of the files, searched as a reader would search it."""

import re

import pytest
from rdflib import Graph, Literal, URIRef

from kennisgraaf import turtle
from kennisgraaf.findings import Finding, Place
from kennisgraaf.location import Locator
from kennisgraaf.location.path import of_shape, parse
from kennisgraaf.namespaces import SHAPES
from kennisgraaf.sources import Sources
from kennisgraaf.validation import validate

E = "https://example.org/"
PREFIXES = f"""PREFIX ex: <{E}>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
MISSING = {"MinCount", "QualifiedMinCount", "HasValue"}


def searched(text, finding):
    """The first line of the fault (1-based), by looking for names in the text of a file in the fixed form."""
    lines = text.split("\n")
    names = dict(re.findall(r"^PREFIX (\S*): <(.*)>$", text, re.MULTILINE))

    def written(node):
        short = [f"{prefix}:{node[len(iri) :]}" for prefix, iri in names.items() if node.startswith(iri)]
        return [*short, f"<{node}>"]

    subject, item = finding.thing, finding.value
    if finding.path.startswith("^") and item is not None:
        subject, item = item, subject
    begin = next(at for at, line in enumerate(lines) if line in written(subject))
    if finding.component in MISSING or not finding.path or finding.value == finding.thing:
        return begin + 1
    verbs = ["a"] if finding.path.endswith("#type") else []
    for iri in re.findall(r"<([^>]*)>", finding.path) or [finding.path]:
        verbs += written(iri)
    at = next(
        i for i in range(begin, len(lines)) if f"{lines[i].strip()} ".startswith(tuple(f"{one} " for one in verbs))
    )
    if finding.component == "UniqueLang":
        block = [lines[at]]
        while not block[-1].endswith(" ;"):
            block.append(lines[at + len(block)])
        languages = [(re.findall(r'"@([\w-]+)', line) or [""])[0] for line in block]
        return at + 1 + next(i for i, one in enumerate(languages) if one and languages.count(one) > 1)
    if item is None:
        return at + 1 if len(lines[at].split()) > 1 else at + 2
    found = written(item) if isinstance(item, URIRef) else [str(item)]
    hits = (i for i in range(at, len(lines)) if any(one in re.split(r'[ "]| ;| ,', lines[i]) for one in found))
    return next((i for i in hits), next((i for i in range(at, len(lines)) if f'"{found[0]}"' in lines[i]), -2)) + 1


def test_every_finding_in_the_invalid_examples_has_the_line_of_its_fault(faulty):
    sources, findings = faulty
    texts = {document.name: document.text for documents in sources.documents.values() for document in documents}
    locator = Locator(sources, sources.graph(SHAPES))
    wrong = {}
    for finding in findings:
        first = locator.places(finding)[0]
        if first.line != searched(texts[first.file], finding):
            wrong[f"{finding.shape} {finding.value}"] = (str(first), searched(texts[first.file], finding))
    assert wrong == {}
    assert len(findings) > 200


def test_the_place_of_a_finding_is_in_the_example_that_breaks_the_rule(faulty):
    sources, findings = faulty
    locator = Locator(sources, sources.graph(SHAPES))
    files = {locator.places(finding)[0].file for finding in findings}
    stray = {file for file in files if not file.startswith("tests/examples/invalid/")}
    assert stray == set()
    assert len(files) == len(sources.documents[next(iri for iri in sources.documents if iri.endswith("invalid"))])


def test_columns_point_at_exactly_the_offending_text(faulty):
    sources, findings = faulty
    documents = {document.name: document for some in sources.documents.values() for document in some}
    locator = Locator(sources, sources.graph(SHAPES))
    checked = 0
    for finding in findings:
        place = locator.places(finding)[0]
        node = finding.value if finding.value is not None and finding.path else finding.thing
        if finding.value is None and finding.component not in MISSING:
            continue
        node = finding.thing if finding.path.startswith("^") else node
        document = documents[place.file]
        term = document.line(place.line)[place.column - 1 : place.end - 1]
        header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in document.prefixes.items())
        (read,) = Graph().parse(data=f"{header}[] <{E}p> {term} .", format="turtle").objects()
        assert (str(read), type(read)) == (str(node), type(node))
        checked += 1
    assert checked > 190


@pytest.fixture
def locate(tmp_path):
    """Validate a text against shapes and return the marked texts of each finding's places, the first file's first."""

    def locate(shapes, *texts):
        documents = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number}.ttl"
            path.write_text(PREFIXES + text, encoding="utf-8")
            documents.append(turtle.read(path, path.name))
        graph = Graph().parse(data=PREFIXES + shapes, format="turtle")
        sources = Sources({f"{E}graph": documents})
        locator = Locator(sources, graph)
        found = validate(sources.graph(f"{E}graph"), graph)
        by_name = {document.name: document for document in documents}
        return [
            [
                f"{p.file[0]}:{p.line - 3}:{by_name[p.file].line(p.line)[p.column - 1 : p.end - 1]}"
                for p in locator.places(f)
            ]
            for f in found
        ]

    return locate


SHAPE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:S-p . ex:S-p sh:path {path} ; {rule} ."


@pytest.mark.parametrize(
    ("rule", "text", "places"),
    [
        ("sh:minCount 1", "ex:b ex:p 1 .\nex:a ex:q 2 .", [["0:2:ex:a"]]),
        ("sh:maxCount 1", "ex:a ex:p 1 ,\n  2 ;\n ex:p 3 .", [["0:1:1", "0:2:2", "0:3:3"]]),
        ("sh:datatype xsd:date", 'ex:a ex:p "2020"^^xsd:gYear .', [['0:1:"2020"^^xsd:gYear']]),
        ("sh:uniqueLang true", 'ex:a ex:p "x"@nl , "y"@en ,\n "z"@nl .', [['0:1:"x"@nl', '0:2:"z"@nl']]),
        ("sh:disjoint ex:q", "ex:a ex:p ex:b ;\n ex:q ex:b .", [["0:1:ex:b", "0:2:ex:b"]]),
        ("sh:lessThan ex:q", "ex:a ex:p 5 ;\n ex:q 4 .", [["0:1:5", "0:2:4"]]),
        ("sh:equals ex:q", "ex:a ex:p 5 ;\n ex:q 5 , 4 .", [["0:2:4"]]),
        ("sh:class ex:C", "ex:a ex:p ex:b .\nex:b a ex:D .", [["0:1:ex:b", "0:2:ex:b"]]),
        ("sh:nodeKind sh:IRI", "ex:a ex:p\n [ ex:q 1 ] .", [["0:2:["]]),
        ("sh:maxLength 2", 'ex:a ex:p """éé\n🙂""" .', [['0:1:"""éé']]),
        ("sh:in ( 1 )", "ex:a ex:p 'x' , 1 .", [["0:1:'x'"]]),
    ],
)
def test_a_constraint_on_a_property_has_its_places(locate, rule, text, places):
    assert locate(SHAPE.format(path="ex:p", rule=rule), text) == places


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("[ sh:inversePath ex:p ]", "ex:b ex:p\n ex:a .", "0:2:ex:a"),
        ("( ex:p ex:q )", "ex:a ex:p ex:m .\nex:m ex:q ex:b .", "0:2:ex:b"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "ex:a ex:q ex:b .", "0:1:ex:b"),
        ("[ sh:oneOrMorePath ex:p ]", "ex:a ex:p ex:m .\nex:m ex:p ex:b . ex:b ex:p ex:a .", "0:1:ex:m"),
        ("( [ sh:inversePath ex:p ] ex:q )", "ex:m ex:p ex:a .\nex:m ex:q ex:b .", "0:2:ex:b"),
    ],
)
def test_a_path_is_walked_to_where_the_value_is_written(locate, path, text, place):
    found = locate(SHAPE.format(path=path, rule="sh:nodeKind sh:Literal"), text)
    assert place in [places[0] for places in found]


def test_a_closed_shape_points_at_the_statement(locate):
    shapes = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ; sh:property [ sh:path ex:p ] ."
    assert locate(shapes, "ex:a ex:p 1 ;\n ex:x 2 .") == [["0:2:2"]]


def test_a_blank_node_has_its_own_place(locate):
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    assert locate(shapes, "ex:a ex:p\n [ ex:r 1 ] .") == [["0:2:["]]


def test_a_text_that_is_itself_the_focus_has_the_place_of_its_statement(locate):
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ."
    assert locate(shapes, 'ex:a ex:p\n "x" .') == [['0:2:"x"']]


def test_what_is_missing_is_missing_where_the_thing_is_described(locate):
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    assert locate(shapes, "ex:a ex:x 1 .", "ex:a a ex:C .") == [["1:1:ex:a"]]


def test_both_files_are_places_when_two_statements_conflict(locate):
    assert locate(SHAPE.format(path="ex:p", rule="sh:maxCount 1"), "ex:a ex:p 1 .", "ex:a ex:p 2 .") == [
        ["0:1:1", "1:1:2"]
    ]


def made(text, tmp_path, **more):
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    finding = Finding(URIRef(f"{E}a"), URIRef(f"{E}S"), f"{E}p", None, "Violation", {}, **more)
    return Locator(Sources({f"{E}graph": [turtle.read(path, "x.ttl")]}), Graph()).places(finding)


def test_what_a_finding_says_itself_goes_first(tmp_path):
    statement = (URIRef(f"{E}b"), URIRef(f"{E}p"), Literal("y"))
    given = Place("identificatoren.csv", 7)
    assert made('ex:a ex:p 1 . ex:b ex:p "y" .', tmp_path, place=given, statements=(statement,)) == (
        given,
        Place("x.ttl", 4, 25, 28),
    )


def test_a_thing_that_no_file_knows_has_no_place(tmp_path):
    assert made("ex:z ex:p 1 .", tmp_path) == ()


def test_many_findings_cost_one_index(tmp_path):
    count = 20_000
    path = tmp_path / "x.ttl"
    path.write_text(PREFIXES + "".join(f"ex:t{i} ex:p {i} .\n" for i in range(count)), encoding="utf-8")
    locator = Locator(Sources({f"{E}graph": [turtle.read(path, "x.ttl")]}), Graph())
    found = [
        locator.places(
            Finding(URIRef(f"{E}t{i}"), URIRef(f"{E}S"), f"{E}p", None, "Violation", {}, component="MaxCount")
        )
        for i in range(count)
    ]
    assert [places[0].line for places in found] == list(range(4, count + 4))


@pytest.mark.parametrize("path", ["^<e:p>", "<e:p>|<e:q>", "<e:p>/(<e:q>*)", "(<e:p>|<e:q>)+", "^(<e:p>/<e:q>)"])
def test_a_path_is_written_as_it_is_read(path):
    assert list(parse(path).predicates) == [URIRef(iri) for iri in re.findall(r"<(.*?)>", path)]
    assert parse(parse(path).written(lambda iri: f"<{iri}>")) == parse(path)


def test_the_path_of_a_shape_is_that_of_its_finding():
    shapes = Graph().parse(data=f"{PREFIXES} ex:S sh:path ( ex:p [ sh:inversePath ex:q ] ) .", format="turtle")
    (node,) = shapes.objects(URIRef(f"{E}S"))
    assert of_shape(node, shapes) == parse(f"<{E}p>/(^<{E}q>)")
