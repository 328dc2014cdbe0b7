"""Matching: what words meet, how a short list is made, and how good the lists are on the file that it was tuned on."""

import pytest

from bench import agreement
from bench import matching as bench
from kennisgraaf import matching
from kennisgraaf.matching import Candidate, Matcher, Precedent, Precedents, Said, Text, lexicon
from kennisgraaf.matching.speech import PART, SAME, STEM, SYNONYM, Speech, spoken, vocabulary

KNOWN = "Ondersteuning met een plan, het netwerk versterken, de ontwikkeling van het beroep, beleid en begeleiding"


@pytest.fixture(scope="module")
def dutch():
    return Speech("nl", lexicon.load(), vocabulary([KNOWN.lower()], "nl"))


@pytest.fixture(scope="module")
def matcher(graph):
    return matching.read(graph)


@pytest.fixture(scope="module")
def files(graph):
    return bench.parts(graph)


def meet(speech, one, other):
    """How two words meet, None when they do not."""
    mine, theirs = speech.features(one), speech.features(other)
    order = [SAME, STEM, PART, SYNONYM]
    shared = [max(mine[name][1], theirs[name][1], key=order.index) for name in mine.keys() & theirs.keys()]
    return min(shared, key=order.index, default=None)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("beleid", "beleid", SAME),
        ("kiest", "kiezen", STEM),
        ("geeft", "geven", STEM),
        ("evalueert", "evaluatie", STEM),
        ("participeren", "participatie", STEM),
        ("communiceert", "communicatie", STEM),
        ("organiseert", "organisatie", STEM),
        ("signaleren", "signalering", STEM),
        ("versterkt", "versterking", STEM),
        ("reflecteert", "reflectie", STEM),
        ("ondersteuningsplan", "ondersteuning", PART),
        ("ondersteuningsplan", "plannen", PART),
        ("netwerkversterking", "netwerken", PART),
        ("beroepsontwikkeling", "ontwikkelen", PART),
        ("cliënt", "burgers", SYNONYM),
        ("hulpvraag", "ondersteuningsvragen", SYNONYM),
        ("evalueert", "verantwoorden", SYNONYM),
        ("begeleiding", "beleid", None),
        ("anderen", "onderneemt", None),
        ("ondersteuning", "onderneemt", None),
        ("beleid", "netwerk", None),
    ],
)
def test_two_words_meet_as_people_would_say(dutch, one, other, how):
    one, other = (folded(word) for word in (one, other))
    assert meet(dutch, one, other) == how
    assert meet(dutch, other, one) == how


def folded(word):
    return next(iter(lexicon.words.split(word)))[0]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Voert het beleid uit", "uitvoert"),
        ("Zet een activiteit in om doelen te bereiken", "inzet"),
        ("Komt op voor de rechten van mensen", "opkomt"),
        ("Werkt aan de eigen ontwikkeling", ""),
        ("Beleid", ""),
    ],
)
def test_a_verb_gets_its_particle_back(text, verb):
    assert next(whole for *_, whole in spoken(text, lexicon.load())) == verb


def test_a_particle_before_te_belongs_to_the_verb_after_it():
    assert ("komen", "opkomen") in [(word, whole) for word, _, _, whole in spoken("leren op te komen", lexicon.load())]


def test_every_word_of_the_lexicon_is_in_a_group_with_another():
    groups = lexicon.load().groups
    assert all(sum(name in inside for inside in groups.values()) > 1 for names in groups.values() for name in names)


def little(*names, near=None):
    """A matcher on things with only a name each."""
    speech = Speech("nl", lexicon.load(), vocabulary([name.lower() for name in names], "nl"))
    made = [
        Candidate(f"urn:{number}", {"nl": name}, ("urn:odd" if number % 2 else "urn:even",), (Said(10, "name", name),))
        for number, name in enumerate(names)
    ]
    return Matcher.build(made, near or {}, speech)


NAMES = ("Draagt bij aan beleid", "Versterkt netwerken", "Bewaakt kwaliteit", "Verheldert vragen")


def test_the_best_comes_first_with_the_words_that_made_it():
    text = "Voert het kwaliteitsbeleid uit"
    first, *_ = little(*NAMES).suggest([Text(text)])
    found = first.evidence[0]
    assert text[found.start : found.end] == found.word == "kwaliteitsbeleid"
    assert (found.how, found.role) == (PART, "name")
    assert first.score == pytest.approx(sum(one.score for one in first.evidence))


@pytest.mark.parametrize("text", ["", "...", "de het een", "zzzz qqqq", "12345", "\u0000\ud800"])
def test_what_says_nothing_gets_no_suggestion(text):
    assert little(*NAMES).suggest([Text(lexicon.words.plain(text))]) == []


def test_no_candidates_give_no_suggestions():
    assert little().suggest([Text("Versterkt netwerken")]) == []


