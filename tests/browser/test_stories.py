"""What each group comes for, done as they would do it: by reading, clicking and typing."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from browser import chromium
from conftest import HOUSE, served


def table(download):
    """The rows of a CSV file that was downloaded."""
    return list(csv.reader(io.StringIO(Path(download.path()).read_text(encoding="utf-8-sig"))))


def save(page, link):
    """Click a link that downloads; return the download."""
    with page.expect_download() as waiting:
        link.click()
    return waiting.value


def choose(page, group, name, menu="Hoofdmenu"):
    """Open a group of the menu and follow a link in it."""
    menu = page.get_by_role("navigation", name=menu)
    menu.locator("summary").filter(has_text=group).click()
    menu.get_by_role("link", name=name, exact=True).click()


def test_a_developer_of_education_sees_what_a_file_covers_compares_it_with_another_and_takes_the_table_along(visit):
    page = visit()
    choose(page, "Onderwijs", "Dekking")
    page.get_by_label("Dekking van", exact=True).select_option("kwalificatie/25697")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("table").first).to_contain_text("dekt")
    page.get_by_label("Naast (mag leeg blijven)").select_option("kwalificatie/25780")
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile("naast="))
    rows = page.get_by_role("table").first.get_by_role("row")
    expect(rows.nth(10)).to_be_visible()
    saved = table(save(page, page.get_by_role("link", name="CSV").first))
    assert len(saved) == rows.count()


@pytest.mark.parametrize("script", [True, False])
def test_a_developer_of_education_composes_a_profile_keeps_its_link_and_downloads_it(visit, script):
    page = visit("samenstellen", script=script)
    page.get_by_label(re.compile("4B")).check()
    page.get_by_label("Titel").fill("Wijkwerker & co")
    page.get_by_role("button", name="Toon het profiel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wijkwerker & co")
    page.get_by_role("combobox").filter(has=page.get_by_role("option")).first.select_option(index=2)
    page.get_by_role("button", name="Toon het profiel").click()
    kept = urlsplit(page.locator("#permalink").inner_text())
    expect(page.get_by_role("button", name="Kopieer de link")).to_have_count(int(script))  # a script brings it
    assert save(page, page.get_by_role("link", name="Excel (XLSX)")).suggested_filename.endswith(".xlsx")
    later = visit(f"samenstellen?{kept.query}", script=script)
    expect(later.get_by_role("heading", level=1)).to_have_text("Wijkwerker & co")
    expect(later.locator("#chosen .count")).to_have_text("1")


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [chromium.WIDE, chromium.NARROW])
def test_an_institute_finds_a_competency_by_searching_and_reads_it(visit, script, width):
    page = visit(script=script, width=width)
    page.get_by_label("Zoek in alles").fill("nieuwsgierigheid leefwereld")
    page.get_by_label("Zoek in alles").press("Enter")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile("/doc/"))
    expect(page.locator(".passages q").first).to_be_visible()
    expect(page.get_by_text("https://w3id.org/kennisgraaf/id/").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_an_institute_asks_a_named_question_and_downloads_the_answer(visit, script):
    page = visit("vragen", script=script)
    page.locator("a[href$='/vragen/indicatoren-van-competentie']").click()
    page.get_by_role("combobox", name="De competentie").select_option("competentie/scw-4b")
    page.get_by_role("button", name="Geef antwoord").click()
    expect(page.get_by_role("table").first).to_be_visible()
    rows = page.get_by_role("table").first.get_by_role("row").count()
    saved = table(save(page, page.get_by_role("link", name="CSV", exact=True)))
    assert len(saved) == rows > 1


def test_an_institute_writes_a_query_and_shares_its_address(visit):
    page = visit("sparql")
    page.get_by_role("textbox", name="Zoekvraag").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text("SELECT ?s { ?s a kg:Competentie } LIMIT 3")
    page.keyboard.press("Control+Enter")
    table = page.get_by_role("region", name="Tabel met het antwoord")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?query=SELECT"))
    again = visit(f"sparql?{urlsplit(page.url).query}", script=False)
    expect(again.get_by_role("heading", name="Antwoord")).to_be_visible()


def test_an_institute_hears_where_a_query_is_wrong(visit):
    page = visit("sparql?query=SELECT+%3Fs+WHERE+%7B")
    expect(page.get_by_role("alert")).to_contain_text("Regel 1")


def test_a_maintainer_finds_a_rule_and_can_point_others_to_it(visit):
    page = visit()
    choose(page, "Voor makers", "Regels")
    rule = page.locator("article.entry").nth(5)
    anchor = rule.get_by_role("heading").get_by_role("link").first
    anchor.click()
    expect(page).to_have_url(re.compile(f"#{rule.get_attribute('id')}$"))


def test_a_maintainer_hears_what_may_have_been_meant_when_a_thing_is_not_there(visit):
    page = visit("doc/competentie/scw-4bb")
    page.get_by_role("alert").get_by_role("link", name="scw-4b", exact=False).first.click()
    expect(page).to_have_url(re.compile("/doc/competentie/scw-4b$"))


def test_with_the_keyboard_the_first_stop_skips_to_the_content(visit):
    page = visit("doc/competentie/scw-4b")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Naar de inhoud")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_with_the_keyboard_every_stop_is_seen_and_none_is_a_trap(visit):
    page = visit("doc/competentie/scw-4b")
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        stops.append(stop)
    assert stop is None, "the focus never left the page"
    assert [stop for stop in stops if not stop["seen"]] == []
    assert len({stop["where"] for stop in stops}) == len(stops)


def test_with_the_keyboard_the_menu_is_walked_and_a_question_answered(visit):
    page = visit()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Vragen":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Alle vragen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/vragen$"))
    page.goto("vragen/indicatoren-van-competentie")
    page.get_by_role("combobox", name="De competentie").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?competentie="))
    expect(page.get_by_role("heading", name="Antwoord")).to_be_visible()


def test_with_the_keyboard_what_scrolls_sideways_can_be_scrolled_with_the_arrows(visit):
    page = visit("dekking", width=chromium.NARROW)
    region = page.locator(".scroll").first
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


# What has the focus, where it is, and whether a reader sees that it has: it has a size and an outline.
_STOP = """() => { const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const path = []; for (let up = one; up.parentElement; up = up.parentElement)
    path.push([...up.parentElement.children].indexOf(up));
  return {where: path.join("/"), what: one.outerHTML.slice(0, 120),
    seen: box.width > 0 && box.height > 0 && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2}; }"""


def test_in_english_a_reader_gets_english_by_settings_and_keeps_it_by_choice(visit):
    page = visit("vragen", lang="en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page = visit("doc/competentie/scw-4b")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choose(page, "Questions", "All questions", "Main menu")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Search everything").fill("trust")
    page.get_by_role("button", name="Search").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_below_a_sub_path_every_step_stays_below_it(browser, release):
    with (
        served(HOUSE, "--subpath", "/kennis") as (address, _),
        chromium.opened(browser, f"{address}/kennis") as page,
    ):
        page.goto("")
        page.get_by_label("Zoek in alles").fill("wonen")
        page.get_by_role("button", name="Zoek").first.click()
        page.locator(".hits a").first.click()
        expect(page).to_have_url(re.compile("/kennis/doc/"))
        page.goto("samenstellen?c=scw-4b")
        page.get_by_role("button", name="Toon het profiel").click()
        expect(page).to_have_url(re.compile(r"/kennis/samenstellen\?.*van="))
        expect(page.locator(".skip")).to_have_css("position", "absolute")
