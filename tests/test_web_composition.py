"""Composing a profile in the browser: choose, compare, keep the address, take it along."""

import io
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from docx import Document
from openpyxl import load_workbook

from kennisgraaf import build, record
from kennisgraaf.namespaces import ID, KG
from kennisgraaf.web import create_app
from kennisgraaf.web.composition import PATH

TWO = f"{PATH}?keuze=scw-4a~mbo-4.scw-4b&titel=Mijn+profiel"
EVIL = '"><script>alert(1)</script>{{7*7}}\u202e\x00'


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph, public="https://kennis.example").test_client()


def permalink(page):
    return re.search(r'id="permalink">([^<]+)<', page.text)[1].replace("&amp;", "&")


def told(page):
    return re.findall("<li>(.*?)</li>", page.text.split('class="trouble"')[1].split("</div>")[0], re.DOTALL)


def test_the_page_offers_everything_in_labelled_fieldsets_without_script(client):
    page = client.get(PATH)
    assert page.status_code == 200
    assert page.text.count('name="c"') >= 30
    assert page.text.count("<fieldset>") == page.text.count("<legend>") > 5
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|\sstyle=", page.text)
    assert 'name="robots"' not in page.text


def test_a_form_that_is_sent_becomes_the_one_address_of_its_choice(client):
    sent = {"c": ["scw-4b", "scw-4a"], "n": ["scw-4a~mbo-4", "", "scw-4c~mbo-3"], "alle": ["", "beginner"]}
    answer = client.get(PATH, query_string={**sent, "erbij": "", "titel": "Hoi & dag", "notitie": "", "zoek": ""})
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked.pop("van")
    assert asked == {"keuze": ["scw-4a~mbo-4~beginner.scw-4b~beginner"], "titel": ["Hoi & dag"]}
    again = client.get(answer.location)
    assert permalink(again) == f"https://kennis.example{answer.location}"


def test_a_button_chooses_a_whole_group(client):
    answer = client.get(PATH, query_string={"c": "scw-4a", "erbij": ["", "scw-4c.scw-4d"], "titel": ""})
    assert parse_qs(urlsplit(answer.location).query)["keuze"] == ["scw-4a.scw-4c.scw-4d"]


def test_the_page_shows_definitions_levels_overlap_and_what_comes_along(client):
    page = client.get(TWO)
    assert "<h1><bdi>Mijn profiel</bdi></h1>" in page.text
    assert '<option value="scw-4a~mbo-4" selected>' in page.text
    assert "sociaal-cultureel werker" in page.text
    assert re.search(r"<rect class=\"shared\" width=\"10.0\"", page.text)
    assert 'aria-label="10 %"' in page.text
    assert "Te zien aan wat iemand doet" in page.text
    english = client.get(f"{TWO}&lang=en")
    assert "Overlap with what is there already" in english.text
    assert "Makes themselves known" in english.text


def test_searching_keeps_the_choice_and_shows_what_fits(client):
    page = client.get(f"{PATH}?keuze=scw-4a&zoek=Participatie")
    offered = re.findall(r'name="c" value="([^"]+)"', page.text)
    assert "scw-4a" in offered
    assert "scw-4p" in offered
    assert len(offered) < 15
    assert "Niets gevonden" in client.get(f"{PATH}?zoek=zzzzzz").text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nix.scw-4a", "nix"),
        ("scw-4a~nix", "is geen niveau"),
        ("scw-4a.scw-4a", "twee keer"),
        ("scw-4a~mbo-3~mbo-4", "Twee niveaus|twee niveaus"),
        ("%3Cscript%3E.scw-4a", "&lt;script&gt;"),
        ("%00%E2%80%AE%FF.scw-4a", "staat hier niet"),
    ],
)
def test_what_a_link_has_that_is_not_here_is_told_and_the_rest_is_shown(client, text, says):
    page = client.get(f"{PATH}?keuze={text}")
    assert page.status_code == 200
    assert re.search(says, " ".join(told(page)))
    assert "scw-4a" in permalink(page)


def test_a_form_with_an_unknown_name_leads_to_a_page_that_tells(client):
    answer = client.get(PATH, query_string={"c": ["scw-4a", "nix"]})
    assert "nix" in " ".join(told(client.get(answer.location)))


def test_hostile_titles_and_notes_stay_text(client):
    page = client.get(PATH, query_string={"keuze": "scw-4a", "titel": EVIL, "notitie": EVIL, "van": EVIL, "zoek": EVIL})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert not re.search(r"\b49\b", page.text.partition("</h1>")[0])
    assert "\u202e" not in page.text
    assert "\x00" not in page.text
    assert "onleesbaar" in " ".join(told(page))


