"""The page of a thing as a reader meets it: sections, path, readings, references, reports, and why."""

import html
import json
import re
from urllib.parse import urlencode

import pyoxigraph
import pytest

from kennisgraaf.namespaces import ID, KG
from kennisgraaf.web import create_app

NL = {"Accept": "text/html", "Accept-Language": "nl"}
EN = {"Accept": "text/html", "Accept-Language": "en"}
WHY = "/waarom?s=competentie:scw-4b&p=kg:heeftIndicator&o=procesindicator:scw-4b-p1"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture(scope="module")
def page(client):
    return client.get("/doc/competentie/scw-4b", headers=NL).text


def headings(page):
    return [html.unescape(re.sub("<[^>]*>", "", text)).strip() for text in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]


def words(page):
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", page)).split())


def test_a_page_answers_in_order_what_it_is_what_it_asks_whom_it_concerns_and_what_it_rests_on(page):
    main = [name for name in headings(page) if name.startswith(("Wat het", "Wie en", "Waar het op"))]
    assert main == ["Wat het is", "Wat het vraagt", "Wie en wat het aangaat", "Waar het op rust"]


def test_the_sections_have_english_names_too(client):
    found = headings(client.get("/doc/competentie/scw-4b", headers=EN).text)
    assert {"What it is", "What it asks", "What it rests on", "Cite this"} <= set(found)


def test_the_title_has_the_code(page):
    assert re.search(r"<h1><span class=\"code\">4B</span> Verheldert de vraag</h1>", page)
    assert "<title>4B Verheldert de vraag" in page


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("competentie/scw-4b", ["begrippenkader/scw-2006", "competentiethema/scw-vraag-en-oplossingsgericht"]),
        (
            "werkproces/25958-b1-k1-w1",
            ["kwalificatiedossier/sociaal-werk-23384", "kwalificatie/25958", "kerntaak/25958-b1-k1"],
        ),
    ],
)
def test_the_way_to_the_whole_is_shown(client, path, above):
    page = client.get(f"/doc/{path}", headers=NL).text
    (way,) = re.findall(r'<ol class="path">(.*?)</ol>', page, re.DOTALL)
    assert re.findall(r'href="/doc/([^"/]+/[^"]+)"', way)[-len(above) :] == above


def test_records_stand_behind_the_badge_and_not_in_lists(page):
    assert "onderwerp van de uitspraak" not in page
    reading = words(re.findall(r'<div class="reading">(.*?)</div>', page, re.DOTALL)[0])
    assert re.search(r"zeker van \(0,\d+ van 1\)", reading)
    assert re.search(r"Gesteld door .+ op \d+ \w+ 20\d\d", reading)


def test_things_that_are_called_the_same_say_what_they_are_of(client):
    page = client.get("/doc/competentie/scw-4b", headers=NL).text
    listed = re.findall(r'<li>\s*<span class="code">B1-K1-W1</span>.*?</li>', page, re.DOTALL)
    told = [words(one) for one in listed]
    assert len(told) == len(set(told)) > 1


def test_every_property_of_the_ontology_that_a_page_shows_has_a_section(client):
    for path in ("competentie/scw-4b", "werkproces/25958-b1-k1-w1", "functie/delphi-opbouwwerker", "bron/movisie-2013"):
        assert "Overig" not in headings(client.get(f"/doc/{path}", headers=NL).text), path


def test_every_inferred_value_asks_why_and_is_answered(client, page):
    addresses = [html.unescape(one) for one in re.findall(r'href="(/waarom\?[^"]+)"', page)]
    assert len(addresses) > 5
    for address in addresses[:6]:
        answer = client.get(address, headers=NL)
        assert answer.status_code == 200
        assert "Dit volgt, want" in answer.text


def test_a_proof_is_told_in_words_down_to_the_passages(client):
    told = words(client.get(WHY, headers=NL).text)
    assert "is het omgekeerde van" in told
    assert "Dit is zo gesteld in" in told
    assert "Vindplaatsen van" in told
    assert "This follows, because" in words(client.get(WHY, headers=EN).text)


def test_a_proof_is_had_as_json_and_turtle(client):
    plain = json.loads(client.get(f"{WHY}&_mediatype=application/json").data)
    assert plain["rule"] == "prp-inv"
    assert plain["premises"][0]["graphs"]
    body = client.get(WHY, headers={"Accept": "text/turtle"}).data
    assert len(list(pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE))) > 5


def test_a_reading_keeps_its_sentences_apart(client):
    found = re.findall(
        r'<div class="reading">(.*?)</div>', client.get("/doc/kwalificatie/25958", headers=NL).text, re.DOTALL
    )
    told = [words(one) for one in found]
    assert any(re.search(r"van 1\)\. Gesteld door", one) for one in told)
    assert not any(re.search(r"\)\.\S", one) for one in told)


