"""Files of education developers: read as they are, every oddity told with its place and a remedy."""

import contextlib
import csv
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kennisgraaf import linking, sheets
from kennisgraaf.errors import DraftError, KennisgraafError
from kennisgraaf.linking import Known, Part, Remark, codes
from kennisgraaf.linking.known import near
from kennisgraaf.linking.rows import TEXTS

PARTS = {
    ("25958", "B1-K1-W1"): "Onderzoekt de behoefte aan sociaal werk",
    ("25958", "B1-K1-W2"): "Kiest samen met mensen een aanpak voor ondersteuning",
    ("25779", "B1-K1-W1"): "Inventariseert ondersteuningsvragen van de cliënt",
}
KNOWN = Known(
    qualifications={
        "25958": "Sociaal werker",
        "25779": "Persoonlijk begeleider maatschappelijke zorg",
        "25780": "Begeleider maatschappelijke zorg",
        "25488": "Sociaal-cultureel werker",
        "25489": "Sociaal-maatschappelijk dienstverlener",
    },
    files={"23185": ("25488", "25489"), "23384": ("25958",), "23181": ()},
    parts={
        key: Part(f"https://w3id.org/kennisgraaf/id/werkproces/{'-'.join(key).lower()}", name)
        for key, name in PARTS.items()
    },
)
NAME = PARTS["25958", "B1-K1-W1"]
CODE, SCW = "B1-K1-W1", "sociaal-cultureel werker"
HEADING = ["Crebo", "Kwalificatie", "Niveau", "Kerntaakcode", "Kerntaak", "Werkprocescode", "Werkproces"]
ROW = ["25958", "Sociaal werker", "4", "B1-K1", "Werken aan kwaliteit", "B1-K1-W1", PARTS["25958", "B1-K1-W1"]]
SECOND = [*ROW[:5], "B1-K1-W2", PARTS["25958", "B1-K1-W2"]]


def as_csv(*rows, delimiter=";", encoding="utf-8"):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def read(raw, name="blad.csv", known=KNOWN):
    return linking.parse(name, raw if isinstance(raw, bytes) else raw.encode(), known)


def kinds(sheet):
    return [remark.kind for remark in sheet.remarks]


def remark(sheet, kind):
    found = [one for one in sheet.remarks if one.kind == kind]
    assert found, kinds(sheet)
    return found[0]


@pytest.fixture
def workbook(tmp_path):
    """Make a workbook: sheets by name with rows; `then` may do more to it."""

    def make(then=lambda book: None, name="blad.xlsx", **pages):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in pages.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
        then(book)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_of_any_sort_gives_its_rows(delimiter, encoding):
    row = ["25779", "Begeleider", "4", "B1-K1", "Bieden van; zorg, enz.", "B1-K1-W1", PARTS["25779", "B1-K1-W1"]]
    sheet = read(as_csv(HEADING, row, delimiter=delimiter, encoding=encoding), known=Known())
    found = sheet.rows[0]
    assert (found.number, found.qualification, found.level, found.task, found.task_name) == tuple(row[:5])
    assert (found.process, found.name, found.place) == (row[5], row[6], "blad.csv!F2")
    assert found.proposed == {}
    assert kinds(sheet) == (["windows"] if encoding == "cp1252" else [])


@pytest.mark.parametrize(
    "heading",
    [
        ["Crebo-nr", "kwalificatie", "mbo_niveau", "kerntaak_code", "kerntaak", "werkproces_code", "werkproces"],
        ["CREBONUMMER", "Opleiding", "Niv.", "KT code", "Kerntaaknaam", "WP-code", "Omschrijving werkproces"],
        ["crebo", "Naam kwalificatie", "Niveau:", "Kerntaak", "Kerntaak", "WP", "Werkproces"],
        ["Crebo", "Qualification", "Level", "Core task code", "Core task", "Nr werkproces", "Work process"],
        ["Crebo", "Kwalifcatie", "Niveau", "Kerntaak code", "Kern taak", "Werkproccescode", "Werk proces"],
    ],
)
def test_headings_are_known_in_many_spellings(heading):
    found = read(as_csv(heading, ROW, SECOND)).rows[0]
    assert [
        found.number,
        found.qualification,
        found.level,
        found.task,
        found.task_name,
        found.process,
        found.name,
    ] == ROW


def test_a_heading_with_a_slip_is_told():
    sheet = read(as_csv([*HEADING[:5], "Werkproccescode", "Werkproces", "Notitie"], [*ROW, "x"]))
    assert remark(sheet, "heading").place == "blad.csv!F1"
    assert "Notitie" in remark(sheet, "unused").words["which"]


