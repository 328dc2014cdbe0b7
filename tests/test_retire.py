"""Retiring: a tombstone in the data, a line in the ledger, nothing valid that points there, a clean check after it."""

import shutil
import stat

import pytest
from click.testing import CliRunner

from kennisgraaf import build, engine, ledger, project
from kennisgraaf.cli.retire import command
from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app

DATA, FILE = "data/klein/kern.ttl", ledger.FILE.as_posix()
WHY = ("--why", "samengevoegd met A")
MORE = """
ding:d a kg:Ding , kg:BijzonderDing ; skos:prefLabel "d"@nl .
<https://w3id.org/kennisgraaf/id/zaak/z> a kg:Zaak ; skos:prefLabel "z"@nl .
"""


@pytest.fixture
def retire(little):
    """Run the command in the tiny project; return (exit code, all it said)."""
    with (little.root / DATA).open("a", encoding="utf-8") as data:
        data.write(MORE.replace(" , kg:BijzonderDing", ""))
    with (little.root / "ontology/kern.ttl").open("a", encoding="utf-8") as terms:
        terms.write('kg:Zaak a owl:Class ; rdfs:label "zaak"@nl .\nkg:Los a owl:Class ; rdfs:label "los"@nl .\n')
    with (little.root / FILE).open("a", encoding="utf-8") as lines:
        lines.write(f"{ID}ding/d,ding,0.1.0,gepubliceerd,\n{ID}zaak/z,zaak,,concept,\n")

    def run(*words):
        result = CliRunner().invoke(command, [*words, "--root", str(little.root)])
        told = str(result.exception) if result.exception else ""
        return result.exit_code, result.output + told

    return run


def texts(where):
    return {name: (where.root / name).read_text(encoding="utf-8") for name in (DATA, FILE)}


def test_a_thing_gets_its_tombstone_note_and_line(little, retire):
    code, told = retire("ding:d", "--by", "ding/a", *WHY, "--why-en", "merged with A")
    assert (code, DATA in told, FILE in told) == (0, True, True)
    after = texts(little)
    block = after[DATA].partition("\nding:d\n")[2].partition("\n.")[0]
    assert "owl:deprecated true ;" in block
    assert "dct:isReplacedBy ding:a ;" in block
    assert ': merged with A"@en ,' in block
    assert ': samengevoegd met A"@nl ;' in block
    assert 'skos:prefLabel "d"@nl ;' in block
    assert f"{ID}ding/d,ding,0.1.0,vervallen,{ID}ding/a\n" in after[FILE]
    assert build.check(little).serious == []


def test_its_page_shows_the_tombstone(little, retire):
    assert retire(f"{ID}ding/d", "--by", "ding:a", "--by", "ding:b", *WHY)[0] == 0
    made = build.compile(little)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        page = create_app(made, opened).test_client().get("/doc/ding/d?lang=nl", headers={"Accept": "text/html"}).text
    assert "Vervallen." in page
    assert "samengevoegd met A" in page
    assert page.index("Gebruik nu") < page.index('href="/doc/ding/b')


