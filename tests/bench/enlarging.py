"""A file for `--data` of any size: the real data again and again under new codes, with all their links.

Every copy has texts of its own, else a large graph would have few different ones. What ontology and shapes name by its
IRI is not copied, nor what has no name; so what shapes ask of the real data they find in each copy.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import Literal
from rdflib.term import Node

from bench.peer import HOUSE
from bench.seeding import SEED, Template, load, term
from kennisgraaf.findings import Statement
from kennisgraaf.namespaces import EXTERNAL, ID, prefixes

_SIGNS = "abcdefghijkmnpqrstuvwxyz"


def main() -> None:
    """Write a file: `python -m bench.enlarging 1000000 big.ttl`."""
    parser = argparse.ArgumentParser(prog="bench.enlarging", description=__doc__)
    parser.add_argument("triples", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    written = write(options.file, options.triples, options.seed)
    sys.stdout.write(f"{options.file}: {written} triples\n")


def write(file: Path, size: int, seed: int = SEED) -> int:
    """Write Turtle of about size triples, as whole copies fit; the same size and seed give the same file.

    The number of triples is returned: a copy has some 50,000.
    """
    template = Template(HOUSE / "data", load(HOUSE / "ontology"), load(HOUSE / "shapes"))
    things = template.things()
    copies = max(1, round(size / sum(map(len, things.values()))))
    kinds = sorted({str(thing)[len(ID) :].split("/")[0] for thing in things})
    known = {space: prefix for prefix, space in {**EXTERNAL, **prefixes(kinds)}.items()}
    chance = random.Random(seed)  # noqa: S311 - repeatable is what we want
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(f"PREFIX {prefix}: <{space}>\n" for space, prefix in known.items())
        for number in range(copies):
            mark = "".join(chance.choices(_SIGNS, k=6))
            stream.writelines(_copy(template, things, known, (f"g{number:04}", mark)))
    return copies * sum(map(len, things.values()))


def _copy(
    template: Template, things: dict[Node, list[Statement]], known: dict[str, str], code: tuple[str, str]
) -> Iterator[str]:
    """Yield each thing of a copy as Turtle; code goes into the names, the mark beside it into the texts."""
    names: dict[Node, str] = {}

    def name(node: Node) -> str:
        if node not in names:
            names[node] = term(_own(template.name(node, code[0]), code[1]), known)
        return names[node]

    for thing, statements in things.items():
        body = " ;\n    ".join(f"{name(p)} {name(o)}" for _, p, o in statements)
        yield f"\n{name(thing)}\n    {body} .\n"


def _own(node: Node, mark: str) -> Node:
    """Return a text with the mark of its copy, anything else as it is."""
    if isinstance(node, Literal) and node.language:
        return Literal(f"{node} {mark}", lang=node.language)
    return node


if __name__ == "__main__":
    main()
