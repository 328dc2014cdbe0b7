"""Is everything there? Every entry of the inventory of the five publications, by name, in its class, with its parent.

The inventory lies in ../shared and is no source: it is the yardstick. What is left out on purpose stands in
tests/coverage.json, with the reason.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

KG = "https://w3id.org/kennisgraaf/def#"
LEFT_OUT = json.loads((Path(__file__).parent / "coverage.json").read_text(encoding="utf-8"))
# Which classes a kind of the inventory may have in the graph.
CLASSES = {
    "additional_competency": "GevraagdeBekwaamheid",
    "advice": "Aanbeveling",
    "approach_action": "Handeling",
    "attention_point": "Aandachtspunt",
    "attitude_principle": "Houdingsprincipe",
    "base_condition": "Voorwaarde",
    "beacon": "Baken",
    "building_block": "Uitgangspunt",
    "chamber_function": "Kamerfunctie",
    "change_phase": "Veranderfase",
    "cluster": "Competentiecluster",
    "competency_class": "Competentiesoort",
    "competency_scw": "Competentie",
    "competency_theme": "Competentiethema",
    "competency_wmo": "Competentie",
    "competency_wmo_short_label": "Competentie",
    "continuum": "Continuum",
    "contribution_goal": "Doel",
    "core_condition": "Voorwaarde",
    "core_goal": "Doel",
    "definition": "Begripsomschrijving",
    "development_line": "Visie",
    "dilemma": "Dilemma",
    "dilemma_category": "Dilemmacategorie",
    "dilemma_concept": "Kernbegrip",
    "dilemma_guideline": "Richtsnoer",
    "discussion_point": "Discussiepunt",
    "document": "Bron",
    "education_level": "Opleidingsniveau",
    "evaluation_instrument": "Instrument",
    "example_practice": "Praktijkvoorbeeld",
    "finding": "Bevinding Toetsresultaat",
    "function_level": "Functieniveau",
    "goal_opbouwwerk": "Doel",
    "golden_rule": "GoudenRegel",
    "guiding_question": "Sleutelvraag",
    "interest": "Belang",
    "job_function": "Functie",
    "knowledge_category": "Kennisdomein",
    "knowledge_item": "Kennisonderwerp",
    "knowledge_subtopic": "Kennisdeelonderwerp",
    "ladder_activity": "Inzet",
    "ladder_rung": "Trede",
    "ladder_segment": "Tredegroep",
    "law": "Wet",
    "lesson": "Les",
    "level_indicator": "Niveauindicator",
    "mandate": "Doel",
    "maturity_level": "Vakvolwassenheid",
    "method": "Methode Programma Activiteit Scholingsvorm Instrument",
    "mission": "Visie",
    "non_working_measure": "NietWerkendeMaatregel",
    "organisation": "Organisatie",
    "party_type": "Partijsoort",
    "person": "Auteur",
    "practice_level": "Praktijkniveau",
    "practice_question": "Sleutelvraag",
    "principle": "Uitgangspunt",
    "product": "Product",
    "profession": "Beroep Partijsoort",
    "professional_attitude": "Houdingskenmerk",
    "profile": "Profiel",
    "programme_part": "Programmaonderdeel",
    "programme_policy": "Beleid Ontwikkelprogramma Instrument Streefbeeld AangehaaldWerk",
    "proposal": "Voorstel",
    "quality_standard": "Instrument",
    "recommendation_spr": "Aanbeveling",
    "required_quality": "GevraagdeBekwaamheid",
    "rung_function": "Tredefunctie",
    "set_purpose": "Doel",
    "source_work": "AangehaaldWerk",
    "specificity_criterion": "Criterium",
    "stance": "Visie",
    "starting_point": "Uitgangspunt",
    "steering_means": "Handeling",
    "target_group": "Doelgroep",
    "target_image_item": "Streefbeeldelement",
    "task_function": "Taakfunctie",
    "theoretical_approach": "TheoretischeBenadering",
    "theory_notion": "TheoretischBegrip",
    "trend": "Trend",
    "underlying_principle": "Uitgangspunt",
    "vision_point": "Visie",
    "wmo_goal": "Doel",
    "work_field": "Werkveld",
    "work_principle": "Werkprincipe",
    "working_factor_prose": "WerkendeMaatregel",
    "working_measure": "WerkendeMaatregel",
}
BY_NUMBER = {"process_indicator", "result_indicator"}  # told in other words; test_data counts them per competency
BY_POLES = {"tension"}
TEXTS = {  # the publication's own sentences: the graph has them in other words
    "assessment",
    "competency_scw_definition",
    "competency_theme_definition",
    "competency_wmo_definition",
    "elaboration_collective",
    "elaboration_individual",
}


def plain(name):
    return re.sub(r"\s+", " ", name).strip().casefold()


@pytest.fixture(scope="module")
def entries(shared):
    found = json.loads((shared / "inventory/inventory.json").read_text(encoding="utf-8"))["entities"]
    return [e for e in found if e.get("tier") in {1, 2} or e["kind"] in {"trend", "work_field"}]


@pytest.fixture(scope="module")
def names(graph):
    """(class, name) → the things of that class that bear the name."""
    found = {}
    query = """SELECT ?c ?t ?l { ?t a ?c ; skos:prefLabel|skos:altLabel|dct:title ?l
      FILTER(STRSTARTS(STR(?c), STR(kg:)) && LANG(?l) = "nl") }"""
    for row in graph.rows(query):
        key = (row["c"].value.removeprefix(KG), plain(row["l"].value))
        found.setdefault(key, set()).add(row["t"].value)
    return found


def things(names, entry):
    classes = CLASSES[entry["kind"]].split()
    return {iri for one in classes for iri in names.get((one, plain(entry["label_nl"])), ())}


def wanted(entries):
    return [e for e in entries if e["kind"] in CLASSES and e["id"] not in LEFT_OUT]


def test_every_entry_is_found_by_its_name_in_its_class(entries, names, capsys):
    looked = Counter(e["kind"] for e in wanted(entries))
    lost = [(e["kind"], e["id"], e["label_nl"]) for e in wanted(entries) if not things(names, e)]
    missing = Counter(kind for kind, *_ in lost)
    out = Counter(e["kind"] for e in entries if e["id"] in LEFT_OUT or e["kind"] in LEFT_OUT)
    with capsys.disabled():
        print("\ncoverage by kind: found/looked for (left out with a reason)")  # noqa: T201
        for kind in sorted(looked | out):
            print(f"  {kind:30} {looked[kind] - missing[kind]:4}/{looked[kind]:<4} ({out[kind]})")  # noqa: T201
    assert lost == []


def test_every_kind_of_the_inventory_is_looked_for(entries):
    assert {e["kind"] for e in entries} <= CLASSES.keys() | BY_NUMBER | BY_POLES | TEXTS | {
        e["kind"] for e in entries if LEFT_OUT.get(e["kind"])
    }


def test_an_entry_stands_with_its_parent(entries, names, graph):
    links = {
        (row["a"].value, row["b"].value) for row in graph.rows("SELECT DISTINCT ?a ?b { ?a ?p ?b FILTER(isIRI(?b)) }")
    }
    known = {e["id"]: e for e in wanted(entries)}
    lost = []
    for entry in known.values():
        parent = known.get(entry.get("parent") or "")
        if parent and f"{entry['id']} parent" not in LEFT_OUT:
            pairs = [(a, b) for a in things(names, entry) for b in things(names, parent)]
            if not any(a == b or (a, b) in links or (b, a) in links for a, b in pairs):
                lost.append((entry["id"], entry["label_nl"], parent["label_nl"]))
    assert lost == []


def test_every_tension_has_its_two_poles(entries, graph):
    query = """SELECT ?a ?b { ?t kg:poolA/skos:prefLabel ?a ; kg:poolB/skos:prefLabel ?b
      FILTER(LANG(?a) = "nl" && LANG(?b) = "nl") }"""
    poles = Counter((plain(row["a"].value), plain(row["b"].value)) for row in graph.rows(query))
    asked = Counter(tuple(map(plain, e["poles"])) for e in entries if "poles" in e)
    assert sum(asked.values()) == 49
    assert asked - poles == Counter()


def test_persons_are_authors_and_nothing_else(entries, graph):
    private = [e["label_nl"] for e in entries if e["kind"] == "person" and e["id"] in LEFT_OUT]
    assert len(private) > 10
    query = """SELECT ?s ?t { ?s ?p ?t FILTER(isLiteral(?t) && LANG(?t) != '')
      FILTER(?p NOT IN (skos:prefLabel, skos:altLabel)) }"""  # a motion bears the names of who proposed it
    texts = graph.rows(query)
    told = [(name, row["s"].value) for name in private for row in texts if name in row["t"].value and " " in name]
    assert told == []
    rows = graph.rows(
        "SELECT DISTINCT ?p { ?a a kg:Auteur ; ?p ?x . GRAPH ?g { ?a ?p ?x } FILTER(?g != graaf:afgeleid) }"
    )
    assert {row["p"].value.split("#")[-1] for row in rows} <= {
        "type",
        "prefLabel",
        "altLabel",
        "editorialNote",
        "heeftBronpassage",
        "heeftHerkomstsoort",
    }


def test_what_is_left_out_still_exists_in_the_inventory(entries):
    ids = {e["id"] for e in entries} | {e["kind"] for e in entries}
    assert {key.removesuffix(" parent") for key in LEFT_OUT} <= ids
