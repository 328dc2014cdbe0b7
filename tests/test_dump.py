"""Dumps: the same bytes each time, the same triples in every form, checksums that hold."""

import gzip
import hashlib
import io
import subprocess
import sys
import zipfile

import pyoxigraph as ox
import pytest

from kennisgraaf import build, dump, release
from kennisgraaf.errors import MachineError
from kennisgraaf.namespaces import GRAPH, SHAPES

RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def canonical(statements):
    """The triples or quads as a set that does not depend on the names of blank nodes."""
    dataset = ox.Dataset(ox.Quad(*each) for each in statements)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def parse(made, name):
    body = gzip.decompress((made.folder / dump.FOLDER / name).read_bytes())
    return ox.parse(body, format=RDF[name.split(".")[-2]])


@pytest.fixture
def made(little):
    return build.compile(little)


def quads(made, graph=...):
    store = ox.Store.read_only(str(made.store))
    return list(store.quads_for_pattern(None, None, None, None if graph is ... else graph))


def test_two_builds_of_the_same_sources_make_the_same_bytes(little, tmp_path):
    """In another process, because the order of a set differs from process to process."""
    first = build.compile(little)
    code = (
        "import sys; from pathlib import Path; from kennisgraaf import build; from kennisgraaf.project import Project"
    )
    code += "; build.compile(Project(Path(sys.argv[1]), Path(sys.argv[2])))"
    subprocess.run([sys.executable, "-c", code, str(little.root), str(tmp_path / "elsewhere")], check=True)
    second = release.current(tmp_path / "elsewhere" / "releases")
    bodies = [{path.name: path.read_bytes() for path in (r.folder / dump.FOLDER).iterdir()} for r in (first, second)]
    assert bodies[0] == bodies[1]
    assert (first.folder / dump.CONTEXT).read_bytes() == (second.folder / dump.CONTEXT).read_bytes()


def test_blank_nodes_of_a_foreign_file_do_not_change_the_bytes(little, tmp_path):
    mine = tmp_path / "mijn.nt"
    mine.write_text("_:a <https://example.org/p> _:b .\n_:b <https://example.org/p> _:a .\n", encoding="utf-8")
    first = build.compile(little, (mine,))
    before = {path.name: path.read_bytes() for path in (first.folder / dump.FOLDER).iterdir()}
    (first.folder / release.MARKER).unlink()
    second = build.compile(little, (mine,))
    assert {path.name: path.read_bytes() for path in (second.folder / dump.FOLDER).iterdir()} == before


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld"])
def test_a_dump_of_datasets_holds_every_named_graph(made, suffix):
    named = [quad for quad in quads(made) if not isinstance(quad.graph_name, ox.DefaultGraph)]
    assert canonical(parse(made, f"kennisgraaf.{suffix}.gz")) == canonical(named)


def test_turtle_is_the_default_graph_with_inferences_and_without_shapes(made):
    found = canonical(parse(made, "kennisgraaf.ttl.gz"))
    assert found == canonical(quad.triple for quad in quads(made, ox.DefaultGraph()))
    assert any("heeftDeel" in line and "ding/a" in line and "ding/c" in line for line in found)
    assert not any("NodeShape" in line for line in found)


@pytest.mark.parametrize("suffix", list(RDF))
@pytest.mark.parametrize(("stem", "iri"), [("graaf-klein", GRAPH + "klein"), ("shapes", SHAPES)])
def test_a_graph_has_a_dump_in_each_form(made, stem, iri, suffix):
    found = quads(made, ox.NamedNode(iri))
    expected = found if suffix != "ttl" else [quad.triple for quad in found]
    assert canonical(parse(made, f"{stem}.{suffix}.gz")) == canonical(expected)


def test_every_dump_of_the_real_graph_parses_to_as_many_statements_as_the_marker_counts(release):
    for name, file in dump.files(release).items():
        if file.packed:
            expected = release.graphs.get(file.part, release.about["triples"])
            if not file.part and file.form != "turtle":
                expected = sum(release.graphs.values())
            assert sum(1 for _ in parse(release, name)) == expected, name


def test_the_list_and_the_checksums_are_those_of_the_files(release):
    folder = release.folder / dump.FOLDER
    known = dump.files(release)
    assert {path.name for path in folder.iterdir()} == set(known)
    for name, file in known.items():
        body = (folder / name).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()) == (file.size, file.sha256)
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums == {name: file.sha256 for name, file in known.items() if name != "SHA256SUMS"}


def test_an_archive_has_no_time_in_it(made):
    assert gzip.decompress((made.folder / dump.FOLDER / "kennisgraaf.nq.gz").read_bytes())
    assert (made.folder / dump.FOLDER / "kennisgraaf.nq.gz").read_bytes()[4:8] == b"\0\0\0\0"
    with zipfile.ZipFile(io.BytesIO((made.folder / dump.FOLDER / "kennisgraaf-csv.zip").read_bytes())) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_damaged_dump_makes_a_release_that_is_refused(made):
    (made.folder / dump.FOLDER / "ding.csv").write_text("anders", encoding="utf-8")
    with pytest.raises(MachineError, match=r"damaged: dumps/ding\.csv"):
        release.load(made.folder)
