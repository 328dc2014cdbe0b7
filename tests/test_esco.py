"""ESCO: a download becomes RDF whole or not at all, in any of its forms; what is wrong with it is told."""

import csv
import gzip

import pyoxigraph as ox
import pytest

from kennisgraaf import esco
from kennisgraaf.errors import MachineError, SourceError
from kennisgraaf.esco import Target
from test_new import run

SPACE = "http://data.europa.eu/esco/"
O1, O2, S1, S2, G1 = (
    f"{SPACE}{name}" for name in ("occupation/o1", "occupation/o2", "skill/s1", "skill/s2", "skill/g1")
)
MODEL, SKOS = f"{SPACE}model#", "http://www.w3.org/2004/02/skos/core#"
CONCEPT = "conceptType,conceptUri,preferredLabel,altLabels,status,description,code"
FILES = {
    "ISCOGroups_nl.csv": f"conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description\n"
    f"ISCOGroup,{SPACE}isco/C2635,2635,Maatschappelijk werkers en counselors,,,,\n",
    "occupations_nl.csv": "conceptUri,iscoGroup,preferredLabel,altLabels,status,description,code\n"
    f'{O1},2635,sociaal werker,"sociaal assistent\nsociaal-cultureel werker",released,"Zegt ""ja"" \\ nee",2635.3\n'
    f"{O2},2635,opbouwwerker,,obsolete,,2635.4\n",
    "skillGroups_nl.csv": f"{CONCEPT}\nSkillGroup,{G1},communicatie,,released,,S1\n",
    "skills_nl.csv": "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description\n"
    f"KnowledgeSkillCompetence,{S1},skill/competence,cross-sector,actief luisteren,,released,\n"
    f"KnowledgeSkillCompetence,{S2},knowledge,sector-specific,pedagogie,,released,\n",
    "broaderRelationsOccPillar_nl.csv": f"conceptUri,broaderUri\n{O1},{SPACE}isco/C2635\n",
    "broaderRelationsSkillPillar_nl.csv": f"conceptUri,broaderUri\n{S1},{G1}\n",
    "occupationSkillRelations_nl.csv": "occupationUri,relationType,skillType,skillUri\n"
    f"{O1},essential,skill/competence,{S1}\n{O1},optional,knowledge,{S2}\n",
    "skillSkillRelations_nl.csv": "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
    f"{S1},skill/competence,optional,knowledge,{S2}\n",
}


@pytest.fixture
def download(tmp_path):
    """Lay out a download; changes are files by name, None takes one away."""

    def lay_out(**changes):
        folder = tmp_path / "download"
        folder.mkdir(exist_ok=True)
        for name, text in (FILES | {name.replace("__", "."): text for name, text in changes.items()}).items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return lay_out


@pytest.fixture
def converted(tmp_path):
    def convert(folder, targets=(), release=""):
        out = tmp_path / "esco.nt"
        outcome = esco.convert(esco.find(folder, release), out, list(targets))
        return outcome, {(q.subject.value, q.predicate.value, q.object) for q in ox.parse(path=str(out))}

    return convert


def one(path):
    return ox.NamedNode(path)


