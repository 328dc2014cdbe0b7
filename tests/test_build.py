"""A release: complete or not there, built once, and never worse than the one in use."""

import json
import shutil
import subprocess
import sys
import time

import pytest

from kennisgraaf import build, engine, project, release
from kennisgraaf.errors import BuildError, MachineError, NotFound, SourceError


def rows(made, query):
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        return [{name: term.value for name, term in row.items()} for row in opened.rows(query)]


def rewrite(where, name, before, after):
    path = where.root / name
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_the_default_graph_holds_ontology_data_and_inference_but_no_shapes(little):
    made = build.compile(little)
    assert rows(made, "SELECT ?x { ding:a kg:heeftDeel ding:c }") == [{}]
    assert rows(made, "SELECT ?x { GRAPH graaf:klein { ding:a kg:heeftDeel ding:c } }") == []
    assert rows(made, "SELECT ?x { GRAPH graaf:afgeleid { ding:a kg:heeftDeel ding:c } }") == [{}]
    assert rows(made, "SELECT ?s { ?s a <http://www.w3.org/ns/shacl#NodeShape> }") == []
    rules = rows(made, "SELECT ?s { GRAPH <https://w3id.org/kennisgraaf/shapes> { ?s a sh:NodeShape } }")
    assert {"s": "https://w3id.org/kennisgraaf/shapes#Ding"} in rules
    assert {"s": "https://w3id.org/kennisgraaf/shapes#Term-onbekend"} in rules, (
        "what inspection looks for is published beside the shapes"
    )


