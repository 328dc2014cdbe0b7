"""A profile of one's own: the text in its address, the overlap with what is there, and the documents that are made."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from kennisgraaf.composition import (
    Bearer,
    Choice,
    Composition,
    Level,
    Stock,
    choice,
    compare,
    document,
    finding,
    past,
    workbook,
)
from kennisgraaf.composition import stock as stocks
from kennisgraaf.composition.codes import Codes
from kennisgraaf.errors import InputError
from kennisgraaf.namespaces import ID
from kennisgraaf.record import Record

THINGS = [f"{ID}ding/{name}" for name in ("a", "b", "c-met-een-lange-naam", "d")]
A, B, C, D = THINGS
OLD, LOST = f"{ID}ding/oud", f"{ID}ding/weg"
LOW, HIGH, SENIOR = f"{ID}rang/laag", f"{ID}rang/hoog", f"{ID}loopbaan/gevorderd-en-ervaren"
WHOLE, HALF, OTHER = f"{ID}drager/heel", f"{ID}drager/half", f"{ID}drager/ander"


def bearer(iri, *things):
    return Bearer(iri, "soort", frozenset(things), {})


@pytest.fixture(scope="module")
def stock():
    """Four things, two withdrawn ones, three levels on two scales, three bearers."""
    names = {
        iri: {"nl": iri.rpartition("/")[2].upper(), "en": "=1+1"} for iri in (*THINGS, WHOLE, HALF, OTHER, LOW, HIGH)
    }
    return Stock(
        dict.fromkeys(THINGS, ("schema", ("groep",))),
        {LOW: Level(LOW, "rang", "r"), HIGH: Level(HIGH, "rang", "r"), SENIOR: Level(SENIOR, "loopbaan", "l")},
        {one.iri: one for one in (bearer(WHOLE, A, B, C, D), bearer(HALF, A, D), bearer(OTHER, D))},
        {"process": {}, "result": {}, "elaboration": {}, "knowledge": {}, "interest": {}, "tension": {}, "source": {}},
        {"name": names, "definition": {A: {"nl": "<b>\x01&"}}, "other": {}, "code": {A: {"": "4A"}}, "citation": {}},
        {OLD: (B, C), LOST: ()},
    )


def kinds(remarks):
    return [remark.kind for remark in remarks]


def test_equal_choices_have_equal_texts_whatever_their_order(stock):
    first, _ = choice.read(stock, "b~hoog.a")
    second, _ = choice.read(stock, ".A..B~HOOG.")
    assert choice.write(stock, Choice(first)) == choice.write(stock, Choice(second)) == "a.b~hoog"


def test_a_long_name_has_a_short_code_and_is_understood_whole_too(stock):
    text = choice.write(stock, Choice({C: (SENIOR,)}))
    assert len(text) == len("abcde~abcde")
    assert choice.read(stock, text) == ({C: (SENIOR,)}, [])
    assert choice.read(stock, "c-met-een-lange-naam~gevorderd-en-ervaren") == ({C: (SENIOR,)}, [])


def test_a_code_does_not_change_when_other_things_come():
    many = [f"{ID}ding/ding-met-nummer-{number}" for number in range(2000)]
    assert [Codes(many[:3]).of(iri) for iri in many[:3]] == [Codes(many).of(iri) for iri in many[:3]]
    everything = Codes(many)
    assert {everything.find(everything.of(iri)) for iri in many} == set(many)


def test_things_of_one_name_are_told_apart_by_their_codes():
    found = Codes(["https://a.example/x", "https://b.example/x"])
    assert found.find("x") == ""
    assert found.find(found.of("https://b.example/x")) == "https://b.example/x"


@pytest.mark.parametrize(
    ("text", "things", "told"),
    [
        ("", {}, []),
        ("~~.~.", {}, []),
        ("nix.a", {A: ()}, ["unknown"]),
        ("oud~hoog", {B: (HIGH,), C: (HIGH,)}, ["withdrawn"]),
        ("oud.b", {B: (), C: ()}, ["withdrawn", "twice"]),
        ("weg.a", {A: ()}, ["gone"]),
        ("a~hoog~laag", {A: (HIGH,)}, ["scale"]),
        ("a~niks~hoog", {A: (HIGH,)}, ["level"]),
        ("a.a~laag", {A: (LOW,)}, ["twice"]),
        ("a~hoog~hoog", {A: (HIGH,)}, []),
        ("<script>.a", {A: ()}, ["unknown"]),
        ("\x00\u202e\ud800.a", {A: ()}, ["unknown"]),
    ],
)
def test_what_is_not_here_is_told_and_left_out(stock, text, things, told):
    found, remarks = choice.read(stock, text)
    assert (found, kinds(remarks)) == (things, told)


def test_a_withdrawn_thing_is_followed_to_what_is_used_now(stock):
    _, (remark,) = choice.read(stock, "oud")
    assert (remark.text, remark.things) == (OLD, (B, C))


def test_nobody_chooses_ten_thousand_things(stock):
    with pytest.raises(InputError, match="at most 200"):
        choice.read(stock, "a." * 10_000)


def test_what_nobody_sees_goes_out_of_a_title_and_what_is_too_long_is_told():
    remarks = []
    assert choice.clean(" a\x00\u202eb\t\n c\ufffe ", 10, "title", remarks) == "ab c"
    assert choice.clean("één\r\n\r\ntwee", 100, "note", remarks) == "één\n\ntwee"
    assert remarks == []
    assert choice.clean("x" * 11, 10, "title", remarks) == "x" * 10
    assert kinds(remarks) == ["title"]


def test_the_most_like_comes_first_with_what_is_shared_missing_and_extra(stock):
    found = compare(stock, [A, B])
    assert [(one.bearer.iri, one.percentage) for one in found] == [(WHOLE, 50), (HALF, 33)]
    assert (found[1].shared, found[1].missing, found[1].extra) == ((A,), (D,), (B,))


def test_only_the_same_is_wholly_alike(stock):
    assert compare(stock, THINGS)[0].likeness == 1
    assert compare(stock, []) == []


def test_a_part_is_told_with_the_whole_that_it_is_in(composed):
    part = Bearer(HALF, "soort", frozenset([A]), {}, WHOLE)
    assert composed().full(part) == "HALF (HEEL)"
    assert composed().full(bearer(A, A)) == "4A A"


def test_words_are_found_in_names_whatever_their_capitals(stock):
    assert finding.find(stock, "LANGE") == {C}
    assert finding.find(stock, "zzz") == set()


def record(version, *changed):
    changes = [{"iri": iri, "kind": "changed", "labels": {}, "reasons": []} for iri in changed]
    return Record(version, datetime(2026, 1, 1, tzinfo=UTC), {"changes": changes})


RECORDS = [record("0.3.0", A, D), record("0.2.0", B), record("0.1.0", A)]
TODAY, YESTERDAY = "a" * 16, "b" * 16


@pytest.mark.parametrize(
    ("records", "since", "state", "told"),
    [
        (RECORDS, "0.3.0", "now", []),
        (RECORDS, TODAY, "now", []),
        (RECORDS, "0.2.0", "changed", ["0.3.0"]),
        (RECORDS, "0.1.0", "changed", ["0.3.0", "0.2.0"]),
        (RECORDS, YESTERDAY, "changed", ["0.3.0", "0.2.0", "0.1.0"]),
        (RECORDS[1:], "0.1.0", "changed", ["0.2.0"]),
        ([record("0.3.0", D), RECORDS[2]], "0.1.0", "same", []),
        ([], YESTERDAY, "none", []),
        ([], TODAY, "now", []),
        (RECORDS, "9.9.9", "unknown", []),
        ([], "wat", "unknown", []),
    ],
)
def test_it_is_told_what_changed_since(records, since, state, told):
    found = past.read(records, TODAY, since, [A, B])
    assert (found.state, [one.version for one, _ in found.changes]) == (state, told)


@pytest.fixture
def composed(stock):
    def compose(lang="nl", **own):
        chosen = Choice({A: (HIGH,), B: ()}, **{"title": "=cmd|'/C calc'!A0", "note": "<r>x</r>", **own})
        built = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
        link = "https://kennis.example/samenstellen?keuze=a~hoog.b"
        return Composition(stock, chosen, lang, link, TODAY, "0.3.0", built, "https://licence.example/")

    return compose


def test_a_document_can_be_walked_through_by_its_headings_and_has_the_whole_choice(composed):
    text = Document(io.BytesIO(document.write(composed())))
    headings = [one.text for one in text.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert headings[:4] == ["=cmd|'/C calc'!A0", "Competenties en niveaus", "Omschrijvingen en indicatoren", "4A A"]
    assert [[cell.text for cell in row.cells] for row in text.tables[0].rows][1:] == [
        ["4A", "A", "HOOG"],
        ["", "B", ""],
    ]
    assert [cell.text for cell in text.tables[1].rows[1].cells][2:] == ["2", "2", "0", "50 %"]
    assert len(list(text.element.iter(qn("w:tblHeader")))) == len(text.tables)
    assert text.styles["Normal"].element.find(".//" + qn("w:lang")).get(qn("w:val")) == "nl-NL"
    everything = "\n".join(one.text for one in text.paragraphs)
    assert "<b>&" in everything
    assert "https://kennis.example/samenstellen?keuze=a~hoog.b" in everything
    assert "CC BY 4.0" in everything
    assert "2026-11-22" in everything


def test_a_document_speaks_the_language_of_its_reader(composed):
    text = Document(io.BytesIO(document.write(composed("en"))))
    assert text.core_properties.language == "en-GB"
    assert "Competencies and levels" in [one.text for one in text.paragraphs]


@pytest.mark.parametrize("write", [document.write, workbook.write])
def test_the_same_choice_gives_the_same_bytes(composed, write):
    first = write(composed())
    assert first == write(composed())
    assert first != write(composed(title="iets anders"))
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.testzip() is None
        assert {part.date_time[0] for part in packed.infolist()} == {1980}


def test_nothing_in_a_workbook_is_a_formula_or_markup(composed):
    book = load_workbook(io.BytesIO(workbook.write(composed("en"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {"=cmd|'/C calc'!A0", "<r>x</r>", "=1+1"} <= {cell.value for cell in cells}
    names = ["Profile", "Competencies and levels", "Indicators", "Overlap with what is there alre"]
    assert book.sheetnames == [*names, "Connections", "Sources"]


def test_everything_that_can_be_chosen_is_read_from_the_release(graph):
    found = stocks.read(graph)
    assert len(found.places) >= 30
    assert {scheme.rpartition("/")[2] for scheme, _ in found.places.values()} == {"scw-2006", "wmo-competenties-2013"}
    assert len(found.scales) == 5
    scale = next(iri for iri in found.scales if iri.endswith("Opleidingsniveau"))
    assert [iri.rpartition("/")[2] for iri in found.scales[scale]][:4] == ["mbo-2", "mbo-3", "mbo-4", "hbo-bachelor"]
    assert all(found.names(iri).keys() >= {"nl", "en"} for iri in [*found.places, *found.bearers, *found.levels])
    assert len({found.codes.of(iri) for iri in found.places}) == len(found.places)
    assert not any(len(found.codes.of(iri)) > 9 for iri in found.places)
