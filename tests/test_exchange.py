"""Forms for exchange: each holds to the official schema or shapes, and loses nothing that it has a word for."""

import copy
import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import jsonschema
import pytest
from pyshacl import validate
from rdflib import DCTERMS, OWL, RDF, SH, SKOS, Graph, Literal, Namespace, URIRef

from kennisgraaf import exchange, validation
from kennisgraaf.errors import NotAcceptable, NotFound
from kennisgraaf.exchange import Source, selection
from kennisgraaf.formats import GRAPHS
from kennisgraaf.namespaces import ID, KG

# rdflib reads JSON-LD by way of a class that it calls deprecated itself
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SCHEMA, SSSOM = Namespace("https://schema.org/"), Namespace("https://w3id.org/sssom/")
ELM, CNLO = (
    Namespace("http://data.europa.eu/snb/model/elm/"),
    Namespace("https://linkeddata.competentnl.nl/def/competentnl#"),
)
PROFILES = exchange.profiles.known()
RDF_PROFILES = [token for token, one in PROFILES.items() if any(form in GRAPHS for form in exchange.forms(one))]
TURTLE, JSONLD = GRAPHS[0], GRAPHS[1]
SCW, QUALIFICATION = f"{ID}begrippenkader/scw-2006", f"{ID}kwalificatie/25958"


@pytest.fixture(scope="module")
def source(graph, release):
    return Source(graph, release)


@pytest.fixture(scope="module")
def members(source):
    return {token: exchange.members(source, profile) for token, profile in PROFILES.items()}


@pytest.fixture(scope="module")
def make(source, members):
    """A document of a profile: everything, or one whole."""

    def make(token, whole="", form=""):
        things = sorted({one.thing for one in members[token] if whole in {"", one.whole}})
        return exchange.document(source, PROFILES[token], things, exchange.form(PROFILES[token], form))

    return make


@pytest.fixture(scope="module")
def whole(make):
    """Everything in a profile, read again from Turtle."""
    return {token: Graph().parse(data=make(token, form="turtle")) for token in RDF_PROFILES if token != "jsonld"}


@pytest.fixture
def count(graph):
    """How many rows a query has."""
    return lambda query: len(graph.rows(query))


def number(found, kind):
    return len(set(found.subjects(RDF.type, kind)))


# every form


@pytest.mark.parametrize("token", PROFILES)
def test_every_profile_has_words_in_both_languages_and_means_something(members, token):
    profile = PROFILES[token]
    assert set(profile.title) == set(profile.description) == {"nl", "en"}
    assert exchange.forms(profile)
    assert {form.media_type for form in exchange.forms(profile)} == profile.media_types
    assert members[token]


@pytest.mark.parametrize("token", PROFILES)
@pytest.mark.parametrize("number", [0, -1])
def test_the_same_release_gives_the_same_bytes(make, members, token, number):
    part = selection.wholes(members[token])[number]
    for form in exchange.forms(PROFILES[token]):
        assert make(token, part, form.name) == make(token, part, form.name) != b""


@pytest.mark.parametrize("token", [token for token in RDF_PROFILES if token != "jsonld"])
def test_every_form_of_rdf_says_the_same(make, whole, token):
    for form in ("ntriples", "jsonld", "rdfxml"):
        syntax = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}[form]
        assert set(Graph().parse(data=make(token, form=form), format=syntax)) == set(whole[token])


@pytest.mark.parametrize("token", [token for token in RDF_PROFILES if token != "jsonld"])
def test_no_form_has_blank_nodes_so_that_its_order_is_fixed(whole, token):
    assert not [triple for triple in whole[token] if not isinstance(triple[0], URIRef)]


def test_an_unknown_profile_or_form_is_told_with_what_there_is():
    with pytest.raises(NotFound, match="schema"):
        exchange.profiles.find("shema")
    with pytest.raises(NotFound, match="case, competentnl, elm, jsonld, schema, skos, sssom"):
        exchange.profiles.find("q")
    with pytest.raises(NotAcceptable, match="json"):
        exchange.form(PROFILES["case"], "turtle")


