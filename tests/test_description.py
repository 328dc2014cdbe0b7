"""The page of a thing: what is told, once, in the order of a person."""

import pytest

from kennisgraaf import description
from kennisgraaf.errors import NotFound
from kennisgraaf.formats import GRAPHS
from kennisgraaf.namespaces import ID, KG
from kennisgraaf.search import Index


@pytest.fixture(scope="module")
def words(graph):
    return description.vocabulary(graph)


@pytest.fixture(scope="module")
def page(graph, words):
    return description.describe(graph, words, ID + "competentie/scw-4b")


def values(page, name, *, inverse=False):
    return [
        value
        for group in page.groups
        if (group.property, group.inverse) == (KG + name, inverse)
        for value in group.values
    ]


def test_it_has_names_definitions_and_its_closest_kind(page):
    assert page.labels == {"nl": "Verheldert de vraag", "en": "Clarifies the question"}
    assert set(page.definitions) == {"nl", "en"}
    assert page.kinds == [KG + "GeneriekeCompetentie"]


def test_it_rests_on_passages_in_the_order_of_the_text(page):
    assert [passage.lines for passage in page.passages] == ["237-237", "399-401"]
    assert page.passages[1].locator.startswith("Bijlage 1 > Generieke competenties")
    assert all(len(passage.anchor.split()) <= 7 for passage in page.passages)


def test_indicators_stand_in_their_order(page):
    codes = [value.term.value.rsplit("-", 1)[-1] for value in values(page, "heeftIndicator")]
    assert codes == ["p1", "p2", "p3", "p4", "r1"]


def test_inferred_values_are_marked(page):
    assert all(value.inferred for value in values(page, "heeftIndicator"))
    assert not any(value.inferred for value in values(page, "valtOnderThema"))


def test_what_a_narrower_property_says_is_not_told_twice(page):
    assert values(page, "valtOnderThema")
    assert values(page, "inCompetentiegroep") == []


def test_what_the_inverse_says_is_not_told_twice(page):
    assert values(page, "indicatorVan", inverse=True) == []
    assert values(page, "groepeertCompetentie", inverse=True) == []


def test_every_property_and_value_has_a_name(graph, words):
    for path in ("competentie/scw-4b", "functie/delphi-opbouwwerker", "profiel/wmo-2013", "bron/movisie-2013"):
        page = description.describe(graph, words, ID + path)
        assert all({"nl", "en"} <= set(group.labels) for group in page.groups), path
        assert all(value.labels for group in page.groups for value in group.values), path


def test_an_unknown_thing_gets_near_names(graph, words):
    with pytest.raises(NotFound, match="competentie/scw-4b"):
        description.describe(graph, words, ID + "competentie/scw-4bb")


def test_things_of_a_kind_stand_in_the_order_of_their_scheme(graph):
    codes = [iri.rsplit("/", 1)[-1] for iri, *_ in description.members(graph, "competentie")]
    assert codes[:3] == ["scw-4a", "scw-4b", "scw-4c"]
    assert codes[20:22] == ["wmo-verheldert-vragen-en-behoeften", "wmo-versterkt-eigen-kracht-en-zelfregie"]


def test_parts_of_things_stand_together(graph):
    codes = [iri.rsplit("/", 1)[-1] for iri, *_ in description.members(graph, "procesindicator")]
    assert codes[6:10] == ["scw-4a-p7", "scw-4a-p8", "scw-4b-p1", "scw-4b-p2"]


def test_an_unknown_kind_gets_near_names(graph):
    with pytest.raises(NotFound, match="competentie") as missing:
        description.members(graph, "competenties", ["functie", "competentie"])
    assert missing.value.near == (ID + "competentie",)


def test_the_thing_as_rdf_has_both_ways_and_the_place_in_the_text(graph):
    body = description.surroundings(graph, ID + "competentie/scw-4b", GRAPHS[2]).body.decode()
    assert f"<{ID}competentievereiste/scw-4b> <{KG}betreftCompetentie> <{ID}competentie/scw-4b> ." in body
    assert "http://www.w3.org/ns/oa#start" in body


def test_every_kind_of_thing_has_a_name_in_both_languages(release, words):
    assert [kind for kind in Index(release.index).kinds() if set(words.labels_of_kind(kind)) != {"nl", "en"}] == []
    assert words.labels_of_kind("nee") == {"": "nee"}


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Bestellen:** [www.voorbeeld.nl](http://www.voorbeeld.nl)", "Bestellen: www.voorbeeld.nl"),
        ("een [a](b) en een [c](d)", "een a en een c"),
        ("[1] (zie ook)", "[1] (zie ook)"),
        ("[niet dicht](", "[niet dicht]("),
    ],
)
def test_words_of_a_passage_stand_as_they_were_printed(written, printed):
    assert description.printed(written) == printed