def test_concepts_names_and_relations_are_those_of_the_files(download, converted):
    outcome, found = converted(download())
    assert outcome.counts == {
        "ISCO groups": 1,
        "occupations": 2,
        "skill groups": 1,
        "skills": 2,
        "broader occupations": 1,
        "broader skills": 1,
        "skills of occupations": 2,
        "skills for skills": 1,
    }
    assert outcome.triples == len(found)
    expected = {
        (O1, f"{SKOS}prefLabel", ox.Literal("sociaal werker", language="nl")),
        (O1, f"{SKOS}altLabel", ox.Literal("sociaal assistent", language="nl")),
        (O1, f"{SKOS}altLabel", ox.Literal("sociaal-cultureel werker", language="nl")),
        (O1, "http://purl.org/dc/terms/description", ox.Literal('Zegt "ja" \\ nee', language="nl")),
        (O1, f"{SKOS}notation", ox.Literal("2635.3")),
        (O1, f"{SKOS}inScheme", one(f"{SPACE}concept-scheme/occupations")),
        (O1, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", one(f"{MODEL}Occupation")),
        (O1, f"{MODEL}memberOfISCOGroup", one(f"{SPACE}isco/C2635")),
        (O1, f"{SKOS}broader", one(f"{SPACE}isco/C2635")),
        (O1, f"{MODEL}relatedEssentialSkill", one(S1)),
        (O1, f"{MODEL}relatedOptionalSkill", one(S2)),
        (S1, f"{MODEL}relatedOptionalSkill", one(S2)),
        (S1, f"{SKOS}broader", one(G1)),
        (S1, f"{MODEL}skillType", one(f"{SPACE}skill-type/skill")),
        (S2, f"{MODEL}skillReuseLevel", one(f"{SPACE}skill-reuse-level/sector-specific")),
        (f"{SPACE}isco/C2635", f"{SKOS}notation", ox.Literal("2635")),
    }
    assert expected <= found
    assert (O2, "http://www.w3.org/2002/07/owl#deprecated") in {(s, p) for s, p, _ in found}


def test_languages_lie_side_by_side_and_relations_count_once(download, converted):
    english = {name.replace("_nl", "_en").replace(".", "__"): text for name, text in FILES.items()}
    english["occupations_en__csv"] = FILES["occupations_nl.csv"].replace("sociaal werker", "social worker")
    outcome, found = converted(download(**english))
    names = {o.value: o.language for s, p, o in found if (s, p) == (O1, f"{SKOS}prefLabel")}
    assert names == {"sociaal werker": "nl", "social worker": "en"}
    assert outcome.counts["skills of occupations"] == 2


def test_files_may_be_packed_and_may_have_other_names_of_columns(download, converted):
    shorter = FILES["occupationSkillRelations_nl.csv"].replace(SPACE, "").replace("occupationUri", "occupation")
    renamed = FILES["skills_nl.csv"].replace("conceptUri", "uri").replace("preferredLabel", "prefLabel_nl")
    folder = download(
        occupationSkillRelations_nl__csv=shorter.replace("skillUri", "skill"),
        skills_nl__csv=None,
    )
    (folder / "skills_v1.1.1.csv.gz").write_bytes(
        gzip.compress(renamed.replace("altLabels", "altLabels_nl").replace("description", "description_nl").encode())
    )
    _, found = converted(folder)
    assert (S1, f"{SKOS}prefLabel", ox.Literal("actief luisteren", language="nl")) in found
    assert (O1, f"{MODEL}relatedEssentialSkill", one(S1)) in found
    assert esco.find(folder).version == "1.1.1"


def test_targets_of_mappings_are_found_missing_obsolete_or_named_otherwise(download, converted):
    gone = f"{SPACE}occupation/gone"
    targets = [Target(O1, {"nl": "sociaal werkster"}), Target(O2), Target(gone), Target(S1, {"nl": "actief luisteren"})]
    outcome, _ = converted(download(), targets)
    assert (outcome.found, outcome.missing, outcome.obsolete, outcome.renamed) == ([O1, S1], [gone], [O2], [O1])


def test_signs_that_nobody_sees_are_left_out_and_counted(download, converted):
    outcome, found = converted(download(skills_nl__csv=FILES["skills_nl.csv"].replace("actief", "ac\x83ti\u202eef")))
    assert (S1, f"{SKOS}prefLabel", ox.Literal("actief luisteren", language="nl")) in found
    assert outcome.mended == 1


WRONG = {
    "a file is missing": ({"skills_nl__csv": None}, "no file with the skills"),
    "a column is missing": ({"skills_nl__csv": "conceptUri,label\nx,y\n"}, "no column preferredLabel"),
    "an empty file": ({"skills_nl__csv": ""}, "no column"),
    "no language": ({"skills__csv": FILES["skills_nl.csv"], "skills_nl__csv": None}, "says no language"),
    "not UTF-8": (
        {"skills_nl__csv": FILES["skills_nl.csv"].replace("actief", "actiëf").encode("cp1252")},
        "not in UTF-8",
    ),
    "a short row": ({"skills_nl__csv": FILES["skills_nl.csv"] + f"Skill,{S1}\n"}, "too few cells"),
    "another address": (
        {"skills_nl__csv": FILES["skills_nl.csv"].replace(S1, "https://example.org/s1")},
        "no address of ESCO",
    ),
    "an address that breaks out": (
        {"skills_nl__csv": FILES["skills_nl.csv"].replace(S1, f"{S1}> <x")},
        "no address of ESCO",
    ),
    "a line without end": ({"skills_nl__csv": FILES["skills_nl.csv"] + '"' + "x" * 1_100_000}, "no whole CSV"),
    "an unknown relation": (
        {"occupationSkillRelations_nl__csv": FILES["occupationSkillRelations_nl.csv"].replace("optional", "nice")},
        "neither of essential, optional",
    ),
    "another language has other concepts": (
        {"skills_en__csv": FILES["skills_nl.csv"].replace(S2, f"{SPACE}skill/new")},
        "several versions",
    ),
    "relations of another version": (
        {"skillSkillRelations_nl__csv": FILES["skillSkillRelations_nl.csv"].replace(S2, f"{SPACE}skill/new")},
        "no other file has",
    ),
}


@pytest.mark.parametrize(("changes", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_is_written(download, tmp_path, changes, told):
    folder = download(**changes)
    out = tmp_path / "esco.nt"
    out.write_text("as it was", encoding="utf-8")
    with pytest.raises(SourceError, match=told) as caught:
        esco.convert(esco.find(folder), out)
    assert caught.value.fix
    assert out.read_text(encoding="utf-8") == "as it was"
    assert {path.name for path in tmp_path.iterdir()} == {"download", "esco.nt"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("skills_nl_v1.1.1.csv", "occupations_nl_v1.2.0.csv"), "versions 1.1.1, 1.2.0"),
        (("skills_nl_v1.0.9.csv",), "1.0.9"),
    ],
)
def test_versions_are_not_mixed_and_unknown_ones_refused(download, names, told):
    folder = download()
    for name in names:
        plain = folder / f"{name.partition('_v')[0]}.csv"
        plain.rename(folder / name)
    with pytest.raises(SourceError, match=told):
        esco.find(folder)


def test_of_several_versions_one_is_chosen(download):
    folder = download()
    text = (folder / "skills_nl.csv").read_text(encoding="utf-8")
    (folder / "skills_nl.csv").rename(folder / "skills_nl_v1.1.1.csv")
    (folder / "skills_nl_v1.2.0.csv").write_text(text, encoding="utf-8")
    chosen = esco.find(folder, "1.2.0")
    assert chosen.version == "1.2.0"
    assert [t.path.name for kind, tables in chosen.tables.items() for t in tables if kind.name == "skills"] == [
        "skills_nl_v1.2.0.csv"
    ]


def test_a_cut_off_archive_is_told(download, tmp_path):
    folder = download(skills_nl__csv=None)
    whole = gzip.compress(FILES["skills_nl.csv"].encode() * 50)
    (folder / "skills_nl.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="no whole CSV"):
        esco.convert(esco.find(folder), tmp_path / "esco.nt")


def test_a_place_that_cannot_be_written_is_told(download, tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        esco.convert(esco.find(download()), tmp_path / "nowhere" / "esco.nt")


def test_the_command_says_what_came_in_and_what_to_do_next(download, tmp_path, little):
    out = tmp_path / "esco.nt"
    done = run("import", "esco", download(), "--out", out, root=little.root)
    told = done.stderr
    assert done.returncode == 0
    assert "2 occupations" in told
    assert "0 found, 0 missing, 0 obsolete" in told
    assert f"kennisgraaf serve --data {out}" in told


def test_a_zip_is_to_be_unzipped_first(tmp_path, little):
    path = tmp_path / "ESCO dataset - v1.2.0 - classification - nl - csv.zip"
    path.write_bytes(b"PK")
    done = run("import", "esco", path, root=little.root)
    assert done.returncode == 1
    assert "Unzip" in done.stderr


def test_the_reference_files_come_in_whole(shared, tmp_path):
    folder = shared / "reference/esco"
    outcome = esco.convert(esco.find(folder, "1.1.1"), tmp_path / "esco.nt")
    with gzip.open(folder / "skills_nl_en_v1.1.1.csv.gz", "rt", encoding="utf-8") as stream:
        skills = {row["uri"] for row in csv.DictReader(stream)}
    assert outcome.counts["skills"] == len(skills) == 13896
    assert outcome.counts["skills of occupations"] == 123855
    assert outcome.strays < 100