def test_the_documentation_has_each_profile_with_its_forms():
    text = (Path(__file__).parents[1] / "docs/programs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", text.partition("## Exports")[2], re.MULTILINE)
    told = {token: re.findall(r"`([^`]+)`", forms) for token, forms in rows if token in PROFILES}
    assert told == {token: [form.media_type for form in exchange.forms(one)] for token, one in PROFILES.items()}


# which part


@pytest.mark.parametrize(
    ("choose", "name", "what"),
    [
        (selection.of_scheme, "scw-2007", "scw-2006"),
        (selection.of_thing, "competentie:scw-4z", "competentie:scw-4"),
        (selection.of_thing, "organisatie:movisie", "Choose from"),
    ],
)
def test_what_a_profile_has_not_is_told_with_near_names(members, release, choose, name, what):
    with pytest.raises(NotFound, match=what):
        choose(members["skos"], name, release.prefixes)


@pytest.mark.parametrize("name", ["scw-2006", "begrippenkader:scw-2006", "begrippenkader/scw-2006", SCW])
def test_a_scheme_goes_by_each_of_its_names(members, release, count, name):
    found = selection.of_scheme(members["skos"], name, release.prefixes)
    assert len(found) == 1 + count("SELECT ?c { ?c skos:inScheme begrippenkader:scw-2006 }")
    assert found == selection.of_thing(members["skos"], SCW, {})


def test_a_graph_gives_the_things_that_it_speaks_of(source, members):
    found = selection.of_graph(source, members["skos"], "movisie-2013")
    assert 0 < len(found) < len(members["skos"])
    with pytest.raises(NotFound, match="means nothing"):
        selection.of_graph(source, members["case"], "gercama")
    with pytest.raises(NotFound, match="movisie-2013"):
        selection.of_graph(source, members["skos"], "movisie-2012")


# SKOS


def test_skos_has_every_concept_and_scheme_and_no_other_words(whole, count):
    found = whole["skos"]
    ours = {concept for concept in found.subjects(RDF.type, SKOS.Concept) if concept.startswith(ID)}
    assert len(ours) == count("SELECT DISTINCT ?c { ?c skos:inScheme ?s FILTER(STRSTARTS(STR(?s), STR(id:))) }")
    schemes = {scheme for scheme in found.subjects(RDF.type, SKOS.ConceptScheme) if scheme.startswith(ID)}
    assert len(schemes) == count("SELECT DISTINCT ?s { ?c skos:inScheme ?s FILTER(STRSTARTS(STR(?s), STR(id:))) }")
    spaces = {re.sub(r"[^/#]*$", "", str(name)) for name in set(found.predicates())}
    assert spaces == {str(SKOS), str(RDF), str(DCTERMS)}
    assert {str(kind) for kind in found.objects(None, RDF.type)} == {str(SKOS.Concept), str(SKOS.ConceptScheme)}


def test_skos_has_a_cluster_as_a_broader_match_and_schemes_with_both_names(whole, count):
    ours = "FILTER(STRSTARTS(STR(?c), STR(id:)))"
    pairs = count(f"SELECT ?c ?k {{ {{ ?c kg:inCluster ?k }} UNION {{ ?c skos:broadMatch ?k }} {ours} }}")
    assert len(list(whole["skos"].subject_objects(SKOS.broadMatch))) == pairs
    for scheme in whole["skos"].subjects(RDF.type, SKOS.ConceptScheme):
        assert (
            set(whole["skos"].objects(scheme, DCTERMS.title))
            <= set(whole["skos"].objects(scheme, SKOS.prefLabel))
            != set()
        )


def test_nl_sbb_has_no_violation_in_any_scheme(make, members, shared):
    shapes = Graph().parse(shared / "reference/nl-sbb/skos-ap-nl.ttl")
    for part in ["", *selection.wholes(members["skos"])]:
        found = Graph().parse(data=make("skos", part, "turtle"))
        assert violations(found, shapes) == []
    for concept in list(found.subjects(RDF.type, SKOS.Concept))[:1]:
        found.remove((concept, SKOS.definition, None))
    assert violations(found, shapes)


def violations(found, shapes):
    return [finding for finding in validation.validate(found, shapes) if finding.severity == "Violation"]


# schema.org


