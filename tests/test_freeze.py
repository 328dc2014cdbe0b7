"""The frozen site: every page and form as files, and search and queries in a real browser."""

import contextlib
import csv
import errno
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from conftest import HOUSE, lay_out
from frozen import faults, served
from kennisgraaf import build, cli, pictures, questions
from kennisgraaf.engine import Client, Limits
from kennisgraaf.errors import InputError, KennisgraafError, MachineError, Wrong
from kennisgraaf.freeze import crawler, freeze, markup, policy, rewriting, wasm_is_here
from kennisgraaf.freeze.address import Address, read, relative
from kennisgraaf.freeze.memory import Remembering
from kennisgraaf.freeze.policy import Policy

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RULES = Policy.read("Disallow: /zoek?\nDisallow: /api/\nDisallow: /*?*_profile=\n", ("nl", "en"), (), wasm=True)


@pytest.fixture(scope="module")
def klein(tmp_path_factory):
    """The release of the project of three things."""
    return build.compile(lay_out(tmp_path_factory.mktemp("bron") / "klein"))


@pytest.fixture(scope="module")
def site(klein, tmp_path_factory):
    """The project of three things, frozen, with the report."""
    out = tmp_path_factory.mktemp("web") / "kennis"
    return out, freeze(klein, out, base="/kennis", processes=1)


@pytest.fixture(scope="module")
def page():
    """A page of a real browser, whose errors are kept."""
    if not CHROMIUM:
        pytest.skip("SKIPPED LOUDLY: no Chromium here, so search and queries of the frozen site were not tried")
    api = pytest.importorskip("playwright.sync_api", reason="SKIPPED LOUDLY: no playwright here")
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page()
        opened.set_default_timeout(60_000)
        opened.errors = []
        opened.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.on(
            "console",
            lambda line: line.type == "error" and opened.errors.append((line.text, line.location)),
        )
        yield opened
        browser.close()


@pytest.mark.parametrize(
    ("address", "kind", "file"),
    [
        (Address("/", (), "nl"), "text/html; charset=utf-8", "index.html"),
        (Address("/", (), "en"), "text/html", "en/index.html"),
        (Address("/doc/ding/a", (), "nl"), "text/html", "doc/ding/a/index.html"),
        (Address("/doc/ding/a", (), "en"), "text/html", "en/doc/ding/a/index.html"),
        (Address("/doc/ding/a.ttl"), "text/turtle", "doc/ding/a.ttl"),
        (Address("/doc/ding/a.ttl", (("_profile", "skos"),)), "text/turtle", "doc/ding/a.skos.ttl"),
        (Address("/doc/ding", (("_mediatype", "text/turtle"),)), "text/turtle", "doc/ding.ttl"),
        (Address("/doc/ding", (("vervallen", "1"),), "nl"), "text/html", "doc/ding/vervallen-1/index.html"),
        (Address("/.well-known/void", (), "nl"), "text/html", ".well-known/void/index.html"),
        (Address("/api/v1/vragen/x", (("format", "csv"),), "nl"), "text/csv", "api/v1/vragen/x.csv"),
    ],
)
def test_an_address_becomes_one_file(address, kind, file):
    assert address.file(kind, "nl") == file


def test_no_address_leaves_the_folder():
    with pytest.raises(MachineError):
        Address("/doc/../../etc", (), "nl").file("text/html", "nl")


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("doc/ding/a.ttl", "doc/ding/a/index.html", "../a.ttl"),
        ("index.html", "index.html", "index.html"),
        ("doc/x/a:b/index.html", "doc/x/index.html", "a%3Ab/index.html"),
        ("static/style.css", "en/doc/ding/a/index.html", "../../../../static/style.css"),
    ],
)
def test_links_are_relative(target, page, link):
    assert relative(target, page) == link


@pytest.mark.parametrize("link", ["https://example.org/x", "mailto:a@b.nl", "#onder", "//example.org", "data:,x", ""])
def test_a_link_elsewhere_stays_as_it_is(link):
    assert read(link, Address("/doc", (), "nl")) is None


