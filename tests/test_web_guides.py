"""The guides: pages of the same Markdown that lies in docs/, safe, in their own language, with links that lead."""

import re
from pathlib import Path

import pytest

from kennisgraaf.web import create_app, guidebook

HOUSE = Path(__file__).parents[1]
HTML = {"Accept": "text/html"}
NAMES = sorted(path.stem for path in (HOUSE / "docs").glob("**/*.md"))


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph, subpath="/sub").test_client()


def written(folder, text, name="gids"):
    (folder / "docs").mkdir(exist_ok=True)
    (folder / f"docs/{name}.md").write_text(text, encoding="utf-8")
    return guidebook.find(folder)[name]


def shown(guide, address=lambda name: f"/gidsen/{name}"):
    parts, headings = guidebook.render(guide, address)
    return "".join(part.html for part in parts), headings


def test_there_are_guides_and_no_two_go_by_one_name():
    assert {"institutes", "programs", "operators", "maintainers", "instellingen"} <= set(NAMES)
    assert len(NAMES) == len(set(NAMES)) == len(guidebook.find())


def test_the_list_leads_to_every_guide_and_none_is_missing(client):
    page = client.get("/sub/gidsen", headers=HTML).text
    assert [name for name in NAMES if f'href="/sub/gidsen/{name}"' not in page] == []
    assert "niet met dit programma meegekomen" not in page


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_leads_to_others_in_the_language_that_somebody_chose(client, name):
    for query, kept in (("?lang=en", True), ("", False)):
        page = client.get(f"/sub/gidsen/{name}{query}", headers=HTML).text
        inside = page[page.index('<div class="guide">') : page.index("</main>")]
        assert all(("lang=en" in one) == kept for one in re.findall(r'href="(/sub/gidsen/[^"]+)"', inside))


def test_a_guide_that_did_not_come_along_is_told(release, graph, monkeypatch):
    monkeypatch.setattr(guidebook, "files", lambda _=None: [])
    page = create_app(release, graph).test_client().get("/gidsen?lang=en", headers=HTML).text
    assert "This guide did not come with this program." in page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_each_guide_is_a_page_in_its_language(client, name, lang):
    page = client.get(f"/sub/gidsen/{name}?lang={lang}", headers=HTML)
    assert page.status_code == 200
    own = guidebook.find()[name].lang
    assert page.text.count("<h1") == 1
    assert (f'<h1 lang="{own}">' in page.text) == (own != lang)
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_in_a_guide_leads_somewhere(client, name):
    page = client.get(f"/sub/gidsen/{name}", headers=HTML).text
    body = page.partition('<div class="guide">')[2]
    for link in re.findall(r'href="([^"]*)"', body.partition("</main>")[0]):
        path, _, anchor = link.partition("#")
        assert link.startswith(("#", "/sub/", "https://")), link
        if path.startswith("/sub/"):
            there = client.get(path, headers=HTML)
            assert there.status_code == 200
            assert not anchor or f'id="{anchor}"' in there.text


def test_what_an_editor_reads_in_dutch_is_marked_in_an_english_guide(client):
    page = client.get("/sub/gidsen/maintainers?lang=en", headers=HTML).text
    assert re.search(r'<div lang="nl">\s*<h2 id="samenvatting-voor-redacteuren">', page)
    assert "&lt;!--" not in page


def test_html_in_a_guide_stays_text(tmp_path):
    html, _ = shown(
        written(tmp_path, "# T\n\n<script>alert(1)</script> <b>x</b> [x](javascript:alert(1)) ![y](x.png)\n")
    )
    assert "<script" not in html
    assert "<b>" not in html
    assert "javascript:" not in re.sub(r"\[x\]\(javascript", "", html)


def test_links_to_guides_lead_and_links_to_other_files_are_words(tmp_path):
    text = "# T\n\nSee [one](one.md#part), [two](../deploy/x.conf) and [web](https://example.org/)\n"
    html, _ = shown(written(tmp_path, text), lambda name: f"/g/{name}" if name.startswith("one") else "")
    assert '<a href="/g/one#part">one</a>' in html
    assert ", two and" in html
    assert '<a href="https://example.org/">' in html


def test_equal_headings_get_their_own_anchors(tmp_path):
    html, headings = shown(written(tmp_path, "# T\n\n## A b!\n\n## A b\n\n### C\n"))
    assert [one.anchor for one in headings] == ["a-b", "a-b-1"]
    assert 'id="c"' in html


def test_an_unknown_guide_is_told_with_near_names(client):
    answer = client.get("/sub/gidsen/instituten")
    assert answer.status_code == 404
    assert "institutes" in answer.text


def test_guides_are_on_the_map(client):
    assert "/gidsen/institutes</loc>" in client.get("/sub/sitemap.xml").text


def test_numbers_in_a_table_stand_right_without_a_style(tmp_path):
    page, _ = shown(written(tmp_path, "# Gids\n\n| wat | s |\n|:--|--:|\n| dit | 1 |\n"))
    assert '<td class="number">1</td>' in page
    assert "style=" not in page
