"""What many tests need: the project itself, its release, and an engine on it; each made once a session."""

import contextlib
import shutil
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path

import hypothesis
import pytest

from kennisgraaf import build, cli, engine, project, sources, turtle, validation
from kennisgraaf.namespaces import DEF, GRAPH, ID, SHAPES
from kennisgraaf.web import create_app

HOUSE = Path(__file__).parents[1]
hypothesis.settings.register_profile("kennisgraaf", deadline=None)  # a busy machine makes no test fail
hypothesis.settings.load_profile("kennisgraaf")


@pytest.fixture(scope="session")
def house():
    """The project of this repository, with its own place for releases."""
    return project.find(HOUSE)


@pytest.fixture(scope="session")
def faulty():
    """The sources of ontology, shapes and examples, each invalid example breaking one rule; and what is found."""
    folders = {DEF: "ontology", SHAPES: "shapes", f"{GRAPH}valid": "tests/examples/valid"}
    folders[f"{GRAPH}invalid"] = "tests/examples/invalid"
    read = {
        iri: [turtle.read(path, path.relative_to(HOUSE).as_posix()) for path in sorted((HOUSE / folder).glob("*.ttl"))]
        for iri, folder in folders.items()
    }
    found = sources.Sources(read)
    return found, validation.validate(found.graph(*(iri for iri in read if iri != SHAPES)), found.graph(SHAPES))


@pytest.fixture(scope="session")
def release(house):
    """The release of the sources as they are."""
    return build.compile(house)


@pytest.fixture(scope="session")
def graph(release):
    """An engine on the release."""
    with engine.open_store(release.store, release.prefixes, frozenset(release.graphs)) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared():
    """The folder with the publications and other people's data; tests that need it skip loudly without it."""
    folder = HOUSE.parent / "shared"
    if not folder.is_dir():
        pytest.skip("SKIPPED LOUDLY: ../shared is not here, so nothing was compared with the publications")
    return folder


LITTLE = {
    "ontology/kern.ttl": """
        PREFIX kg: <https://w3id.org/kennisgraaf/def#>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        <https://w3id.org/kennisgraaf/def> a owl:Ontology .
        kg:Ding a owl:Class ; rdfs:label "ding"@nl , "thing"@en .
        kg:BijzonderDing a owl:Class ; rdfs:subClassOf kg:Ding ; rdfs:label "bijzonder ding"@nl .
        kg:heeftDeel a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "heeft deel"@nl .
    """,
    "shapes/kern.ttl": """
        PREFIX kg: <https://w3id.org/kennisgraaf/def#>
        PREFIX kgs: <https://w3id.org/kennisgraaf/shapes#>
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        kgs:Ding a sh:NodeShape ; sh:targetClass kg:BijzonderDing , kg:Ding ; sh:property kgs:Ding-label .
        kgs:Ding-label a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ;
          sh:message "Een ding heeft een label. Voeg skos:prefLabel toe."@nl ,
            "A thing has a label. Add skos:prefLabel."@en .
    """,
    "data/klein/kern.ttl": """
        PREFIX ding: <https://w3id.org/kennisgraaf/id/ding/>
        PREFIX kg: <https://w3id.org/kennisgraaf/def#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        ding:a a kg:Ding ; skos:prefLabel "a"@nl ; kg:heeftDeel ding:b .
        ding:b a kg:Ding ; skos:prefLabel "b"@nl ; kg:heeftDeel ding:c .
        ding:c a kg:Ding ; skos:prefLabel "007"@nl .
    """,
    "data/identificatoren.csv": "iri,type,since,status,replaced_by\n"
    + "".join(f"https://w3id.org/kennisgraaf/id/ding/{code},ding,0.1.0,concept,\n" for code in "abc"),
    "queries/delen-van-ding.rq": """
        #+ summary@nl: Welke delen heeft een ding?
        #+ summary@en: Which parts does a thing have?
        #+ empty@nl: Het kleinste deel.
        #+ empty@en: The smallest part.
        #+ input: ding thing kg:Ding
        SELECT ?deel WHERE { VALUES ?ding { ding:a } ?ding kg:heeftDeel ?deel } ORDER BY ?deel
    """,
}


def lay_out(root):
    """Write the project of three things into a folder."""
    for name, text in LITTLE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return project.find(root)


@pytest.fixture
def little(tmp_path):
    """A project of three things, whose release takes half a second to build."""
    return lay_out(tmp_path / "klein")