def test_schema_has_every_term_set_occupation_and_credential(whole, count):
    found = whole["schema"]
    for kind, query in (
        (SCHEMA.EducationalOccupationalCredential, "SELECT DISTINCT ?x { ?x a kg:Kwalificatie }"),
        (SCHEMA.EducationalOccupationalProgram, "SELECT DISTINCT ?x { ?x a kg:Opleidingsprofiel }"),
        (SCHEMA.Occupation, "SELECT DISTINCT ?x { { ?x a kg:Beroep } UNION { ?x a kg:Functie } }"),
    ):
        assert number(found, kind) == count(query) > 0
    competencies = set(found.subjects(SCHEMA.inDefinedTermSet, URIRef(SCW)))
    assert len(competencies) == count("SELECT ?c { ?c skos:inScheme begrippenkader:scw-2006 }")
    required = count("SELECT ?q ?c { ?q a kg:Kwalificatie ; kg:dektCompetentie ?c }")
    assert len(list(found.subject_objects(SCHEMA.competencyRequired))) == required > 0


def test_schema_as_json_reads_like_that_of_others(make):
    found = json.loads(make("schema", QUALIFICATION, "jsonld"))
    assert found["@context"]["@vocab"] == "https://schema.org/"
    assert found["@type"] == ["EducationalOccupationalCredential"]
    assert found["identifier"] == "25958"


# JSON-LD


def test_json_has_our_words_and_reads_as_the_same_statements(make, graph, release, members):
    context = json.loads((release.folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    body = json.loads(make("jsonld", SCW))
    assert {name: context[name] for name in body["@context"]} == body["@context"]
    things = " ".join(f"<{one.thing}>" for one in members["jsonld"] if one.whole == SCW)
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ {things} }} ?s ?p ?o }}"
    said = set(Graph().parse(data=graph.query(query).body, format="turtle"))
    assert set(Graph().parse(data=json.dumps(body), format="json-ld")) == said
    (one,) = [node for node in body["@graph"] if node["@id"] == f"{ID}competentie/scw-4b"]
    assert "Competentie" in one["type"]
    assert one["prefLabel"]["nl"] == "Verheldert de vraag"
    assert one["inScheme"] == SCW


def test_everything_as_json_reads_as_the_same_statements(make, graph):
    query = "CONSTRUCT { ?s ?p ?o } { ?s a ?c ; ?p ?o FILTER(STRSTARTS(STR(?s), STR(id:))) }"
    said = Graph().parse(data=graph.query(query, GRAPHS[2]).body, format="nt")
    assert set(Graph().parse(data=make("jsonld"), format="json-ld")) == set(said)


# SSSOM


def test_every_mapping_is_in_a_set_and_a_rejected_one_has_no_triple(whole, count):
    found = whole["sssom"]
    every = count("SELECT DISTINCT ?m { ?m sssom:mapping_justification ?j }")
    assert number(found, OWL.Axiom) == len(set(found.objects(None, SSSOM.mappings))) == every
    rejected = set(found.subjects(SSSOM.predicate_modifier, SSSOM.NegatedPredicate))
    assert len(rejected) == count("SELECT ?m { ?m a kg:AfgewezenKoppeling }") > 0
    for mapping in found.subjects(RDF.type, OWL.Axiom):
        triple = tuple(
            found.value(mapping, end) for end in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
        )
        assert (triple in found) is (mapping not in rejected)


def test_the_tables_together_have_every_mapping_once(make, members, count):
    rows = []
    for part in selection.wholes(members["sssom"]):
        text = make("sssom", part, "tsv").decode()
        table = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
        rows += list(csv.DictReader(io.StringIO(table), delimiter="\t"))
    assert (
        len(rows)
        == len({row["record_id"] for row in rows})
        == count("SELECT DISTINCT ?m { ?m sssom:mapping_justification ?j }")
    )
    assert sum(row.get("predicate_modifier") == "Not" for row in rows) == count(
        "SELECT ?m { ?m a kg:AfgewezenKoppeling }"
    )
    assert all(
        row["subject_id"] and row["predicate_id"] and row["object_id"] and row["mapping_justification"] for row in rows
    )


