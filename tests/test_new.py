"""kennisgraaf new: what the shapes ask for makes a valid thing, and nothing else is ever written."""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDF, SKOS

from kennisgraaf import forms, ledger, project
from kennisgraaf.drafts import Desk, Draft, statements
from kennisgraaf.errors import DraftError, NotFound
from kennisgraaf.namespaces import ID, KG

HOUSE = Path(__file__).parents[1]
OTHER = {"skos:broadMatch", "skos:closeMatch", "skos:exactMatch", "skos:narrowMatch", "skos:relatedMatch"}
OTHER |= {"kg:dektCompetentieDirect", "kg:raaktCompetentieDeels"}  # these ask for a second statement, a justification
OTHER |= {"kg:heeftBelangpositie", "kg:heeftVereiste", "kg:heeftKerntaak", "kg:heeftKwalificatie", "kg:heeftWerkproces"}
OTHER |= {"kg:heeftUitstroomprofiel"}
# ... and these take a part away from its own whole


def example_project(root):
    """A project of our ontology and shapes with the valid examples as its data."""
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(HOUSE / folder, root / folder)
    shutil.copytree(HOUSE / "tests/examples/valid", root / "data/voorbeeld")
    where = project.find(root)
    (root / ledger.FILE).write_text(",".join(ledger.COLUMNS) + "\n", encoding="utf-8")
    own = {iri.split("#")[0] for iri in Desk(where).codes if iri.startswith(ID)}
    lines = sorted(f"{iri},{iri.removeprefix(ID).split('/')[0]},,concept," for iri in own)
    (root / ledger.FILE).write_text("\n".join([",".join(ledger.COLUMNS), *lines]) + "\n", encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    return example_project(tmp_path_factory.mktemp("voorbeeld"))


@pytest.fixture(scope="module")
def desk(where):
    return Desk(where)


def instantiable(desk):
    """Every class that may be stated and of which there is an example."""
    for kind in forms.classes(desk.facts):
        form = desk.form(kind)
        if kind.startswith(KG) and form.things and not form.refused:
            yield form


def answers(desk, form):
    """What an example says, in the words that people give; a code or number that may stand but once made another."""
    said = desk.said(form.things[0], form)
    found = {}
    for one, values in said.items():
        if one.curie not in OTHER:
            texts = [forms.answers.written(one, value) for value in values]
            if one.predicate == SKOS.notation:
                texts = [re.sub("[0-9]", "8", text) + ("" if text.isdecimal() else "X") for text in texts]
            if one.curie == "kg:volgnummer":
                texts = ["901"]
            if one.curie == "kg:uitwerkingVan":
                texts = [str(next(c for c in desk.answers.candidates(one) if c not in values))]
            found[one] = [desk.answers.value(one, text) for text in texts]
    return found


def test_every_class_that_may_be_stated_can_be_made_from_the_answers_of_an_example(desk):
    draft, made, circles = Draft(desk), {}, set()
    for form in instantiable(desk):
        values = answers(desk, form)
        thing = desk.mint(form, "voorbeeld-p901" if form.word == "bronpassage" else "nieuw-ding")
        if unmet := form.unmet(values, desk.facts):  # its part must be new too: no one thing alone can be valid
            assert {demand.fields[0].curie for demand in unmet} <= OTHER
            circles.add(form.word)
            continue
        draft.add(form, thing, values, desk.file(form, desk.graph(form, None)))
        made[form.word] = thing
    planned = draft.changes()
    assert [(f.thing, f.messages["en"], f.value) for f in draft.findings(planned) if f.severity == "Violation"] == []
    assert circles == set()
    assert len(made) == 103


def test_the_answers_of_an_example_give_back_its_very_statements(desk):
    data = {triple for document in desk.paths.values() for triple in document.triples}
    for form in instantiable(desk):
        for thing in form.things:
            inner = {node for node in desk.facts.objects(thing) if str(node).startswith(f"{thing}#")}
            own = {triple for node in {thing, *inner} for triple in desk.facts.triples((node, None, None))} & data
            own -= {(s, p, o) for s, p, o in own if p == RDF.type and s == thing and o not in form.types}
            made = set(statements(form, thing, desk.said(thing, form)))
            assert {t for t in made if str(t[0]).split("#")[0] == str(thing)} == own, thing


def run(*words, root, stdin=subprocess.DEVNULL, **settings):
    command = [sys.executable, "-m", "kennisgraaf", *map(str, words), "--root", root]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, stdin=stdin, timeout=300, check=False, **settings
    )
    assert "Traceback" not in done.stderr
    return done


