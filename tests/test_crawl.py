"""Every page of the real graph, walked along every link as a program would; and that the walk sees what is wrong.

In Dutch one thing in ten with its forms, in English one of each kind, and every other page; `make crawl` walks all.
"""

import re

import pytest

from browser import places
from crawl.page import Page
from crawl.tongues import Tongues
from crawl.walk import Walk, listed, sort_of
from kennisgraaf.web import create_app


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture(scope="module")
def tongues(graph):
    return Tongues.read(graph)


def test_no_page_in_dutch_has_a_fault_nor_leads_nowhere(client, tongues):
    some = re.compile(r"^(?!/doc/[^/?.]+/)|[b7]$")
    report = Walk(client, tongues, "nl").go(*listed(client), keep=some)
    assert report.read["200 text/html"] > 600
    assert "\n".join(report.faults) == ""


def test_no_kind_of_page_in_english_has_a_fault(client, tongues, graph):
    things = {f"/{path}" for path in places.things(graph)}
    some = re.compile("|".join([r"^(?!/doc/[^/?.]+/)", *(f"^{re.escape(path)}$" for path in sorted(things))]))
    report = Walk(client, tongues, "en").go(*listed(client), keep=some, pages=True)
    assert report.read["200 text/html"] > len(things)
    assert "\n".join(report.faults) == ""


def test_no_link_leaves_a_sub_path(release, graph, tongues):
    client = create_app(release, graph, subpath="/kennis").test_client()
    things = re.compile(r"^/kennis(?!/doc/[^/?.]+/)|/scw-4b$")
    report = Walk(client, tongues, "nl", below="/kennis").go(*listed(client, "/kennis"), keep=things)
    assert "\n".join(report.faults) == ""


_HEAD = '<html lang="nl"><head><title>Een · Twee</title><link rel="canonical" href="/x"></head>'
_FINE = f'<!doctype html>{_HEAD}<body><main id="content"><h1>Een</h1>%s</main></body></html>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p id="a">x</p><p id="a">y</p>', "the id a is there 2 times"),
        ("<p>x<div>y</div></p>", "Unexpected end tag : p"),
        ("<span><div>y</div></span>", "the block <div> stands in a line of <span>"),
        ("<ul><p>x</p></ul>", "<p> stands in <ul>"),
        ('<a href="/x"><button>y</button></a>', "<button> stands in something that acts itself"),
        ('<p style="color: red">x</p>', "<p> has a style of its own"),
        ("<script>alert(1)</script>", "a script stands in the page"),
        ('<button onclick="x()">y</button>', "<button> has onclick"),
        ('<img src="https://example.org/x.png" alt="">', "https://example.org/x.png is loaded from elsewhere"),
        ('<img src="//example.org/x.png" alt="">', "//example.org/x.png is loaded from elsewhere"),
        ('<a href="javascript:x()">y</a>', "javascript:x() is a script"),
        ("<h1>Twee</h1>", "2 h1, not one with a text"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen(body, said):
    assert any(fault.startswith(said) for fault in Page("/x", "nl", (_FINE % body).encode()).faults())


def test_a_form_leads_where_it_does_when_sent():
    form = '<form action="/a.ttl"><input type="hidden" name="k" value="b c"><input name="eigen"></form>'
    assert ("http://here/a.ttl?k=b+c", "") in Page("/x", "nl", (_FINE % form).encode()).links()


def test_a_page_without_faults_has_none():
    assert list(Page("/x", "nl", (_FINE % "<ul><li>x</li></ul>").encode()).faults()) == []


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        ("<p>vertrouwen winnen</p>", 0),
        ("<p>to gain trust</p>", 1),
        ('<p lang="en">to gain trust</p>', 0),
        ('<p lang="en"><b>x</b> vertrouwen winnen</p>', 1),
        ('<p lang="en">hbo</p><p>hbo</p>', 0),
        ('<a href="/x#hbo-en">hbo-en</a>', 0),
        ("<svg><text><tspan>to gain trust</tspan><tspan> of people</tspan></text></svg>", 0),
        ("<svg><text><tspan>to gain</tspan> <tspan>trust</tspan></text></svg>", 1),
    ],
)
def test_a_text_of_the_graph_in_another_language_is_seen(page, faults):
    said = {"vertrouwen winnen": {"nl"}, "to gain trust": {"en"}, "hbo": {"nl", "en"}, "hbo-en": {"en"}}
    assert len(list(Tongues(said).faults(Page("/x", "nl", (_FINE % page).encode())))) == faults


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("/doc/trend/a.ttl", "/doc/trend/b.ttl", True),
        ("/doc/trend/a.ttl", "/doc/trend/a.nt", False),
        ("/zoek?q=a", "/zoek?q=b", True),
        ("/zoek?q=a", "/zoek?q=a&lang=en", False),
        ("/doc/trend?_mediatype=a", "/doc/trend?_mediatype=b", False),
        ("/doc/trend?_mediatype=a", "/doc/trend?_mediatype=a&lang=en", True),
    ],
)
def test_a_few_of_each_sort_of_address_are_fetched(one, other, alike):
    assert (sort_of(one) == sort_of(other)) is alike
    assert sort_of("/doc/trend/a") == ""
