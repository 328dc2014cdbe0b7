"""The list of the dumps of a release: what a reader may ask for, and nothing else."""

from dataclasses import dataclass
from typing import NamedTuple

from kennisgraaf.release import Release

FOLDER = "dumps"
CONTEXT = "context.jsonld"


class About(NamedTuple):
    """What a file is: form is a name of an RDF format, "csv", "csvw", "zip" or "sums".

    part is the IRI of the graph, the {type} of the things in a table, or "" for the whole.
    """

    name: str
    media_type: str
    form: str
    part: str = ""


@dataclass(frozen=True)
class File:
    """One dump: About, with its size in bytes and its hash; media_type is that of the content, without its packing."""

    name: str
    media_type: str
    form: str
    part: str
    size: int
    sha256: str

    @property
    def packed(self) -> bool:
        """Tell whether it is a gzip."""
        return self.name.endswith(".gz")


def files(made: Release) -> dict[str, File]:
    """Return the dumps of a release by name, in the order in which they were made."""
    return {entry["name"]: File(**entry) for entry in made.about.get("dumps", [])}
