"""Search: what people type finds what they mean, and whatever else is typed does no harm."""

import string
import threading

import pytest

import kennisgraaf
from kennisgraaf import build, search
from kennisgraaf.errors import LimitError, NotFound, QueryError
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.search import Index, Only


@pytest.fixture(scope="module")
def index(release):
    return Index(release.index)


def things(found):
    return [hit.iri.removeprefix(ID) for hit in found.hits]


SEARCHES = [
    # whole names, codes and IRIs
    ("Verheldert de vraag", "competentie/scw-4b"),
    ("schept ruimte", "competentie/scw-4m"),
    ("wet maatschappelijke ondersteuning", "wet/wmo"),
    ("Welzijn Nieuwe Stijl", "beleid/movisie-welzijn-nieuwe-stijl"),
    ("4B", "competentie/scw-4b"),
    ("4b", "competentie/scw-4b"),
    ("scw-4b", "competentie/scw-4b"),
    ("competentie/scw-4b", "competentie/scw-4b"),
    (f"{ID}competentie/scw-4b", "competentie/scw-4b"),
    (f"{BASE}def#heeftBronpassage", f"{BASE}def#heeftBronpassage"),
    ("heeftBronpassage", f"{BASE}def#heeftBronpassage"),
    # other names and abbreviations
    ("SCW 4", "functieniveau/scw-4"),
    ("scw1", "functieniveau/scw-1"),
    ("Wmo", "wet/wmo"),
    ("AWBZ", "wet/awbz"),
    ("WNS", "beleid/movisie-welzijn-nieuwe-stijl"),
    ("SPR", "organisatie/sociaal-platform-rotterdam"),
    ("ministerie van vws", "organisatie/ministerie-vws"),
    # words in any order, plurals, verb forms, words that only are grammar
    ("vragen verhelderen", "competentie/wmo-verheldert-vragen-en-behoeften"),
    ("ruimte scheppen", "competentie/scw-4m"),
    ("kwetsbaar burger", "partijsoort/kwetsbare-burgers"),
    ("client", "partijsoort/clienten"),
    ("cliënten", "partijsoort/clienten"),
    ("de bewoners van een wijk", "goudenregel/wijk-01"),
    ("wat is zelfredzaamheid", "kernbegrip/movisie-zelfredzaamheid"),
    ("mantelzorger", "partijsoort/mantelzorgers"),
    # hyphens, compounds and their parts
    ("startmotor", "tredegroep/wmo-ladder-startmotor"),
    ("start-motor", "tredegroep/wmo-ladder-startmotor"),
    ("motor blok", "tredegroep/wmo-ladder-motorblok"),
    ("sociaalwerker", "beroep/sociaal-werker"),
    ("opbouw werker", "beroep/opbouwwerker"),
    ("sociaal cultureel werker", "beroep/sociaal-cultureel-werker"),
    ("beroepsgeheim", "pool/dilemma-movisie-2-4-b"),
    ("begeleiding groepsproces", "procesindicator/scw-4o-p5"),
    ("groepsbelang", "dilemmacategorie/movisie-3"),
    ("straatladder", "werkvorm/opbouwwerk-mms-straatladder"),
    # beginnings
    ("verhel", "competentie/scw-4b"),
    ("zelfred", "doel/movisie-zelfredzaamheid"),
    ("presentieb", "kennisonderwerp/wmo-presentiebenadering"),
    # misspelt
    ("opbouwerker", "beroep/opbouwwerker"),
    ("gezondeid", "kennisonderwerp/wmo-gezondheid"),
    ("wet maatschapelijke ondersteuning", "wet/wmo"),
    ("empowermnet", "kennisonderwerp/wmo-empowerment"),
    ("buurtbemidelling", "programma/opbouwwerk-buurtbemiddeling"),
    ("beroepskode", "product/kamerbrief-beroepscode"),
    ("Vilanss", "organisatie/vilans"),
    # English
    ("community worker", "beroep/opbouwwerker"),
    ("positive health", "uitgangspunt/invoorzorg-positieve-gezondheid"),
    ("clarifies the question", "competentie/scw-4b"),
    ("engine block", "tredegroep/wmo-ladder-motorblok"),
    ("civil society", "kennisdeelonderwerp/wmo-civil-society"),
    ("loneliness", "dilemma/movisie-1-1"),
    ("privacy dilemma", "dilemma/movisie-2-4"),
    # texts of indicators, elaborations and definitions
    ("begeleidingsbehoefte", "procesindicator/scw-4r-p2"),
    ("meervoudige vragen", "resultaatindicator/scw-4s-r1"),
    ("netwerk terugdringen zorg collectief", "uitwerking/wmo-werkt-samen-en-versterkt-netwerken-collectief"),
]


@pytest.mark.parametrize(("text", "thing"), SEARCHES, ids=[text for text, _ in SEARCHES])
def test_what_is_meant_is_among_the_first_three(index, text, thing):
    assert thing in things(index.search(text, count=3))


