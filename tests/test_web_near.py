"""What is not here has neighbours, for people and for programs, at every address that somebody may try."""

import pytest

from kennisgraaf.namespaces import BASE
from kennisgraaf.near import nearest
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/id/COMPETENTIE/SCW-4B", "id/competentie/scw-4b"),
        ("/doc/Competentie/Scw_4b", "id/competentie/scw-4b"),
        ("/doc/competentie/scw 4b", "id/competentie/scw-4b"),
        ("/id/competentie/scw-4b/", "id/competentie/scw-4b"),
        ("/doc/competentie/scw-4b/", "id/competentie/scw-4b"),
        ("/doc/competentie//scw-4b", "id/competentie/scw-4b"),
        ("/competentie/scw-4b", "id/competentie/scw-4b"),
        ("/id/organisatie/scw-4b", "id/competentie/scw-4b"),
        ("/doc/beroep/movisie", "id/organisatie/movisie"),
        ("/doc/competentie/scw-4bb", "id/competentie/scw-4b"),
        ("/doc/competenties", "id/competentie"),
        ("/doc/competenties/", "id/competentie"),
        ("/id/Competentie/", "id/competentie"),
        ("/doc/graaf/redacti", "id/graaf/redactie"),
        ("/id/graaf/Movisie_2013", "id/graaf/movisie-2013"),
        ("/def/Competentie", "def#Competentie"),
        ("/def/competentie/", "def#Competentie"),
        ("/def/heeftVereiste", "def#heeftVereiste"),
        ("/vragen/indicatoren-van-competenties", "id/vraag/indicatoren-van-competentie"),
        ("/id/vraag/Indicatoren-van-Competentie", "id/vraag/indicatoren-van-competentie"),
        ("/vragen/indicatoren-van-competentie/", "id/vraag/indicatoren-van-competentie"),
    ],
)
def test_the_best_guess_comes_first_and_leads_somewhere(client, path, first):
    response = client.get(path)
    assert response.status_code == 404
    assert response.json["near"][0] == BASE + first
    assert len(response.json["near"]) <= 5
    page = client.get(path, headers=HTML).text
    target = "/" + first.replace("id/vraag/", "vragen/").replace("id/", "doc/", 1)
    assert f'<li><a href="{target}">' in page
    assert client.get(target.partition("#")[0], headers=HTML, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", ["/x", "/doc/qqqq/zzzz", "/" + "a" * 5000, "/doc/" + "%2e%2e/" * 50, "/wp-login.php"])
def test_where_nothing_is_near_nothing_is_guessed(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "near" not in response.json


def test_the_interface_for_programs_keeps_to_its_own(client):
    assert "near" not in client.get("/api/v1/vragen/").json


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("B/1", ["b/1"]), ("c/1", ["b/1"]), ("", []), ("a" * 1000, []), ("b-1", ["b/1"]), ("q", [])],
)
def test_near_names_are_few_and_right(wanted, found):
    assert nearest(wanted, ["b/1", "xx/yyyy", "zzz#wwwww"]) == found
