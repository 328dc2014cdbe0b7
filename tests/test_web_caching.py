"""Who has a page already gets nothing again, by its tag or by its date; HEAD says what GET would."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.http import http_date

from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
PATHS = [
    ("/", HTML),
    ("/doc", HTML),
    ("/doc/competentie", HTML),
    ("/doc/competentie", {"Accept": "text/turtle"}),
    ("/doc/competentie/scw-4b", HTML),
    ("/doc/competentie/scw-4b", {"Accept": "application/ld+json"}),
    ("/doc/competentie/scw-4b", {"Accept": "application/linkset+json"}),
    ("/doc/competentie/scw-4b.nt?_profile=nlsbb", {}),
    ("/def", {}),
    ("/def", HTML),
    ("/shapes", HTML),
    ("/vragen/indicatoren-van-competentie", HTML),
    ("/vragen/indicatoren-van-competentie", {"Accept": "text/turtle"}),
    ("/prefixes.json", {}),
    ("/sitemap.xml", {}),
    ("/robots.txt", {}),
    ("/.well-known/security.txt", {}),
]
TOMORROW, LONG_AGO = datetime.now(UTC) + timedelta(days=1), datetime(1999, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(release, graph):
    app = create_app(release, graph)
    app.extensions["kennisgraaf"].__dict__["dated"] = True  # as where the code came before the release
    return app.test_client()


@pytest.mark.parametrize(("path", "headers"), PATHS)
def test_every_page_can_be_kept_and_asked_for_again(client, path, headers):
    first = client.get(path, headers=headers)
    assert first.status_code == 200
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for given, status in [
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": f"W/{tag}"}, 304),
        ({"If-None-Match": f'"other", {tag}'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": date}, 304),
        ({"If-Modified-Since": http_date(TOMORROW)}, 200),
        ({"If-Modified-Since": http_date(LONG_AGO)}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": date}, 200),
    ]:
        again = client.get(path, headers={**headers, **given})
        assert (again.status_code, given) == (status, given)
        assert again.headers["ETag"] == tag
        assert again.headers["Vary"] == first.headers["Vary"]
        assert status == 200 or again.data == b""


@pytest.mark.parametrize(("path", "headers"), [*PATHS, ("/id/competentie/scw-4b", {}), ("/nergens", HTML)])
def test_head_says_what_get_would(client, path, headers):
    get, head = client.get(path, headers=headers), client.head(path, headers=headers)
    assert (head.status_code, head.data) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("given", [{"If-Modified-Since": http_date(TOMORROW)}, {"If-None-Match": '"x"'}])
def test_what_is_not_here_was_never_kept(client, given):
    assert client.get("/doc/competentie/nooit", headers=given).status_code == 404


@pytest.mark.parametrize(("path", "headers"), PATHS)
def test_a_page_of_another_site_may_ask(client, path, headers):
    preflight = client.options(path, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "HEAD", "OPTIONS"} <= set(preflight.headers["Allow"].split(", "))
    for name in ("Accept-Profile", "If-Modified-Since", "If-None-Match"):
        assert name in preflight.headers["Access-Control-Allow-Headers"]
    answer = client.get(path, headers={**headers, "Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    ("accepted", "query", "lang"),
    [("en", "", "en"), ("de,en;q=0.1", "", "en"), ("en", "?lang=nl", "nl"), ("", "", "nl")],
)
def test_a_page_says_its_language_and_data_has_none(client, accepted, query, lang):
    path, asked = f"/doc/competentie/scw-4b{query}", {"Accept-Language": accepted}
    assert client.get(path, headers={**HTML, **asked}).headers["Content-Language"] == lang
    assert "Content-Language" not in client.get(path, headers={"Accept": "text/turtle", **asked}).headers
    assert client.get("/nergens", headers={**HTML, **asked}).headers["Content-Language"] == (
        "nl" if not accepted else "en"
    )


def test_a_file_has_a_tag_of_its_content_and_no_date_of_this_machine(client):
    first = client.get("/static/style.css", buffered=True)
    assert "Last-Modified" not in first.headers
    assert (
        client.get("/static/style.css", headers={"If-None-Match": first.headers["ETag"]}, buffered=True).status_code
        == 304
    )
    part = client.get(
        "/static/style.css", headers={"Range": "bytes=0-9", "If-Range": first.headers["ETag"]}, buffered=True
    )
    assert (part.status_code, part.data) == (206, first.data[:10])


def test_what_a_page_of_other_code_asks_for_is_not_kept_under_its_stamp(client):
    stamp = client.application.extensions["kennisgraaf"].stamp
    for asked, kept in ((stamp, "max-age=86400"), ("other", "max-age=0")):
        answer = client.get(f"/static/style.css?v={asked}", buffered=True)
        assert kept in answer.headers["Cache-Control"].split(", ")


@pytest.mark.parametrize("settings", [{"public": "https://example.org"}, {"report": "https://example.org/new"}])
def test_other_settings_make_another_stamp(client, release, graph, settings):
    stamp = client.application.extensions["kennisgraaf"].stamp
    assert create_app(release, graph).extensions["kennisgraaf"].stamp == stamp
    assert create_app(release, graph, **settings).extensions["kennisgraaf"].stamp != stamp


def test_code_that_is_younger_than_the_release_makes_its_date_say_nothing(release, graph):
    app = create_app(release, graph)
    app.extensions["kennisgraaf"].__dict__["dated"] = False
    date = app.test_client().get("/", headers=HTML).headers["Last-Modified"]
    assert app.test_client().get("/", headers={**HTML, "If-Modified-Since": date}).status_code == 200
