"""The vocabulary and the rules as pages: every anchor works, the pages stay light, and each says what it should."""

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kennisgraaf.namespaces import KG
from kennisgraaf.web import create_app, diagram
from kennisgraaf.web.glossary import Entry

HOUSE = Path(__file__).parents[1]
HTML = {"Accept": "text/html"}
TOPICS = sorted(path.stem for path in (HOUSE / "ontology").glob("*.ttl") if "\nkg:" in path.read_text("utf-8"))
FIRST_LOAD = 100_000  # bytes, compressed


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def ids(page):
    found = re.findall(r'\bid="([^"]+)"', page)
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", ["/def", "/shapes", *(f"/def/{topic}" for topic in TOPICS)])
def test_pages_are_light(client, path, lang):
    body = client.get(f"{path}?lang={lang}", headers=HTML).data
    style = (HOUSE / "src/kennisgraaf/web/static/style.css").read_bytes()
    assert len(gzip.compress(body)) + len(gzip.compress(style)) < FIRST_LOAD


def test_every_term_has_its_anchor_in_the_one_document(client, graph):
    terms = graph.rows(f'SELECT DISTINCT ?t {{ GRAPH <{KG[:-1]}> {{ ?t a ?k }} FILTER STRSTARTS(STR(?t), "{KG}") }}')
    assert len(terms) > 300
    assert {row["t"].value.removeprefix(KG) for row in terms} <= ids(client.get("/def", headers=HTML).text)


def test_every_rule_has_its_anchor_its_severity_and_how_to_mend(client):
    page = client.get("/shapes?lang=en", headers=HTML).text
    entry = page.partition('id="Begrip-inScheme"')[2].partition("</article>")[0]
    assert "How to mend it:" in entry
    assert "Severity:" in entry
    assert "Example that breaks this rule" in entry
    assert "&lt;" not in entry or "kg:" in entry


def test_every_example_that_breaks_a_rule_stands_with_that_rule(client):
    page = client.get("/shapes", headers=HTML).text
    articles = dict(re.findall(r'<article class="entry" id="([^"]+)">(.*?)</article>', page, re.DOTALL))
    names = [path.stem for path in (HOUSE / "tests/examples/invalid").glob("*.ttl")]
    told = [name for name in names if name in articles]
    assert len(told) > 200
    assert [name for name in told if "Voorbeeld dat deze regel breekt" not in articles[name]] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_tells_of_each_of_its_terms(client, release, topic):
    page = client.get(f"/def/{topic}", headers=HTML)
    assert page.status_code == 200
    anchors = ids(page.text)
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= anchors
    assert f'href="/def/{topic}' in client.get("/def", headers=HTML).text


def test_a_class_tells_what_is_required_an_example_and_questions(client):
    page = client.get("/def/belang?lang=en", headers=HTML).text
    entry = page.partition('id="Dilemma"')[2].partition("</article>")[0]
    for told in ("What is required", "Example in Turtle", "questions with this", "how many there are", "/doc/dilemma"):
        assert told in entry
    assert 'href="/shapes?lang=en#Dilemma-inDilemmacategorie"' in entry


@pytest.mark.parametrize("topic", TOPICS)
def test_the_drawing_is_sound_the_same_each_time_and_has_its_table(client, topic):
    page = client.get(f"/def/{topic}", headers=HTML).text
    drawn = re.search(r"<svg class=\"classes\".*?</svg>", page, re.DOTALL)
    if not drawn:
        assert "<h2>Klassen" not in page
        return
    tree = ET.fromstring(drawn[0])  # noqa: S314 - our own page
    assert tree.get("role") == "img"
    assert tree.find("title").text
    table = page.partition("Hetzelfde als tabel")[2].partition("</table>")[0]
    boxes = [text.text for text in tree.iter("text") if text.get("class") == "term"]
    assert table.count('<th scope="row">') >= len(boxes) > 0
    assert client.get(f"/def/{topic}", headers=HTML).text == page


def entry(name, *, is_class, **links):
    return Entry(KG + name, name, is_class, {"nl": name}, {}, {}, {key: [KG + one] for key, one in links.items()})


def test_boxes_do_not_overlap_and_every_property_has_its_own_line():
    terms = [entry("A", is_class=True, subClassOf="B"), entry("B", is_class=True)]
    terms += [entry(f"p{n}", is_class=False, domain="A", range="B") for n in range(3)]
    found = diagram.draw(terms, {KG + "B": {"nl": "B" * 80}}, lambda texts: texts["nl"])
    one, other = found.boxes
    assert one.y + one.height < other.y < found.height
    assert [arrow.above for arrow in one.arrows] == [True, False, False, False]
    assert len({arrow.y for arrow in one.arrows}) == 4
    assert one.arrows[0].target == "B" * 80
    assert one.arrows[0].short_target.endswith("…")


def test_a_name_that_is_no_topic_is_not_found_with_near_names(client):
    assert client.get("/def/beroeep", headers=HTML).status_code == 404


def test_topics_are_on_the_map(client):
    assert "/def/beroep</loc>" in client.get("/sitemap.xml").text
