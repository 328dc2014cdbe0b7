"""Tables: what is in the graph comes back from them, and no cell is a formula."""

import csv
import io
import json
import re
import zipfile
from collections import defaultdict

import pyoxigraph as ox
import pytest

from kennisgraaf import build, dump
from kennisgraaf.dump.cells import neutral
from kennisgraaf.namespaces import EXTERNAL, GRAPH, ID


def metadata(made):
    return json.loads((made.folder / dump.FOLDER / "csv-metadata.json").read_text(encoding="utf-8"))


def rows(made, name):
    text = (made.folder / dump.FOLDER / name).read_bytes().decode("utf-8-sig")
    header, *body = csv.reader(io.StringIO(text, newline=""))
    return header, body


def said_by(made, table):
    """Read a table as its metadata says, cell by cell: (IRI, property, value, language or datatype)."""
    header, body = rows(made, table["url"])
    columns = table["tableSchema"]["columns"]
    assert header == [column["name"] for column in columns]
    for row in body:
        for column, cell in zip(columns, row, strict=True):
            text = cell[1:] if re.match(r"''*[=+\-@\t\r\n＝＋－＠]", cell) else cell
            values = text.split(column["separator"]) if "separator" in column else [text]
            if column.get("suppressOutput") or not cell:
                continue
            for value in values:
                yield row[0], column["propertyUrl"], value, column.get("lang") or column["datatype"]


def said_by_graph(made):
    """What is asserted of the things of each kind, in the same form, by the table it belongs to."""
    found = defaultdict(set)
    for quad in ox.Store.read_only(str(made.store)):
        named = isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode)
        if named and quad.graph_name.value != GRAPH + "afgeleid" and not isinstance(quad.object, ox.BlankNode):
            kind = quad.subject.value.removeprefix(ID).split("/")[0]
            found[f"{kind}.csv"].add((quad.subject.value, quad.predicate.value, quad.object.value))
    return found


def test_everything_asserted_of_a_thing_is_in_its_row(release):
    expected = said_by_graph(release)
    for table in metadata(release)["tables"]:
        found = {(s, p, o) for s, p, o, _ in said_by(release, table)}
        assert found == expected[table["url"]], table["url"]


def test_types_and_languages_are_those_of_the_graph(release):
    store = ox.Store.read_only(str(release.store))
    for table in metadata(release)["tables"]:
        for iri, name, value, kind in set(said_by(release, table)):
            terms = [ox.Literal(value, language=kind) if len(kind) == 2 else ox.Literal(value, datatype=xsd(kind))]
            terms += [ox.NamedNode(value)] if kind == "anyURI" else []
            found = [ox.Quad(ox.NamedNode(iri), ox.NamedNode(name), each) in store for each in terms]
            assert any(found), (iri, name, value, kind)


def xsd(name):
    return ox.NamedNode(EXTERNAL["xsd"] + name)


def test_the_metadata_has_the_structure_that_csvw_prescribes(release):
    found = metadata(release)
    assert found["@context"][0] == "http://www.w3.org/ns/csvw"
    urls = {table["url"] for table in found["tables"]}
    assert urls == {name for name in dump.files(release) if name.endswith(".csv")}
    for table in found["tables"]:
        schema = table["tableSchema"]
        names = [column["name"] for column in schema["columns"]]
        assert len(names) == len(set(names))
        assert schema["primaryKey"] == names[0] == "iri"
        for column in schema["columns"]:
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", column["name"])
            assert all(column["name"] in column["titles"][lang] for lang in ("nl", "en"))
            assert column.get("suppressOutput") or column["propertyUrl"].startswith("http")


def test_a_key_is_unique_and_a_foreign_key_leads_to_a_row(release):
    found = metadata(release)
    keys = {table["url"]: [row[0] for row in rows(release, table["url"])[1]] for table in found["tables"]}
    assert all(len(own) == len(set(own)) for own in keys.values())
    followed = 0
    for table in found["tables"]:
        header, body = rows(release, table["url"])
        for foreign in table["tableSchema"].get("foreignKeys", []):
            place = header.index(foreign["columnReference"])
            targets = {row[place] for row in body} - {""}
            assert targets <= set(keys[foreign["reference"]["resource"]])
            followed += len(targets)
    assert followed > 100


def test_names_stand_beside_links(release):
    header, body = rows(release, "competentie.csv")
    row = next(row for row in body if row[0].endswith("/scw-4b"))
    assert row[header.index("inScheme_label_nl")] == "Profiel SCW 2006"
    assert row[header.index("prefLabel_nl")] == "Verheldert de vraag"
    assert row[header.index("notation")] == "4B"


def test_the_zip_has_every_table_their_metadata_and_a_note(made_evil):
    folder = made_evil.folder / dump.FOLDER
    with zipfile.ZipFile(folder / "kennisgraaf-csv.zip") as archive:
        assert set(archive.namelist()) == {"ding.csv", "csv-metadata.json", "LEESMIJ.txt"}
        assert archive.read("ding.csv") == (folder / "ding.csv").read_bytes()
        assert "formula" in archive.read("LEESMIJ.txt").decode()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'t huis", "'t huis"),
        ("-5", "-5"),
        ("+3.5e2", "+3.5e2"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_formula_gets_an_apostrophe_and_a_number_does_not(text, cell):
    assert neutral(text) == cell


EVIL = r"""
    PREFIX ding: <https://w3id.org/kennisgraaf/id/ding/>
    PREFIX kg: <https://w3id.org/kennisgraaf/def#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX x: <https://example.org/>
    ding:a skos:altLabel "=HYPERLINK(\"http://evil\")"@nl , "a|b"@nl , "c\"d,e;\n=f"@nl ;
      x:iri 1 , 2 ; x:mixed 1 , "een" ; x:note "'=1" ; x:prefLabel "botst"@nl ; x:node [ x:p 1 ] .
    <https://w3id.org/kennisgraaf/id/../x> skos:prefLabel "buiten"@nl .
    <https://w3id.org/kennisgraaf/id/%2e%2e/x> skos:prefLabel "buiten"@nl .
"""


@pytest.fixture
def made_evil(little, tmp_path):
    mine = tmp_path / "mijn.ttl"
    mine.write_text(EVIL, encoding="utf-8")
    return build.compile(little, (mine,), keep_going=True)


def test_hostile_values_and_names_come_back_as_they_were(made_evil):
    (table,) = metadata(made_evil)["tables"]
    found = {(s, p, o) for s, p, o, _ in said_by(made_evil, table)}
    assert found == said_by_graph(made_evil)["ding.csv"]
    header, body = rows(made_evil, "ding.csv")
    assert {"iri", "iri_2", "altLabel_nl", "mixed", "prefLabel_skos_nl", "prefLabel_example_org_nl"} <= set(header)
    assert not any(re.match(r"[=+@\t\r]", cell) for row in body for cell in row)


def test_no_kind_becomes_a_file_outside_the_folder(made_evil):
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) for name in dump.files(made_evil))
    assert [name for name in dump.files(made_evil) if name.endswith(".csv")] == ["ding.csv"]