def test_the_heading_need_not_be_on_top_and_may_have_two_rows():
    title = [["Overzicht opleidingen"], [], ["versie 3"]]
    assert len(read(as_csv(*title, HEADING, ROW, SECOND)).rows) == 2
    over = ["Crebo", "Kerntaak", "", "Werkproces", ""]
    under = ["", "code", "naam", "code", "naam"]
    found = read(as_csv(*title, over, under, ["25958", *ROW[3:]])).rows
    assert [(one.task, one.task_name, one.process, one.name) for one in found] == [tuple(ROW[3:])]


def test_code_and_name_may_stand_in_one_cell_or_tasks_and_processes_in_one_column():
    joined = [["crebo", "werkproces"], ["25958", "B1-K1-W1: Onderzoekt de behoefte aan sociaal werk"]]
    found = read(as_csv(*joined)).rows[0]
    assert (found.process, found.name) == ("B1-K1-W1", PARTS["25958", "B1-K1-W1"])
    mixed = [["crebo", "code", "naam"], ["25958", *ROW[3:5]], ["25958", *ROW[5:]], ["25958", *SECOND[5:]]]
    found = read(as_csv(*mixed)).rows
    assert [(one.task_name, one.process) for one in found] == [(ROW[4], "B1-K1-W1"), (ROW[4], "B1-K1-W2")]


def test_cells_left_empty_take_what_stands_above_and_that_is_told():
    sheet = read(as_csv(HEADING, ROW, ["", "", "", "", "", *SECOND[5:]], ["25780", "", "", *ROW[3:]]))
    assert (sheet.rows[1].number, sheet.rows[1].task_name) == ("25958", ROW[4])
    assert (sheet.rows[2].number, sheet.rows[2].qualification) == ("25780", "")
    assert remark(sheet, "filled").place == "blad.csv!A1"


def test_merged_cells_and_several_sheets(workbook):
    def merge(book):
        for column in "ABCDE":
            book["Een"].merge_cells(f"{column}4:{column}5")

    empty = [None] * 5
    path = workbook(
        merge, Een=[["Titel"], [], HEADING, ROW, [*empty, *SECOND[5:]]], Twee=[HEADING, ["25780", *ROW[1:]]]
    )
    sheet = linking.read(path, KNOWN)
    assert [(one.number, one.place) for one in sheet.rows] == [
        ("25958", "Een!F4"),
        ("25958", "Een!F5"),
        ("25780", "Twee!F2"),
    ]
    assert "A4:A5" in remark(sheet, "merged").words["which"]


def test_what_is_hidden_is_told_and_not_used(workbook):
    def hide(book):
        book["Weg"].sheet_state = "hidden"
        book["Een"].row_dimensions[3].hidden = True
        book["Een"].column_dimensions["B"].hidden = True

    sheet = linking.read(workbook(hide, Een=[HEADING, ROW, SECOND], Weg=[HEADING, SECOND]), KNOWN)
    assert [(one.process, one.qualification) for one in sheet.rows] == [("B1-K1-W1", "")]
    assert remark(sheet, "sheet").place == "Weg"
    assert (remark(sheet, "row").words["which"], remark(sheet, "column").words["which"]) == ("3", "B")


def test_of_a_formula_the_saved_value_counts_and_without_one_the_cell_is_told(tmp_path):
    path = tmp_path / "blad.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Een")
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, ROW)
        page.write_formula(1, 0, "=25000+958", None, 25958)
        page.write_row(2, 0, SECOND)
        page.write_formula(2, 6, '="Kiest"', None, "")
    sheet = linking.read(path, KNOWN)
    assert sheet.rows[0].number == "25958"
    assert (remark(sheet, "formula").place, remark(sheet, "formula").words["number"]) == ("Een!A2", "2")
    assert remark(sheet, "unreadable").place == "Een!G3"