def test_a_link_without_a_language_stays_in_that_of_its_page():
    assert read("/doc/ding", Address("/doc", (), "en")) == (Address("/doc/ding", (), "en"), "")
    assert read("/doc/ding?lang=nl#a", Address("/doc", (), "en")) == (Address("/doc/ding", (), "nl"), "a")


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("/doc/ding/a", True),
        ("/doc/ding/a.ttl?_profile=skos", True),
        ("/doc/ding/a.atom", False),
        ("/zoek?q=a", False),
        ("/sparql?query=ASK{}", False),
        ("/vragen/x", True),
        ("/vragen/x?ding=ding/a", False),
        ("/api/v1", False),
        ("/api/v1/vragen/x?format=csv", True),
        ("/ready", False),
        ("/doc/ding/a?lang=fr", False),
    ],
)
def test_what_needs_a_server_becomes_no_file(link, wanted):
    address, _ = read(link, Address("/", (), "nl"))
    assert RULES.wanted(address) is wanted


def test_text_between_tags_stays_byte_for_byte():
    text = '<p title="a > b">a &lt;a href="/x"> <a class="c" href="/x?y=1&amp;z=2">é</a></p>'
    led = markup.lead(text, lambda link: {"/x?y=1&z=2": "x/'.html"}[link], str)
    assert led == text.replace("/x?y=1&amp;z=2", "x/&#x27;.html")


def test_a_link_that_leads_nowhere_loses_its_address_and_not_its_words():
    assert markup.lead('<a href="/x">woord</a><link rel="a" href="/x">', lambda _: None, str) == "<a>woord</a>"


def test_every_link_leads_to_a_file(site):
    out, found = site
    lost = {line.partition(" on ")[0] for line in found.lost}
    assert list(faults(out)) == []
    beyond = ("/doc/graaf", "/id/organisatie/redactie", "/dekking?", "/vragen/")  # what the tiny world cannot answer
    assert lost <= {line for line in lost if line.startswith(beyond)}


def test_every_thing_has_a_page_in_both_languages_and_the_same_triples_in_each_form(site):
    out, _ = site
    for code in "abc":
        assert (out / f"doc/ding/{code}/index.html").is_file()
        assert '<html lang="en">' in (out / f"en/doc/ding/{code}/index.html").read_text(encoding="utf-8")
        forms = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
        forms |= {"jsonld": ox.RdfFormat.JSON_LD}
        parsed = [
            {str(quad.triple) for quad in ox.parse((out / f"doc/ding/{code}.{suffix}").read_bytes(), format=form)}
            for suffix, form in forms.items()
        ]
        assert parsed[0]
        assert all(one == parsed[0] for one in parsed)


def test_the_checksums_hold(site):
    out, _ = site
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, check=False, capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_folder_says_what_it_is(site, klein):
    out, _ = site
    told = (out / "README.md").read_text(encoding="utf-8")
    assert klein.id in told
    assert "Licence" in told
    assert json.loads((out / "freeze.json").read_text(encoding="utf-8"))["release"]["id"] == klein.id


def test_hosts_are_told_of_things_and_of_the_sub_path(site):
    out, _ = site
    assert "/kennis/id/* /kennis/doc/:splat/ 303" in (out / "_redirects").read_text(encoding="utf-8")
    assert "[R=303,L]" in (out / ".htaccess").read_text(encoding="utf-8")
    assert 'href="/kennis/static/style.css"' in (out / "404.html").read_text(encoding="utf-8")


def test_the_same_release_gives_the_same_bytes_over_an_earlier_freeze(site, klein, tmp_path):
    out, again = site[0], tmp_path / "kennis"
    for _ in range(2):
        freeze(klein, again, base="/kennis", processes=1)
    assert (again / "SHA256SUMS").read_bytes() == (out / "SHA256SUMS").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["kennis"]