@pytest.mark.parametrize("text", ["a." * 250, "a~" * 2000, "." * 5000])
def test_a_choice_of_a_strange_size_is_answered_with_a_word(client, text):
    assert client.get(f"{PATH}?keuze={text}").status_code in {200, 400}


def test_ten_thousand_names_do_not_fit_in_an_address(client):
    assert client.get(f"{PATH}?keuze={'scw-4a.' * 10_000}").status_code == 414


def test_a_profile_that_is_there_is_a_beginning(client):
    answer = client.get(f"{PATH}?als=profiel/wmo-2013")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.text.count("checked>") == 10
    assert "100 %" in page.text
    assert len(answer.location) < 400
    assert client.get(f"{PATH}?als=profiel/wmo-2014").status_code == 404
    assert client.get(f"{PATH}?als=belang/movisie-positionering").status_code == 404
    assert client.get(f"{PATH}?als=%3Cx%3E").status_code == 400
    assert f"{PATH}?als=profiel%2Fwmo-2013" in client.get("/doc/profiel/wmo-2013").text
    assert f"{PATH}?als=" not in client.get("/doc/begrippenkader/scw-2006").text


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "jsonld", "ttl"])
def test_a_download_is_the_same_each_time_and_is_named(client, suffix):
    address = TWO.replace(PATH, f"{PATH}.{suffix}")
    first, again = client.get(address), client.get(address, headers={"Accept-Language": "en"})
    assert first.status_code == 200
    assert first.data == again.data
    assert first.headers["Content-Disposition"] == f'attachment; filename="profiel.{suffix}"'
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert address.partition("?")[0] + "?" in client.get(TWO).text


def test_a_form_can_be_asked_for_by_name_or_by_accept(client):
    by_name = client.get(f"{TWO}&format=xlsx")
    by_type = client.get(TWO, headers={"Accept": by_name.content_type})
    assert by_name.content_type == by_type.content_type
    assert load_workbook(io.BytesIO(by_type.data)).sheetnames[0] == "Profiel"
    assert client.get(f"{TWO}&format=exe").status_code == 406


def test_the_document_has_what_the_page_has(client):
    text = Document(io.BytesIO(client.get(TWO.replace(PATH, f"{PATH}.docx")).data))
    everything = "\n".join(one.text for one in text.paragraphs)
    assert permalink(client.get(TWO)) in everything
    assert "Verheldert de vraag" in everything
    assert [cell.text for cell in text.tables[0].rows[1].cells] == ["4A", "Maakt zich bekend", "mbo 4"]


def test_nothing_chosen_is_nothing_to_download(client):
    answer = client.get(f"{PATH}.docx")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["name"] == "keuze"
    assert client.get(f"{PATH}.exe?keuze=scw-4a").status_code == 404


@pytest.mark.parametrize("base", ["", "https://example.org/profiel"])
@pytest.mark.parametrize("suffix", ["jsonld", "ttl"])
def test_the_statements_pass_our_shapes(client, house, tmp_path, suffix, base):
    answer = client.get(
        f"{PATH}.{suffix}",
        query_string={"keuze": "scw-4a~mbo-4~scw-3.scw-4b", "titel": EVIL, "notitie": "x", "basis": base},
    )
    file = tmp_path / f"eigen.{suffix}"
    file.write_bytes(answer.data)
    assert build.check(house, (file,)).findings == []
    found = list(ox.parse(answer.data, format=getattr(ox.RdfFormat, {"ttl": "TURTLE", "jsonld": "JSON_LD"}[suffix])))
    assert len({quad.subject for quad in found}) == 4
    assert all(quad.subject.value.startswith(base or "urn:uuid:") for quad in found)
    concerned = {quad.object.value for quad in found if quad.predicate.value == f"{KG}betreftCompetentie"}
    assert concerned == {f"{ID}competentie/scw-4a", f"{ID}competentie/scw-4b"}


def test_json_ld_uses_the_words_of_our_context(client):
    found = json.loads(client.get(TWO.replace(PATH, f"{PATH}.jsonld")).data)
    profile = next(node for node in found["@graph"] if "Profiel" in node["@type"])
    assert profile["prefLabel"] == {"nl": "Mijn profiel", "en": "Mijn profiel"}
    assert len(profile["heeftVereiste"]) == 2
    assert found["@context"]["heeftVereiste"]["@id"] == f"{KG}heeftVereiste"


@pytest.mark.parametrize("base", ["javascript:alert(1)", "x y", "https://example.org/<>", "https://e.org/> } #"])
def test_a_base_that_is_no_web_address_is_refused(client, base):
    answer = client.get(f"{PATH}.jsonld", query_string={"keuze": "scw-4a", "basis": base})
    assert answer.status_code == 400


