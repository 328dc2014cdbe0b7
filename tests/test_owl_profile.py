"""The ontology, alone and with the data, is OWL 2 DL and OWL 2 RL: so it stays readable for every OWL tool.

OWLAPI is the judge (Debian's libowlapi-java); without it these tests are skipped, loudly.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).resolve().parent.parent
JARS = Path("/usr/share/java")
# slf4j bridges that loop, and a bundle that holds everything a second time
UNWANTED = re.compile(r"-over-slf4j|osgidistribution")

PLANTED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

<https://example.org/> a owl:Ontology .
ex:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .
ex:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:B ] .
ex:B a owl:Class .
"""


@pytest.fixture(scope="module")
def classpath():
    """Return the Java class path with OWLAPI, or skip where it is not installed."""
    if not shutil.which("java") or not (JARS / "owlapi-api.jar").exists():
        pytest.skip(
            "SKIPPED LOUDLY: nothing has checked the OWL 2 DL and RL profiles. "
            "Remedy: apt-get install libowlapi-java default-jre-headless"
        )
    return ":".join(str(jar) for jar in sorted(JARS.glob("*.jar")) if not UNWANTED.search(jar.name))


@pytest.fixture
def violations(classpath, tmp_path):
    """Return a function: graph → number of axioms, number of violations per profile, the whole report."""

    def check(graph):
        file = tmp_path / "merged.ttl"
        graph.serialize(file, format="nt", encoding="utf-8")
        run = subprocess.run(
            ["java", "-XX:TieredStopAtLevel=1", "-cp", classpath, ROOT / "tests/owlapi/Profiles.java", file],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode in {0, 1}, run.stderr
        assert run.stdout.startswith("axioms: "), run.stderr
        axioms, *rest = run.stdout.splitlines()
        counts = {line.partition(": ")[0]: int(line.partition(": ")[2]) for line in rest if not line.startswith(" ")}
        assert run.returncode == int(any(counts.values())), run.stdout
        return int(axioms.split()[1]), counts, run.stdout

    return check


def merged(*folders):
    graph = Graph()
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.ttl")):
            graph.parse(file)
    return graph


def test_the_ontology_is_owl_2_dl_and_rl(violations):
    axioms, counts, report = violations(merged("ontology"))
    assert counts == {"OWL 2 DL": 0, "OWL 2 RL": 0}, report
    assert axioms > 1000, "OWLAPI read far less than the ontology holds"


def test_the_ontology_with_the_data_is_owl_2_dl_and_rl(violations):
    if not any((ROOT / "data").rglob("*.ttl")):
        pytest.skip("there is no data yet")
    _, counts, report = violations(merged("ontology", "data"))
    assert counts == {"OWL 2 DL": 0, "OWL 2 RL": 0}, report


def test_a_violation_is_reported(violations):
    _, counts, report = violations(Graph().parse(data=PLANTED, format="turtle"))
    assert counts["OWL 2 DL"] > 0, report
    assert counts["OWL 2 RL"] > 0, report
