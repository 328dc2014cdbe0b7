"""The index: words that compare alike, the same graph the same file, and everybody's graphs in it."""

import sqlite3

import pyoxigraph as ox
import pytest

from kennisgraaf import build, index
from kennisgraaf.index import words
from kennisgraaf.release import load
from kennisgraaf.search import Index


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Wet maatschappelijke ondersteuning", "wet maatschappelijke ondersteuning"),
        ("sociaal-cultureel werk(er)", "sociaal cultureel werk er"),
        ("Dilemma’s, dilemma's", "dilemmas dilemmas"),
        ("Fryslân CLIËNT cliént", "fryslan client client"),
        ("e\u0301e\u0301n", "een"),
        ("«4B»", "4b"),
        ("a\x00b\u202ec 👩‍👩‍👧 \ud800", "a b c"),
        ("NEAR(a, 2) * ^b -c:d", "near a 2 b c d"),
        ("", ""),
    ],
)
def test_texts_that_say_the_same_share_a_key(text, key):
    assert words.key(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("competenties", "competentie"),
        ("wetten", "wet"),
        ("dilemmas", "dilemma"),
        ("netwerken", "netwerk"),
        ("schept", "scheppen"),
        ("verheldert", "verhelderen"),
        ("begeleiden", "begeleiding"),
    ],
)
def test_dutch_forms_of_a_word_share_a_stem(one, other):
    assert set(words.stems(one, "nl")) & set(words.stems(other, "nl"))


def test_english_text_has_english_stems_and_other_text_both():
    assert words.stems("communities", "en") == ("en:communiti",)
    assert {stem[:2] for stem in words.stems("werken", "fr")} == {"nl", "en"}


def test_begeleiding_is_not_beleid():
    assert not set(words.stems("begeleiding", "nl")) & set(words.stems("beleid", "nl"))


def test_positions_are_those_of_the_text():
    text = words.plain("Cliënt’s «4B»")
    assert [(word, text[start:end]) for word, start, end in words.split(text)] == [
        ("clients", "Cliënt’s"),
        ("4b", "4B"),
    ]


def test_the_same_sources_give_the_same_file(little):
    first = build.compile(little)
    before = first.index.read_bytes()
    (first.folder / "release.json").unlink()
    assert build.compile(little).index.read_bytes() == before


def test_a_damaged_index_is_noticed(little):
    made = build.compile(little)
    made.index.write_bytes(made.index.read_bytes()[:-1] + b"!")
    with pytest.raises(Exception, match=r"search\.sqlite is not what was built"):
        load(made.folder)


def test_the_index_cannot_be_changed_by_a_reader(little):
    made = build.compile(little)
    with (
        Index(made.index)._opened() as file,  # noqa: SLF001
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        file.execute("DELETE FROM thing")


def test_graphs_that_join_in_are_found(little, tmp_path):
    extra = tmp_path / "eigen.ttl"
    extra.write_text(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        <https://example.org/a> skos:prefLabel "Zeezeilen"@nl ; skos:altLabel "kotterzeilen" .""",
        encoding="utf-8",
    )
    found = Index(build.compile(little, (extra,)).index).search("kotter")
    assert [(hit.iri, hit.labels, hit.snippet.text) for hit in found.hits] == [
        ("https://example.org/a", {"nl": "Zeezeilen"}, "kotterzeilen")
    ]


def test_links_are_counted_alike_by_who_knows_them_and_by_query(release, tmp_path):
    index.write(ox.Store.read_only(str(release.store)), tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == release.index.read_bytes()