def test_the_marker_counts_what_is_in_the_store(little):
    made = build.compile(little)
    counted = rows(made, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert {row["g"]: int(row["n"]) for row in counted} == {g: n for g, n in made.graphs.items() if n}
    (whole,) = rows(made, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(whole["n"]) == made.about["triples"]


def test_nothing_is_rebuilt_when_nothing_changed(little):
    first = build.compile(little)
    steps = []
    second = build.compile(little, tell=steps.append)
    assert (second.folder, second.about, steps) == (first.folder, first.about, [])


def test_a_change_makes_another_release_and_keeps_the_old_one(little):
    first = build.compile(little)
    rewrite(little, "data/klein/kern.ttl", '"007"', '"008"')
    second = build.compile(little)
    assert second.id != first.id
    assert release.current(little.releases).id == second.id
    assert release.load(first.folder).id == first.id


def test_a_violation_builds_nothing_and_leaves_the_release_in_use(little):
    first = build.compile(little)
    rewrite(little, "data/klein/kern.ttl", 'skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl')
    with pytest.raises(BuildError, match="A thing has a label"):
        build.compile(little)
    assert release.current(little.releases).id == first.id
    assert build.compile(little, keep_going=True).id != first.id


def test_broken_turtle_names_file_line_and_column(little):
    first = build.compile(little)
    rewrite(little, "data/klein/kern.ttl", "ding:b a kg:Ding ;", "ding:b a kg:Ding")
    with pytest.raises(SourceError) as caught:
        build.compile(little)
    assert (caught.value.file, caught.value.line) == ("data/klein/kern.ttl", 5)
    assert caught.value.column > 0
    assert release.current(little.releases).id == first.id


def test_a_crash_half_way_leaves_the_release_in_use_and_no_rubbish(little, monkeypatch):
    first = build.compile(little)
    rewrite(little, "data/klein/kern.ttl", '"007"', '"008"')

    def crash(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release, "_seal", crash)
    with pytest.raises(MachineError, match="No space left"):
        build.compile(little)
    assert release.current(little.releases).id == first.id
    assert [path.name for path in little.releases.iterdir()] == [first.id]


def test_a_release_without_its_marker_is_built_again(little):
    first = build.compile(little)
    (first.folder / release.MARKER).unlink()
    with pytest.raises(NotFound):
        release.current(little.releases)
    assert build.compile(little).id == first.id


def test_a_damaged_release_is_refused(little):
    made = build.compile(little)
    victim = made.folder / "queries" / "delen-van-ding.rq"
    victim.write_text("SELECT", encoding="utf-8")
    with pytest.raises(MachineError, match=r"damaged: queries/delen-van-ding\.rq"):
        release.load(made.folder)


def test_anyone_can_add_files_in_any_format(little, tmp_path):
    mine = tmp_path / "Mijn Gegevens.nt"
    mine.write_text(
        '<https://example.org/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "x"@nl .\n', encoding="utf-8"
    )
    made = build.compile(little, (mine,))
    assert rows(made, 'SELECT ?g { GRAPH ?g { ?s skos:prefLabel "x"@nl } }') == [
        {"g": "https://w3id.org/kennisgraaf/id/graaf/mijn-gegevens"}
    ]


def test_our_shapes_hold_for_our_classes_in_the_files_of_others(little, tmp_path):
    mine = tmp_path / "mijn.ttl"
    mine.write_text("<https://example.org/x> a <https://w3id.org/kennisgraaf/def#Ding> .\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"example\.org/x"):
        build.compile(little, (mine,))


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("bom.rdf", '<?xml version="1.0"?><!DOCTYPE rdf [<!ENTITY a "b">]><rdf/>', "document type is refused"),
        ("kapot.jsonld", '{"@context": "https://example.org/context.jsonld", "@id": "x"}', "."),
        ("kapot.nt", "<a> <b>", "."),
        ("onbekend.docx", "x", "do not know the format"),
    ],
)
def test_files_of_others_are_hostile_until_read(little, tmp_path, name, body, message):
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        build.compile(little, (path,))


def test_texts_survive_the_way_into_the_store_and_numbers_keep_their_value(little, tmp_path):
    """Oxigraph keeps the value of a number, not its spelling: a known deviation. The files keep both."""
    mine = tmp_path / "mijn.ttl"
    mine.write_text(
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        '<https://example.org/x> <https://example.org/p> "007"^^xsd:integer , 1.50 ,'
        ' "2026-1-1"^^xsd:date , "é\\n"@nl-NL .\n',
        encoding="utf-8",
    )
    found = rows(build.compile(little, (mine,)), "SELECT ?o { <https://example.org/x> ?p ?o }")
    assert sorted(row["o"] for row in found) == ["1.5", "2026-1-1", "7", "é\n"]


def test_the_marker_is_plain_json(little):
    made = build.compile(little)
    assert json.loads((made.folder / release.MARKER).read_text(encoding="utf-8"))["id"] == made.id


def told(little, **limits):
    """What `kennisgraaf build` says and leaves, in a process that the system restrains."""
    command = [sys.executable, "-m", "kennisgraaf", "build", "--root", str(little.root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **limits)


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: Windows has no limit on the size of files")
def test_a_full_disk_stops_the_build_and_not_the_release_in_use(little):
    import resource

    before = build.compile(little)
    with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
        data.write('ding:a skos:altLabel "nieuw"@nl .\n')

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    done = told(little, preexec_fn=little_room)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert release.current(little.releases).id == before.id
    assert [path.name for path in little.releases.iterdir()] == [before.id]


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: Windows has no SIGKILL")
@pytest.mark.parametrize("seconds", [0.5, 0.8, 1.1, 1.4, 1.7, 2.0])
def test_a_build_that_is_killed_leaves_a_whole_release_in_use(little, seconds):
    before = build.compile(little)
    with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
        data.write('ding:a skos:altLabel "nieuw"@nl .\n')
    command = [sys.executable, "-m", "kennisgraaf", "build", "--root", str(little.root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        process.kill()
    used = release.current(little.releases).id  # which verifies every file of it
    fresh = build.compile(little).id
    assert fresh != before.id
    assert used in {before.id, fresh}  # the new one when the kill came between the switch and the end


@pytest.mark.parametrize(
    ("name", "what"),
    [("los.ttl", "stands in no graph"), ("Mijn Map/x.ttl", "The folder Mijn Map is no name"), ("a_b/x.ttl", "a_b")],
)
def test_a_file_of_data_without_a_graph_is_told_and_not_read(little, name, what):
    path = little.root / "data" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("<https://example.org/a> a <https://example.org/B> .", encoding="utf-8")
    (error,) = build.check(little).errors
    assert (error.file, what in error.what) == (f"data/{name}", True)
    assert "data/NAME/" in error.fix


def test_a_project_makes_the_same_release_wherever_it_lies(house, tmp_path):
    for name in (*project.FOLDERS, project.HISTORY):
        shutil.copytree(house.root / name, tmp_path / name)
    assert project.identify(project.find(tmp_path)) == project.identify(house)
