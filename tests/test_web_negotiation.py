"""Which form and which language a reader gets: the headers that real programs send."""

import pytest

from kennisgraaf.formats import GRAPHS, HTML, TABLES
from kennisgraaf.web import language
from kennisgraaf.web.negotiation import NothingFitsError, choose, preferences

PAGE, VOCABULARY, TABLE = (HTML, *GRAPHS), (*GRAPHS, HTML), (*TABLES, HTML)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5,*/*;q=0.1"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDFLIB_TURTLE = "text/turtle, application/x-turtle"
JENA_OLD = "application/rdf+xml, application/n-triples;q=0.9, text/turtle;q=0.8, text/plain;q=0.5, */*;q=0.1"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
RDF4J = "application/rdf+xml;q=0.8, text/turtle, application/ld+json;q=0.7, application/n-triples;q=0.6"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
EXCEL = (
    "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
    "application/atomsvc+xml;q=0.8,*/*;q=0.6"
)
SPARQLWRAPPER_RDF = "application/rdf+xml,text/turtle,text/n3,application/n-triples"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,text/html;q=0.2"
)
FETCH = "application/json, text/plain, */*"
SPARQLWRAPPER = "application/sparql-results+json,application/json,text/javascript,application/javascript"


@pytest.mark.parametrize(
    ("offers", "accept", "name"),
    [
        (PAGE, "", "html"),
        (PAGE, "*/*", "html"),
        (VOCABULARY, "*/*", "turtle"),
        (PAGE, FIREFOX, "html"),
        (PAGE, CHROME, "html"),
        (PAGE, SAFARI, "html"),
        (VOCABULARY, CHROME, "html"),
        (PAGE, RDFLIB_TURTLE, "turtle"),
        (PAGE, JENA_OLD, "rdfxml"),
        (VOCABULARY, JENA_OLD, "rdfxml"),
        (PAGE, PROTEGE, "rdfxml"),
        (VOCABULARY, PROTEGE, "rdfxml"),
        (PAGE, RDF4J, "turtle"),
        (PAGE, JAVA, "html"),
        (VOCABULARY, JAVA, "html"),
        (TABLE, JAVA, "html"),
        (TABLES, JAVA, "json"),
        (TABLES, EXCEL, "json"),
        (PAGE, EXCEL, "jsonld"),
        (PAGE, SPARQLWRAPPER_RDF, "turtle"),
        (PAGE, COMUNICA, "jsonld"),
        (PAGE, FETCH, "jsonld"),
        (PAGE, "*", "html"),
        (PAGE, "*;q=.5, text/turtle;q=.75", "turtle"),
        (PAGE, "text/turtle;q=0.33333333, */*;q=.1", "turtle"),
        (PAGE, "text/turtle;Q=0.1, application/ld+json;q=0.2", "jsonld"),
        (PAGE, "text/turtle;q=-1, text/turtle;q=NaN, text/turtle;q=1e9", "html"),
        (PAGE, ",,;;,=", "html"),
        (PAGE, "text/turtle" + ";x=y" * 5000, "turtle"),
        (PAGE, "a/b," * 20_000 + "text/turtle", "turtle"),
        (PAGE, "text/turtle\x00, */*;q=0.1", "html"),
        (VOCABULARY, FIREFOX, "html"),
        (PAGE, RDFLIB, "rdfxml"),
        (PAGE, JENA, "turtle"),
        (PAGE, "text/turtle;charset=utf-8", "turtle"),
        (PAGE, 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x";q=0.9', "jsonld"),
        (PAGE, "application/json", "jsonld"),
        (PAGE, "text/plain", "ntriples"),
        (PAGE, "text/turtle;q=0.5, application/n-triples;q=0.6", "ntriples"),
        (PAGE, "text/html;q=0, */*", "turtle"),
        (PAGE, "text/*;q=0.3, text/turtle", "turtle"),
        (PAGE, "TEXT/TURTLE", "turtle"),
        (PAGE, "text/turtle;q=much, application/ld+json", "jsonld"),
        (TABLE, SPARQLWRAPPER, "json"),
        (TABLE, "text/csv", "csv"),
        (TABLE, "application/xml", "xml"),
        (TABLE, "application/json;q=0.9, text/csv", "csv"),
        (TABLE, "image/png, */*;q=0.1", "json"),
    ],
)
def test_the_closest_and_best_liked_form_is_given(offers, accept, name):
    assert choose(offers, accept).name == name


@pytest.mark.parametrize("asked", ["text/turtle", "turtle", "ttl", "text/turtle; charset=utf-8"])
def test_a_form_in_the_address_goes_before_the_header(asked):
    assert choose(PAGE, "text/html", asked).name == "turtle"


def test_a_plus_that_was_read_as_a_space_is_a_plus():
    assert choose(TABLE, "", "application/sparql-results xml").name == "xml"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0, image/*", "application/sparql-results+json"])
def test_what_does_not_exist_is_refused_with_a_list(accept):
    with pytest.raises(NothingFitsError, match="text/turtle"):
        choose(PAGE, accept)


def test_an_unclosed_quote_takes_no_time():
    assert preferences('text/turtle;a="' + "\\" * 50_000)


@pytest.mark.parametrize(
    ("texts", "lang", "found"),
    [
        ({"nl": "a", "en": "b"}, "en", ("b", "en")),
        ({"nl": "a", "fr": "c"}, "en", ("a", "nl")),
        ({"en-GB": "b", "fr": "c"}, "nl", ("b", "en-GB")),
        ({"nl-BE": "a", "en": "b"}, "nl", ("a", "nl-BE")),
        ({"fr": "c", "": "d"}, "nl", ("d", "")),
        ({}, "nl", ("", "")),
    ],
)
def test_a_text_is_dutch_then_english_then_anything(texts, lang, found):
    assert language.pick(texts, lang) == found


def test_a_text_in_another_language_says_so():
    assert str(language.Reader("en").say({"nl": "<a> & b"})) == '<bdi lang="nl">&lt;a&gt; &amp; b</bdi>'
