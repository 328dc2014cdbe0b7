"""The ledger: what is described is minted, what is minted stays."""

import pytest

from kennisgraaf import build, ledger
from kennisgraaf.errors import SourceError


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