def test_programs_get_the_overlap_as_json(client):
    answer = client.get("/api/v1/vergelijkingen?keuze=scw-4b.scw-4a~mbo-4")
    assert answer.headers["API-Version"]
    found = answer.json
    assert found["keuze"] == "scw-4a~mbo-4.scw-4b"
    assert [one["id"] for one in found["chosen"]] == [f"{ID}competentie/scw-4a", f"{ID}competentie/scw-4b"]
    by_id = {one["id"]: one for one in found["overlaps"]}
    assert by_id[f"{ID}beroepscompetentieprofiel/scw-2006"]["likeness"] == 0.1
    assert [one["likeness"] for one in found["overlaps"]] == sorted(
        (o["likeness"] for o in by_id.values()), reverse=True
    )
    assert client.get(urlsplit(found["page"]).path + "?" + urlsplit(found["page"]).query).status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["keuze"]),
        ("keuze=nix.scw-4a~nix", ["keuze", "keuze"]),
        ("keuze=scw-4a&x=1", ["x"]),
        ("keuze=.", ["keuze"]),
    ],
)
def test_programs_are_told_all_that_is_wrong(client, query, names):
    answer = client.get(f"/api/v1/vergelijkingen?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert [one["name"] for one in answer.json["errors"]] == names


MERGED = """
PREFIX competentie: <https://w3id.org/kennisgraaf/id/competentie/>
competentie:oud a kg:Competentie ; skos:prefLabel "oud"@nl ; owl:deprecated true ; dct:isReplacedBy competentie:tussen .
competentie:tussen a kg:Competentie ; skos:prefLabel "tussen"@nl ; owl:deprecated true ;
  dct:isReplacedBy competentie:nieuw .
competentie:weg a kg:Competentie ; skos:prefLabel "weg"@nl ; owl:deprecated true .
competentie:nieuw a kg:Competentie ; skos:prefLabel "<i>nieuw</i>"@nl , "=1+1"@en .
"""


@pytest.fixture
def history(little):
    """Write made-up records of two releases, of which the second changed a thing that is chosen."""

    def write(*versions):
        for number, version in enumerate(versions, 1):
            change = {"iri": f"{ID}competentie/nieuw", "kind": "changed", "verdict": "minor", "labels": {"nl": "nieuw"}}
            change |= {
                "topic": {},
                "reasons": [{"text": {"nl": "De <b>omschrijving</b> is anders."}}],
                "properties": [],
            }
            found = {"verdict": "minor", "counts": {}, "changes": [change] if number > 1 else []}
            record.write(little.root, version, datetime(2026, number, 1, tzinfo=UTC), found)

    return write


def test_an_old_link_to_what_is_withdrawn_leads_to_what_came_instead(serve_little):
    page = serve_little(MERGED).get(f"{PATH}?keuze=oud.weg")
    said = " ".join(told(page))
    assert "oud</a>" in said
    assert "is vervallen. In plaats daarvan" in said
    assert "is vervallen zonder opvolger" in said
    assert "keuze=nieuw&" in permalink(page)
    assert "<i>" not in page.text


def test_a_link_tells_what_changed_since_it_was_made(serve_little, history):
    history("0.2.0", "0.3.0")
    client = serve_little(MERGED)
    page = client.get(f"{PATH}?keuze=nieuw&van=0.2.0")
    assert "Gewijzigd in deze competenties" in page.text
    assert "0.3.0 (<time" in page.text
    assert "De &lt;b&gt;omschrijving" in page.text
    assert permalink(page).endswith("van=0.2.0")
    assert "Wat er sindsdien veranderde" not in client.get(f"{PATH}?keuze=nieuw").text
    assert permalink(client.get(f"{PATH}?keuze=nieuw")).endswith("van=0.3.0")
    assert "niet bekend" in client.get(f"{PATH}?keuze=nieuw&van=7.0.0").text


def test_before_the_first_version_there_is_nothing_to_compare_with(serve_little):
    page = serve_little(MERGED).get(f"{PATH}?keuze=nieuw&van={'0' * 16}")
    assert "nog niets om mee te vergelijken" in page.text


def test_where_nothing_can_be_chosen_the_page_still_stands(serve_little):
    client = serve_little()
    assert client.get(PATH).status_code == 200


def test_below_a_sub_path_every_address_keeps_it(release, graph):
    client = create_app(release, graph, subpath="/kennis", public="https://kennis.example/kennis").test_client()
    page = client.get(f"/kennis{TWO}")
    assert permalink(page).startswith(f"https://kennis.example/kennis{PATH}?")
    assert not re.search(r'(href|action|src)="/(?!kennis)', page.text)
    assert client.get(f"/kennis{PATH}?c=scw-4a").location.startswith("/kennis/")
