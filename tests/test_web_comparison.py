"""The page that compares: what it says, what it takes, and what goes wrong."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from kennisgraaf.namespaces import ID, KG
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
TWO = "/vergelijken?met=functieniveau/scw-2&met=functieniveau/scw-3"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def text(response):
    assert response.status_code == 200, response.text
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_a_page_without_things_offers_them_and_a_search(client):
    page = client.get("/vergelijken", headers=HTML).text
    assert 'name="met" value="functieniveau/scw-2"' in page
    assert 'name="zoek"' in page
    assert '<link rel="canonical" href="/vergelijken">' in page


def test_two_things_are_told_in_short_then_what_differs_then_what_they_share(client):
    page = text(client.get(TWO, headers=HTML))
    assert re.search(r"vereist competentie : gedeeld \d+; alleen bij A 0; alleen bij B 0\.", page)
    assert page.index("In het kort") < page.index("Wat verschilt") < page.index("Wat zij delen")


def test_the_columns_stand_in_the_order_of_the_address(client):
    there = client.get(TWO + "&format=json").json["things"]
    back = client.get("/vergelijken?met=functieniveau/scw-3&met=functieniveau/scw-2&format=json").json["things"]
    assert [one["id"] for one in there] == [one["id"] for one in reversed(back)]


def test_a_thing_goes_by_its_iri_too(client):
    name = f"{ID}functieniveau/scw-2"
    assert client.get(f"/vergelijken?met={name}&met=functieniveau:scw-3&format=json").json["things"][0]["id"] == name


@pytest.mark.parametrize(
    "kind", ["Profiel", "Functie", "Functieniveau", "Beroep", "Competentie", "Kwalificatiedossier"]
)
def test_two_of_a_kind_can_be_compared(client, graph, kind):
    rows = graph.rows(
        f"SELECT ?thing {{ ?thing a kg:{kind} FILTER NOT EXISTS {{ ?thing owl:deprecated true }} }} LIMIT 2"
    )
    pairs = "&".join(f"met={row['thing'].value.removeprefix(ID)}" for row in rows)
    found = client.get(f"/vergelijken?{pairs}&format=json").json
    assert len(found["things"]) == 2
    assert any(any(own) for row in found["rows"] for own in row["differs"])
    assert client.get(f"/vergelijken?{pairs}&lang=en", headers=HTML).status_code == 200


def test_unknown_names_are_told_with_near_ones(client):
    page = client.get(TWO.replace("scw-3", "scw-33"), headers=HTML).text
    assert "Hier is niets met deze naam" in page
    assert "/vergelijken?met=functieniveau%2Fscw-2&amp;met=functieniveau%2Fscw-3" in page
    answer = client.get(TWO.replace("scw-3", "scw-33") + "&format=csv")
    assert answer.status_code == 400
    assert "functieniveau/scw-3" in answer.text


def test_the_same_thing_twice_is_told(client):
    page = text(client.get("/vergelijken?met=functieniveau/scw-2&met=functieniveau/scw-2", headers=HTML))
    assert "Dit staat er al" in page
    assert "Wat verschilt" not in page


def test_no_more_than_four_fit(client):
    pairs = "&".join(f"met=competentie/scw-4{letter}" for letter in "abcde")
    assert "Er passen er 4 naast elkaar" in text(client.get(f"/vergelijken?{pairs}", headers=HTML))
    assert len(client.get(f"/vergelijken?{pairs}&format=json").json["things"]) == 4


def test_a_search_adds_one(client):
    page = client.get("/vergelijken?met=functieniveau/scw-2&zoek=scw3", headers=HTML).text
    assert "/vergelijken?met=functieniveau%2Fscw-2&amp;met=functieniveau%2Fscw-3" in page
    assert "Niets gevonden" in client.get("/vergelijken?zoek=qqqqqqqqqqqq", headers=HTML).text


def test_what_is_typed_stays_text(client):
    page = client.get('/vergelijken?met=<script>x</script>&zoek="><b>', headers=HTML).text
    assert "<script>x" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("name", ["http://[", "https://x/ y", "http://example.org/", "%00", "a" * 5000, "../..", "//"])
def test_odd_names_are_unknown_and_break_nothing(client, name):
    assert client.get("/vergelijken", query_string={"met": name}, headers=HTML).status_code == 200


def test_the_table_and_the_workbook_hold_the_same(client):
    answer = client.get(TWO + "&format=csv")
    assert answer.headers["Content-Disposition"].endswith("vergelijking.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(TWO + "&format=xlsx").data)).active
    assert rows == [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:4] == ["eigenschap", "richting", "waarde", "IRI"]
    assert any(row[3] == f"{ID}competentie/scw-4b" and row[4].startswith("ja") for row in rows)
    assert client.get(TWO + "&format=csv&lang=en").data.decode("utf-8-sig").startswith("property,")


def test_a_file_needs_two_things(client):
    assert client.get("/vergelijken?met=functieniveau/scw-2&format=csv").status_code == 400
    assert client.get("/vergelijken", headers={"Accept": "application/json"}).status_code == 400


def test_it_leads_to_coverage_and_to_the_composer_where_they_fit(client, release, graph):
    page = client.get(TWO, headers=HTML).text
    assert "/samenstellen?als=functieniveau/scw-2" in page.replace("%2F", "/")
    asked = graph.rows(
        "SELECT DISTINCT ?x { ?x a kg:Kwalificatie ; kg:dektCompetentie ?y "
        "FILTER NOT EXISTS { ?x owl:deprecated true } } LIMIT 2"
    )
    one, other = (row["x"].value.removeprefix(ID) for row in asked)
    link = f"/dekking/{one}?naast={other}"
    assert link in client.get(f"/vergelijken?met={one}&met={other}", headers=HTML).text.replace("%2F", "/")
    assert client.get(link, headers=HTML).status_code == 200


def test_every_row_of_the_json_adds_up(client):
    found = client.get(
        "/vergelijken?met=functie/delphi-opbouwwerker&met=beroep/sociaal-cultureel-werker&format=json"
    ).json
    (asked,) = [row for row in found["rows"] if row["property"] == KG + "vereistCompetentie"]
    assert asked["set"]
    assert len(asked["shared"]) + len(asked["differs"][0]) >= 20


def test_withdrawn_things_are_followed_or_marked(serve_little):
    turtle = """PREFIX d: <https://w3id.org/kennisgraaf/id/ding/>
    d:oud owl:deprecated true ; dct:isReplacedBy d:a . d:weg owl:deprecated true .
    d:veel owl:deprecated true ; dct:isReplacedBy d:a , d:b ."""
    client = serve_little(turtle, [])
    page = text(client.get("/vergelijken?met=ding/oud&met=ding/b", headers=HTML))
    assert re.search(r"Vervallen: \S*oud . Hier staat wat ervoor in de plaats kwam: a", page)
    page = text(client.get("/vergelijken?met=ding/weg&met=ding/b", headers=HTML))
    assert "Er is niets voor in de plaats gekomen" in page
    assert "Wat verschilt" in page
    assert "kwamen a , b" in text(client.get("/vergelijken?met=ding/veel&met=ding/b", headers=HTML))
