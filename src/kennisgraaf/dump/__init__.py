"""Everything of a release that can be taken home: RDF per graph and whole, tables for spreadsheets, checksums.

It is made once, at build, and lies in the release: so its hashes cover it, and giving it out costs nothing. Two builds
of the same sources make the same bytes: sorted, blank nodes named canonically, archives without a time.
"""

from hashlib import file_digest
from pathlib import Path

from kennisgraaf.dump import context, rdf, tables
from kennisgraaf.dump.content import Content
from kennisgraaf.dump.files import CONTEXT, FOLDER, About, File, files
from kennisgraaf.dump.rdf import FORMATS, dump

__all__ = ["CONTEXT", "FOLDER", "FORMATS", "Content", "File", "dump", "files", "write"]
_SUMS = "SHA256SUMS"


def write(folder: Path, content: Content) -> list[File]:
    """Write all dumps of a release into its folder, and the JSON-LD context beside them; return the list of the dumps.

    OSError: the disk is full or not writable.
    """
    place = folder / FOLDER
    place.mkdir()
    made = [_file(place, about) for about in (*rdf.write(place, content), *tables.write(place, content))]
    (place / _SUMS).write_bytes("".join(f"{file.sha256}  {file.name}\n" for file in made).encode())
    (folder / CONTEXT).write_bytes(context.write(content).encode())
    return [*made, _file(place, About(_SUMS, "text/plain", "sums"))]


def _file(place: Path, about: About) -> File:
    with (place / about.name).open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return File(*about, (place / about.name).stat().st_size, digest)
