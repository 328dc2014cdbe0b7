"""The files in deploy/: nginx runs its example in front of a server; the others are held against what they promise."""

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import proxy
from conftest import lay_out, served
from proxy import fetch

DEPLOY = Path(__file__).parents[1] / "deploy"
EVIL = "evil.example"
CLAIMS = {
    "Host": EVIL,
    "X-Forwarded-For": f"{EVIL}, 6.6.6.6",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": EVIL,
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Forwarded-Port": "666",
    "Forwarded": f"for={EVIL};host={EVIL};proto={EVIL}",
    "X-Real-IP": EVIL,
    "X-Original-URL": f"/{EVIL}",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate that nobody trusts."""
    return proxy.certificate(tmp_path_factory.mktemp("tls"))


def changes(backend, subpath):
    """Return what stands otherwise in the example here."""
    return {"127.0.0.1:8000": backend.removeprefix("http://"), "location / {": f"location {subpath}/ {{"}


@pytest.fixture(scope="module", params=["", "/kennis"], ids=["root", "sub-path"])
def site(request, certificate, tmp_path_factory):
    """(port, sub-path) of nginx in front of a server."""
    place = tmp_path_factory.mktemp("nginx")
    project = lay_out(place / "klein")
    options = ["--subpath", request.param] if request.param else []
    with (
        served(project.root, "--workers", "1", "--proxies", "1", "--metrics", *options) as (backend, _),
        proxy.proxied("nginx.conf", changes(backend, request.param), certificate, place) as port,
    ):
        yield port, request.param


def test_every_link_of_a_crawl_stays_below_the_sub_path(site):
    port, subpath = site
    todo, seen = [f"{subpath}/"], set()
    while todo and len(seen) < 40:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        status, headers, page = fetch(port, path, Accept="text/html, */*;q=0.1")
        assert status in {200, 303}, path
        found = re.findall(r'(?:href|src|action)="(/[^"#]*)', page) if "html" in headers["Content-Type"] else []
        found += re.findall(r"<(/[^>]*)>", headers.get("Link", ""))
        found += [headers[name] for name in ("Location", "Content-Location") if name in headers]
        assert [link for link in found if not link.startswith(f"{subpath}/")] == [], path
        todo += [link.replace("&amp;", "&") for link in found]
    assert len(seen) >= 20


@pytest.mark.parametrize("path", ["/", "/id/ding/a", "/doc/ding/a", "/nergens", "/sparql", "/doc/", "/robots.txt"])
def test_what_a_client_claims_of_itself_shows_up_nowhere(site, path):
    port, subpath = site
    for accept in ("text/html", "text/turtle", "application/json"):
        status, headers, body = fetch(port, subpath + path, **CLAIMS, Accept=accept)
        assert status < 500
        assert EVIL not in f"{headers}{body}"
        assert "6.6.6.6" not in f"{headers}{body}"
        assert ":666" not in f"{headers}{body}"


def test_the_proxy_adds_what_only_tls_can_promise_and_keeps_the_rest(site):
    port, subpath = site
    _, headers, _ = fetch(port, f"{subpath}/")
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_operators_pages_are_not_for_the_public(site):
    port, subpath = site
    assert [fetch(port, f"{subpath}/{name}")[0] for name in ("metrics", "ready", "health")] == [404, 404, 200]


def test_a_post_and_a_chunked_post_arrive(site):
    port, subpath = site
    kind = {"Content-Type": "application/sparql-query", "Accept": "application/json"}
    assert '"boolean"' in fetch(port, f"{subpath}/sparql", "POST", b"ASK {}", **kind)[2]
    status, _, body = fetch(port, f"{subpath}/sparql", "POST", iter([b"ASK", b" {}"]), **kind)
    assert (status, '"boolean"' in body) == (200, True)


def test_the_unit_starts_a_command_that_exists_and_is_hardened():
    text = (DEPLOY / "kennisgraaf.service").read_text()
    (command,) = re.findall(r"^ExecStart=\S+/kennisgraaf (.+)$", text, re.MULTILINE)
    assert_options_exist(shlex.split(command))
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in text


def assert_options_exist(words):
    shown = subprocess.run(
        [sys.executable, "-m", "kennisgraaf", words[0], "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert [word for word in words if word.startswith("--") and word not in shown] == []


def test_the_container_file_builds_what_it_copies_and_starts_what_exists(tmp_path):
    """No engine runs here: its steps are followed in a folder with only what the file copies."""
    text = (DEPLOY / "Containerfile").read_text()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for name in sources.split():
            path = DEPLOY.parent / name
            (shutil.copy if path.is_file() else shutil.copytree)(path, tmp_path / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"]
    assert "python -m hatchling build -t wheel -d" in text
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"kennisgraaf/packaged/ontology/kern.ttl", "kennisgraaf/web/templates/home.html"} <= names
    (start,) = re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)
    assert_options_exist(re.findall(r'"([^"]+)"', start))
    assert re.search(r"^USER \d+:\d+$", text, re.MULTILINE)
    assert "/ready" in text
