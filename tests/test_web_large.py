"""Pages of a graph that is too large to read all of something at once: they do without that, and are there."""

import re
from pathlib import Path

import pytest

from kennisgraaf.errors import LimitError, UnavailableError
from kennisgraaf.web import create_app, holdings

PACKAGE = Path(__file__).parents[1] / "src/kennisgraaf"
# What lists every thing, or what hangs on every competency: the first to go over a limit when a graph grows.
WHOLE = ("description/things", "manual/exemplars", "composition/texts", "coverage/things", "exchange/jsonld-things")
THING, PAGE = "/doc/functie/delphi-senior-opbouwwerker-1", {"Accept": "text/html"}


class Small:
    """An engine that some queries are too much for; asked: how often each of those came."""

    def __init__(self, engine, error):
        """Fail with an error as long as there is one."""
        self._engine, self.error, self.asked = engine, error, []
        self._much = {(PACKAGE / f"{name}.rq").read_text(encoding="utf-8"): name for name in WHOLE}

    def __getattr__(self, name):
        """Be the engine in all else."""
        return getattr(self._engine, name)

    def rows(self, text, *given, **named):
        """Answer, or fail."""
        if text in self._much and self.error:
            self.asked.append(self._much[text])
            raise self.error
        return self._engine.rows(text, *given, **named)


def over(limit):
    return LimitError("The query was not finished.", fix="Ask for less.", limit=limit)


@pytest.fixture
def small(graph):
    return Small(graph, over("time"))


@pytest.fixture
def client(release, small):
    return create_app(release, small).test_client()


@pytest.mark.parametrize("path", ["/", "/doc", THING, "/doc/functie", "/zoek?q=wonen", "/begrippenkaders", "/def"])
def test_a_page_is_there_without_what_is_too_much(client, path):
    assert client.get(path, headers=PAGE).status_code == 200


def test_a_thing_has_all_of_its_own_and_only_the_ways_on_are_missing(release, graph, client):
    whole = create_app(release, graph).test_client().get(THING, headers=PAGE).text
    found = client.get(THING, headers=PAGE).text
    lost = {"/samenstellen?als=", "/dekking/functie"}
    assert [way for way in lost if way not in whole or way in found] == []
    facts = re.compile(r"<d[td]\b.*?</d[td]>", re.DOTALL)
    assert facts.findall(found) == facts.findall(whole) != []


def test_what_nothing_goes_by_is_told_without_near_names(client):
    answer = client.get("/doc/functie/nee", headers=PAGE)
    assert answer.status_code == 404
    assert client.get("/id/competentie/scw-4bb", headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("pause", [600.0, 0.0])
def test_what_was_too_much_is_not_asked_again_for_a_while(client, small, monkeypatch, pause):
    monkeypatch.setattr(holdings, "_WHILE", pause)
    client.get(THING, headers=PAGE)
    once = list(small.asked)
    client.get("/doc/functie/delphi-senior-opbouwwerker-2", headers=PAGE)
    assert once
    assert small.asked == (once if pause else once * 2)


@pytest.mark.parametrize("error", [over("load"), UnavailableError("The engine is away.")])
def test_a_page_waits_for_what_fails_for_a_moment(release, graph, error):
    small = Small(graph, error)
    client = create_app(release, small).test_client()
    assert client.get(THING, headers=PAGE).status_code == 503
    small.error = None
    assert "/samenstellen?als=" in client.get(THING, headers=PAGE).text


def test_the_manual_has_no_examples_where_too_many_things_could_be_one(release, graph, small, client):
    whole = create_app(release, graph).test_client().get("/def/competentie", headers=PAGE)
    found = client.get("/def/competentie", headers=PAGE)
    assert (found.status_code, whole.status_code) == (200, 200)
    assert whole.text.count("PREFIX") > found.text.count("PREFIX")
