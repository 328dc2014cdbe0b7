"""The rules that are no shapes: described like shapes, in both languages, and in every release."""

from pathlib import Path

from rdflib import Graph

from kennisgraaf import build, engine, layout, rules, sources
from kennisgraaf.namespaces import KGS
from kennisgraaf.validation import validate
from kennisgraaf.web import create_app


def test_every_rule_has_name_and_message_in_two_languages_and_a_severity():
    known = rules.rules()
    assert list(known) == sorted(known)
    for rule in known.values():
        assert rule.severity in {"Violation", "Warning", "Info"}
        assert all(set(texts) == {"nl", "en"} for texts in (rule.name, rule.message))
        assert set(rule.detail) in ({"nl", "en"}, set())


def test_the_description_of_the_rules_keeps_to_the_shapes_for_rules(house):
    shapes = Graph()
    for path in house.files("shapes"):
        shapes.parse(path)
    described = Graph()
    for triple in rules.triples():
        described.add(triple)
    assert validate(described, shapes) == []


def test_no_rule_has_the_name_of_a_shape(house):
    taken = {str(s) for document in sources.read(house).documents[f"{KGS[:-1]}"] for s in document.subjects}
    assert taken & set(rules.rules()) == set()


def test_the_rules_are_described_in_the_fixed_form():
    for path in sorted(Path(rules.__file__).parent.glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        assert layout.layout(text, path.name) == text


def test_the_page_of_the_shapes_tells_the_rules_of_inspection_ledger_and_validation(little):
    made = build.compile(little)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        page = create_app(made, opened).test_client().get("/shapes?lang=nl", headers={"Accept": "text/html"}).text
    for iri in rules.rules():
        assert f'id="{iri.removeprefix(KGS)}"' in page
