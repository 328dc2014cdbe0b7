"""Which properties a query can look at is told for sure, or not at all."""

import pytest
from rdflib import URIRef

from kennisgraaf.validation.mention import predicates

PREFIX = "PREFIX : <urn:x:>\n"


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("?this :p ?o ; :q ?x", "p q"),
        ("?this :p/:q*|^:r ?o", "p q r"),
        ("?this :p ?o . OPTIONAL { ?o :q ?x FILTER (?x > 3) } { ?o :r 1 } UNION { ?o :s 2 }", "p q r s"),
        ("{ SELECT ?this WHERE { ?this :p ?o } } ?this :q ?x BIND (STR(?x) AS ?y)", "p q"),
    ],
)
def test_the_properties_of_all_patterns_are_found(pattern, names):
    assert predicates(f"{PREFIX}SELECT ?this WHERE {{ {pattern} }}") == {
        URIRef(f"urn:x:{one}") for one in names.split()
    }


@pytest.mark.parametrize(
    "pattern", ["?this ?p ?o", "?this !:p ?o", "?this :p ?o . ?o ?q 3", "?this :p ?o FILTER EXISTS { ?o ?q 3 }", "("]
)
def test_where_any_property_may_be_meant_nothing_is_told(pattern):
    assert predicates(f"{PREFIX}SELECT ?this WHERE {{ {pattern} }}") is None


@pytest.mark.parametrize(
    "inner", ["?o :q 3", "?o :q 3 . ?x :r ?o", "?o :q ?x ; :r 1 . OPTIONAL { ?x :s 2 }", "?o :q/:r 3"]
)
def test_patterns_in_exists_are_never_forgotten(inner):
    tests = f"FILTER NOT EXISTS {{ {inner} }} BIND (EXISTS {{ {inner} }} AS ?e)"
    found = predicates(f"{PREFIX}SELECT ?this WHERE {{ ?this :p ?o {tests} }}")
    assert found is None or found >= {URIRef(f"urn:x:{one}") for one in "pqrs" if f":{one}" in f":p {inner}"}
