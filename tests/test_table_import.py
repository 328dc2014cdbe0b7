"""Tables out and in: templates, faults by cell, all or nothing, and the round trip."""

import io
import subprocess
import sys
import zipfile

import openpyxl
import pyoxigraph as ox
import pytest
import xlsxwriter

from kennisgraaf import drafts, forms, ledger, sheets
from kennisgraaf.drafts import Desk
from kennisgraaf.drafts.tables import Table
from kennisgraaf.dump import tables
from kennisgraaf.dump.content import Content
from kennisgraaf.errors import DraftError
from kennisgraaf.namespaces import GRAPH, ID, KG
from kennisgraaf.sheets import template
from kennisgraaf.turtle.terms import native
from test_new import example_project, held, run


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    return example_project(tmp_path_factory.mktemp("voorbeeld"))


@pytest.fixture
def desk(where):
    return Desk(where)


@pytest.fixture
def table(tmp_path):
    """Write a table as a person saves it."""

    def write(text, name="ding.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def workbook(path, rows, **options):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Blad1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            (sheet.write_formula if cell.startswith("=") else sheet.write_string)(at, column, cell)
    for name in options.get("hidden", ()):
        book.add_worksheet(name).hide()
    book.close()
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_read_as_spreadsheets_save_it(table, delimiter, encoding):
    sheet = sheets.read(
        table(f'iri{delimiter}naam\r\n# c{delimiter}x\r\n\r\na{delimiter}"één;,\t"\r\n', encoding=encoding)
    )
    assert [cell.text for cell in sheet.heading] == ["iri", "naam"]
    assert [[cell.text for cell in row] for row in sheet.rows] == [["a", "één;,"]]
    assert sheet.rows[0][1].place == "ding.csv!B4"
    assert bool(sheet.told) == (encoding == "cp1252")


def test_a_workbook_gives_texts_with_places_and_leaves_hidden_sheets_alone(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["iri", "naam"], ["1-2", "=1+1"]], hidden=["Geheim"])
    sheet = sheets.read(path)
    assert [(cell.place, cell.text) for cell in sheet.rows[0]] == [("Blad1!A2", "1-2"), ("Blad1!B2", "")]
    assert "a formula" in sheet.rows[0][1].fault
    assert sheet.told == ("hidden sheet 'Geheim' was not read",)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)


def small_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)


