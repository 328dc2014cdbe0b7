"""The floors that the package's docstring draws, held against the code."""

import ast
import re
from pathlib import Path

import pytest

import kennisgraaf

HOUSE = Path(kennisgraaf.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
FLOOR = {
    room: int(floor)
    for floor, rooms in re.findall(r"^ {4}([ \d]\d)  (.+)$", kennisgraaf.__doc__, re.MULTILINE)
    for room in rooms.split()
}


def room_of(path):
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports_of(path):
    """The rooms that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kennisgraaf":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kennisgraaf."):
            yield node.module.split(".")[1]


def test_every_room_is_in_the_picture():
    assert {room_of(path) for path in FILES} - {"__init__", "__main__"} == set(FLOOR)


def test_imports_only_go_down():
    climbs = [
        f"{path.relative_to(HOUSE)} imports {other}"
        for path in FILES
        for other in set(imports_of(path)) - {room_of(path)}
        if not room_of(path).startswith("__") and FLOOR[other] >= FLOOR[room_of(path)]
    ]
    assert climbs == []


def test_the_readme_draws_the_same_floors():
    readme = (HOUSE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^ {4}[ \d]\d  .+$", kennisgraaf.__doc__, re.MULTILINE)) <= set(readme.splitlines())


def test_domain_terms_live_in_turtle_not_in_python():
    names = re.compile(r"\bKGS?\.\w|competentie|dilemma|functieniveau|beroep|kwalificatie", re.IGNORECASE)
    code = {path: re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in FILES}
    assert [str(path) for path, text in code.items() if names.search(text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_module_is_of_a_size_that_one_reads(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