def test_an_asserted_statement_says_who_says_so(client):
    ends = {"p": f"{KG}valtOnderThema", "o": f"{ID}competentiethema/scw-vraag-en-oplossingsgericht"}
    answer = client.get(f"/waarom?s=competentie:scw-4b&{urlencode(ends)}", headers=NL)
    assert "Dit is niet afgeleid" in words(answer.text)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("s=competentie:scw-4b&p=kg:heeftIndicator&o=competentie:scw-4c", 404),
        ("s=x:y&p=z:w&o=q:r", 404),
        ("s=competentie:scw-4b", 400),
        ("", 400),
        ("s=a b&p=<script>&o=}", 400),
    ],
)
def test_what_is_not_stated_is_not_explained(client, query, status):
    answer = client.get(f"/waarom?{query}", headers=NL)
    assert answer.status_code == status
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("suffix", "media_type", "begin"),
    [
        ("txt", "text/plain; charset=utf-8", "Redactie"),
        ("bib", "application/x-bibtex", "@misc{"),
        ("ris", "application/x-research-info-systems", "TY  - DATA"),
        ("csl", "application/vnd.citationstyles.csl+json", "["),
    ],
)
def test_a_reference_is_had_in_each_form(client, release, suffix, media_type, begin):
    answer = client.get(f"/doc/competentie/scw-4b.{suffix}", headers=NL)
    assert (answer.status_code, answer.content_type) == (200, media_type)
    assert answer.text.startswith(begin)
    for part in (ID + "competentie/scw-4b", "Verheldert de vraag", "CC BY 4.0", release.id, "Boonstra"):
        assert part in answer.text


def test_a_reference_of_nothing_is_not_there(client):
    assert client.get("/doc/competentie/niets.bib").status_code == 404


def test_a_page_shows_its_reference_and_that_of_the_publication(page):
    told = words(page)
    assert "Hiernaar verwijzen" in told
    assert "De publicatie erachter" in told
    assert 'href="/doc/competentie/scw-4b.ris"' in page


def test_a_mistake_is_reported_on_a_page_with_the_text_to_copy(client, release, page):
    (address,) = re.findall(r'href="(/melden[^"]*)"', page)
    told = html.unescape(client.get(html.unescape(address), headers=NL).text)
    assert f"Ding: {ID}competentie/scw-4b" in told
    assert f"Uitgave: {release.id}" in told
    assert "mailto:" not in told


@pytest.mark.parametrize(
    ("report", "begin"),
    [
        ("https://tracker.example/new", "https://tracker.example/new?title=Fout+in+"),
        ("https://tracker.example/new?labels=x", "https://tracker.example/new?labels=x&title="),
        (
            "https://tracker.example/?issue[title]={title}&issue[description]={body}",
            "https://tracker.example/?issue[title]=Fout",
        ),
    ],
)
def test_an_operator_says_where_mistakes_are_reported(release, graph, report, begin):
    page = create_app(release, graph, report=report).test_client().get("/doc/competentie/scw-4b", headers=NL).text
    (address,) = re.findall(r'<a rel="nofollow" href="(https://tracker[^"]+)"', page)
    assert html.unescape(address).startswith(begin)
    assert "competentie%2Fscw-4b" in address
    assert release.id in address


@pytest.mark.parametrize(
    ("path", "status"), [("/melden", 200), ("/melden?ding=competentie:x", 404), ("/melden?ding=a b", 404)]
)
def test_a_report_is_about_a_thing_or_about_all(client, path, status):
    assert client.get(path, headers=NL).status_code == status


def test_hostile_names_stay_text_in_references_and_reports(serve_little):
    label = '}\\n@x{<script>alert(1)</script>"'
    client = serve_little(
        f'<{ID}ding/a> <http://www.w3.org/2004/02/skos/core#altLabel> "x" . <{ID}ding/d> a <{KG}Ding> ; '
        f"<http://www.w3.org/2004/02/skos/core#prefLabel> '''{label}'''@nl ."
    )
    for path in ("/doc/ding/d", "/melden?ding=ding:d"):
        answer = client.get(path, headers=NL)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    written = client.get("/doc/ding/d.bib").text
    assert written.count("\n@") == 0
    assert r"\textbraceright{}" in written


def test_a_thing_without_groups_or_code_has_a_page(serve_little):
    page = serve_little().get("/doc/ding/a", headers=NL)
    assert page.status_code == 200
    assert "Overig" in headings(page.text)