def large(path):
    with path.open("wb") as stream:
        stream.truncate(51_000_000)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (bomb, "60 MB"),
        (small_bomb, "zip bomb"),
        (large, "51 MB"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100), "encrypted"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + b"x" * 100), "broken workbook"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"iri,\x81\x8d"), "neither UTF-8 nor"),
        (lambda path: path.write_bytes(b'iri,a\nx,"open'), "is no CSV"),
        (lambda path: path.write_bytes(b"\0\0\0\0"), "no table of text"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_clear_word(tmp_path, make, told):
    path = tmp_path / "a.xlsx"
    make(path)
    with pytest.raises(DraftError, match=told) as caught:
        sheets.read(path)
    assert caught.value.fix


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(DraftError, match="no workbook that can be read"):
        sheets.read(path)


def test_a_template_marks_what_is_required_and_says_the_rule_with_an_example(desk):
    form = desk.form(desk.kind("competentie"))
    rows = template.as_csv(form, desk.answers).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("iri,voorkeursterm (nl) *,voorkeursterm (en) *,code,definitie (nl) *")
    assert "Elk ding heeft een naam in het Nederlands." in rows[1]
    assert rows[2].startswith("# voorbeeld: voorbeeld")


def test_every_template_reads_back_with_all_its_columns(desk, tmp_path):
    for kind in forms.classes(desk.facts):
        form = desk.form(kind)
        if kind.startswith(KG) and form.things and not form.refused:
            path = tmp_path / f"{form.word}.csv"
            path.write_bytes(template.as_csv(form, desk.answers))
            reader = Table(desk, form, sheets.read(path))
            assert set(reader._columns().values()) == set(template.columns(form)), form.word  # noqa: SLF001
            assert reader.remarks == []


def test_a_workbook_template_has_choices_and_only_text_cells(desk):
    form = desk.form(desk.kind("competentie"))
    book = openpyxl.load_workbook(io.BytesIO(template.as_xlsx(form, desk.answers)))
    sheet = book["Invullen"]
    heading = [cell.value for cell in sheet[1]]
    at = heading.index("begrippenkader *") + 1
    letter = openpyxl.utils.get_column_letter(at)
    (listed,) = [v for v in sheet.data_validations.dataValidation if f"{letter}4" in str(v.sqref)]
    assert listed.formula1.startswith("Keuzes!$")
    assert "begrippenkader:voorbeelden" in {cell.value for column in book["Keuzes"].columns for cell in column}
    assert sheet.cell(1, at).comment.text.startswith("IRI, code of precieze naam.")
    assert {cell.number_format for cell in sheet[3]} == {"@"}


def tables_of(desk, folder):
    """Our own tables, as a release has them."""
    store = ox.Store()
    for document in desk.paths.values():
        for triple in map(native, document.triples):
            store.add(ox.Quad(*triple, ox.NamedNode(f"{GRAPH}voorbeeld")))
            store.add(ox.Quad(*triple))
    made = tables.write(folder, Content(store, {}, "", folder))
    return {about.name: (folder / about.name).read_bytes() for about in made if about.name.endswith(".csv")}


def test_our_own_tables_read_back_as_they_are(desk, tmp_path):
    read = 0
    for name, body in tables_of(desk, tmp_path).items():
        path = tmp_path / name
        path.write_bytes(body)
        kind = {word: kind for kind, word in forms.classes(desk.facts).items()}.get(path.stem)
        if kind is None or not kind.startswith(KG) or path.stem == "bronpassage":
            continue
        reader = Table(desk, desk.form(kind), sheets.read(path), update=True)
        draft = reader.draft(None)
        assert (dict(draft.comes), dict(draft.goes), draft.minted) == ({}, {}, {}), name
        read += 1
    assert read > 80


def test_a_class_that_is_taken_out_and_imported_from_our_table_says_the_same(tmp_path):
    where = example_project(tmp_path)
    desk = Desk(where)
    tmp_path.joinpath("tables").mkdir()
    body = tables_of(desk, tmp_path / "tables")["auteur.csv"]
    form = desk.form(desk.kind("auteur"))
    own = {triple for document in desk.paths.values() for triple in document.triples if triple[0] in form.things}
    before = held(tmp_path)
    (tmp_path / "auteur.csv").write_bytes(body)
    draft = drafts.Draft(desk)
    for path, document in desk.paths.items():
        draft.goes[path] += [triple for triple in document.triples if triple in own]
    for change in draft.changes():
        change.path.write_bytes(change.after)
    lines = (tmp_path / ledger.FILE).read_text().splitlines()
    (tmp_path / ledger.FILE).write_text("".join(f"{line}\n" for line in lines if f"{ID}auteur/" not in line))
    done = run("import", "table", tmp_path / "auteur.csv", "--graph", "voorbeeld", root=tmp_path)
    assert done.returncode == 0, done.stderr
    again = Desk(where)
    assert own == {t for document in again.paths.values() for t in document.triples if t[0] in form.things}
    assert (tmp_path / ledger.FILE).read_bytes() == before[tmp_path / ledger.FILE]


def test_all_faults_are_told_by_cell_and_nothing_is_written(little, tmp_path):
    rows = [
        ["iri", "prefLabel@nl", "heeft deel"],
        ["a", "al daar", ""],
        ["D!", "fout", "a"],
        ["e", "", "a|nergens"],
        ["f", "=1+1", "b|c"],
        ["f", "nog eens", ""],
        ["", "zonder", ""],
    ]
    path = workbook(tmp_path / "ding.xlsx", rows)
    before = held(little.root)
    done = run("import", "table", path, root=little.root)
    assert (done.returncode, held(little.root)) == (1, before)
    for told in (
        "Blad1!A2: expected a new code; found 'a'.",
        "Blad1!A3: expected a new code; found 'D!'.",
        "Blad1!B4: expected skos:prefLabel (nl); found ''. A thing has a label. Add skos:prefLabel.",
        "Blad1!C4: expected the IRI, code or exact name of a thing; found 'a|nergens'.",
        "Blad1!B5: expected a text in the language nl; found 'a formula",
        "Blad1!A6: expected each thing once; found 'f'. It stands in Blad1!A5 too.",
        "Blad1!A7: expected the code of a ding; found ''.",
    ):
        assert told in done.stderr
    assert "7 faults" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("iri;prefLable@nl\nd;d\n", "B1: expected a field of a ding; found 'prefLable@nl'. Correct the heading"),
        ("iri;prefLabel@nl;skos:prefLabel@nl\nd;d;d\n", "C1: expected each column once"),
        ("naam;prefLabel@nl\nd;d\n", "A1: expected the heading 'iri'; found 'naam'"),
        ("iri;heeftDeel\nd;a\n", "A2: expected skos:prefLabel (nl); found ''. A thing has a label."),
    ],
)
def test_a_wrong_heading_is_told_by_its_cell(little, table, text, told):
    done = run("import", "table", table(text), root=little.root)
    assert done.returncode == 1
    assert told in done.stderr


