"""Named questions, queries of the package, pages and services are equal on our engine, on Virtuoso and on Fuseki.

The release gets there with `publish` and is read with `open_remote`, as it is for readers. One file, so that each
engine is started and filled once.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import engines
import same
from kennisgraaf import delivery, questions
from kennisgraaf.catalog.words import PREFIXES
from kennisgraaf.engine import Answer, bind, open_store, term_boolean, term_iri, term_text
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.remote import open_remote
from kennisgraaf.engine.remote.access import PASSWORD, USER
from kennisgraaf.formats import GRAPHS, TABLES
from kennisgraaf.namespaces import DEF, GRAPH, ID
from kennisgraaf.web import create_app, rehearsal
from test_servers import ALIKE, HTML, JSON, TURTLE

HOUSE = Path(__file__).parents[1]
PACKAGE = HOUSE / "src/kennisgraaf"
QUESTIONS = questions.load(HOUSE / "queries")
_THINGS = (
    "competentie/scw-4b", "competentie/wmo-verheldert-vragen-en-behoeften", "kwalificatie/25958", "bron/movisie-2013",
    "begrippenkader/scw-2006", "functie/delphi-junior-opbouwwerker", "bronpassage/movisie-2013-p017",
)  # fmt: skip
# What pages put in the place of the examples, by the name of the input; a query with several is tried with each.
INPUTS = {
    "thing": [term_iri(ID + thing) for thing in _THINGS],
    "class": [term_iri(f"{DEF}Competentie"), term_iri(f"{DEF}Functie")],
    "start": [term_text(f"{ID}competentie/")],
    "all": [term_boolean(value=True)],
    "path": [term_iri(f"{DEF}steuntOpKennis")],
    "graph": [term_iri(f"{GRAPH}movisie-2013")],
    "property": [term_iri(f"{DEF}vereistCompetentie")],
    "subject": [term_iri(f"{ID}kwalificatie/25958")],
}
# A list in one cell, in no order that SPARQL promises; Python reads it as a set.
SETS = {"reconciliation/types.rq": "classes"}
FILLED_IN = {"composition/profile.rq"}  # has marks for rows and not for terms; its answer is tested where it is made


def texts():
    """Yield (name, text) of every query of the package with every input."""
    for path in sorted(PACKAGE.rglob("*.rq")):
        name, text = path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        if name in FILLED_IN:
            continue
        if name.startswith("catalog/"):
            text = "".join(f"PREFIX {one}: <{space}>\n" for one, space in PREFIXES.items()) + text
        found = [(name, text)]
        for blank, terms in INPUTS.items():
            if re.search(rf"VALUES\s+\?{blank}\s*{{\s*\S+\s*}}", text):
                found = [(f"{one} {term}", bind(made, {blank: term})) for one, made in found for term in terms]
        yield from found


TEXTS = dict(texts())


LIMITS = Limits(seconds=60, client_seconds=10_000, wait=60)  # what is equal is tested here, not how quick it is


@pytest.fixture(scope="session", params=["virtuoso", "fuseki"])
def other(request, release, tmp_path_factory):
    """The release in an engine of others, published by who may write and opened by who may read."""
    if why := engines.missing(request.param):
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("engines") / request.param
    with pytest.MonkeyPatch.context() as patch, engines.running(request.param, folder) as running:
        become(patch, running.writer)
        with delivery.connect(running.url) as client:
            delivery.publish(client, delivery.Order(release, release.id))
        become(patch, running.reader)
        with open_remote(running.url, release, LIMITS) as opened:
            yield opened


def become(patch, account):
    """Have the account of somebody."""
    for name, value in zip((USER, PASSWORD), account, strict=True):
        patch.setenv(name, value)


def asked(engine, text):
    """Return the answer, tables as JSON and graphs as N-Triples."""
    form = re.search(r"(?m)^\s*(SELECT|ASK|CONSTRUCT)\b", re.sub(r"(?m)^\s*(#|PREFIX).*$", "", text))[1]
    return engine.query(text, GRAPHS[2] if form == "CONSTRUCT" else TABLES[0])


def sorted_cells(answer, column):
    """Return a table with the words of one column in order."""
    found = json.loads(answer.body)
    for row in found["results"]["bindings"]:
        row[column]["value"] = " ".join(sorted(row[column]["value"].split()))
    return Answer(answer.form, answer.format, json.dumps(found).encode())


def check(ours, theirs, *, ordered):
    """Fail with the first differences of two answers."""
    found = same.differences(same.content(ours), same.content(theirs))
    assert not found, "\n".join([f"{len(found)} differences", *found[:10]])
    if ordered:
        assert same.rows(ours) == same.rows(theirs)


@pytest.fixture(scope="session")
def own(graph):
    """Our own answer to a query, asked once for all engines."""
    return cache(lambda text: asked(graph, text))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_in_the_same_order(own, other, name):
    text = QUESTIONS[name].sparql
    ours = own(text)
    check(ours, asked(other, text), ordered=ours.form == "SELECT" and "ORDER BY" in text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_query_of_the_package_has_the_same_answer(own, other, name):
    answers = [own(TEXTS[name]), asked(other, TEXTS[name])]
    if column := SETS.get(name.partition(" ")[0]):
        answers = [sorted_cells(one, column) for one in answers]
    check(*answers, ordered=answers[0].form == "SELECT" and "ORDER BY" in TEXTS[name])


@pytest.fixture(scope="session")
def here(release):
    """The site on our own engine."""
    with open_store(release.store, release.prefixes, frozenset(release.graphs), LIMITS) as opened:
        yield create_app(release, opened).test_client()


@pytest.fixture(scope="session")
def there(release, other):
    """The site on an engine of others."""
    return create_app(release, other).test_client()


_TWO = "ding=kwalificatie:25958&ding=kwalificatie:25697"
_COMPETENCY = quote(f"{ID}competentie/scw-4b")
EXPORTS = ["ttl", "nt", "rdf", "jsonld", "atom", "txt", "bib", "ris", "csl"]
PLACES = [
    *ALIKE,
    *[(f"/doc/{thing}", HTML) for thing in _THINGS],
    *[(f"/doc/competentie/scw-4b.{suffix}", {}) for suffix in EXPORTS],
    *[(f"/{way}", TURTLE) for way in ("publicaties/movisie-2013", "begrippenkaders", "partijen", "opleidingen")],
    ("/beelden/speelveld", HTML),
    *[(f"/vragen/{name}", HTML) for name in ("speelveld-van-belangen", "koppelsets-in-getallen")],
    *[(f"{place}?q=vert", JSON) for place in ("/zoek/suggesties", "/zoek/keuzes")],
    *[(f"/reconcile/suggest/{what}?prefix=be", JSON) for what in ("entity", "property", "type")],
    ("/reconcile", JSON),
    ("/reconcile/preview?id=competentie/scw-4b", HTML),
    ("/reconcile/extend/propose?type=Competentie", JSON),
    (f"/vergelijken?{_TWO}", HTML),
    (f"/melden?ding={_COMPETENCY}", HTML),
    ("/dekking/kwalificatie/25958", HTML),
    ("/api/v1/dekking", JSON),
    ("/api/v1/dekking/kwalificatie/25958", JSON),
    ("/feed.atom", {}),
    ("/dataset", TURTLE),
    ("/.well-known/security.txt", {}),
]  # fmt: skip
# Which of many is SPARQL's to choose: these differ rightly.
CHOSEN = ("SAMPLE", "LIMIT")


@pytest.mark.parametrize(("path", "headers"), [row for row in PLACES if not any(word in row[0] for word in CHOSEN)])
def test_a_page_or_service_has_the_same_body(here, there, path, headers):
    alike(here, there, path, headers)


def test_every_kind_of_page_has_the_same_body(here, there):
    for place in rehearsal.places(here.application):
        alike(here, there, place, {"Accept": "text/html, */*;q=0.5"})


def alike(here, there, path, headers):
    """Fail unless two sites answer alike: byte by byte, or as the same rows or statements where order is free."""
    with here.get(path, headers=headers) as ours, there.get(path, headers=headers) as theirs:
        assert (ours.status_code, ours.mimetype) == (theirs.status_code, theirs.mimetype)
        assert ours.status_code < 500
        if ours.data != theirs.data:
            assert said(ours, path) == said(theirs, path), path


def said(response, path):
    """Return what a body says, with blank nodes as such, and without an order where there is none."""
    if form := ox.RdfFormat.from_media_type(response.mimetype):
        return same.graph(ox.parse(response.data, form))
    if path.startswith("/sparql?") and response.status_code == 200:
        rows = response.data.decode().splitlines() if response.mimetype == "text/csv" else None
        return Counter(re.sub(r"_:\w+", "_:", row) for row in rows) if rows else Counter(same.table(response.data))
    return response.get_data(as_text=True).splitlines()


_XSD = "http://www.w3.org/2001/XMLSchema#"
_ROW = {"a": {"type": "uri", "value": "urn:x"}, "n": {"type": "literal", "value": "0.85", "datatype": f"{_XSD}double"}}
_ROWS = [_ROW, _ROW]


def table(rows):
    return Answer(
        "SELECT", TABLES[0], json.dumps({"head": {"vars": ["a", "n"]}, "results": {"bindings": rows}}).encode()
    )


@pytest.mark.parametrize(
    "rows",
    [
        _ROWS[:1],
        [*_ROWS, _ROWS[0]],
        [_ROWS[0], {"a": _ROWS[0]["a"]}],
        [_ROWS[0], {**_ROWS[0], "a": {"type": "literal", "value": "urn:x"}}],
        [_ROWS[0], {**_ROWS[0], "n": {**_ROWS[0]["n"], "value": "0.86"}}],
        [_ROWS[0], {**_ROWS[0], "n": {**_ROWS[0]["n"], "datatype": f"{_XSD}decimal"}}],
    ],
)
def test_one_row_that_differs_is_noticed(rows):
    with pytest.raises(AssertionError, match="differences"):
        check(table(_ROWS), table(rows), ordered=False)


def test_the_order_of_rows_is_noticed():
    second = {"a": {"type": "uri", "value": "urn:y"}}
    with pytest.raises(AssertionError):
        check(table([_ROWS[0], second]), table([second, _ROWS[0]]), ordered=True)


def test_spellings_of_one_value_are_the_same():
    spelled = [{**_ROWS[0], "n": {**_ROWS[0]["n"], "value": "8.5e-1", "type": "typed-literal"}}] * 2
    check(table(_ROWS), table(spelled), ordered=True)


def test_a_row_that_is_lost_in_an_engine_is_noticed(graph, other):
    """The seeded difference: the same question with one competency less."""
    text = QUESTIONS["competenties-per-begrippenkader"].sparql
    without = 'FILTER (?naam != "Verheldert de vraag"@nl) ?competentie a kg:Competentie ;'
    less = text.replace("?competentie a kg:Competentie ;", without)
    with pytest.raises(AssertionError, match="differences"):
        check(asked(graph, text), asked(other, less), ordered=False)
