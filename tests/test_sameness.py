"""Sameness: our engine finds what plain pyshacl finds, in a case of its own for everything that SHACL knows."""

from typing import NamedTuple

import pyshacl
import pytest
from rdflib import SH, Graph

import shacl
from kennisgraaf import validation
from shacl.alike import differences, outcome, reference, untold

pytestmark = pytest.mark.filterwarnings("ignore:Serializing weird numerical")  # rdflib, of "een"^^xsd:decimal
CASES = shacl.read()
RUNS = [(case.name, part) for case in CASES.values() for part in sorted(case.graphs) if part != "shapes"]

# What must be seen failing and passing: the terms of SHACL Core (sections 2 to 4), SHACL-SPARQL (5, 6) and SHACL-AF ...
COMPONENTS = """
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount MaxExclusive
    MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern QualifiedMaxCount
    QualifiedMinCount UniqueLang Xone SPARQL Expression
"""
TERMS = """
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength
    pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node property
    qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties
    hasValue in severity Info Warning Violation deactivated message targetNode targetClass targetSubjectsOf
    targetObjectsOf
    PropertyShape IRI BlankNode Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral inversePath alternativePath
    zeroOrMorePath oneOrMorePath zeroOrOnePath sparql SPARQLConstraint select ask prefixes declare prefix namespace
    ConstraintComponent parameter optional validator nodeValidator propertyValidator SPARQLAskValidator
    SPARQLSelectValidator target SPARQLTarget SPARQLTargetType expression this SPARQLFunction returnType rule TripleRule
    SPARQLRule construct
"""
# ... and what has no term: kinds of target, path, shape, value and query.
FEATURES = """
    implicit-class subclasses subclass-cycle untyped-shape no-target shared-shape blank-shape blank-focus literal-focus
    blank-value value-on-node-shape nested-property property-shape-in-list nested-logic detail several-parameters
    path-predicate path-sequence path-nested ill-typed non-canonical numeric-types incomparable dates zones strings
    booleans language-case language-string plain-is-string placeholders value-defaults PATH path-variable
    dollar-and-question
    duplicate-rows prebound currentShape OPTIONAL nested-group UNION FILTER sub-select aggregates GROUP-BY LIMIT
    ORDER-BY
    BIND EXISTS property-paths comments
"""
OPEN = ("recursion", "broken-shape", "forbidden", "failure")
LISTED = (
    [f"sh:{name}ConstraintComponent" for name in COMPONENTS.split()]
    + [f"sh:{name}" for name in TERMS.split()]
    + FEATURES.split()
)


class Odd(NamedTuple):
    """How many results pyshacl has (None: it gives up) for what conforms and for what breaks; where SHACL says else."""

    conforms: int | None
    breaks: int | None
    section: str
    why: str


# Where pyshacl departs from SHACL, we go with it: a maintainer who runs either must read the same.
ODDITIES = {
    "component/odd-select": Odd(0, 0, "SHACL 6.2.3", "$value is fixed for a SELECT validator too"),
    "core/odd-flags": Odd(2, 2, "SHACL 4.4.3", "the flags s and x mean nothing to it"),
    "core/odd-language": Odd(1, 1, "SHACL 4.4.4", "of en-GB-oed it compares en and en-GB-oed with the list"),
    "core/odd-length": Odd(0, 0, "SHACL 4.4.1", "a minimal length of 0 is not looked at"),
    "core/odd-less-than": Odd(0, 0, "SHACL 4.5.3", "it orders as rdflib does: everything has a place"),
    "core/odd-less-than-blank": Odd(0, None, "SHACL 4.5.4", "it gives up at a blank node"),
    "core/odd-lexical": Odd(
        0, 2, "SHACL 4.1.2", "rdflib does not look into xsd:gYear, and takes a date for a dateTime"
    ),
    "core/odd-logic": Odd(None, None, "SHACL 4.6.2", "it wants a list with members"),
    "core/odd-number": Odd(0, None, "SHACL 4.3.3", "it gives up at NaN beside a decimal"),
    "core/odd-pattern": Odd(0, 0, "SHACL 4.4.3", "Python's $ also stands before the last line break"),
    "core/odd-range": Odd(0, 0, "SHACL 4.3.2", "it orders as rdflib does: a number stands before a date"),
    "sparql/odd-errors": Odd(2, 2, "SPARQL 17.3", "rdflib orders texts and numbers instead of raising an error"),
    "sparql/odd-names": Odd(None, None, "SHACL 5.3.3", "it takes ?values for the word VALUES"),
}


def report(data: Graph, shapes: Graph) -> Graph | None:
    """Return the report of pyshacl as it comes out of the box; None when it gives up."""
    try:
        _, found, _ = pyshacl.validate(shacl.copy(data), shacl_graph=shacl.copy(shapes), advanced=True)
    except Exception:  # noqa: BLE001 - shapes are programs, and these are wrong on purpose
        return None
    return found if isinstance(found, Graph) else None


@pytest.mark.parametrize("name", LISTED)
def test_everything_shacl_knows_is_seen_passing_and_failing(name):
    assert [
        case.name for case in CASES.values() if name in case.covers and {"conforms", "breaks"} <= case.graphs.keys()
    ]


@pytest.mark.parametrize("name", OPEN)
def test_what_shacl_leaves_open_is_seen(name):
    assert [case.name for case in CASES.values() if name in case.covers and "undefined" in case.graphs]


def test_the_index_has_what_the_cases_cover():
    known = {*LISTED, *OPEN, "owl:imports", "sh:PropertyShapeComponent"}
    assert {name for case in CASES.values() for name in case.covers} - known == set()


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "breaks" in case.graphs])
def test_a_case_holds_what_shacl_says_of_it(name):
    case = CASES[name]
    expected = ODDITIES.get(name, Odd(0, case.results, "", ""))[:2]
    found = [report(case.graphs[part], case.shapes) for part in ("conforms", "breaks")]
    assert tuple(None if graph is None else len(list(graph.objects(None, SH.result))) for graph in found) == expected
    assert (name in ODDITIES) == (expected != (0, case.results)) == ("odd-" in name)
    if expected[1]:
        blamed = {
            f"sh:{component.removeprefix(str(SH))}"
            for component in found[1].objects(None, SH.sourceConstraintComponent)
        }
        assert {
            term
            for term in case.covers
            if term.removeprefix("sh:").removesuffix("ConstraintComponent") in COMPONENTS.split()
        } <= blamed


@pytest.mark.parametrize(("name", "part"), RUNS, ids=[f"{name}/{part}" for name, part in RUNS])
def test_our_engine_finds_what_pyshacl_finds(name, part):
    case = CASES[name]
    ours, theirs = (outcome(engine, case.graphs[part], case.shapes) for engine in (validation.validate, reference))
    assert differences(ours, theirs) == [] or (part == "undefined" and ours is None)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if set(case.shapes.subjects(SH.message))])
def test_our_messages_are_those_that_pyshacl_reports(name):
    case = CASES[name]
    ours = outcome(validation.validate, case.graphs["breaks"], case.shapes)
    assert ours is not None
    assert untold(ours, report(case.graphs["breaks"], case.shapes)) == []


@pytest.mark.parametrize(("name", "part"), RUNS, ids=[f"{name}/{part}" for name, part in RUNS])
def test_our_engine_leaves_data_and_shapes_as_they_are(name, part):
    case = CASES[name]
    data, shapes = shacl.copy(case.graphs[part]), shacl.copy(case.shapes)
    outcome(validation.validate, data, shapes)
    assert (set(data), set(shapes)) == (set(case.graphs[part]), set(case.shapes))