def test_rows_may_name_each_other_and_existing_things(little, table):
    text = "iri;prefLabel@nl;heeft deel\nd;=d;de e|a\ne;de e;https://w3id.org/kennisgraaf/id/ding/b|007\n"
    done = run("import", "table", table(text), root=little.root)
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 existing things" in done.stderr
    written = (little.root / "data/klein/kern.ttl").read_text()
    assert "ding:e\n    a kg:Ding ;\n    kg:heeftDeel\n        ding:b ,\n        ding:c ;\n" in written
    assert run("check", root=little.root).returncode == 0


def test_an_update_changes_only_what_differs_in_its_columns(little, table):
    text = "iri;prefLabel@nl;heeft deel\na;de a;\nb;b;-\nd;nieuw;a\n"
    assert run("import", "table", table(text), root=little.root).returncode == 1
    done = run("import", "table", table(text), "--update", root=little.root)
    assert done.returncode == 0, done.stderr
    written = (little.root / "data/klein/kern.ttl").read_text()
    assert 'ding:a\n    a kg:Ding ;\n    kg:heeftDeel ding:b ;\n    skos:prefLabel "de a"@nl ;\n' in written
    assert 'ding:b\n    a kg:Ding ;\n    skos:prefLabel "b"@nl ;\n' in written
    assert "nothing changes" in run("import", "table", table(text), "--update", root=little.root).stderr


def test_what_the_shapes_find_is_told_by_cell(little, table):
    shapes = little.root / "shapes/kern.ttl"
    rule = (
        """
kgs:Ding-heeftDeel a sh:PropertyShape ; sh:path kg:heeftDeel ; sh:targetClass kg:Ding ; sh:message "Not itself."@en ;
  sh:sparql [ sh:message "Not itself."@en ; sh:select """
        '''"""SELECT $this ?value WHERE {
  $this <https://w3id.org/kennisgraaf/def#heeftDeel> ?value FILTER ($this = ?value) }""" ] .'''
    )
    shapes.write_text(shapes.read_text() + rule)
    before = held(little.root)
    done = run("import", "table", table("iri;prefLabel@nl;heeft deel\nd;d;d\n"), root=little.root)
    assert (done.returncode, held(little.root)) == (1, before)
    assert f"ding.csv!C2: expected what the rule asks; found '{ID}ding/d'. Not itself." in done.stderr


def test_columns_that_repeat_others_in_words_are_told_and_not_read(little, table):
    text = "iri;prefLabel@nl;type;type_label_nl;heeftDeel;heeftDeel_label_nl\nd;d;;;a;de a\n"
    done = run("import", "table", table(text), "--dry-run", root=little.root)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("was not read: it repeats") == 2


def test_a_template_goes_to_a_file_or_to_standard_output(little, tmp_path):
    out = tmp_path / "ding.xlsx"
    assert run("template", "ding", "--out", out, root=little.root).returncode == 0
    assert out.read_bytes()[:2] == b"PK"
    assert run("template", "ding", root=little.root).stdout.startswith("\ufeffiri,")
    command = [sys.executable, "-m", "kennisgraaf", "import", "--help"]
    assert "table" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