def test_sssom_as_json_holds_to_its_schema(make, members, shared):
    schema = json.loads((shared / "reference/sssom/sssom_schema.schema.json").read_text(encoding="utf-8"))
    schema = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/MappingSet"}
    for part in selection.wholes(members["sssom"]):
        body = json.loads(make("sssom", part, "json"))
        jsonschema.validate(body, schema)
        assert body["mappings"]
    del body["mapping_set_id"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, schema)


def test_sssom_as_rdf_holds_to_its_shapes(whole, shared):
    """The shapes are made from the schema, and take every reference for a literal of type rdfs:Resource.

    The standard's own text and tools write IRIs. So the shapes look at a copy with such literals: where this is not
    done every reference is a finding, and nothing else is.
    """
    shapes = Graph().parse(shared / "reference/sssom/sssom_schema.shacl.ttl")
    conforms, report, _ = validate(whole["sssom"], shacl_graph=shapes)
    found = {report.value(one, SH.sourceConstraintComponent) for one in report.objects(None, SH.result)}
    assert not conforms
    assert found <= {SH.DatatypeConstraintComponent, SH.NodeKindConstraintComponent}
    assert all(isinstance(value, URIRef) for value in report.objects(None, SH.value))
    conforms, _, told = validate(as_literals(whole["sssom"], shapes), shacl_graph=shapes)
    assert conforms, told


def as_literals(found, shapes):
    """Put a literal for each IRI where the shapes want one; its type is the one that they want."""
    wanted = {
        shapes.value(shape, SH.path): shapes.value(shape, SH.datatype)
        for shape in shapes.subjects(SH.nodeKind, SH.Literal)
    }
    changed = Graph()
    for subject, predicate, value in found:
        change = predicate in wanted and isinstance(value, URIRef)
        changed.add((subject, predicate, Literal(str(value), datatype=wanted[predicate]) if change else value))
    return changed


# CASE


@pytest.fixture(scope="module")
def packages(make, members):
    return {part: json.loads(make("case", part)) for part in selection.wholes(members["case"])}


@pytest.fixture(scope="module")
def package_schema(shared):
    """The schema of a package, with the references of the interface's description resolved in it."""
    api = json.loads((shared / "reference/case/imscasev1p1_openapi3_v1p0.json").read_text(encoding="utf-8"))
    return {"components": api["components"], "$ref": "#/components/schemas/CFPackageDType"}


def test_every_package_holds_to_the_schema_of_case(packages, package_schema):
    check = jsonschema.Draft7Validator(package_schema, format_checker=jsonschema.FormatChecker())
    for package in packages.values():
        assert [error.message for error in check.iter_errors(package)] == []
    broken = copy.deepcopy(packages[SCW])
    broken["CFItems"][0]["identifier"] = "geen-uuid"
    assert not check.is_valid(broken)


# in the sample of CASE 1.0: what a package of 1.1 has no room for, and two fields that not every item of ours has
_GONE = {"CFDocumentURI", "CFItemAssociationURI", "educationalLevel", "humanCodingScheme"}


def test_a_package_has_the_shape_of_those_of_others(packages, shared):
    for name in ("opensalt-sample-framework.json", "opensalt-SmartLevelFramework.json"):
        theirs = json.loads((shared / "reference/case" / name).read_text(encoding="utf-8"))
        ours = packages[SCW]
        assert set(theirs) - {"CFRubrics"} == set(ours)
        for part, outdated in (("CFItems", _GONE), ("CFAssociations", _GONE)):
            always = set.intersection(*(set(one) for one in theirs[part])) - outdated
            assert all(always <= set(one) for one in ours[part])
        assert set(theirs["CFDocument"]) & {"uri", "identifier", "lastChangeDateTime", "creator", "title"} <= set(
            ours["CFDocument"]
        )


