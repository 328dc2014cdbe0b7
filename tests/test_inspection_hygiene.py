"""How things are written: what misleads a reader or a browser is found before it is published."""

import pytest
from rdflib import Graph

from kennisgraaf import build
from kennisgraaf.location import Locator

GOOD = [
    '"gewoon"@nl',
    '"twee\\nregels\\ten een tab"@nl',
    '"café \u2067\u05e9\u05dc\u05d5\u05dd\u2069"@nl',
    "<https://example.org/é>",
    "<urn:isbn:1>",
]
BAD = {
    '"bel\\u0007"@nl': ("Tekst-stuurteken", "Violation"),
    '"wis\\u007F"@nl': ("Tekst-stuurteken", "Violation"),
    '"gpj\u202eexe"@nl': ("Tekst-schrijfrichting", "Violation"),
    '"te veel\u2069"@nl': ("Tekst-schrijfrichting", "Violation"),
    '"kruis\u2067elings\u202c"@nl': ("Tekst-schrijfrichting", "Violation"),
    '"cafe\u0301"@nl': ("Tekst-samengesteld", "Warning"),
    "<javascript:alert(1)>": ("Iri-schema", "Violation"),
    "<data:text/html,x>": ("Iri-schema", "Violation"),
    "<file:///etc/passwd>": ("Iri-schema", "Violation"),
}


def findings(little, value):
    with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
        data.write(f"ding:a skos:related {value} .\n")
    return [
        (str(found.shape).rpartition("#")[2], found.severity)
        for found in build.check(little).findings
        if found.path.endswith("related")
    ]


@pytest.mark.parametrize("value", GOOD)
def test_what_is_written_well_passes(little, value):
    assert findings(little, value) == []


@pytest.mark.parametrize("value", BAD)
def test_what_misleads_is_found(little, value):
    assert findings(little, value) == [BAD[value]]


def test_the_finding_says_where_and_what_to_do(little):
    findings(little, '"gpj\u202eexe"@nl')
    report = build.check(little)
    (found,) = [one for one in report.findings if one.path.endswith("related")]
    (place,) = Locator(report.sources, Graph()).places(found)
    assert place.file.endswith("kern.ttl")
    assert place.line > 5
    assert set(found.messages) == {"nl", "en"}
