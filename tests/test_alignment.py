"""Alignment with classifications of others: what stands here equals their files, and the traps are recorded as such."""

import csv
import gzip
import re
from collections import Counter

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Literal, Namespace, URIRef

from kennisgraaf import sources
from kennisgraaf.namespaces import GRAPH, ID, KG

ESCO = "http://data.europa.eu/esco/"
SSSOM, DCT = Namespace("https://w3id.org/sssom/"), Namespace("http://purl.org/dc/terms/")
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
CNL, EQF = "https://linkeddata.competentnl.nl/id/", "http://data.europa.eu/snb/eqf/"
TERM = Namespace(KG)
SHORTENED = "eerste zin van de beschrijving"
SETS = {  # mapped, rejected
    "brc-beroepen": (13, 5),
    "brc-isco": (19, 0),
    "competentnl-kennisgebieden": (16, 3),
    "competentnl-vaardigheden-scw-2006": (28, 5),
    "competentnl-vaardigheden-wmo-2013": (17, 1),
    "esco-beroepen": (24, 15),
    "esco-vaardigheden-scw-2006": (44, 17),
    "esco-vaardigheden-wmo-2013": (27, 11),
    "isco-beroepen": (19, 4),
    "nlqf-eqf": (9, 0),
}


@pytest.fixture(scope="module")
def facts(house):
    read = sources.read(house)
    return read.graph(*read.data_graphs)


@pytest.fixture(scope="module")
def reference(shared):
    """The rows of a reference file by one of its columns."""

    def rows(name, key="uri"):
        path = shared / "reference" / name
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as stream:
            return {row[key]: row for row in csv.DictReader(stream)}

    return rows


def stubs(facts, space):
    return sorted(str(s) for s in set(facts.subjects(RDF.type, SKOS.Concept)) if str(s).startswith(space))


def text(facts, iri, path, language):
    found = [str(o) for o in facts.objects(URIRef(iri), path) if o.language == language]
    assert len(found) <= 1, iri
    return found[0] if found else ""


def notation(facts, iri):
    return str(facts.value(URIRef(iri), SKOS.notation) or "")


def names(facts, iri):
    return {language: text(facts, iri, SKOS.prefLabel, language) for language in ("nl", "en")}


def described(facts, iri, language, whole):
    """The definition is the whole description, or its beginning up to a full stop: and then it says so."""
    ours, whole = text(facts, iri, SKOS.definition, language), re.sub(r"\s+", " ", whole).strip()
    if not ours or ours == whole:
        return True
    notes = " ".join(map(str, facts.objects(URIRef(iri), SKOS.editorialNote)))
    return whole.startswith(ours) and ours.endswith(".") and SHORTENED in notes


def test_occupations_have_the_names_codes_and_texts_of_esco(facts, reference):
    dutch, english = reference("esco/occupations_nl_v1.2.0.csv.gz"), reference("esco/occupations_nl_en_v1.1.1.csv.gz")
    for iri in stubs(facts, f"{ESCO}occupation/"):
        assert names(facts, iri) == {"nl": dutch[iri]["prefLabel_nl"], "en": english[iri]["prefLabel_en"]}
        assert notation(facts, iri) == dutch[iri]["code"]
        assert described(facts, iri, "nl", dutch[iri]["description_nl"])
        assert described(facts, iri, "en", english[iri]["description_en"])


def test_skills_have_the_names_and_texts_of_esco(facts, reference):
    rows = reference("esco/skills_nl_en_v1.1.1.csv.gz")
    later = URIRef(f"{ID}naslagbron/esco-nederlandse-namen-2026")
    for iri in stubs(facts, f"{ESCO}skill/"):
        assert names(facts, iri) == {"nl": rows[iri]["prefLabel_nl"].strip(), "en": rows[iri]["prefLabel_en"].strip()}
        assert ((URIRef(iri), DCT.source, later) in facts) == (rows[iri]["nl_source"] == "esco-api-2026")
        assert all(described(facts, iri, tag, rows[iri][f"description_{tag}"]) for tag in ("nl", "en"))


