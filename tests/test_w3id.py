"""The redirects of w3id.org, by a real Apache: every kind of identifier arrives at our server and is answered."""

import contextlib
import http.client
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import HOUSE, free_port
from kennisgraaf import ledger
from kennisgraaf.namespaces import BASE, DEF, SHAPES
from kennisgraaf.web import create_app

RULES = HOUSE / "w3id" / ".htaccess"
HOST = "https://kennisgraaf.example.org"
MODULES = ("mpm_event", "authz_core", "rewrite")
FORMS = ("text/html", "text/turtle")
PAGES = ("", "vragen", "zoek?q=wijk", "id", "doc", "dumps/", "api/v1", "prefixes.json", "context.jsonld")


def apache():
    """The program and the folder of its modules; without them the test is skipped, loudly."""
    program = shutil.which("apache2") or shutil.which("httpd") or shutil.which("/usr/sbin/apache2")
    folders = [Path(name) for name in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2")]
    modules = next((folder for folder in folders if (folder / "mod_rewrite.so").is_file()), None)
    if not program or not modules:
        pytest.skip("SKIPPED LOUDLY: no Apache httpd here (Debian: apache2-bin), so w3id/.htaccess was not tried")
    return program, modules


@pytest.fixture(scope="module")
def w3id():
    """The address of an Apache that serves our rules as w3id.org does: in a folder, from .htaccess."""
    program, modules = apache()
    with tempfile.TemporaryDirectory() as folder:
        root, port = Path(folder), free_port()
        root.chmod(0o755)  # Apache gives up root's rights
        (root / "www/kennisgraaf").mkdir(parents=True)
        shutil.copy(RULES, root / "www/kennisgraaf/.htaccess")
        loads = "".join(
            f"LoadModule {name}_module {modules}/mod_{name}.so\n"
            for name in MODULES
            if (modules / f"mod_{name}.so").is_file()
        )
        (root / "httpd.conf").write_text(
            f"ServerRoot {root}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {root}/pid\n{loads}"
            f"ErrorLog {root}/errors\nUser nobody\nGroup nogroup\nDocumentRoot {root}/www\n"
            f"<Directory {root}/www>\nAllowOverride All\nRequire all granted\n</Directory>\n",
            encoding="utf-8",
        )
        command = [program, "-DFOREGROUND", "-f", str(root / "httpd.conf")]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                _wait(port, process)
                yield port
            finally:
                process.terminate()
                process.wait(20)


def _wait(port, process):
    for _ in range(100):
        with contextlib.suppress(OSError):
            ask(port, "/kennisgraaf/")
            return
        if process.poll() is not None:
            pytest.fail(f"Apache ended: {process.stderr.read()}")
        time.sleep(0.1)
    pytest.fail("Apache did not answer within 10 s")


def ask(port, path, method="GET"):
    """Return status and Location, without following."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def arrive(port, client, iri, accept):
    """Follow an IRI through w3id to our server; return (w3id's status, our status)."""
    place = urlsplit(iri)
    status, location = ask(port, place.path + (f"?{place.query}" if place.query else ""))
    assert location.startswith(HOST + "/"), iri
    response = client.get(location.removeprefix(HOST), headers={"Accept": accept}, follow_redirects=True)
    return status, response.status_code


def identifiers(house):
    """One of every kind: the first thing of each type, terms, shapes, graphs, questions, the dataset, a version."""
    first = {line.type: iri for iri, line in reversed(ledger.read(house).items())}
    question = next(iter(house.files("queries", ".rq"))).stem
    return [
        *first.values(),
        DEF,
        f"{DEF}#Begrip",
        SHAPES,
        f"{SHAPES}#Begrip",
        f"{BASE}id/vraag/{question}",
        f"{BASE}dataset",
    ]


@pytest.mark.parametrize("accept", FORMS)
def test_every_kind_of_identifier_arrives(w3id, client, house, accept):
    wanted = identifiers(house)
    assert len(wanted) > 80
    arrived = {iri: arrive(w3id, client, iri, accept) for iri in wanted}
    assert {iri: found for iri, found in arrived.items() if found != (303, 200)} == {}


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf", "html"])
def test_a_document_in_a_form_of_its_own_arrives(w3id, client, house, suffix):
    iri = next(iter(ledger.read(house)))
    assert arrive(w3id, client, f"{iri.replace('/id/', '/doc/')}.{suffix}", "*/*") == (302, 200)


@pytest.mark.parametrize("page", [*PAGES, ".well-known/void"])
def test_pages_and_files_arrive(w3id, client, page):
    status, ours = arrive(w3id, client, BASE + page, "*/*")
    assert ours == 200
    assert status == {"id": 303, "api/v1": 307}.get(page, 302)


def test_a_query_arrives_whole_and_a_post_stays_a_post(w3id):
    assert ask(w3id, "/kennisgraaf/sparql?query=ASK%20%7B%7D&x=a%2Bb") == (
        307,
        f"{HOST}/sparql?query=ASK%20%7B%7D&x=a%2Bb",
    )
    assert ask(w3id, "/kennisgraaf/sparql", "POST") == (307, f"{HOST}/sparql")


def test_no_path_leads_to_another_host(w3id):
    for path in (
        "//evil.example/x",
        "id//evil.example",
        "%2F%2Fevil.example",
        "x%0d%0aLocation:%20http://evil.example",
    ):
        status, location = ask(w3id, f"/kennisgraaf/{path}")
        assert status >= 400 or urlsplit(location).netloc == urlsplit(HOST).netloc


def test_the_server_is_named_once():
    assert RULES.read_text(encoding="utf-8").count(HOST) == 1