@pytest.mark.parametrize(
    ("part", "query"),
    [
        (
            SCW,
            """SELECT DISTINCT ?x { { ?x skos:inScheme begrippenkader:scw-2006 }
              UNION { ?c skos:inScheme begrippenkader:scw-2006 . ?x kg:indicatorVan|kg:uitwerkingVan ?c } }""",
        ),
        (
            f"{ID}begrippenkader/wmo-competenties-2013",
            """SELECT DISTINCT ?x { { ?x skos:inScheme begrippenkader:wmo-competenties-2013 }
              UNION { ?c skos:inScheme begrippenkader:wmo-competenties-2013 . ?x kg:indicatorVan|kg:uitwerkingVan ?c }
              UNION { ?c skos:inScheme begrippenkader:wmo-competenties-2013 .
                ?v kg:betreftCompetentie ?c ; kg:heeftNiveau ?x } }""",
        ),
        (QUALIFICATION, "SELECT DISTINCT ?x { kwalificatie:25958 kg:heeftKerntaak/kg:heeftWerkproces? ?x }"),
    ],
)
def test_a_package_has_an_item_for_everything_in_it(packages, count, part, query):
    assert len(packages[part]["CFItems"]) == count(query) > 0


def test_a_package_has_every_link_of_its_work_processes(packages, count):
    kinds = Counter(link["associationType"] for link in packages[QUALIFICATION]["CFAssociations"])
    links = """SELECT ?w ?c { kwalificatie:25958 kg:heeftKerntaak/kg:heeftWerkproces? ?w
      { ?w kg:dektCompetentieDirect ?c } UNION { ?w kg:raaktCompetentieDeels ?c } }"""
    assert kinds["isRelatedTo"] == count(links) > 0
    assert kinds["isChildOf"] == len(packages[QUALIFICATION]["CFItems"])


def test_identifiers_are_unique_and_every_link_leads_somewhere(packages):
    for package in packages.values():
        nodes = [
            package["CFDocument"],
            *package["CFItems"],
            *package["CFAssociations"],
            *package["CFDefinitions"]["CFItemTypes"],
        ]
        assert len({node["identifier"] for node in nodes}) == len(nodes)
        assert all(node["identifier"] == str(uuid5(NAMESPACE_URL, node["uri"])) for node in nodes)
        here = {node["identifier"] for node in nodes}
        for link in package["CFAssociations"]:
            ends = [link["originNodeURI"], link["destinationNodeURI"]]
            assert any(end["identifier"] in here for end in ends)
            assert all(end["title"] and end["title"] != end["uri"] for end in ends)


def test_an_identifier_never_changes(packages):
    """Learning platforms hold on to these for years: whoever changes how they are made breaks every import."""
    assert packages[SCW]["CFDocument"]["identifier"] == "11cf4b58-97d9-5cdf-b83d-1350d6676ad9"
    items = {item["uri"]: item["identifier"] for item in packages[SCW]["CFItems"]}
    assert items[f"{ID}competentie/scw-4b"] == "5ba4636c-5b5d-5b82-b5be-7d45644ee1c5"


def test_two_frameworks_do_not_fit_into_one_package(make):
    with pytest.raises(NotAcceptable, match="Choose one"):
        make("case")
    with pytest.raises(NotAcceptable, match="Choose one"):
        make("sssom", form="tsv")


# ELM


