"""What follows and what does not; contradictions are named."""

import pytest
from rdflib import Graph

from kennisgraaf import reasoning, sources
from kennisgraaf.errors import BuildError
from kennisgraaf.namespaces import DEF, ID, KG

PREFIXES = f"""
PREFIX kg: <{KG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX competentie: <{ID}competentie/>
PREFIX niveau: <{ID}functieniveau/>
PREFIX functie: <{ID}functie/>
PREFIX profiel: <{ID}profiel/>
PREFIX eis: <{ID}competentievereiste/>
PREFIX beroep: <{ID}beroep/>
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
        f"competentie:c kg:heeftCompetentiesoort <{ID}competentiesoort/generiek> .",
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


def test_a_contradiction_names_the_things(ontology):
    data = Graph().parse(data=PREFIXES + "beroep:x a kg:Beroep , kg:Functie .", format="turtle")
    with pytest.raises(BuildError, match="beroep/x"):
        reasoning.infer(ontology, data)