def test_only_the_schemes_that_are_asked_for():
    found = little(*NAMES).suggest([Text("beleid, netwerken, kwaliteit, vragen")], schemes=["urn:odd"])
    assert {one.candidate.iri for one in found} == {"urn:1", "urn:3"}


def test_no_more_than_asked_for_and_always_in_the_same_order():
    matcher = little("Beleid a", "Beleid b", "Beleid c")
    found = [one.candidate.iri for one in matcher.suggest([Text("beleid")], 2)]
    assert found == ["urn:0", "urn:1"]


def test_a_thing_that_means_nearly_the_same_gets_a_little():
    found = little(*NAMES, near={"urn:2": {"urn:0": 1.0}}).suggest([Text("Voert het beleid uit")])
    assert [one.candidate.iri for one in found] == ["urn:0", "urn:2"]
    assert (found[1].near, found[1].evidence) == ("urn:0", ())
    assert found[1].score < found[0].score / 2


def test_the_core_task_weighs_less_than_the_name():
    found = little(*NAMES).suggest([Text("Netwerken"), Text("Beleid", 0.2)])
    assert [one.candidate.iri for one in found] == ["urn:1", "urn:0"]


def test_an_english_file_is_matched_in_english(graph):
    english = matching.read(graph, "en")
    found = english.suggest([Text("Works on own professional development")])
    assert found[0].candidate.iri.endswith("scw-4k")


def test_any_class_can_be_suggested(graph):
    found = matching.read(graph, kind="https://w3id.org/kennisgraaf/def#Methode")
    assert found.candidates
    assert all("/methode/" in one.iri for one in found.candidates)


DECIDED = (
    Precedent("urn:p1", "Stemt de werkzaamheden af", "urn:f1", "urn:covers", "urn:a"),
    Precedent("urn:p2", "Voert het beleid uit", "urn:f2", "urn:touches", "urn:b"),
)


@pytest.mark.parametrize(
    ("name", "without", "things"),
    [
        ("Stemt de werkzaamheden af", "", ["urn:a"]),
        ("stemt werkzaamheden af.", "", ["urn:a"]),
        ("Stemt de werkzaamheden af", "urn:f1", []),
        ("Iets heel anders", "", []),
    ],
)
def test_precedents_are_of_nearly_the_same_name_and_of_another_file(name, without, things):
    assert [one.thing for one in Precedents.of(DECIDED).like(name, without)] == things


def test_the_graph_has_precedents(graph):
    known = Precedents.read(graph)
    part = "https://w3id.org/kennisgraaf/id/werkproces/25958-b1-k1-w1"
    assert {one.thing.rpartition("/")[2] for one in known.on(part)} >= {"scw-4b", "scw-4l"}


def test_the_short_lists_are_good_on_the_file_that_they_were_tuned_on(matcher, files):
    """Measured: 9 of 9 linked and 2 of 2 covered parts in the first five, a mean reciprocal rank of 0.84."""
    found = bench.score(files[bench.TUNED], bench.own(matcher), bench.frameworks_of(matcher))
    assert (found.covered, found.linked) == (2, 9)
    assert found.covered_first == 1
    assert found.linked_first >= 7 / 9
    assert found.reciprocal >= 0.7


def test_the_covered_parts_of_the_files_held_out_are_found_too(matcher, files):
    """Measured once, after tuning: 13 of 13; the issue asks for 80 %."""
    held = [part for code in bench.HELD_OUT for part in files[code]]
    found = bench.score(held, bench.own(matcher), bench.frameworks_of(matcher))
    assert found.covered_first >= 0.8
    names = bench.score(held, bench.labels(matcher), bench.frameworks_of(matcher))
    assert found.covered_first > names.covered_first


def test_the_matcher_knows_nothing_of_what_was_decided(matcher):
    said = {said.text for candidate in matcher.candidates for said in candidate.said}
    assert "Onderzoekt de behoefte aan sociaal werk" not in said


def test_two_readers_agree_as_far_as_the_pages_say(matcher, files):
    codes = [one.iri.rpartition("/")[2] for one in matcher.candidates]
    found = agreement.compare(bench.first_reading(files), agreement.second(), codes)
    assert (found.parts, found.pairs, found.first, found.second) == (20, 600, 34, 62)
    assert found.exact == pytest.approx(0.942, abs=0.001)
    assert found.exact_kappa == pytest.approx(0.61, abs=0.005)
    assert found.linked == pytest.approx(0.953, abs=0.001)
    assert found.linked_kappa == pytest.approx(0.69, abs=0.005)
    assert found.jaccard == pytest.approx(0.548, abs=0.001)


def test_the_page_for_education_shows_these_figures(release, graph):
    page = (agreement.HOUSE / "docs/education.md").read_text(encoding="utf-8").splitlines()
    told = bench.report(release, graph, [bench.TUNED, *bench.HELD_OUT])
    assert [line for line in told if line not in page] == []


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")], 1.0),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs, kappa):
    assert agreement.kappa(pairs) == pytest.approx(kappa)
