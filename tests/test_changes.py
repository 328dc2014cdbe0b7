"""Statements that differ from a commit."""

import subprocess

import pytest
from rdflib import RDFS, Literal, URIRef

from kennisgraaf import changes, sources
from kennisgraaf.errors import NotFound

GIT = ("git", "-c", "user.name=n", "-c", "user.email=e@example.org")
WORD = URIRef("https://w3id.org/kennisgraaf/def#Ding")


def git(where, *words):
    subprocess.run([*GIT, *words], cwd=where.root, check=True, capture_output=True)


@pytest.fixture
def kept(little):
    """A little project in git, nothing changed."""
    git(little, "init", "-q")
    git(little, "add", "-A")
    git(little, "commit", "-qm", "all")
    return little


def since(where, ref="HEAD"):
    return changes.since(where, sources.read(where), ref)


def edit(where, name, old, new):
    path = where.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_changed(kept):
    assert since(kept) == set()


def test_another_text_is_one_that_went_and_one_that_came(kept):
    edit(kept, "ontology/kern.ttl", '"ding"@nl', '"voorwerp"@nl')
    labels = (Literal("ding", lang="nl"), Literal("voorwerp", lang="nl"))
    assert since(kept) == {(WORD, RDFS.label, label) for label in labels}


def test_layout_and_comments_change_nothing(kept):
    edit(kept, "ontology/kern.ttl", "kg:Ding a owl:Class ;", "# een ding\nkg:Ding   a owl:Class  ;")
    assert since(kept) == set()


def test_what_moves_to_another_file_stays_what_it_was(kept):
    edit(kept, "ontology/kern.ttl", ', "thing"@en', "")
    line = f'<{WORD}> <{RDFS.label}> "thing"@en .\n'
    (kept.root / "ontology/ander.ttl").write_text(line, encoding="utf-8")
    assert since(kept) == set()


def test_a_file_that_is_gone_took_its_statements_along(kept):
    (kept.root / "ontology/kern.ttl").unlink()
    assert (WORD, RDFS.label, Literal("ding", lang="nl")) in since(kept)


def test_other_shapes_may_change_anything(kept):
    path = kept.root / "shapes/kern.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\n# anders\n", encoding="utf-8")
    assert since(kept) is None


def test_a_file_that_was_broken_then_may_have_said_anything(kept):
    whole = (kept.root / "ontology/kern.ttl").read_text(encoding="utf-8")
    (kept.root / "ontology/kern.ttl").write_text("kapot", encoding="utf-8")
    git(kept, "commit", "-qam", "kapot")
    (kept.root / "ontology/kern.ttl").write_text(whole, encoding="utf-8")
    assert since(kept) is None


def test_an_unknown_commit_is_told(kept):
    with pytest.raises(NotFound, match="nergens"):
        since(kept, "nergens")
