"""What follows and what does not; contradictions are named."""

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from kennisgraaf import reasoning, sources
from kennisgraaf.errors import BuildError
from kennisgraaf.namespaces import DEF, ID, KG
from kennisgraaf.reasoning.axioms import Axioms, read

PREFIXES = f"""
PREFIX kg: <{KG}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX competentie: <{ID}competentie/>
PREFIX niveau: <{ID}functieniveau/>
PREFIX functie: <{ID}functie/>
PREFIX profiel: <{ID}profiel/>
PREFIX eis: <{ID}competentievereiste/>
PREFIX beroep: <{ID}beroep/>
PREFIX kader: <{ID}begrippenkader/>
PREFIX soort: <{ID}competentiesoort/>
PREFIX uitwerking: <{ID}uitwerking/>
PREFIX invalshoek: <{ID}invalshoek/>
PREFIX thema: <{ID}competentiethema/>
"""
SAMPLE = """
niveau:n1 a kg:Functieniveau ; kg:binnenProfiel profiel:p .
niveau:n2 a kg:Functieniveau ; kg:directHogerDan niveau:n1 .
niveau:n3 a kg:Functieniveau ; kg:directHogerDan niveau:n2 .
profiel:p a kg:Profiel ; kg:heeftVereiste eis:e .
eis:e a kg:Competentievereiste ; kg:betreftCompetentie competentie:c .
functie:hoog a kg:Functie ; kg:heeftFunctieniveau niveau:n3 .
functie:los a kg:Functie .
competentie:c a kg:Competentie ; kg:valtOnderThema thema:t .
competentie:d a kg:Competentie .
thema:t a kg:Competentiethema .
competentie:w a kg:Competentie ; skos:inScheme kader:wmo-competenties-2013 .
competentie:v a kg:Competentie ; kg:heeftCompetentiesoort soort:vakspecifiek .
uitwerking:i a kg:Uitwerking ; kg:vanuitInvalshoek invalshoek:individueel .
uitwerking:c a kg:Uitwerking ; kg:vanuitInvalshoek invalshoek:collectief .
uitwerking:x a kg:Uitwerking .
"""


@pytest.fixture(scope="module")
def ontology(house):
    return sources.read(house).graph(DEF)


@pytest.fixture(scope="module")
def closure(ontology):
    return set(reasoning.infer(ontology, Graph().parse(data=PREFIXES + SAMPLE, format="turtle")).triples)


def said(closure, text):
    (triple,) = Graph().parse(data=PREFIXES + text, format="turtle")
    return triple in closure


@pytest.mark.parametrize(
    "statement",
    [
        "niveau:n3 kg:hogerDan niveau:n1 .",
        "niveau:n1 kg:lagerDan niveau:n3 .",
        "functie:hoog kg:omvatNiveau niveau:n1 .",
        "niveau:n1 kg:vereistCompetentieDirect competentie:c .",
        "functie:hoog kg:vereistCompetentie competentie:c .",
        "competentie:c kg:vereistDoor functie:hoog .",
        "competentie:c a kg:GeneriekeCompetentie .",
        "competentie:c kg:heeftCompetentiesoort soort:generiek .",
        "competentie:v a kg:VakspecifiekeCompetentie .",
        "competentie:w a kg:WmoCompetentie .",
        "uitwerking:i a kg:IndividueleUitwerking .",
        "uitwerking:c a kg:CollectieveUitwerking .",
        "functie:hoog kg:heeftNiveau niveau:n3 .",
        "niveau:n2 kg:volgtDirectOp niveau:n1 .",
        "thema:t kg:groepeertCompetentie competentie:c .",
    ],
)
def test_this_follows(closure, statement):
    assert said(closure, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "niveau:n1 kg:hogerDan niveau:n3 .",
        "niveau:n3 kg:hogerDan niveau:n3 .",
        "niveau:n2 kg:vereistCompetentieDirect competentie:c .",
        "functie:los kg:vereistCompetentie competentie:c .",
        "competentie:d a kg:GeneriekeCompetentie .",
        "competentie:c a kg:VakspecifiekeCompetentie .",
        "competentie:v kg:heeftCompetentiesoort soort:generiek .",
        "competentie:c a kg:WmoCompetentie .",
        "uitwerking:x a kg:IndividueleUitwerking .",
        "uitwerking:x a kg:CollectieveUitwerking .",
        "functie:los kg:heeftNiveau niveau:n3 .",
        "functie:hoog kg:heeftNiveau niveau:n2 .",
        "niveau:n1 kg:volgtDirectOp niveau:n2 .",
        "niveau:n3 kg:volgtDirectOp niveau:n1 .",
        "competentie:c kg:valtOnderThema thema:t .",
    ],
)
def test_this_does_not_follow(closure, statement):
    assert not said(closure, statement)


def test_only_rdf_comes_out(closure):
    assert all(str(term).startswith("http") for triple in closure for term in triple)