def test_macros_are_told_and_left_alone(workbook):
    path = workbook(Een=[HEADING, ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert kinds(linking.read(path.rename(path.with_suffix(".xlsm")), KNOWN)) == ["macros"]


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


@pytest.mark.parametrize(
    ("name", "raw", "told", "remedy"),
    [
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted", "take the password off"),
        ("a.xls", OLE, "before Excel 2007", "save it as XLSX"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "Word document", "plain text"),
        ("a.ods", zipped("mimetype", "content.xml"), "OpenDocument", "save it as XLSX"),
        ("a.docx", zipped("word/document.xml"), "Word document", "plain text"),
        ("a.pdf", b"%PDF-1.7\n\xe2\xe3", "a PDF", "plain text"),
        ("a.xls", b"\xef\xbb\xbf <html><table>", "a web page", "save it as XLSX"),
        ("a.xml", b"<?xml version='1.0'?><x/>", "is XML", "save it as XLSX"),
        ("a.xlsx", zipped("x"), "no workbook that can be read", "save it again"),
        ("a.csv", b"a;b\x81\n", "neither UTF-8", "CSV UTF-8"),
        ("a.csv", b"", "has no row with a work process", "25958;Sociaal werker;4;B1-K1"),
        ("a.csv", b"a;b\n1;2\n", "has no row with a work process", "B1-K1-W1 Onderzoekt"),
        ("a.csv", b"a\0b", "no table of text", "XLSX"),
        ("a.csv", b"x" * 50_000_001, "50 MB", "Divide"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(name, raw, told, remedy):
    with pytest.raises(DraftError, match=told) as caught:
        read(raw, name)
    assert remedy in caught.value.fix


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(DraftError, match="60 MB"):
        read(stream.getvalue(), "a.xlsx")


def test_a_sheet_with_too_many_cells_or_a_merge_of_everything_is_no_danger(workbook, monkeypatch):
    monkeypatch.setattr(sheets.grids, "MOST", 20)
    with pytest.raises(DraftError, match="more than 20 filled cells"):
        linking.read(workbook(Een=[HEADING, *[ROW] * 5]))
    path = workbook(Een=[HEADING, ROW])
    with zipfile.ZipFile(path) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    page = "xl/worksheets/sheet1.xml"
    inside[page] = inside[page].replace(b"</sheetData>", merged)
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in inside.items():
            archive.writestr(name, body)
    assert len(linking.read(path).rows) == 1


def test_a_file_with_more_rows_than_anybody_has_is_refused(monkeypatch):
    monkeypatch.setattr(linking, "MOST", 1)
    with pytest.raises(DraftError, match="2 rows"):
        read(as_csv(HEADING, ROW, SECOND))


TEXT = """Kwalificatiedossier Sociaal werk
Crebonummer: 25958   niveau 4
Dossier 22385

Inhoud
B1-K1-W1 Onderzoekt de behoefte aan sociaal werk ........ 12

B1-K1: Werken aan de kwaliteit
 • B1-K1-W1 Onderzoekt de behoefte aan sociaal werk
Werkproces B1-K1-W2:
Kiest samen met mensen een aanpak voor
ondersteuning
B1 – K1 – W3  Versterkt de so\u00adciale\u00a0basis
b1-k1-w4\tBiedt praktische ondersteuning
B1-K2 Werken in een organisatie
B1-K1-W5 Zet een activiteit in
23384-B1-K1-1 Examen
Zie ook B1-K1-W2.
"""


def test_a_pasted_text_gives_its_rows_with_lines():
    sheet = read(TEXT, "25615_BOL.pdf.txt")
    assert [(one.best("process"), one.best("name"), one.place.rpartition(":")[2]) for one in sheet.rows] == [
        ("B1-K1-W1", "Onderzoekt de behoefte aan sociaal werk", "6"),
        ("B1-K1-W2", "Kiest samen met mensen een aanpak voor ondersteuning", "10"),
        ("B1-K1-W3", "Versterkt de sociale basis", "13"),
        ("B1-K1-W4", "Biedt praktische ondersteuning", "14"),
        ("B1-K1-W5", "Zet een activiteit in", "16"),
    ]
    assert {(one.number, one.level) for one in sheet.rows} == {("25958", "4")}
    assert sheet.rows[2].process == "B1 – K1 – W3"
    assert remark(sheet, "repeated").place == "25615_BOL.pdf.txt:9"
    assert remark(sheet, "wrapped").place == "25615_BOL.pdf.txt:12"
    assert remark(sheet, "code").words == {"written": "B1 – K1 – W3", "read": "B1-K1-W3"}
    assert remark(sheet, "unseen").words["which"] == "25615_BOL.pdf.txt:13"
    assert remark(sheet, "task").words == {"code": "B1-K1-W5", "written": "B1-K2", "read": "B1-K1"}
    assert remark(sheet, "file").words == {"written": "22385", "near": "23185, 23384"}
    named = remark(sheet, "file_name")
    assert (named.place, named.words) == ("25615_BOL.pdf.txt", {"named": "25615", "written": "25958"})


def test_a_sheet_without_a_heading_is_read_line_by_line(workbook):
    path = workbook(Een=[["Crebo 25958"], ["B1-K1", "Werken"], ["B1-K1-W1", "Onderzoekt"]], Leeg=[["niets"]])
    sheet = linking.read(path, Known())
    assert [(one.number, one.task_name, one.name, one.place) for one in sheet.rows] == [
        ("25958", "Werken", "Onderzoekt", "Een!A3")
    ]
    assert remark(sheet, "nothing").place == "Leeg"


def test_a_new_number_in_a_text_begins_anew():
    text = "Crebo 25958 niveau 4\nB1-K1 Een\nB1-K1-W1 Werk een\nCrebo 25779\nB1-K1-W1 Werk twee\n"
    assert [(one.number, one.level, one.task_name) for one in read(text, "a.txt").rows] == [
        ("25958", "4", "Een"),
        ("25779", "", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "kind", "words", "proposed"),
    [
        ({0: "252779"}, "number_shape", {"written": "252779", "near": "25779"}, {"number": "25779"}),
        ({0: "2 5958"}, "number_shape", {"written": "2 5958", "near": "25958"}, {"number": "25958"}),
        ({0: "25985", 1: ""}, "number", {"written": "25985", "near": "25958"}, {"number": "25958"}),
        ({0: "99999"}, "number", {"written": "99999", "near": ""}, {}),
        ({0: "23185", 1: ""}, "number_of_file", {"written": "23185", "near": "25488, 25489"}, {}),
        ({0: "23185", 1: SCW}, "number_of_file", {"written": "23185", "near": "25488"}, {"number": "25488"}),
        ({0: "25487", 1: SCW}, "number", {"written": "25487", "near": "25488"}, {"number": "25488"}),
        ({0: "25697", 1: "Iets"}, "number", {"written": "25697", "near": "25779"}, {}),
        ({1: "Timmerman"}, "qualification", {"number": "25958", "known": "Sociaal werker", "written": "Timmerman"}, {}),
        ({2: "hbo"}, "level", {"written": "hbo"}, {}),
        ({5: "b1-k1-w1"}, "code", {"written": "b1-k1-w1", "read": "B1-K1-W1"}, {"process": "B1-K1-W1"}),
        ({5: "B1–K1–W1"}, "code", {"written": "B1–K1–W1", "read": CODE}, {"process": CODE}),
        ({5: "B1K1W1"}, "code", {"written": "B1K1W1", "read": "B1-K1-W1"}, {"process": "B1-K1-W1"}),
        ({5: "Bl-KI-WO1"}, "code", {"written": "Bl-KI-WO1", "read": "B1-K1-W1"}, {"process": "B1-K1-W1"}),
        ({5: "W1"}, "code", {"written": "W1", "read": "B1-K1-W1"}, {"process": "B1-K1-W1"}),
        ({5: "X"}, "nocode", {"written": "X"}, {}),
        ({5: ""}, "missing_code", {"near": "B1-K1-W1"}, {"process": "B1-K1-W1"}),
        ({6: ""}, "missing_name", {"written": "B1-K1-W1", "near": PARTS["25958", "B1-K1-W1"]}, {}),
        ({3: "B1-K2"}, "task", {"code": CODE, "written": "B1-K2", "read": "B1-K1"}, {"task": "B1-K1", "task_name": ""}),
        ({6: "Bakt"}, "known_name", {"code": CODE, "number": "25958", "known": NAME, "written": "Bakt"}, {}),
        ({6: NAME.replace(" ", "\u00a0", 3) + " "}, "unseen", {"which": "blad.csv!F2"}, {"name": NAME}),
        ({2: "mbo-4"}, None, {}, {"level": "4"}),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_and_proposed_and_never_just_changed(changes, kind, words, proposed):
    row = [changes.get(at, text) for at, text in enumerate(ROW)]
    sheet = read(
        as_csv(
            HEADING,
            row,
            ["25779", "Persoonlijk begeleider maatschappelijke zorg", "4", "B1-K1", "", "B1-K1-W3", "Anders"],
        )
    )
    found = sheet.rows[0]
    assert [found.number, found.qualification, found.level] == row[:3]
    assert (found.process, found.name) == (row[5], row[6])
    assert dict(found.proposed) == proposed
    if kind:
        assert remark(sheet, kind).words == words
    else:
        assert kinds(sheet) == []


def test_repeated_rows_are_told_and_count_once():
    near_, other = [*ROW[:6], ROW[6] + "."], [*ROW[:6], "Heel iets anders"]
    sheet = read(as_csv(HEADING, ROW, SECOND, ROW, near_, other, [*ROW[:5], "B1-K1-W9", ROW[6]]))
    assert [one.place for one in sheet.rows] == ["blad.csv!F2", "blad.csv!F3", "blad.csv!F6", "blad.csv!F7"]
    told = {kind: remark(sheet, kind) for kind in ("repeated", "nearly", "twice", "same_name")}
    assert (told["repeated"].place, told["repeated"].words) == ("blad.csv!F4", {"first": "blad.csv!F2"})
    assert told["nearly"].place == "blad.csv!F5"
    assert told["twice"].words == {"code": "B1-K1-W1", "first": "blad.csv!F2", "other": ROW[6]}
    assert told["same_name"].words == {"first": "blad.csv!F2", "other": "B1-K1-W1"}


def test_the_same_code_of_another_number_is_another_process():
    sheet = read(as_csv(HEADING, ROW, ["25779", "", "", *ROW[3:6], PARTS["25779", "B1-K1-W1"]]))
    assert len(sheet.rows) == 2
    assert kinds(sheet) == []


def test_a_number_that_stands_only_in_the_name_of_the_file_is_proposed():
    sheet = read(as_csv(HEADING[3:], ROW[3:]), "25958_BOL_2025.csv")
    assert (sheet.rows[0].number, sheet.rows[0].best("number")) == ("", "25958")
    assert remark(sheet, "missing_number").words == {"number": "1", "near": "25958"}


@pytest.mark.parametrize("name", ["25958.csv", "23384 dossier.csv", "2025-2026.csv", "20250901.csv"])
def test_a_name_of_a_file_that_fits_or_says_nothing_is_no_fault(name):
    heading, row = [*HEADING, "Dossiernummer"], [*ROW, "23384"]
    assert kinds(read(as_csv(heading, row), name)) == []


def test_near_numbers_are_those_with_the_fewest_slips():
    assert near("252779", KNOWN.qualifications) == ["25779"]
    assert near("22385", ["23384", "23185", "25958"]) == ["23185", "23384"]
    assert near("25958", ["25958"]) == []
    assert near("1", ["25958"]) == []


WORDS = ("which", "written", "read", "number", "near", "named", "known", "code", "first", "other", "why")


def test_every_remark_has_words_in_both_languages():
    for kind, words in TEXTS.items():
        if kind not in ("near", "expected"):
            given_words = dict.fromkeys(WORDS, "x")
            for lang in ("nl", "en"):
                told = linking.told(Remark(kind, "A1", given_words), lang)
                assert told.startswith("A1: ")
                assert "{" not in told
            assert set(words) == {"nl", "en"}


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_file_makes_a_traceback(raw):
    with contextlib.suppress(KennisgraafError):
        linking.parse("a.csv", raw, KNOWN)


@given(st.text(alphabet="B1KWkw-– .:;|\tOIlé\u00ad\n25958Crebo niveau", max_size=120))
def test_no_text_of_codes_makes_a_traceback_or_a_code_that_is_none(text):
    try:
        sheet = linking.parse("a.txt", text.encode(), KNOWN)
    except KennisgraafError:
        return
    for row in sheet.rows:
        code = codes.whole(row.best("process"))
        assert code is None or code.normal == row.best("process")
        assert row.key == row.key.strip("-").lower()


def test_the_real_files_are_read_without_a_remark_but_on_their_column_of_sources(shared):
    path = shared / "reference" / "mbo-crebo" / "kerntaken_werkprocessen.csv"
    sheet = linking.read(path, KNOWN)
    assert len(sheet.rows) == 59
    assert {kind for kind in kinds(sheet) if kind not in ("number", "nearly", "same_name")} == {"unused"}
    assert len({row.key for row in sheet.rows}) == 59


def test_what_the_release_knows_is_held_against_a_file(graph):
    known = linking.load(graph, "en")
    assert known.qualifications["25958"] == "Sociaal werker"
    assert known.files["23384"] == ("25958",)
    assert known.parts["25958", "B1-K1-W1"].name == PARTS["25958", "B1-K1-W1"]
    assert len(known.targets) == 30
    assert all(target.definition for target in known.targets.values())
    assert read(as_csv(HEADING, ROW), known=known).remarks == ()
