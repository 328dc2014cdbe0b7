"""Downloads over HTTP: whole, in part, not again; and nothing but what is on the list."""

import gzip
import hashlib

import pytest

from kennisgraaf import build, dump, engine
from kennisgraaf.web import create_app

GZ = "kennisgraaf.ttl.gz"


@pytest.fixture
def made(little):
    return build.compile(little)


@pytest.fixture
def client(made):
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened).test_client()


def test_every_file_is_given_whole_under_both_names(client, made):
    for name, file in dump.files(made).items():
        for place in (made.id, "latest"):
            response = client.get(f"/dumps/{place}/{name}", buffered=True)
            assert response.status_code == 200
            assert hashlib.sha256(response.data).hexdigest() == file.sha256
            assert response.headers["ETag"] == f'"{file.sha256}"'
            assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert "Content-Encoding" not in response.headers


def test_a_release_may_be_kept_for_ever_and_latest_may_not(client, made):
    for place, policy in ((made.id, "public, max-age=31536000, immutable"), ("latest", "public, max-age=300")):
        assert client.get(f"/dumps/{place}/{GZ}", buffered=True).headers["Cache-Control"] == policy


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (GZ, "application/gzip"),
        ("kennisgraaf.jsonld.gz", "application/gzip"),
        ("kennisgraaf-csv.zip", "application/zip"),
        ("ding.csv", "text/csv; charset=utf-8; header=present"),
        ("csv-metadata.json", "application/csvm+json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_has_its_media_type(client, name, kind):
    assert client.get(f"/dumps/latest/{name}", buffered=True).headers["Content-Type"] == kind


def test_a_table_leads_to_its_metadata(client):
    link = client.get("/dumps/latest/ding.csv", buffered=True).headers["Link"]
    assert link == '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'


def test_head_tells_everything_and_sends_nothing(client):
    got, head = client.get(f"/dumps/latest/{GZ}", buffered=True), client.head(f"/dumps/latest/{GZ}", buffered=True)
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(got.data)
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Accept-Ranges"] == "bytes"


def test_a_broken_download_can_go_on_where_it_stopped(client):
    whole = client.get(f"/dumps/latest/{GZ}", buffered=True)
    headers = {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    rest = client.get(f"/dumps/latest/{GZ}", headers=headers, buffered=True)
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.data) - 1}/{len(whole.data)}"
    assert gzip.decompress(whole.data[:100] + rest.data) == gzip.decompress(whole.data)


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-9", "If-Range": '"another"'},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=" + ",".join("0-1" for _ in range(500))},
    ],
    ids=["another file", "two parts", "many parts"],
)
def test_where_no_single_part_fits_the_whole_is_given(client, headers):
    response = client.get(f"/dumps/latest/{GZ}", headers=headers, buffered=True)
    assert response.status_code == 200
    assert len(response.data) == int(response.headers["Content-Length"]) > 10


def test_a_part_beyond_the_end_is_refused_with_the_size(client, made):
    response = client.get(f"/dumps/latest/{GZ}", headers={"Range": "bytes=999999-"})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{dump.files(made)[GZ].size}"
    assert response.content_type == "application/problem+json"


def test_who_has_it_already_gets_304(client):
    first = client.get(f"/dumps/latest/{GZ}", buffered=True)
    for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = client.get(f"/dumps/latest/{GZ}", headers={name: first.headers[header]}, buffered=True)
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "latest/release.json",
        "latest/..%2frelease.json",
        "latest/%2e%2e/release.json",
        "latest/..%5crelease.json",
        "latest/%00",
        f"latest/{GZ}%00.txt",
        f"latest/./{GZ}",
        f"latest//{GZ}",
        "latest/%2fetc%2fpasswd",
        "..%2f..%2fstore/CURRENT",
        "../release.json",
        "latest/",
        "latest/nul",
        "latest/" + "a" * 3000,
        "latest/%f0%9f%92%a9",
        "latest/%ff",
    ],
)
def test_nothing_but_what_is_on_the_list_can_be_had(client, made, path):
    response = client.get(f"/dumps/{path}")
    assert response.status_code == 404
    assert str(made.folder.parents[3]) not in response.text


def test_an_unknown_release_says_where_the_file_is(client, made):
    response = client.get(f"/dumps/0123456789abcdef/{GZ}")
    assert response.status_code == 404
    assert made.id in response.json["detail"]
    assert "/dumps/latest/" in response.json["fix"]


def test_the_list_for_programs_leads_to_every_file(client, made):
    found = client.get("/dumps/", headers={"Accept": "application/json"}).json
    assert found["release"] == made.id
    assert [file["name"] for file in found["files"]] == list(dump.files(made))
    for file in found["files"]:
        for address in (file["href"], file["latest"]):
            assert len(client.get(address, buffered=True).data) == file["bytes"]


def test_the_page_names_every_file_and_never_the_host(client, made):
    page = client.get("/dumps/", headers={"Accept": "text/html", "Host": "evil.example"}).text
    assert all(f'href="/dumps/latest/{name}"' in page for name in dump.files(made))
    assert "evil" not in page
    assert client.get("/dumps", headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset"])
def test_the_dataset_describes_itself_in_each_form(client, path):
    assert client.get(path).content_type == "text/turtle; charset=utf-8"
    for kind in ("application/ld+json", "application/n-triples", "application/rdf+xml", "text/html; charset=utf-8"):
        response = client.get(path, headers={"Accept": kind})
        assert (response.status_code, response.content_type) == (200, kind)
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_the_description_does_not_follow_the_host(client):
    body = client.get("/.well-known/void", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).text
    assert "evil" not in body
    assert "https://w3id.org/kennisgraaf/dataset" in body


def test_no_dump_is_read_into_memory_as_a_whole(client):
    """A file is given as a stream of blocks, however large it is."""
    response = client.get(f"/dumps/latest/{GZ}")
    assert response.is_streamed
    response.close()


def test_downloads_work_over_real_http_with_plain_curl_semantics(server, release):
    import urllib.request

    name = "kennisgraaf.nq.gz"
    with urllib.request.urlopen(f"{server}/dumps/latest/{name}", timeout=10) as answer:
        assert answer.url.endswith(f"/dumps/latest/{name}")
        assert answer.headers["Content-Type"] == "application/gzip"
        assert hashlib.sha256(answer.read()).hexdigest() == dump.files(release)[name].sha256
