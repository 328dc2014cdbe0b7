"""Which pages stand for all: each template in each of its states, and one thing of each kind."""

from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import ID

# Templates that are not of a thing, in the states that look different.
PAGES = (
    "",
    "doc",
    "doc/competentie",
    "doc/bronpassage",
    "vragen",
    "vragen/indicatoren-van-competentie",
    "vragen/halen-publicaties-elkaar-aan",
    "vragen/competentie-met-omgeving",
    "dekking",
    "dekking/competentie/scw-4b",
    "dekking?van=kwalificatie/25697&naast=kwalificatie/25780",
    "samenstellen",
    "samenstellen?c=scw-4b&c=scw-4j&titel=Wijkwerker",
    "begrippenkaders",
    "begrippenkaders/scw-2006",
    "publicaties",
    "publicaties/kamerbrief-2018",
    "partijen",
    "opleidingen",
    "vertalen",
    "elders",
    "elders?iri=http://data.europa.eu/esco/isco/C2635",
    "elders?iri=nergens",
    "zoek?q=werker&soort=elders",
    "beelden",
    "beelden/wmo-ladder",
    "beelden/speelveld",
    "beelden/niveaus",
    "beelden/omgeving?van=competentie/scw-4b",
    "vergelijken",
    "vergelijken?met=kwalificatie/25958&met=kwalificatie/25779",
    "gidsen",
    "gidsen/institutes",
    "koppelen",
    "melden",
    "waarom?s=kwalificatie:25958&p=kg:dektCompetentie&o=competentie:scw-4b",
    "def",
    "def/belang",
    "shapes",
    "sparql/bouwen",
    "sparql",
    "sparql?query=SELECT+%3Fs+%3Fl+%7B+%3Fs+skos%3AprefLabel+%3Fl+%7D+LIMIT+5",
    "sparql?query=SELECT+%3Fs+WHERE+%7B",
    "zoek",
    "zoek?q=wonen",
    "zoek?q=xqzxqz",
    "dataset",
    "dumps/",
    "api/v1",
    "controle",
    "reconcile?_mediatype=text/html",
    "doc/competentie/bestaat-niet",
)
# What takes axe-core seconds is looked at in one language; the other has as many elements.
LONG = {"doc/bronpassage", "def", "shapes"}


def things(engine: Engine) -> list[str]:
    """Return the page of one thing of each kind: the one that has most to say of what is not a passage."""
    rows = engine.rows("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRSTARTS(STR(?s), '" + ID + "')) } GROUP BY ?s")
    most: dict[str, tuple[int, str]] = {}
    for row in rows:
        path = row["s"].value.removeprefix(ID)
        if "#" not in path and path.count("/") == 1:
            kind = path.partition("/")[0]
            most[kind] = max(most.get(kind, (0, "")), (int(row["n"].value), path))
    return sorted(f"doc/{path}" for kind, (_, path) in most.items() if kind != "vraag")