def test_the_order_is_fixed_and_the_counts_add_up(ontology):
    data = Graph().parse(data=PREFIXES + SAMPLE, format="turtle")
    first, second = reasoning.infer(ontology, data), reasoning.infer(ontology, data)
    assert first == second
    assert sum(first.by_property.values()) == len(first.triples)
    assert sum(first.by_family.values()) == len(first.triples)
    assert {"property chains", "inverses", "class membership", "transitivity"} <= set(first.by_family)


def test_a_contradiction_names_the_things(ontology):
    data = Graph().parse(data=PREFIXES + "beroep:x a kg:Beroep , kg:Functie .", format="turtle")
    with pytest.raises(BuildError, match="beroep/x"):
        reasoning.infer(ontology, data)


CHAINS = {
    "kg:vereistCompetentieDirect": [
        ("kg:heeftVereiste", "kg:betreftCompetentie"),
        ("kg:binnenProfiel", "kg:heeftVereiste", "kg:betreftCompetentie"),
        ("kg:heeftProfiel", "kg:heeftVereiste", "kg:betreftCompetentie"),
    ],
    "kg:vereistCompetentie": [
        ("kg:heeftFunctieniveau", "kg:vereistCompetentieDirect"),
        ("kg:heeftFunctieniveau", "kg:hogerDan", "kg:vereistCompetentieDirect"),
        ("kg:specialismeVan", "kg:vereistCompetentieDirect"),
        ("kg:verschijningsvormVan", "kg:vereistCompetentieDirect"),
        ("kg:verschijningsvormVan", "kg:specialismeVan", "kg:vereistCompetentieDirect"),
    ],
    "kg:omvatNiveau": [("kg:heeftNiveau", "kg:hogerDan")],
    "kg:behartigtBelangDirect": [("kg:heeftBelangpositie", "kg:betreftBelang")],
    "kg:behartigtBelang": [("kg:heeftPartijsoort", "kg:behartigtBelangDirect")],
    "kg:heeftBaatBijCompetentie": [("kg:behartigtBelang", "kg:gediendDoorCompetentie")],
    "kg:staatTegenover": [("kg:poolAVan", "kg:poolB")],
    "kg:raaktPartij": [("kg:heeftPool", "kg:behartigdDoor")],
    "kg:inKennisdomein": [("kg:deelonderwerpVan", "kg:inKennisdomein")],
    "kg:steuntOpKennis": [("kg:steuntOpKennis", "kg:deelonderwerpVan"), ("kg:steuntOpKennis", "kg:inKennisdomein")],
    "kg:dektCompetentie": [("kg:heeftOnderdeel", "kg:dektCompetentieDirect")],
    "kg:pastBijTredegroep": [("kg:heeftInzet", "kg:opTrede", "kg:inTredegroep")],
    "kg:ontleendAan": [("kg:heeftBronpassage", "oa:hasSource", "kg:weergaveVan")],
}
PATHS = [(whole, links) for whole, several in CHAINS.items() for links in several]


def test_every_chain_of_the_ontology_is_held_here(ontology):
    known = {KG + whole.removeprefix("kg:") for whole in CHAINS}
    assert {str(p) for p in ontology.subjects(OWL.propertyChainAxiom)} == known
    assert len(PATHS) == len(list(ontology.subject_objects(OWL.propertyChainAxiom)))


@pytest.fixture(scope="module")
def chained(ontology):
    """For every chain one whole copy, and for each of its links one copy in which that link is missing."""
    text = PREFIXES
    for number, (_, links) in enumerate(PATHS):
        for missing in (None, *range(len(links))):
            text += "".join(
                f"<urn:{number}/{missing}/{at}> {link} <urn:{number}/{missing}/{at + 1}> .\n"
                for at, link in enumerate(links)
                if at != missing
            )
    return set(reasoning.infer(ontology, Graph().parse(data=text, format="turtle")).triples)


@pytest.mark.parametrize("number", range(len(PATHS)), ids=lambda n: f"{PATHS[n][0]}={'/'.join(PATHS[n][1])}")
def test_a_chain_follows_only_when_it_is_whole(chained, number):
    whole, links = PATHS[number]
    ends = [f"{whole} <urn:{number}/{missing}/{len(links)}> ." for missing in (None, *range(len(links)))]
    first, *broken = [f"<urn:{number}/{m}/0> {end}" for m, end in zip((None, *range(len(links))), ends, strict=True)]
    assert said(chained, first)
    assert not [text for text in broken if said(chained, text)]
    assert (
        not said(chained, f"<urn:{number}/None/{len(links)}> {whole} <urn:{number}/None/0> .")
        or whole == "kg:staatTegenover"
    )


def test_every_inverse_is_said_and_nothing_the_wrong_way_round(ontology):
    pairs = [(p, q) for p, q in ontology.subject_objects(OWL.inverseOf) if isinstance(p, URIRef)]
    data, both, turned = Graph(), set(), set()
    for number, (inverse, name) in enumerate(pairs):
        a, b = URIRef(f"urn:{number}/a"), URIRef(f"urn:{number}/b")
        data.add((a, name, b))
        both.add((b, inverse, a))
        if (name, RDF.type, OWL.SymmetricProperty) not in ontology:
            turned |= {(b, name, a), (a, inverse, b)}
    found = set(reasoning.infer(ontology, data).triples)
    assert len(pairs) > 50
    assert {link for link in both if str(link[1]).startswith(str(KG))} <= found
    assert not turned & found


