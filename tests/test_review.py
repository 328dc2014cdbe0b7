"""The summary of a pull request: a small project in git, changed since its first commit."""

import pytest

from conftest import git

WHO = ["-c", "user.name=x", "-c", "user.email=x@example.org"]


@pytest.fixture
def review(little, run):
    """Run review in the little project, whose first commit is HEAD."""
    for words in (["init", "-q"], ["add", "-A"], [*WHO, "commit", "-qm", "Begin"]):
        git(little.root, *words)
    return lambda *words: run(little.root, "review", *words)


@pytest.fixture
def change(little):
    path = little.root / "data/klein/kern.ttl"

    def rewrite(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return rewrite


def test_a_change_is_told_with_its_findings_its_meaning_and_what_it_touches(review, change, tmp_path):
    change('skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl')
    done = review("HEAD", "--html", tmp_path / "x.html")
    assert done.returncode == 1
    assert done.stdout.index("## Wat verandert in betekenis") < done.stdout.index("## Bevindingen")
    assert "`Ding-label`" in done.stdout
    assert "007" in done.stdout
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "Wat verandert in betekenis" in page
    assert "Ding-label" in page


def test_nothing_changed_is_exit_0(review):
    assert review("HEAD", "--lang", "en").returncode == 0


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_compared(review, change):
    change("ding:b a kg:Ding ;", "ding:b a kg:Ding")
    done = review("HEAD")
    assert (done.returncode, "betekenis" in done.stdout) == (1, False)
    assert "A dot is expected" in done.stdout


def test_a_commit_that_is_not_there_is_a_clear_word(review):
    done = review("nee")
    assert done.returncode in {1, 2}
    assert "nee" in done.stderr
