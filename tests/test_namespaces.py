"""Short names: the longest namespace that gives a name."""

import pytest

from kennisgraaf import namespaces
from kennisgraaf.namespaces import ID, KG

SPACES = namespaces.prefixes(["ding"])


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{KG}heeftDeel", "kg:heeftDeel"),
        (f"{ID}ding/a", "ding:a"),
        (f"{ID}graaf/a", "graaf:a"),
        (KG, "kg:"),
        (f"{ID}zaak/a", ""),
        (f"{ID}ding/a#b", ""),
        (f"{ID}ding/-", ""),
        ("https://example.org/", ""),
    ],
)
def test_an_iri_is_named_with_the_longest_namespace_that_gives_a_name(iri, name):
    assert namespaces.short(iri, SPACES) == name


def test_prefix_lines_are_read_in_turtle_and_in_sparql():
    text = "PREFIX a: <urn:a>\n@prefix b: <urn:b> .\nprefix : <urn:c>\nSELECT ?prefix { }"
    assert namespaces.declared(text) == {"a": "urn:a", "b": "urn:b", "": "urn:c"}
