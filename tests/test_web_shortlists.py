"""The page on which a programme is linked: every form of the answer, every refusal, and nothing that stays."""

import base64
import csv
import html
import io
import json
import re
import zipfile

import openpyxl
import pytest
import rdflib
from werkzeug import formparser

from kennisgraaf.sssom import reading
from kennisgraaf.web import arrival, create_app, upload
from kennisgraaf.web.shortlists import MOST_ROWS

PLAN = """Crebo;Code;Werkproces
25958;B1-K1-W1;Onderzoekt de behoefte aan sociaal werk
99001;B1-K1-W1;Begeleidt vrijwilligers
"""
WP = "https://school.example/wp/"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture
def send(client):
    """Send a file to the page, with other fields."""

    def send(content=PLAN, name="plan.csv", path="/koppelen", field="file", **fields):
        raw = content if isinstance(content, bytes) else content.encode()
        data = {field: (io.BytesIO(raw), name), **fields}
        return client.post(path, data=data, headers=HTML, content_type="multipart/form-data")

    return send


def decided(workbook):
    """A review sheet in which the first row is decided."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    page = book.worksheets[0]
    at = {cell.value: place for place, cell in enumerate(page[1])}
    for name, value in (("Besluit", "dekt"), ("Zekerheid (0-1)", 0.9), ("Reden", "<b>Zelfde</b> vraag.")):
        page[2][at[name]].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("lang", "title"), [("nl", "Opleiding koppelen"), ("en", "Link a programme")])
def test_the_entrance_has_both_forms_and_says_that_nothing_is_kept(client, lang, title):
    page = client.get(f"/koppelen?lang={lang}", headers=HTML).text
    assert f"<h1>{title}</h1>" in page
    assert 'action="/koppelen' in page
    assert 'action="/koppelen/besluiten' in page
    assert {"nl": "er wordt niets van bewaard", "en": "nothing of it is kept"}[lang] in page
    assert "<script>" not in page


def test_a_file_comes_back_as_lists_with_its_words_marked(send):
    answer = send()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "plan.csv!B3: Het crebonummer “99001” is niet bekend." in html.unescape(answer.text)
    assert "Al gekoppeld door de redactie:" in answer.text
    assert "<mark>vrijwilligers</mark>" in answer.text


def test_the_page_itself_holds_the_sheet(send):
    (held,) = re.findall(r'download="koppelen.xlsx" href="data:[^;]+;base64,([^"]+)"', send().text)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(html.unescape(held))))
    assert book.worksheets[0]["E2"].value == "Onderzoekt de behoefte aan sociaal werk"


def test_a_pasted_text_does_as_well(client):
    answer = client.post("/koppelen", data={"tekst": "Bouwt een netwerk in de wijk"}, headers=HTML)
    assert answer.status_code == 200
    assert "<mark>netwerk</mark>" in answer.text


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_answer_in_another_form(send, form):
    answer = send(format=form)
    assert answer.status_code == 200
    if form == "json":
        assert [len(row["suggestions"]) for row in json.loads(answer.data)["rows"]] == [5, 5]
        return
    assert answer.headers["Content-Disposition"] == f'attachment; filename="koppelen.{form}"'
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))) > 10
    else:
        assert zipfile.is_zipfile(io.BytesIO(answer.data))


def test_one_framework_and_fewer_suggestions(send):
    told = json.loads(send(format="json", kader="scw-2006", aantal="2").data)
    found = [one["iri"] for one in told["rows"][1]["suggestions"]]
    assert len(found) == 2
    assert all("/scw-" in iri for iri in found)


def test_an_english_file_is_matched_in_english(client):
    data = {"tekst": "Supports volunteers", "taal": "en", "format": "json"}
    told = json.loads(client.post("/koppelen", data=data).data)
    assert told["rows"][0]["suggestions"][0]["words"][0]["word"] in {"Supports", "volunteers"}


def test_an_english_reader_of_a_dutch_file_sees_english_names(client):
    data = {"tekst": "Begeleidt vrijwilligers"}
    page = client.post("/koppelen?lang=en", data=data, headers=HTML).text
    assert "<mark>vrijwilligers</mark>" in page
    assert "Increases capacity for self-organisation" in page


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"", "leeg.csv", 400),
        (b"\x00\x01\x02", "x.csv", 400),
        (b"%PDF-1.7", "x.pdf", 400),
        (b"PK\x03\x04kapot", "x.xlsx", 400),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\x00n\x00c\x00", "x.xls", 400),
        ("zonder koppen of codes", "x.txt", 400),
    ],
)
def test_what_is_no_such_file_is_told_and_no_fault_of_ours(send, content, name, status):
    answer = send(content, name)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("fields", [{"aantal": "0"}, {"aantal": "x"}, {"aantal": "21"}, {"kader": "scw-2007"}])
def test_what_does_not_fit_is_400(send, fields):
    assert send(**fields).status_code == 400


def test_nothing_sent_is_told(client):
    assert client.post("/koppelen", data={}, headers=HTML).status_code == 400
    assert client.post("/koppelen/besluiten", data={}, headers=HTML).status_code == 400


def test_too_many_rows_are_too_many(send):
    rows = "".join(f"99001;B1-K{one // 9 + 1}-W{one % 9 + 1};Proces {one}\n" for one in range(MOST_ROWS + 1))
    answer = send(f"Crebo;Code;Werkproces\n{rows}")
    assert answer.status_code == 413


def sent_whole(client, content):
    """Send a file in a body made here: the test client would put a large one in a file of its own."""
    head = 'Content-Disposition: form-data; name="file"; filename="plan.csv"'
    body = f"--grens\r\n{head}\r\n\r\n{content}\r\n--grens--\r\n".encode()
    return client.post("/koppelen", data=body, headers=HTML, content_type="multipart/form-data; boundary=grens")


def test_a_large_file_is_refused_unread(client):
    assert sent_whole(client, "x" * arrival.UPLOADS["/koppelen"]).status_code == 413


def test_a_workbook_that_unpacks_to_much_is_refused(send):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (upload.UNPACKED + 1))
    assert send(packed.getvalue(), "bom.xlsx").status_code == 413


def test_what_a_file_says_never_becomes_markup(send):
    answer = send('Crebo;Code;Werkproces\n99001;B1-K1-W1;"<script>alert(1)</script> netwerk"\n', "<img src=x>.csv")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text


def test_decisions_come_back_as_a_page_with_both_files(send):
    sheet = decided(send(format="xlsx", basis=WP).data)
    answer = send(sheet, "blad.xlsx", "/koppelen/besluiten", "sheet", door="https://school.example/", basis=WP)
    assert answer.status_code == 200
    assert "&lt;b&gt;Zelfde&lt;/b&gt; vraag." in answer.text
    held = dict(re.findall(r'download="(mappings\.\w+)" href="data:[^;]+;base64,([^"]+)"', answer.text))
    tsv, ttl = (base64.b64decode(html.unescape(held[f"mappings.{form}"])).decode() for form in ("tsv", "ttl"))
    assert len(reading.parse(tsv, "mappings.tsv").mappings) == 1
    assert len(rdflib.Graph().parse(data=ttl, format="turtle")) > 5


@pytest.mark.parametrize(("form", "media_type"), [("tsv", "text/tab-separated-values"), ("ttl", "text/turtle")])
def test_decisions_come_back_as_one_file(send, form, media_type):
    sheet = decided(send(format="xlsx").data)
    answer = send(sheet, "b.xlsx", "/koppelen/besluiten", "sheet", door="organisatie:redactie", format=form)
    assert answer.status_code == 200
    assert answer.content_type.startswith(media_type)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mappings.{form}"'


def test_faults_in_a_sheet_are_told_with_their_cells(send):
    book = openpyxl.load_workbook(io.BytesIO(decided(send(format="xlsx").data)))
    book.worksheets[0]["K2"].value = "misschien"
    out = io.BytesIO()
    book.save(out)
    answer = send(out.getvalue(), "b.xlsx", "/koppelen/besluiten", "sheet", door="organisatie:redactie")
    assert answer.status_code == 400
    assert "“misschien” is geen besluit" in answer.text
    assert "!K2" in answer.text


@pytest.mark.parametrize("who", ["", "ik", "javascript:alert(1)"])
def test_somebody_must_answer_for_decisions(send, who):
    sheet = decided(send(format="xlsx").data)
    assert send(sheet, "b.xlsx", "/koppelen/besluiten", "sheet", door=who).status_code == 400


def test_a_base_that_is_ours_is_refused(send):
    sheet = decided(send(format="xlsx").data)
    given = {"door": "organisatie:redactie", "basis": "https://w3id.org/kennisgraaf/id/x/"}
    assert send(sheet, "b.xlsx", "/koppelen/besluiten", "sheet", **given).status_code == 400


def test_nothing_touches_the_disk(client, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    monkeypatch.setattr(formparser, "SpooledTemporaryFile", refuse)
    large = "".join(f"99001;B1-K1-W{one};Netwerk {'x' * 4000}\n" for one in range(1, 300))
    assert sent_whole(client, f"Crebo;Code;Werkproces\n{large}").status_code == 200