def test_nothing_may_come_in_its_place(little, retire):
    assert retire("ding/d", "--no-successor", *WHY)[0] == 0
    assert "isReplacedBy" not in texts(little)[DATA]
    assert f"{ID}ding/d,ding,0.1.0,vervallen,\n" in texts(little)[FILE]
    assert build.check(little).serious == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ding:d",), 2, "--no-successor"),
        (("ding:d", "--by", "ding:a", "--no-successor"), 2, "one of the two"),
        (("ding:dd", "--by", "ding:a"), 1, "Did you mean: ding/d"),
        (("ding:d", "--by", "ding:aa"), 1, "Did you mean: ding/a"),
        (("ding:d", "--by", "ding:d"), 1, "succeed itself"),
        (("ding:d", "--by", "zaak/z"), 1, "something else"),
        (("ding:b", "--by", "ding:d"), 1, "data/klein/kern.ttl:4: "),
        (("ding:b", "--by", "ding:a", "--by", "ding:d", "--relink"), 1, "one successor"),
        (("ding:d", "--by", "ding:a", "--why", " "), 1, "Nobody will know why"),
        (("http://www.w3.org/2004/02/skos/core#prefLabel", "--no-successor"), 1, "Nothing here goes by"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(little, retire, words, code, told):
    before = texts(little)
    why = () if "--why" in words else WHY
    assert retire(*words, *why)[0] == code
    assert told in retire(*words, *why)[1]
    assert texts(little) == before


def test_what_is_withdrawn_stays_as_it_is(little, retire):
    retire("ding:d", "--by", "ding:a", *WHY)
    assert "withdrawn already" in retire("ding:d", "--by", "ding:b", *WHY)[1]
    assert "withdrawn itself" in retire("ding:c", "--by", "ding:d", *WHY)[1]


def test_what_points_there_can_be_led_on(little, retire):
    code, told = retire("ding:b", "--by", "ding:d", "--relink", *WHY)
    assert code == 0
    assert f"now points to <{ID}ding/d>" in told
    assert "ding:a\n    a kg:Ding ;\n    kg:heeftDeel ding:d ;" in texts(little)[DATA]
    assert build.check(little).serious == []


def test_a_link_that_would_point_to_itself_is_left_out(little, retire):
    assert retire("ding:b", "--by", "ding:a", "--relink", *WHY)[0] == 0
    assert texts(little)[DATA].count("kg:heeftDeel") == 1
    assert build.check(little).serious == []


def test_a_rehearsal_changes_nothing(little, retire):
    before = texts(little)
    code, told = retire("ding:d", "--by", "ding:a", "--dry-run", *WHY)
    assert (code, "nothing was changed" in told) == (0, True)
    assert texts(little) == before


@pytest.mark.parametrize(
    ("written", "code"), [("# over b\nding:b a", 0), ("ding:b\n# over b\na", 1)], ids=["above its block", "inside it"]
)
def test_a_comment_is_not_lost(little, retire, written, code):
    path = little.root / DATA
    path.write_text(path.read_text(encoding="utf-8").replace("ding:b a", written), encoding="utf-8")
    assert retire("ding:b", "--by", "ding:d", "--relink", *WHY)[0] == code
    assert written.rpartition(" a")[0] in texts(little)[DATA]


def test_what_check_would_object_to_is_not_written(little, retire):
    with (little.root / "shapes/kern.ttl").open("a", encoding="utf-8") as shapes:
        shapes.write(
            'kgs:Ding sh:property [ sh:path skos:changeNote ; sh:maxCount 0 ; sh:message "Nee."@nl , "No."@en ] .'
        )
    before = texts(little)
    code, told = retire("ding:d", "--by", "ding:a", *WHY)
    assert (code, "nothing is changed" in told) == (1, True)
    assert texts(little) == before


def test_a_folder_that_may_not_be_written_leaves_everything_as_it_was(little, retire, monkeypatch):
    before = texts(little)
    ours, replace = [], type(little.root).replace

    def full(path, target):
        ours.append(path)
        if len(ours) == 2:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(type(little.root), "replace", full)
    code, told = retire("ding:d", "--by", "ding:a", *WHY)
    assert (code, "No space left" in told) == (1, True)
    assert texts(little) == before
    assert [path.name for path in little.root.glob("data/**/.*")] == []


def test_a_term_gets_a_tombstone_too(little, retire):
    assert retire("kg:Los", "--by", "kg:Ding", *WHY)[0] == 0
    text = (little.root / "ontology/kern.ttl").read_text(encoding="utf-8")
    assert "dct:isReplacedBy kg:Ding ;" in text
    assert "heeftRedactiestatus" not in text
    assert "something else" in retire("kg:heeftDeel", "--by", "kg:Ding", *WHY)[1]


def test_a_thing_of_the_real_project_is_retired_cleanly(house, tmp_path):
    for name in project.FOLDERS:
        shutil.copytree(house.root / name, tmp_path / name)
    where = project.find(tmp_path)
    before = {path: path.read_text(encoding="utf-8") for path in where.files("data")}
    words = ["werkveld:movisie-bedrijfsleven", "--by", "werkveld:opbouwwerk", "--relink", *WHY, "--root", str(tmp_path)]
    result = CliRunner().invoke(command, words)
    assert (result.exit_code, str(result.exception or "")) == (0, "")
    changed = {where.name(path): text for path, text in before.items() if path.read_text(encoding="utf-8") != text}
    assert len(changed) >= 2
    home = next(path for path in before if "\nwerkveld:movisie-bedrijfsleven\n" in path.read_text(encoding="utf-8"))
    block = home.read_text(encoding="utf-8").partition("\nwerkveld:movisie-bedrijfsleven\n")[2].partition("\n.")[0]
    assert "kg:heeftRedactiestatus redactiestatus:vervangen ;" in block
    assert "dct:isReplacedBy werkveld:opbouwwerk ;" in block
    assert stat.S_IMODE(home.stat().st_mode) == stat.S_IMODE((house.root / where.name(home)).stat().st_mode)