def test_elm_breaks_no_rule_but_those_that_ask_for_what_nobody_knows(whole, shared, graph):
    """Without a level in the graph, or a field of education, there is none here: nothing is filled in."""
    shapes = Graph().parse(shared / "reference/elm/LOQ-constraints.ttl", format="turtle")
    _, report, told = validate(whole["elm"], shacl_graph=shapes)
    missing = Counter(
        str(report.value(one, SH.resultPath)).removeprefix(str(ELM))
        for one in report.objects(None, SH.result)
        if report.value(one, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent
    )
    assert sum(missing.values()) == len(list(report.objects(None, SH.result))), told
    assert set(missing) <= {"ISCEDFCode", "EQFLevel", "NQFLevel", "learningOutcome"}
    qualifications = number(whole["elm"], ELM.Qualification)
    assert missing["ISCEDFCode"] == qualifications
    without = """SELECT DISTINCT ?q { VALUES ?k { kg:Kwalificatie kg:Opleidingsprofiel } ?q a ?k
      FILTER NOT EXISTS { ?q kg:heeftKerntaak ?t } }"""
    assert missing["learningOutcome"] == len(graph.rows(without))


def test_elm_has_every_competency_qualification_and_link(whole, count):
    found = whole["elm"]
    competencies = count("SELECT DISTINCT ?c { ?c a kg:Competentie FILTER(STRSTARTS(STR(?c), STR(id:))) }")
    parts = count(
        """SELECT DISTINCT ?o { VALUES ?k { kg:Kwalificatie kg:Opleidingsprofiel } ?q a ?k .
        ?q kg:heeftKerntaak/kg:heeftWerkproces? ?o FILTER NOT EXISTS { ?o kg:heeftWerkproces ?w } }"""
    )
    assert number(found, ELM.LearningOutcome) == competencies + parts
    covers = count(
        "SELECT DISTINCT ?w ?c { ?q kg:heeftKerntaak/kg:heeftWerkproces? ?w . ?w kg:dektCompetentieDirect ?c }"
    )
    assert len(list(found.subject_objects(ELM.relatedSkill))) == competencies + covers


# CompetentNL


def test_competentnl_uses_no_term_without_good_evidence(whole, shared):
    with (shared / "reference/competentnl/verified_terms.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    good = {row["term"] for row in rows if set(row["evidence"].split()) & set("ABC")}
    spaces = {"cnlo": str(CNLO), "ksmo": "https://data.s-bb.nl/ksm/ont/ksmo#"}
    used = {str(term) for _, name, value in whole["competentnl"] for term in (name, value) if isinstance(term, URIRef)}
    theirs = {
        f"{prefix}:{term.removeprefix(space)}"
        for term in used
        for prefix, space in spaces.items()
        if term.startswith(space)
    }
    assert theirs
    assert theirs <= good
    query = Path(exchange.__file__).with_name("competentnl.rq").read_text(encoding="utf-8")
    text = re.sub(r"^#.*$", "", query, flags=re.MULTILINE)
    assert set(re.findall(r"\b(?:cnlo|ksmo):[A-Za-z]+", text)) <= good


def test_competentnl_has_everything_that_it_has_a_class_for(whole, count):
    found = whole["competentnl"]
    for kind, ours in (
        (CNLO.Occupation, "kg:Beroep, kg:Functie"),
        (CNLO.HumanCapability, "kg:Competentie"),
        (CNLO.KnowledgeArea, "kg:Kenniselement"),
        (CNLO.EducationalNorm, "kg:Kwalificatie"),
    ):
        query = f"SELECT DISTINCT ?x {{ ?x a ?k FILTER(?k IN ({ours}) && STRSTARTS(STR(?x), STR(id:))) }}"
        assert number(found, kind) == count(query) > 0


WEIGHED = """
PREFIX beroep: <https://w3id.org/kennisgraaf/id/beroep/>
PREFIX competentie: <https://w3id.org/kennisgraaf/id/competentie/>
PREFIX competentievereiste: <https://w3id.org/kennisgraaf/id/competentievereiste/>
PREFIX kg: <https://w3id.org/kennisgraaf/def#>
PREFIX profiel: <https://w3id.org/kennisgraaf/id/profiel/>
PREFIX vereistgewicht: <https://w3id.org/kennisgraaf/id/vereistgewicht/>
beroep:x a kg:Beroep ; kg:heeftProfiel profiel:x .
profiel:x kg:heeftVereiste competentievereiste:a , competentievereiste:b , competentievereiste:c .
competentievereiste:a kg:heeftVereistgewicht vereistgewicht:essentieel ; kg:betreftCompetentie competentie:a .
competentievereiste:b kg:heeftVereistgewicht vereistgewicht:belangrijk ; kg:betreftCompetentie competentie:b .
competentievereiste:c kg:betreftCompetentie competentie:c .
"""


def test_a_weight_becomes_a_property_of_competentnl_and_none_is_made_up():
    """No requirement in the graph has a weight yet, so the query is tried on a few statements."""
    text = (
        Path(exchange.__file__)
        .with_name("competentnl.rq")
        .read_text(encoding="utf-8")
        .replace("kg:thing", f"<{ID}beroep/x>")
    )
    found = Graph().parse(data=WEIGHED, format="turtle").query(text, initNs={"kg": KG, "skos": SKOS, "rdf": RDF}).graph
    required = {
        (str(name).removeprefix(str(CNLO)), str(value)[-1])
        for name, value in found.predicate_objects()
        if "requires" in name
    }
    assert required == {("requiresHATEssential", "a"), ("requiresHATImportant", "b")}