def test_every_name_finds_its_thing_first_or_among_its_namesakes(index):
    with index._opened() as file:  # noqa: SLF001
        rows = file.execute(
            "SELECT iri, name.key FROM name JOIN thing ON thing.id = thing WHERE weight = 100"
        ).fetchall()
    sample = [row for row in rows if len(row[1]) <= search.LONGEST][:: len(rows) // 300]
    lost = [row for row in sample if row[0] not in {hit.iri for hit in index.search(row[1], count=100).hits}]
    assert lost == []


def test_the_order_is_whole_name_name_other_name_text(index):
    hits = index.search("empowerment", count=100).hits
    named = ["empowerment" in " ".join(hit.labels.values()).lower() for hit in hits]
    assert [hit.labels.get("nl", "").lower() for hit in hits[:3]] == ["empowerment"] * 3
    assert named == sorted(named, reverse=True)
    assert not all(named)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_word_that_was_taken_for_another_is_told(index):
    found = index.search("begeleding van groepen xqzwv")
    assert found.corrected == {"begeleding": "begeleiding"}
    assert found.meant == "begeleiding van groepen xqzwv"
    assert found.unknown == ["xqzwv"]


def test_a_number_is_never_taken_for_another(index):
    assert index.search("1987").total == 0


def test_a_snippet_shows_what_matched_in_the_readers_language(index):
    dutch, english = (
        index.search("begeleiding", lang, Only("procesindicator"), count=1).hits[0].snippet for lang in ("nl", "en")
    )
    assert (dutch.lang, dutch.matched) == ("nl", ["begeleidt"])
    assert english.lang == "nl"
    assert index.search("signs of loneliness", count=1).hits[0].snippet.lang == "en"
    assert index.search("signs of loneliness", "en", count=1).hits[0].snippet is None, "the name shows it already"
    assert index.search("4m", "en", count=1).hits[0].snippet.text == "4M"


def test_a_long_text_is_cut_around_the_match(index):
    snippets = [hit.snippet for hit in index.search("werker", count=100).hits if hit.snippet]
    assert all(len(snippet.text) <= 190 for snippet in snippets)
    assert any(snippet.text.startswith("…") for snippet in snippets)
    assert all(snippet.matched for snippet in snippets if snippet.role == "other")


def test_pages_are_stable_and_complete(index):
    whole = things(index.search("wmo", count=100)) + things(index.search("wmo", first=100, count=100))
    small = [thing for first in range(0, 200, 7) for thing in things(index.search("wmo", first=first, count=7))]
    assert small[:200] == whole
    assert len(set(whole)) == len(whole) == 200
    assert index.search("wmo", first=10**6).hits == []


def test_a_kind_leaves_out_the_others(index):
    everything, few = index.search("dilemma", count=100), index.search("dilemma", only=Only("dilemma"), count=100)
    assert {hit.kind.name for hit in few.hits} == {"dilemma"}
    assert few.total == len(few.hits) == everything.kinds["dilemma"] == 25
    assert everything.total == sum(everything.kinds.values()) > 25
    assert index.search("dilemma", only=Only("' OR 1 --")).total == 0


HOSTILE = [
    '"',
    "'; DROP TABLE thing; --",
    "a AND b OR NOT c NEAR(d e, 2) name:f g* ^h -i {j k} : l",
    "\x00wmo\x00",
    "wmo\u202e\u2067dne\u200f",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "\ud800wmo\udfff",
    "wmo\ufffd",
    "%_[]?*",
    "de het een",
    "ﷺ" * 50,
    "a\u0301" * 140,
    "z" * search.LONGEST,
    "://",
    "http://" + "a" * 200,
    " ".join(string.ascii_lowercase),
    "١٢٣ 中文 हिन्दी",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_anything_typed_is_text_and_nothing_else(index, text):
    found = index.search(text)
    assert len(found.hits) <= 20
    assert found.text == text
    with index._opened() as file:  # noqa: SLF001
        assert file.execute("SELECT COUNT(*) FROM thing").fetchone()[0] > 2000


def test_nul_and_marks_around_a_word_do_not_hide_it(index):
    plain = things(index.search("wmo"))
    assert all(things(index.search(text)) == plain for text in ("\x00wmo\x00", "\u202ewmo\u202c", "\ud800wmo\udfff"))


@pytest.mark.parametrize("text", ["", " ", "\x00", "?!", "👩‍👩‍👧", "xqzwv"])
def test_nothing_gives_nothing(index, text):
    assert index.search(text).total == 0


@pytest.mark.parametrize(
    "given", [{"text": "a" * 301}, {"text": "a " * 60}, {"first": -1}, {"count": 0}, {"count": 101}]
)
def test_what_is_too_much_is_refused(index, given):
    with pytest.raises(QueryError):
        index.search(**{"text": "wmo", **given})


def test_a_search_that_takes_too_long_is_stopped(index, monkeypatch):
    monkeypatch.setattr(search, "SECONDS", -1.0)
    with pytest.raises(LimitError) as caught:
        index.search("de het een van")
    assert (caught.value.limit, caught.value.retry_after) == ("time", 5)


def test_threads_may_search_at_the_same_time(index):
    expected, answers = things(index.search("wmo ladder")), []
    threads = [threading.Thread(target=lambda: answers.append(things(index.search("wmo ladder")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_a_release_of_before_says_so(tmp_path):
    with pytest.raises(NotFound, match="no index"):
        Index(tmp_path / "search.sqlite").search("a")


def test_a_little_graph_is_searched_too(little):
    found = Index(build.compile(little).index).search("007")
    assert things(found) == ["ding/c"]
    assert found.hits[0].kind.labels == {"nl": "ding", "en": "thing"}


def test_what_is_withdrawn_comes_last_and_is_marked(little):
    path = little.root / "data/klein/kern.ttl"
    text = path.read_text(encoding="utf-8").replace('"a"@nl', '"boot"@nl').replace('"b"@nl', '"een boot met zeil"@nl')
    gone = "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n" + text + "ding:a owl:deprecated true .\n"
    path.write_text(gone, encoding="utf-8")
    hits = Index(build.compile(little, keep_going=True).index).search("boot").hits
    assert [(hit.iri.removeprefix(ID), hit.withdrawn) for hit in hits] == [("ding/b", False), ("ding/a", True)]


def test_programs_search_an_open_graph(little):
    build.compile(little)
    with kennisgraaf.open(little.root) as graph:
        assert [hit.iri for hit in graph.search("ding", limit=2)] == [f"{BASE}def#Ding", f"{BASE}def#BijzonderDing"]
