"""The record of each release: written once and whole, read back in order, refused when it is none."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from kennisgraaf import history, record
from kennisgraaf.errors import KennisgraafError, MachineError, SourceError
from kennisgraaf.namespaces import ID
from test_history import compare

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIFFERENCE = compare("", 'ding:a a kg:Ding ; skos:prefLabel "a"@nl .').to_json()


def test_records_come_back_newest_first(tmp_path):
    for number, version in enumerate(["0.1.0", "0.2.0", "0.10.0"]):
        path = record.write(tmp_path, version, DAY + timedelta(days=number), DIFFERENCE)
        assert path == tmp_path / "history" / f"{version}.json"
    found = record.read(tmp_path / "history")
    assert [one.version for one in found] == ["0.10.0", "0.2.0", "0.1.0"]
    assert found[0].released == DAY + timedelta(days=2)
    assert [change["kind"] for change in found[0].changes[f"{ID}ding/a"]] == ["added"]


def test_without_a_folder_there_is_no_history(tmp_path):
    assert record.read(tmp_path / "history") == []


def test_what_is_recorded_is_never_written_over(tmp_path):
    record.write(tmp_path, "0.1.0", DAY, DIFFERENCE)
    with pytest.raises(KennisgraafError, match="has a record already"):
        record.write(tmp_path, "0.1.0", DAY, history.Difference("a", "b").to_json())
    assert len(record.read(tmp_path / "history")[0].changes) == 1


@pytest.mark.parametrize("version", ["", "1.0", "../0.1.0", "v0.1.0", "0.1.0/x"])
def test_what_is_no_version_names_no_file(tmp_path, version):
    with pytest.raises(KennisgraafError, match="is no version"):
        record.write(tmp_path, version, DAY, DIFFERENCE)
    assert list(tmp_path.rglob("*")) == []


def test_where_nothing_can_be_written_nothing_is(tmp_path):
    (tmp_path / "history").write_text("a file in the way")
    with pytest.raises(MachineError, match="cannot be written"):
        record.write(tmp_path, "0.1.0", DAY, DIFFERENCE)
    assert [path.name for path in tmp_path.iterdir()] == ["history"]


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: "half",
        lambda plain: json.dumps(plain)[:-9],
        lambda plain: "[]",
        lambda plain: "[" * 100_000,
        lambda plain: json.dumps({**plain, "changes": [1]}),
        lambda plain: json.dumps({**plain, "changes": "x"}),
        lambda plain: json.dumps({**plain, "released": "yesterday"}),
        lambda plain: json.dumps({**plain, "released": "2026-11-22T12:00:00"}),
        lambda plain: json.dumps({**plain, "version": "9.9.9"}),
    ],
)
def test_a_file_that_is_no_record_is_refused(tmp_path, change):
    path = record.write(tmp_path, "0.1.0", DAY, DIFFERENCE)
    path.write_text(change(json.loads(path.read_text())))
    with pytest.raises(SourceError, match=r"history/0\.1\.0\.json"):
        record.read(tmp_path / "history")