def test_a_folder_with_other_files_is_refused_and_left_alone(klein, tmp_path):
    (tmp_path / "brief.txt").write_text("van mij")
    with pytest.raises(KennisgraafError, match="other files"):
        freeze(klein, tmp_path, processes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_what_fails_leaves_the_earlier_freeze_as_it_was(klein, tmp_path, monkeypatch):
    out = tmp_path / "kennis"
    freeze(klein, out, languages=("nl",), processes=1)
    before = (out / "SHA256SUMS").read_bytes()
    monkeypatch.setattr(crawler.Crawler, "visit", lambda *_: (_ for _ in ()).throw(MachineError("vol", fix="ruim op")))
    with pytest.raises(MachineError):
        freeze(klein, out, processes=1)
    assert (out / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["kennis"]


def test_one_language_can_be_enough(klein, tmp_path):
    freeze(klein, tmp_path / "en", languages=("en",), processes=1)
    assert '<html lang="en">' in (tmp_path / "en/doc/ding/a/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "en/en").exists()
    assert list(faults(tmp_path / "en")) == []


def test_without_the_files_of_oxigraph_it_says_loudly_what_is_left_out(klein, tmp_path, monkeypatch):
    monkeypatch.setattr("kennisgraaf.freeze.OXIGRAPH", ("/static/made/not-here.js",))
    found = freeze(klein, tmp_path / "kennis", processes=1)
    assert "SPARQL in the browser" in found.left[0]
    assert "Left out: SPARQL" in (tmp_path / "kennis/README.md").read_text(encoding="utf-8")
    assert list(faults(tmp_path / "kennis")) == []


@pytest.mark.parametrize(
    "words", [["--lang", "fr"], ["--base-path", "/a b"], ["--base-path", "/../x"], ["--public", "x"]]
)
def test_wrong_settings_are_refused_before_anything_is_done(words, tmp_path):
    done = CliRunner().invoke(cli.cli, ["freeze", "--out", str(tmp_path / "x"), *words])
    assert done.exit_code == 2
    assert not (tmp_path / "x").exists()


def test_pages_say_their_own_content_policy_and_only_queries_may_run_wasm(site):
    out, _ = site
    texts = {path: path.read_text(encoding="utf-8") for path in out.rglob("*.html")}
    assert all('<meta http-equiv="Content-Security-Policy"' in text for text in texts.values())
    loose = {path.relative_to(out).as_posix() for path, text in texts.items() if "wasm-unsafe-eval" in text}
    assert loose <= {"sparql/index.html", "en/sparql/index.html"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The project of three things with the questions for the picture of a chosen thing, frozen, with the report."""
    made = lay_out(tmp_path_factory.mktemp("bron") / "klein")
    for name in pictures.plans()["omgeving"].questions:
        text = (HOUSE / f"queries/{name}.rq").read_text(encoding="utf-8")
        text = text.replace("competentie:scw-4b", "ding:a").replace("skos:Concept", "kg:Ding")
        (made.root / f"queries/{name}.rq").write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("web") / "kennis"
    return out, freeze(build.compile(made, keep_going=True), out, processes=1)


def test_a_picture_of_a_chosen_thing_is_one_file_in_each_language(drawn):
    out, found = drawn
    texts = [(out / lang / "beelden/omgeving.svg").read_text(encoding="utf-8") for lang in ("", "en")]
    assert [f'lang="{lang}"' in text for lang, text in zip(("nl", "en"), texts, strict=True)] == [True, True]
    assert 'href="../en/beelden/omgeving.svg"' not in (out / "beelden/index.html").read_text(encoding="utf-8")
    assert 'src="omgeving.svg"' in (out / "en/beelden/index.html").read_text(encoding="utf-8").replace("../", "")
    assert not [line for line in found.lost if "beelden" in line]
    assert list(faults(out)) == []


def test_the_picture_of_the_example_is_a_file_and_that_of_another_thing_is_a_question_in_the_browser(drawn):
    out, _ = drawn
    own = (out / "doc/ding/a/index.html").read_text(encoding="utf-8")
    other = (out / "en/doc/ding/b/index.html").read_text(encoding="utf-8")
    assert 'href="../../../beelden/omgeving/van-ding-a/index.html"' in own
    rows = "sparql/index.html?vraag=omgeving-van-ding&amp;ding=ding%2Fb"
    assert (rows in other) is wasm_is_here()
    assert (out / "beelden/omgeving/stappen-2.van-ding-a/index.html").is_file()
    assert not list(out.glob("beelden/omgeving/*ding-b*"))


def test_two_addresses_that_become_the_same_file_stop_it_at_once(klein, tmp_path, monkeypatch):
    monkeypatch.setattr(Address, "file", lambda *_: "een.html")
    with pytest.raises(MachineError, match="would be the same file"):
        freeze(klein, tmp_path / "kennis", processes=1)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(klein, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MachineError, match="No space left on device") as told:
        freeze(klein, tmp_path / "kennis", processes=1)
    assert "Free room" in told.value.fix
    assert list(tmp_path.iterdir()) == []


def test_what_was_asked_shortly_before_is_not_asked_again(klein):
    limits = Limits()
    with Remembering(klein.store, klein.prefixes, frozenset(klein.graphs), limits) as opened:
        first = opened.query("SELECT ?s { ?s a kg:Ding } ORDER BY ?s")
        assert opened.query("SELECT ?s { ?s a kg:Ding } ORDER BY ?s", client=Client("iemand")) is first
        part = opened.query("SELECT ?s { ?s a kg:Ding } ORDER BY ?s", default_graphs=list(klein.graphs)[:1])
        assert part is not first
        assert [row["s"].value[-1] for row in opened.rows("SELECT ?s { ?s a kg:Ding } ORDER BY ?s")] == list("abc")


@pytest.mark.parametrize("error", [MachineError("vol", fix="ruim op"), InputError([Wrong("a", "b", "c")])])
def test_an_error_comes_whole_out_of_another_process(error):
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), again.fix, vars(again)) == (type(error), str(error), error.fix, vars(error))


@contextlib.contextmanager
def freezing(made, out):
    """Freeze as a person does, in a session of its own; give the process when files are being written."""
    command = [sys.executable, "-m", "kennisgraaf", "freeze", "--out", out, "--release", made.id, "--processes", "2"]
    root = ["--root", made.folder.parents[2]]
    with subprocess.Popen([*command, *root], cwd=HOUSE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert wait(lambda: len(list(out.parent.glob(f".{out.name}.fresh-*/*"))) > 3 or process.poll() is not None)
        yield process
        process.kill()


def alive(session):
    """How many processes of a session there are."""
    listed = subprocess.run(["ps", "-eo", "sid=,stat="], capture_output=True, text=True, check=True).stdout
    return sum(line.split()[0] == str(session) and "Z" not in line for line in listed.splitlines())


def wait(holds, seconds=40):
    """Wait until something holds; tell whether it did."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: Windows sends no such signals")
@pytest.mark.parametrize(
    ("number", "send"),
    [(signal.SIGTERM, os.kill), (signal.SIGHUP, os.kill), (signal.SIGINT, os.killpg)],
    ids=["a stop", "a terminal that closes", "Ctrl-C"],
)
def test_who_stops_it_finds_nothing_half_and_nobody_left(klein, tmp_path, number, send):
    with freezing(klein, tmp_path / "kennis") as process:
        for _ in range(2):  # and once more, for who is in a hurry
            send(process.pid, number)
        _, told = process.communicate(timeout=40)
        assert process.returncode == 128 + number
        assert b"Traceback" not in told
        assert list(tmp_path.iterdir()) == []
        assert wait(lambda: alive(process.pid) == 0)


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED LOUDLY: only Linux ends processes with their parent")
def test_when_it_is_killed_its_processes_end_too(klein, tmp_path):
    with freezing(klein, tmp_path / "kennis") as process:
        process.kill()
        assert wait(lambda: alive(process.pid) == 0)


def test_a_page_works_from_the_disk(site, page):
    page.errors.clear()
    page.goto((site[0] / "doc/ding/a/index.html").as_uri())
    assert page.evaluate("document.styleSheets.length") == 1
    page.click("nav summary >> nth=0")
    page.click("nav details[open] a >> nth=0")
    assert page.url.endswith("/doc/index.html")
    assert page.errors == []


def test_search_finds_in_the_browser_with_the_box_of_any_page(site, page):
    page.errors.clear()
    with served(site[0]) as address:
        page.goto(f"{address}/doc/ding/a/")
        page.fill("#find", "007")
        page.press("#find", "Enter")
        page.click("#hits a >> nth=0")
        assert page.url == f"{address}/doc/ding/c/index.html"
        page.wait_for_load_state()
    assert page.errors == []


@pytest.mark.skipif(not wasm_is_here(), reason="SKIPPED LOUDLY: Oxigraph's files are not set up (make assets)")
def test_a_question_with_an_input_is_answered_in_the_browser(site, page):
    page.errors.clear()
    with served(site[0]) as address:
        page.goto(f"{address}/en/vragen/delen-van-ding/")
        page.select_option("#in-ding", "ding/b")
        page.click("form.blanks button")
        page.wait_for_selector("#result td a")
        assert page.inner_text("#result tbody") == "ding:c"
        page.click("#result td a")
        assert page.url == f"{address}/en/doc/ding/c/index.html"
        page.wait_for_load_state()
    assert page.errors == []


@pytest.mark.skipif(not wasm_is_here(), reason="SKIPPED LOUDLY: Oxigraph's files are not set up (make assets)")
def test_a_question_takes_a_thing_that_is_not_on_its_list_and_no_other_text(site, page):
    page.errors.clear()
    with served(site[0]) as address:
        page.goto(f"{address}/sparql/?vraag=delen-van-ding&ding=graaf/klein")
        page.get_by_text("Het kleinste deel.").wait_for()
        assert page.input_value("#in-ding") == "graaf/klein"
        page.goto(f"{address}/sparql/?vraag=delen-van-ding&ding=a/x>+?p+?o")
        page.get_by_text("Het kleinste deel.").wait_for()
        assert page.input_value("#in-ding") == "ding/c"  # the first on the list
    assert page.errors == []


@pytest.fixture(scope="module")
def asking(release, tmp_path_factory):
    """The pages of the real graph that work in the browser, without the thousands of others."""
    out = tmp_path_factory.mktemp("echt") / "kennis"
    out.mkdir()
    job = crawler.Job(str(release.folder), str(out), ("nl",), "", wasm=True)
    opened = crawler.Crawler(job)
    rules, wanted = opened.policy(), [one for one in opened.starts() if one.path.startswith(("/bevroren", "/static"))]
    wanted += [Address(path, (), "nl") for path in (policy.SEARCH, policy.QUERY)]
    wanted += [Address("/dumps/latest/kennisgraaf.nq.gz"), Address("/static/style.css")]
    visits = opened.visit(wanted)
    opened.close()
    files = {visit.address: visit.file for visit in visits if visit.file}
    rewriting.rewrite(rewriting.Table(files, {}, rules, str(out), "0", ""), visits)
    return out


def multiset(rows):
    """Rows without the names that an engine gives to what has none."""
    return Counter(tuple("_:" if cell.startswith("_:") else cell for cell in row) for row in rows)


@pytest.mark.skipif(not wasm_is_here(), reason="SKIPPED LOUDLY: Oxigraph's files are not set up (make assets)")
def test_every_named_question_gives_the_same_answer_in_the_browser(asking, page, release):
    ask = """async ([name, format]) => {
        const { ask, declared, form, term } = await import(new URL("../bevroren/static/answers.js", document.baseURI));
        const about = await (await fetch(new URL("../bevroren/vragen.json", document.baseURI))).json();
        const { inputs, sparql } = about.questions[name];
        const text = inputs.reduce((found, one) => {
            const value = one.kind !== "thing" || one.example in one.things ? one.example
                : Object.keys(one.things).find((key) => key.endsWith("/" + one.example));
            const bound = term(one.kind, value, one.things, about.id);
            return found.replaceAll(`<urn:kennisgraaf:invoer:${one.name}>`, bound);
        }, sparql);
        const dump = document.getElementById("dump").href;
        return [form(text), await ask(declared(text, about.prefixes), format, { dump, apart: about.apart })];
    }"""
    different = []
    with served(asking) as address:
        page.goto(f"{address}/sparql/")
        for name in questions.load(release.queries):
            table = HOUSE / f"tests/answers/{name}.csv"
            media_type = "text/csv" if table.is_file() else "application/n-triples"
            kind, text = page.evaluate(ask, [name, media_type])
            if table.is_file():
                wanted = multiset(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
                same = multiset(csv.reader(io.StringIO(text))) == wanted
            else:
                wanted = Counter(table.with_suffix(".nt").read_text(encoding="utf-8").splitlines())
                same = Counter(text.splitlines()) == wanted and kind in {"CONSTRUCT", "DESCRIBE"}
            different += [] if same else [name]
    assert different == []


@pytest.mark.parametrize(
    "text",
    ["START-MOTOR", "competenties wijkgericht", "Cliënt’s", "opbouwwerker", "scw-4b", "ervaringsdeskundigen", "dilema"],
)
def test_the_browser_finds_what_the_server_finds(asking, page, release, text):
    from kennisgraaf.search import Index

    expected = [hit.iri for hit in Index(release.index).search(text, count=5).hits]
    find = """async (text) => {
        const { open, search } = await import(new URL("../bevroren/static/words.js", document.baseURI));
        globalThis.index ??= open(await (await fetch(new URL("../bevroren/zoekindex.json", document.baseURI))).json());
        return search(index, text).hits.slice(0, 10).map((number) => index.things[number][1]);
    }"""
    with served(asking) as address:
        page.goto(f"{address}/zoek/")
        found = page.evaluate(find, text)
    assert found[:1] == expected[:1] or expected[0] in found[:5], (found, expected)


def test_the_browser_finds_what_others_made_as_a_choice_of_its_own(asking, page, release):
    from kennisgraaf.search import Index

    page.errors.clear()
    expected = Index(release.elsewhere).search("maatschappelijk werker", count=1)
    with served(asking) as address:
        page.goto(f"{address}/zoek/?q=maatschappelijk+werker")
        choice = page.get_by_role("link", name=re.compile("^elders"))
        choice.wait_for()
        assert choice.locator("..").inner_text().split()[-1] == str(expected.total)
        choice.click()
        page.locator("#hits a").first.wait_for()
        assert page.url.endswith("soort=elders")
        led = unquote(page.locator("#hits a").first.get_attribute("href")).removeprefix(f"{address}/")
    assert led == Address("/elders", (("iri", expected.hits[0].iri),), "nl").file("text/html", "nl")
    assert [one for one in page.errors if isinstance(one, str)] == []  # of scripts; its icon is not here


def test_a_page_with_many_views_loses_none_of_their_forms():
    from kennisgraaf.freeze import _MOST_VIEWS, _bounded

    def view(number, **more):
        return Address("/elders", tuple(sorted({"iri": f"x:{number}", **more}.items())))

    pages = {view(number) for number in range(_MOST_VIEWS - 1)} | {Address("/elders")}
    forms = [view(number, _mediatype=form) for number in range(_MOST_VIEWS - 1) for form in ("text/turtle", "x/y")]
    assert _bounded(RULES, forms, pages) == forms
    assert _bounded(RULES, [view("more")], pages) == []