def test_groups_of_isco_have_the_names_and_codes_of_esco(facts, reference):
    rows = reference("esco/isco08_groups_nl_en.csv.gz")
    for iri in stubs(facts, f"{ESCO}isco/"):
        assert names(facts, iri) == {"nl": rows[iri]["prefLabel_nl"], "en": rows[iri]["prefLabel_en"]}
        assert notation(facts, iri) == rows[iri]["code"]
        assert described(facts, iri, "en", rows[iri]["description_en"])


def test_concepts_of_competentnl_have_their_names_and_a_definition_marked_as_ours(facts, reference):
    rows = reference("competentnl/concepts.csv")
    for iri in stubs(facts, CNL):
        assert names(facts, iri)["nl"] == rows[iri]["prefLabel_nl"].strip()
        assert "zijn van de redactie" in " ".join(map(str, facts.objects(URIRef(iri), SKOS.editorialNote)))


def test_groups_of_the_dutch_classification_and_their_isco_group_are_as_given(facts, reference):
    rows = reference("codes/brc2014_isco08_care_welfare.csv", "brc2014")
    groups = {notation(facts, s): s for s in facts.subjects(RDF.type, TERM.Classificatiegroep)}
    assert groups.keys() == rows.keys()
    for code, group in groups.items():
        assert text(facts, group, SKOS.prefLabel, "nl") == rows[code]["beroepsgroep_nl"]
        assert list(facts.objects(group, SKOS.narrowMatch)) == [URIRef(f"{ESCO}isco/C{rows[code]['primary_isco08']}")]


def test_levels_are_those_of_the_list_of_diplomas(facts, reference):
    rows = reference("codes/nlqf_eqf_diplomas.csv", "diploma_nl")
    levels = {notation(facts, s): s for s in facts.subjects(RDF.type, TERM.Nlqfniveau)}
    assert levels.keys() == {row["nlqf"] for row in rows.values()}
    for row in rows.values():
        level = levels[row["nlqf"]]
        european = {*facts.objects(level, SKOS.closeMatch), *facts.objects(level, SKOS.broadMatch)}
        assert european == {URIRef(EQF + row["eqf"])}
        assert row["diploma_nl"].casefold() in text(facts, level, SKOS.definition, "nl").casefold()
    placed = {"mbo-2": "Mbo-diploma niveau 2", "mbo-3": "Mbo-diploma niveau 3", "mbo-4": "Mbo-diploma niveau 4"}
    placed |= {"hbo-bachelor": "Bachelor (hbo)", "master": "Master (hbo)", "master-social-work": "Master (hbo)"}
    for code, diploma in placed.items():
        level = facts.value(URIRef(f"{ID}opleidingsniveau/{code}"), TERM.ingeschaaldOp)
        assert notation(facts, level) == rows[diploma]["nlqf"]


def test_the_european_levels_have_the_addresses_of_the_official_list(facts, shared):
    official = set(re.findall(r'value="([^"]+)"', (shared / "reference/elm/eqf.xsd").read_text(encoding="utf-8")))
    assert set(stubs(facts, EQF)) == official


TRAPS = [  # ours, not the same as, code there
    ("maatschappelijk-werker", "8d703e8f-1e57-4246-8a6b-cb87a760d4ab", "3412.4"),
    ("opbouwwerker", "39e9fc8f-02bd-4577-b603-2dc96204ce74", "2422.2"),
    ("sociaal-raadslieden", "5727b567-993d-4d41-a13d-81a6af1a9a8e", "2635.1"),
]


@pytest.mark.parametrize(("ours", "theirs", "code"), TRAPS)
def test_the_same_dutch_name_is_recorded_as_another_occupation(facts, ours, theirs, code):
    subject, target = URIRef(f"{ID}beroep/{ours}"), URIRef(f"{ESCO}occupation/{theirs}")
    rejected = set(facts.subjects(TERM.afgewezenOnderwerp, subject)) & set(facts.subjects(TERM.afgewezenDoel, target))
    assert {facts.value(one, TERM.afgewezenRelatie) for one in rejected} == {SKOS.exactMatch}
    assert notation(facts, target).startswith(code)
    assert not set(facts.predicates(subject, target))


