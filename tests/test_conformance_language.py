"""SPARQL 1.1 Query (and what the engine has of 1.2), feature by feature, through our engine: conformance/language.txt.

What the engine does otherwise than the recommendation stands in DEVIATIONS, each held by a test, so that a new version
of the engine that mends one shows.
"""

import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest

from kennisgraaf.engine import open_store
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import GRAPHS, TABLES

HERE = Path(__file__).parent / "conformance"
RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"": "http://e/", "rdf": RDF, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": XSD}
NTRIPLES = next(form for form in GRAPHS if form.name == "ntriples")
TSV = next(form for form in TABLES if form.name == "tsv")


def cases():
    """Yield (section, query, expected rows) of language.txt."""
    section, query, rows = "", "", []
    for line in (HERE / "language.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            rows.append(line[2:])
            continue
        if query:
            yield section, query, rows
        query, rows = "", []
        if line.startswith("## "):
            section = line[3:]
        elif line and not line.startswith("#"):
            query = f"SELECT ({line[2:]} AS ?x) {{}}" if line.startswith("? ") else line
    if query:
        yield section, query, rows


CASES = list(cases())

# (what, section of SPARQL 1.1 Query, query, rows by the recommendation, rows of ours); notation as in language.txt.
# What can be done about it stands in the README; "ours" marks what we refuse on purpose.
DEVIATIONS = [
    ("a zero-length path does not reach a term that no statement has as subject or object", "9.1",
     "ASK { <http://x/> :knows? <http://x/> }", ["yes"], ["no"]),
    ("nor one that is only a property", "9.1", "ASK { :knows :knows* :knows }", ["yes"], ["no"]),
    ("a branch of a path counts once, however many ways lead there", "9.3",
     "SELECT ?y { :anna (:knows|!:name) ?y FILTER(?y = :bob) }", [":bob", ":bob"], [":bob"]),
    ("a statement of two FROM graphs counts twice", "13.2.1", "SELECT ?s FROM :g1 FROM :g2 { ?s :in :both }",
     [":shared"], [":shared", ":shared"]),
    ("within GRAPH ?g, MINUS removes although no variable is shared", "8.3.3",
     "SELECT ?a { GRAPH ?g { ?a :rates :tea MINUS { ?b :rates :tea } } }", [":anna"], []),
    ("a number keeps its value, not its spelling", "4.1.2",
     'SELECT (STR("007"^^xsd:integer) AS ?x) (STR(1.0) AS ?y) {}',
     ['"007" "1.0"'], ['"7" "1"']),
    ("derived integers become integers", "4.1.2", 'SELECT (DATATYPE("5"^^xsd:int) AS ?x) {}', ["xsd:int"],
     ["xsd:integer"]),
    ("numbers of one value are the same term", "17.4.1.8", 'ASK { FILTER(sameTerm("1"^^xsd:integer, 01)) }', ["no"],
     ["yes"]),
    ("times keep their value, not their spelling", "17.4.2.5",
     'SELECT (STR("2001-01-01T00:00:00.50+00:00"^^xsd:dateTime) AS ?x) {}', ['"2001-01-01T00:00:00.50+00:00"'],
     ['"2001-01-01T00:00:00.5Z"']),
    ("language tags are in lower case (RDF 1.1 allows it)", "17.4.2.6", 'SELECT (LANG("a"@nl-BE) AS ?x) {}',
     ['"nl-BE"'], ['"nl-be"']),
    ("integers have 64 bits; beyond that an expression is an error", "17.3",
     "SELECT (9223372036854775807 + 1 AS ?x) {}", ["9223372036854775808"], ["-"]),
    ("a text with a language has no effective boolean value", "17.2.2", 'SELECT (!"a"@nl AS ?x) {}', ["false"], ["-"]),
    ("nor has a boolean that is none", "17.2.2", 'SELECT (!"x"^^xsd:boolean AS ?x) {}', ["true"], ["-"]),
    ("booleans have no order in expressions", "17.3", "SELECT (true > false AS ?x) {}", ["true"], ["-"]),
    ("derived integers are not checked for their range", "17.4.2.4", 'SELECT (isNumeric("300"^^xsd:byte) AS ?x) {}',
     ["false"], ["true"]),
    ("BNODE of a name is the same node in every solution", "17.4.2.9",
     'SELECT (COUNT(DISTINCT ?b) AS ?n) { { SELECT (BNODE("a") AS ?b) { VALUES ?v { 1 2 } } } }', ["2"], ["1"]),
    ("GROUP_CONCAT of texts in one language keeps it", "18.5.1.7",
     'SELECT (GROUP_CONCAT(?v) AS ?x) { VALUES ?v { "a"@nl "b"@nl } }', ['"a b"'], ['"a b"@nl']),
    ("REPLACE reads $1c as the name of a group", "17.4.3.15", 'SELECT (REPLACE("abd", "(b)", "$1c") AS ?x) {}',
     ['"abcd"'], ['"ad"']),
    ("REPLACE does not know \\\\$ for a dollar", "17.4.3.15", r'SELECT (REPLACE("abc", "b", "\\$") AS ?x) {}',
     ['"a$c"'],
     [r'"a\\$c"']),
    ("REPLACE allows a pattern that matches nothing at all", "17.4.3.15", 'SELECT (REPLACE("ab", "x*", "-") AS ?x) {}',
     ["-"], ['"-a-b-"']),
    ("patterns have no back-references: they take linear time", "17.4.3.14",
     r'SELECT (REGEX("aa", "(a)\\1") AS ?x) {}', ["true"], ["-"]),
    ("a name given with AS cannot be used in the same SELECT when that has aggregates", "18.2.4.4",
     "SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { :anna :age ?a }", ["1 2"], ["!"]),
    ("an aggregate in an aggregate is read", "19.8, note 12", "SELECT (COUNT(COUNT(*)) AS ?n) {}", ["!"], ["0"]),
    ("?a<?b&&?c>?d is read as two comparisons", "19.8",
     "ASK { VALUES (?a ?b ?c ?d) { (1 2 4 3) } FILTER(?a<?b&&?c>?d) }",
     ["!"], ["yes"]),
    ("TRUE in capitals is not read (SPARQL 1.2)", "1.2", "ASK { FILTER(TRUE) }", ["yes"], ["!"]),
    ("sameValue is not there (SPARQL 1.2)", "1.2", "ASK { FILTER(sameValue(1, 1.0)) }", ["yes"], ["!"]),
    ("ours: escapes stand only in strings and IRIs", "19.2", r"ASK { :bob \u003Aage 25 }", ["yes"], ["!"]),
    ("ours: a relative IRI needs a BASE", "4.1.1", "ASK { <bob> :age ?a }", ["no"], ["!"]),
    ("ours: SERVICE is refused (SPARQL 1.1 Federated Query)", "14", "ASK { SERVICE SILENT <http://x/> { ?s ?p ?o } }",
     ["yes"], ["!"]),
    ("ours: FROM names only graphs that are here", "13.2", "ASK FROM :nothing {}", ["yes"], ["!"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    path = tmp_path_factory.mktemp("language") / "store"
    pyoxigraph.Store(str(path)).bulk_load(path=str(HERE / "data.trig"), format=pyoxigraph.RdfFormat.TRIG)
    with open_store(path, PREFIXES, frozenset({"http://e/g1", "http://e/g2"})) as opened:
        yield opened


def shortened(line):
    for name, space in reversed(PREFIXES.items()):
        line = re.sub(rf"<{re.escape(space)}([\w%]+)>", rf"{name}:\1", line)
    line = re.sub(r'"([-\d.]+)"\^\^xsd:(?:integer|decimal)|"(true|false)"\^\^xsd:boolean', r"\1\2", line)
    return re.sub(r"_:\w+", "_", line)


def answered(engine, query):
    """Return the rows of an answer as language.txt writes them."""
    try:
        form = engine.form(query)
        if form == "ASK":
            return ["yes" if b"true" in engine.query(query).body else "no"]
        if form != "SELECT":
            text = engine.query(query, NTRIPLES).body.decode()
            return [shortened(line.removesuffix(" .")) for line in text.splitlines()]
        text = engine.query(query, TSV).body.decode()
    except QueryError:
        return ["!"]
    return [shortened(" ".join(cell or "-" for cell in row.split("\t"))) for row in text.split("\n")[1:-1]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[1]}"[:100])
def test_the_feature_works(engine, case):
    _, query, expected = case
    as_it_comes = "ORDER BY" in query.rpartition("}")[2].upper()
    arranged = list if as_it_comes else sorted
    assert arranged(answered(engine, query)) == arranged(expected)


@pytest.mark.parametrize("case", DEVIATIONS, ids=lambda case: case[0])
def test_a_known_deviation_is_as_it_was(engine, case):
    _, _, query, right, ours = case
    assert sorted(answered(engine, query)) == sorted(ours)
    assert sorted(right) != sorted(ours)


def test_the_cases_are_counted(capsys):
    counted = Counter(section for section, *_ in CASES)
    with capsys.disabled():
        print("\ncases of the language by section of SPARQL 1.1 Query")  # noqa: T201
        for section, number in counted.items():
            print(f"  {section:52} {number:4}")  # noqa: T201
        print(f"  {'together':52} {counted.total():4}")  # noqa: T201
        print(f"  {'known deviations, each held by a test':52} {len(DEVIATIONS):4}")  # noqa: T201
    assert counted.total() > 250