def held(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["ding"], 2, "Give the CODE"),
        (["ding", "d"], 1, '--set "skos:prefLabel'),
        (["dign", "d"], 2, "Did you mean ding"),
        (["ding", "D d"], 1, "Take 'd-d'"),
        (["ding", "a"], 1, "is there already"),
        (["ding", "weg"], 1, "never comes back. It was replaced by"),
        (["ding", "d", "--set", "prefLable@nl=d"], 2, "Did you mean skos:prefLabel@nl"),
        (["ding", "d", "--set", "skos:prefLabel"], 2, "write PROPERTY=VALUE"),
        (["ding", "d", "--set", "heeftDeel=bb", "--set", "prefLabel@nl=d"], 1, "expected the IRI, code or exact name"),
        (["ding", "d", "--graph", "kleim", "--set", "prefLabel@nl=d"], 2, "klein"),
    ],
)
def test_what_does_not_make_a_valid_thing_writes_nothing_and_says_what_would(little, words, code, told):
    with (little.root / ledger.FILE).open("a", encoding="utf-8") as lines:
        lines.write(f"{ID}ding/weg,ding,0.1.0,vervallen,{ID}ding/a\n")
    before = held(little.root)
    done = run("new", *words, root=little.root)
    assert (done.returncode, held(little.root)) == (code, before), done.stderr
    assert told in done.stderr


def test_a_new_thing_gets_its_block_and_its_line_and_checks_clean(little):
    words = ["new", "bijzonderding", "d", "--set", "prefLabel@nl=de d", "--graph", "klein"]
    before = held(little.root)
    dry = run(*words, "--dry-run", root=little.root)
    assert (dry.returncode, held(little.root)) == (0, before)
    assert 'skos:prefLabel "de d"@nl ;' in dry.stdout
    done = run(*words, root=little.root)
    assert done.returncode == 0, done.stderr
    assert "valid: no findings" in done.stderr
    assert "\nbijzonderding:d\n    a kg:BijzonderDing ;\n" in (little.root / "data/klein/kern.ttl").read_text()
    first = (little.root / ledger.FILE).read_text().splitlines()[1]
    assert first == f"{ID}bijzonderding/d,bijzonderding,,concept,"
    assert run("check", root=little.root).returncode == 0
    assert run("format", "--check", little.root / "data", root=little.root).returncode == 0


def test_a_new_thing_whose_file_would_lose_a_comment_is_not_written(little):
    path = little.root / "data/klein/kern.ttl"
    path.write_text(path.read_text().replace("ding:b a", "ding:b # why\n a"))
    before = held(little.root)
    done = run("new", "ding", "d", "--set", "prefLabel@nl=d", root=little.root)
    assert (done.returncode, held(little.root)) == (1, before)
    assert "comment would be lost" in done.stderr


def test_on_a_terminal_it_asks_for_what_is_required_and_again_for_what_is_wrong(little):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kennisgraaf", "new", "ding", "--root", little.root],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        os.write(ours, b"a\nnieuw\n\nde nieuwe\n\ny\nbe\n1\n\n")
        out, err = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, err
    assert "is there already" in err
    assert "Een ding heeft een label. Voeg skos:prefLabel toe." in err
    assert 'skos:prefLabel "de nieuwe"@nl ;' in out


def test_a_class_that_nobody_states_is_refused_with_those_that_one_does(desk):
    for name in ("Inbreng", "WmoCompetentie", "wmo-competentie"):
        with pytest.raises(DraftError, match="Nothing is stated as") as caught:
            desk.kind(name)
        assert caught.value.fix
    assert desk.kind("competentie") == desk.kind("kg:Competentie") == desk.kind("competency")
    with pytest.raises(NotFound):
        desk.kind("x")


def test_the_ledger_keeps_its_order_and_its_line_ends(where, desk):
    draft = Draft(desk)
    form = desk.form(desk.kind("auteur"))
    draft.add(form, desk.mint(form, "aa"), {}, desk.file(form, "voorbeeld"))
    lines = draft.changes()[-1].after.decode().splitlines()
    assert lines[1:] == sorted(lines[1:])
    assert f"{ID}auteur/aa,auteur,,concept," in lines