def test_what_is_called_otherwise_there_is_still_mapped(facts):
    target = URIRef(f"{ESCO}occupation/b7507136-e71e-47e8-b873-e77d5cdf2922")
    assert (URIRef(f"{ID}beroep/jongerenwerker"), SKOS.closeMatch, target) in facts
    assert names(facts, target)["nl"] == "jeugdwelzijnswerker"
    social = URIRef(f"{ESCO}occupation/4b05bef2-ded4-4b09-ab94-f4c6a555a775")
    assert (URIRef(f"{ID}beroep/sociaal-werker"), SKOS.closeMatch, social) in facts


def members(facts, code):
    return list(facts.objects(URIRef(f"{ID}mappingset/{code}"), SSSOM.mappings))


@pytest.mark.parametrize(("code", "numbers"), SETS.items())
def test_each_set_has_its_mappings_and_its_rejected_ones(facts, code, numbers):
    kinds = Counter(facts.value(one, RDF.type) for one in members(facts, code))
    assert (kinds[OWL.Axiom], kinds[TERM.AfgewezenKoppeling]) == numbers


@pytest.mark.parametrize("code", SETS)
def test_each_mapping_goes_from_the_source_of_its_set_to_the_target_with_a_reason(facts, code):
    mapping_set = URIRef(f"{ID}mappingset/{code}")
    for one in members(facts, code):
        ours = facts.value(one, OWL.annotatedSource) or facts.value(one, TERM.afgewezenOnderwerp)
        theirs = facts.value(one, OWL.annotatedTarget) or facts.value(one, TERM.afgewezenDoel)
        assert (ours, SKOS.inScheme, facts.value(mapping_set, SSSOM.subject_source)) in facts
        assert (theirs, SKOS.inScheme, facts.value(mapping_set, SSSOM.object_source)) in facts
        reasons = [*facts.objects(one, TERM.uitleg), *facts.objects(one, RDFS.comment)]
        assert {reason.language for reason in reasons} == {"nl", "en"}


@pytest.mark.parametrize("code", SETS)
def test_the_closer_a_mapping_says_to_be_the_surer_it_is(facts, code):
    """The same needs 0.9, and no judgement of ours is a mere guess; who rejects is quite sure."""
    least = dict(zip(MATCHES, (0.9, 0.5, 0.5, 0.5, 0.45), strict=True))
    for one in members(facts, code):
        sure = float(facts.value(one, SSSOM.confidence))
        said = facts.value(one, OWL.annotatedProperty)
        assert (least[said] if said else 0.75) <= sure <= 0.95


def test_no_two_things_are_mapped_in_two_ways(facts):
    pairs = Counter((s, o) for path in MATCHES for s, o in facts.subject_objects(path))
    assert [pair for pair, number in pairs.items() if number > 1] == []


def test_every_competency_leads_to_esco_and_to_competentnl(facts):
    for competency in facts.subjects(RDF.type, TERM.Competentie):
        targets = [str(o) for o in facts.objects(competency)]
        assert any(one.startswith(f"{ESCO}skill/") for one in targets), competency
        assert any(one.startswith(CNL) for one in targets), competency


def test_esco_is_named_as_its_owner_asks(facts):
    asked = Literal("This service uses the ESCO classification of the European Commission.", lang="en")
    for scheme in ("occupations", "skills", "isco"):
        assert (URIRef(f"{ESCO}concept-scheme/{scheme}"), DCT.rights, asked) in facts


def test_each_target_is_a_linkset_of_its_own(graph):
    rows = graph.rows(
        "SELECT ?there (COUNT(*) AS ?n) { GRAPH <" + GRAPH + "uitlijning> { ?s ?p ?o } ?o skos:inScheme ?there "
        "FILTER(?p IN (skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch)) "
        "FILTER(!STRSTARTS(STR(?o), STR(id:))) } GROUP BY ?there"
    )
    found = {row["there"].value: int(row["n"].value) for row in rows}
    assert found[f"{ESCO}concept-scheme/occupations"] == 24
    assert found[f"{ESCO}concept-scheme/skills"] == 71
    assert found[f"{ESCO}concept-scheme/isco"] == 38
