"""The query page in a real browser: what somebody does who writes queries, with the keyboard."""

import re
import shutil

import pytest

from kennisgraaf.web import assets

TABLE = """SELECT ?kader (COUNT(?c) AS ?aantal) { ?c a kg:Competentie ; skos:inScheme ?kader }
GROUP BY ?kader ORDER BY ?aantal"""


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="SKIPPED LOUDLY: no playwright here")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("SKIPPED LOUDLY: no chromium on this machine, so the editor was not tried")
    if not assets.script("editor.js"):
        pytest.skip("SKIPPED LOUDLY: the query editor was not made here (make assets), so it was not tried")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


def refused(text):
    """Whether our policy refused something of ours: Chromium itself tries a style when one types over a selection."""
    return "Content Security" in text and "style attributes" not in text


@pytest.fixture
def page(browser, server):
    """A page of a new visitor; whatever it asks of others, or complains of, fails the test."""
    wrong = []
    context = browser.new_context(locale="nl-NL", permissions=["clipboard-read", "clipboard-write"])
    found = context.new_page()
    found.on("request", lambda request: None if request.url.startswith(str(server)) else wrong.append(request.url))
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda told: wrong.append(told.text) if refused(told.text) else None)
    found.goto(f"{server}/sparql")
    found.wait_for_selector(".tabs")
    yield found
    context.close()
    assert wrong == []


def write(page, text):
    page.get_by_role("textbox", name="Zoekvraag").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def run(page, text):
    write(page, text)
    with page.expect_response(re.compile("/sparql")):
        page.keyboard.press("Control+Enter")
    page.wait_for_selector("#outcome :is([data-form], .trouble)")


def test_a_query_is_answered_on_the_page_with_names_and_links(page):
    run(page, TABLE)
    page.get_by_role("link", name="Wmo-competenties 2013").wait_for()
    assert "query=SELECT" in page.url


def test_words_are_completed_by_name_and_by_label(page):
    write(page, "")
    page.keyboard.type("ASK { ?x a compete")
    option = page.locator("[role=option][aria-selected=true]", has_text="kg:Competentiecompetentie")
    option.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert "?x a kg:Competentie" in page.locator("#query").input_value()


def test_things_are_completed_by_their_names(page):
    write(page, "")
    page.keyboard.type("DESCRIBE begrippenkader:wmo")
    page.get_by_role("option", name=re.compile("begrippenkader:wmo-competenties-2013")).wait_for()


def test_an_error_is_marked_where_it_stands(page):
    run(page, "SELECT * {\n  ?s ?p }")
    page.get_by_role("alert").wait_for()
    assert page.locator(".cm-lintRange-error").count() == 1


def test_a_table_is_a_chart_and_a_network_and_json_too(page):
    run(page, "SELECT ?c ?k { ?c a kg:Competentie ; kg:steuntOpKennis ?k }")
    page.get_by_role("button", name="Grafiek").click()
    assert page.get_by_role("img", name=re.compile("Staafdiagram")).locator("rect").count() > 5
    page.get_by_role("button", name="Netwerk").click()
    page.get_by_role("img", name=re.compile("Netwerk van")).locator("canvas").first.wait_for()
    page.get_by_role("button", name="JSON").click()
    assert '"bindings"' in page.get_by_role("region", name="Zoals verzonden").text_content()
    page.get_by_role("button", name="Tabel").click()
    assert page.locator("#outcome table").is_visible()


def test_a_graph_is_a_network(page):
    run(page, "CONSTRUCT { ?c skos:inScheme ?s } { ?c a kg:Competentie ; skos:inScheme ?s }")
    page.get_by_role("button", name="Netwerk").click()
    page.get_by_role("img", name=re.compile("Netwerk van 3")).wait_for()


def test_tabs_stay_in_the_browser(page, server):
    write(page, "# Eerste\nASK {}")
    page.get_by_role("button", name="Nieuwe vraag").click()
    page.keyboard.insert_text("# Tweede\nASK { ?s ?p ?o }")
    page.goto(f"{server}/sparql")
    page.get_by_role("button", name="Eerste", exact=True).click()
    assert page.locator("#query").input_value() == "# Eerste\nASK {}"
    page.get_by_role("button", name="Sluit Eerste").click()
    assert page.get_by_role("button", name="Eerste", exact=True).count() == 0


@pytest.mark.parametrize("length", [1, 300])
def test_a_link_brings_the_same_query_to_another_visitor(page, browser, server, length):
    query = "ASK { ?s ?p 'é€😀' }\n" + "# een lange toelichting\n" * length
    write(page, query)
    page.get_by_role("button", name="Deel").click()
    field = page.get_by_role("textbox", name="Link naar deze zoekvraag")
    field.wait_for()
    link = field.input_value()
    assert len(link) < 2000
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(link)
        other.wait_for_selector(".tabs")
        assert other.locator("#query").input_value().rstrip() == query.rstrip()


def test_the_tab_key_leaves_the_field(page):
    write(page, "ASK {}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Voer uit"


def test_an_example_opens_in_a_tab_with_its_answer(page):
    page.locator("a[data-example]").first.click()
    page.wait_for_selector("#outcome [data-form]")
    assert page.locator(".tabs li").count() == 3


def test_snippets_name_this_server(page, server):
    run(page, TABLE)
    page.get_by_text("In uw eigen programma").click()
    assert f"{server}/sparql" in page.locator("pre[data-copy]").first.text_content()


def test_without_script_the_plain_form_does_it(browser, server):
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        page = context.new_page()
        page.goto(f"{server}/sparql")
        page.get_by_label("Zoekvraag").fill(TABLE)
        page.get_by_role("button", name="Voer uit").click()
        page.get_by_role("link", name="Wmo-competenties 2013").wait_for()
        assert page.get_by_text("curl -sS").count() == 1