@pytest.fixture
def serve_little(little):
    """Serve the tiny project with more Turtle, more lines of the ledger, and other settings of the application."""
    with contextlib.ExitStack() as stack:

        def serve(turtle="", ledger=(), **settings):
            with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
                data.write(
                    f"PREFIX owl: <http://www.w3.org/2002/07/owl#>\nPREFIX dct: <http://purl.org/dc/terms/>\n{turtle}"
                )
            with (little.root / "data/identificatoren.csv").open("a", encoding="utf-8") as lines:
                lines.writelines(f"{ID}{line}\n" for line in ledger)
            made = build.compile(little, keep_going=True)  # hostile data too: pages withstand what nobody may publish
            opened = stack.enter_context(engine.open_store(made.store, made.prefixes, frozenset(made.graphs)))
            return create_app(made, opened, **settings).test_client()

        yield serve


def lay_out_world(root):
    """A project with our ontology, without shapes, and a small world whose coverage is worked out by hand."""
    shutil.copytree(HOUSE / "ontology", root / "ontology")
    for folder in ("shapes", "queries", "data/klein"):
        (root / folder).mkdir(parents=True)
    shutil.copy(HOUSE / "tests/coverage/klein.ttl", root / "data/klein/kwalificatie.ttl")
    (root / "data/identificatoren.csv").write_text("iri,type,since,status,replaced_by\n", encoding="utf-8")
    return project.find(root)


class Server(str):
    """The address of a server, with the number of its process."""

    __slots__ = ("pid",)

    def __new__(cls, address, pid):
        """Put the number beside the address."""
        made = super().__new__(cls, address)
        made.pid = pid
        return made


@pytest.fixture(scope="session")
def server(release):
    """The address of `kennisgraaf serve`, started as a person starts it, on a free port."""
    with served(HOUSE) as (address, process):
        yield Server(address, process.pid)


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(root, *options, log=subprocess.PIPE):
    """Start `kennisgraaf serve` for a project, in a session of its own; give its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "kennisgraaf", "serve", "--root", str(root), "--port", str(port), *options]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=HOUSE, stderr=log, text=True, start_new_session=True) as process:
        try:
            _wait(address, process)
            yield address, process
        finally:
            process.terminate()
            process.wait(20)


def _wait(address, process):
    """Wait until the server answers, or say what it said."""
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health", timeout=5):
            return
        if process.poll() is not None:
            pytest.fail(f"serve ended: {process.stderr.read() if process.stderr else 'see its log'}")
        time.sleep(0.1)
    pytest.fail("serve did not answer within 30 s")


def git(root, *words):
    """Run git in a folder, as somebody with a name; return what it says."""
    settings = ["-c", "user.name=Redactie", "-c", "user.email=redactie@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *settings, *words], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def published(little):
    """The tiny project in a git repository, its things published and tagged as v0.1.0."""
    path = little.root / "data/identificatoren.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",concept,", ",gepubliceerd,"), encoding="utf-8")
    (little.root / ".gitignore").write_text(".kennisgraaf/\n", encoding="utf-8")
    git(little.root, "init", "-q")
    git(little.root, "config", "user.name", "Redactie")
    git(little.root, "config", "user.email", "redactie@example.org")
    git(little.root, "add", ".")
    git(little.root, "commit", "-q", "-m", "Begin")
    git(little.root, "tag", "-a", "v0.1.0", "-m", "v0.1.0")
    return little


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command line in a folder, in this process; return its exit code, output and errors."""

    def run(folder, *words):
        capfd.readouterr()
        code = None
        with monkeypatch.context() as here:
            here.chdir(folder)
            here.setattr(sys, "argv", ["kennisgraaf", *map(str, words)])
            try:
                cli.main()
            except SystemExit as end:
                code = end.code
        return subprocess.CompletedProcess(words, int(code or 0), *capfd.readouterr())

    return run


BLANK = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
kg:Ding rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:heeftDeel ; owl:allValuesFrom [ a owl:Class ;
  owl:unionOf ( kg:Ding kg:BijzonderDing ) ] ] .
kg:BijzonderDing rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:heeftDeel ; owl:someValuesFrom kg:Ding ] .
"""


@pytest.fixture(scope="session")
def growing(tmp_path_factory):
    """The project of three things, with blank nodes in its ontology, and its releases: each has one more note."""
    where = lay_out(tmp_path_factory.mktemp("bron") / "klein")
    with (where.root / "ontology/kern.ttl").open("a", encoding="utf-8") as file:
        file.write(BLANK)
    releases = [build.compile(where, keep_going=True)]
    for number in (1, 2):
        with (where.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as file:
            file.write(f'ding:a skos:note "{number}"@nl .\n')
        releases.append(build.compile(where, keep_going=True))
    return where, releases


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """The files of a certificate for this machine that nobody signed, and of its key."""
    if not shutil.which("openssl"):
        pytest.skip("SKIPPED LOUDLY: there is no openssl, so no certificate was made to distrust")
    folder = tmp_path_factory.mktemp("tls")
    pair = folder / "cert.pem", folder / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    words += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", pair[0], "-keyout", pair[1]]
    subprocess.run(words, check=True, capture_output=True)
    return pair
