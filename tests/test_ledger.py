"""The ledger: what is described is minted, what is minted stays."""

import pytest

from kennisgraaf import build, ledger
from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import GRAPH, ID


def findings(where):
    return [(str(found.thing).rsplit("/", 1)[-1], found.messages["en"]) for found in build.check(where).findings]


def test_ledger_and_data_agree(little):
    assert findings(little) == []


def test_a_new_iri_gets_the_line_to_add(little):
    path = little.root / ledger.FILE
    path.write_text(
        path.read_text(encoding="utf-8").replace("https://w3id.org/kennisgraaf/id/ding/b,ding,0.1.0,concept,\n", "")
    )
    ((code, message),) = findings(little)
    assert code == "b"
    assert "https://w3id.org/kennisgraaf/id/ding/b,ding,<versie>,concept," in message


def test_a_lost_iri_is_found(little):
    path = little.root / ledger.FILE
    path.write_text(path.read_text(encoding="utf-8") + "https://w3id.org/kennisgraaf/id/ding/weg,ding,0.1.0,concept,\n")
    ((code, message),) = findings(little)
    assert code == "weg"
    assert "never disappears" in message


def test_a_double_line_is_an_error(little):
    path = little.root / ledger.FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="twice"):
        ledger.read(little)


@pytest.mark.parametrize("status", ["vervallen", "withdrawn"])
def test_what_the_ledger_says_is_withdrawn_is_not_lost(little, status):
    path = little.root / ledger.FILE
    gone, heirs = f"{ID}ding/weg", [f"{ID}ding/a", "https://example.org/b"]
    line = f"{gone},ding,0.1.0,{status},{' '.join(heirs)}\n"
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    assert findings(little) == []
    said = {(str(subject), str(value)) for subject, _, value in ledger.tombstones(little)}
    assert said == {(gone, "true"), *((gone, heir) for heir in heirs)}


def test_a_release_without_withdrawn_things_has_no_tombstones(little):
    assert ledger.tombstones(little) == set()
    assert f"{GRAPH}meta" not in build.compile(little).graphs
