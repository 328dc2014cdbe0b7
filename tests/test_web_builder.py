"""The page on which a query is built by choosing, without any script."""

import html
import re

import pytest

from kennisgraaf.web import create_app

PAGE = "/sparql/bouwen"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def read(client, lang="nl", **given):
    return client.get(PAGE, query_string={"lang": lang, **given}, headers={"Accept": "text/html"})


def test_it_begins_with_the_kinds_of_things(client):
    page = read(client).text
    assert "soort=kg:Competentie" in page or "soort=kg%3ACompetentie" in page
    assert ">competentie</a>" in page
    assert ">competency</a>" in read(client, "en").text


def test_the_kinds_stand_by_topic_each_once(client):
    page = read(client).text
    topics = re.findall(r"<h2>([^<]+)</h2>", page)
    assert len(topics) == len(set(topics)) > 5
    kinds = re.findall(r"soort=([^&\"]+)", page)
    assert len(kinds) == len(set(kinds)) > 50


def test_a_column_is_called_as_people_call_it(client):
    page = read(client, "en", soort="kg:Competentie", p="kg:inCluster").text
    assert '<th scope="col">competency</th>' in page
    assert "<bdi>competentie</bdi></th>" not in page


def test_the_query_on_the_page_gives_the_answer_on_the_page(client, graph):
    page = read(client, soort="kg:Competentie", p="kg:inCluster", **{"is.kg:inCluster": "+"}).text
    query = html.unescape(re.search(r'aria-label="SPARQL">(.*?)</pre>', page, re.DOTALL).group(1))
    assert len(graph.rows(query)) == 10
    assert "10 rijen" in page


def test_it_opens_in_the_editor(client):
    page = read(client, soort="kg:Competentie").text
    address = html.unescape(re.search(r'href="(/sparql\?query=[^"&]*[^"]*)">(?:Openen)', page).group(1))
    assert client.get(address, headers={"Accept": "text/csv"}).data.count(b"\n") == 31


def test_what_was_chosen_stays_chosen(client):
    given = {
        "p": ["kg:inCluster", "skos:prefLabel"],
        "bevat.skos:prefLabel": 'x"<y>',
        "is.kg:inCluster": "-",
        "tel": "1",
    }
    page = read(client, soort="kg:Competentie", **given).text
    assert '<option value="-" selected>' in page
    assert 'value="x&#34;&lt;y&gt;"' in page
    assert 'name="tel" value="1" checked' in page


def test_each_control_has_a_label_and_each_id_is_there_once(client):
    page = read(client, soort="kg:Competentie", p=["kg:inCluster", "kg:volgnummer", "skos:prefLabel"]).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    "given", [{"soort": "kg:Onzin"}, {"soort": "kg:Competentie", "p": "kg:inCluster", "is.kg:inCluster": "x y"}]
)
def test_a_wrong_choice_is_a_400_with_a_way_out(client, given):
    answer = read(client, **given)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert client.get(PAGE, query_string=given).status_code in {400, 406}


def test_hostile_labels_stay_text(serve_little):
    shape = 'ding:a skos:prefLabel "<script>alert(1)</script>"@en .'
    page = serve_little(shape).get(f"{PAGE}?soort=kg:Ding&p=kg:heeftDeel&lang=en", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_it_works_below_a_sub_path(release, graph):
    page = (
        create_app(release, graph, subpath="/kennis")
        .test_client()
        .get(f"/kennis{PAGE}?soort=kg:Competentie", headers={"Accept": "text/html"})
        .text
    )
    assert 'action="/kennis/sparql/bouwen"' in page
    assert 'href="/sparql' not in page