def test_the_order_that_others_have_among_themselves_is_left_to_them(ontology):
    data = Graph()
    ours, theirs, wider = URIRef(f"{ID}ding/a"), URIRef("urn:esco/1"), URIRef("urn:esco/2")
    data.add((ours, SKOS.broader, theirs))
    data.add((theirs, SKOS.broader, wider))
    data.add((theirs, URIRef("urn:esco/related"), wider))
    found = set(reasoning.infer(ontology, data).triples)
    assert (theirs, SKOS.narrower, ours) in found
    assert (wider, SKOS.narrower, theirs) not in found


def test_transitive_and_symmetric_relations(ontology):
    data, wanted, never = Graph(), set(), set()
    for number, name in enumerate(ontology.subjects(RDF.type, OWL.TransitiveProperty)):
        a, b, c, d = (URIRef(f"urn:t{number}/{letter}") for letter in "abcd")
        for link in ((a, name, b), (b, name, c), (d, name, c)):
            data.add(link)
        wanted.add((a, name, c))
        never |= {(c, name, a), (a, name, d)}
    for number, name in enumerate(ontology.subjects(RDF.type, OWL.SymmetricProperty)):
        a, b = URIRef(f"urn:s{number}/a"), URIRef(f"urn:s{number}/b")
        data.add((a, name, b))
        wanted.add((b, name, a))
        never |= {(a, name, a), (b, name, b)}
    found = set(reasoning.infer(ontology, data).triples)
    assert wanted <= found
    assert not never & found


def test_every_relation_the_release_gained_has_its_rule_above(release, ontology):
    ruled = set(ontology.subjects(OWL.propertyChainAxiom)) | {
        end for pair in ontology.subject_objects(OWL.inverseOf) for end in pair
    }
    for kind in (OWL.TransitiveProperty, OWL.SymmetricProperty):
        ruled |= set(ontology.subjects(RDF.type, kind))
    one_by_one = {RDF.type} | {URIRef(KG + name) for name in ("heeftCompetentiesoort", "heeftNiveau", "volgtDirectOp")}
    assert {URIRef(name) for name in release.about["inferred"]} <= ruled | one_by_one


RULES = """
PREFIX : <https://w3id.org/kennisgraaf/def#>
PREFIX id: <https://w3id.org/kennisgraaf/id/x/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
AXIOMS = [
    ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
    ":A owl:equivalentClass :B .",
    ":C owl:equivalentClass [ owl:intersectionOf (:A :B) ] .",
    ":C owl:equivalentClass [ owl:unionOf (:A :B) ] .",
    ":C owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] .",
    ":C owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] .",
    ":B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :C ] .",
    ":C owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue id:a ] . :A rdfs:subClassOf :C .",
    ":p rdfs:subPropertyOf :q . :q rdfs:domain :C ; rdfs:range :B .",
    ":p owl:equivalentProperty :q ; owl:inverseOf :r .",
    ":p a owl:TransitiveProperty , owl:SymmetricProperty .",
    ":r owl:propertyChainAxiom (:p :q) . :q owl:propertyChainAxiom (:p :p :p) .",
    ":r owl:propertyChainAxiom (:q :r) . :q rdfs:subPropertyOf :r .",
]


@pytest.mark.parametrize("axioms", [*AXIOMS, " ".join(AXIOMS)])
def test_the_rules_say_what_owlrl_says(axioms, monkeypatch):
    ontology = Graph().parse(data=RULES + axioms, format="turtle")
    text = """
    id:a a :A ; :p id:b . id:b a :B , :A ; :p id:c , id:a ; :q id:d . id:c :p id:d ; :q id:e . id:d a :C ; :r id:e .
    id:e :p id:e . id:f :p id:a ."""
    data = Graph().parse(data=RULES + text, format="turtle")
    ours = reasoning.infer(ontology, data)
    assert not axioms_of(ontology).beyond
    monkeypatch.setattr(reasoning, "read", lambda _: Axioms(beyond="everything"))
    assert ours == reasoning.infer(ontology, data)


@pytest.mark.parametrize(
    "axiom",
    [
        ":p a owl:FunctionalProperty .",
        "id:a owl:sameAs id:b .",
        ":A owl:complementOf :B .",
        ":C owl:unionOf :A .",
        ":p rdfs:subPropertyOf rdfs:subClassOf . rdfs:subClassOf rdfs:domain :A .",
    ],
)
def test_what_the_rules_do_not_know_is_left_to_owlrl(axiom):
    assert axioms_of(Graph().parse(data=RULES + axiom, format="turtle")).beyond


def axioms_of(ontology):
    return read(triple for triple in ontology if not isinstance(triple[2], Literal))
