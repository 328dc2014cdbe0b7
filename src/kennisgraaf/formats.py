"""The forms an answer can take: one table of media types, file suffixes and names.

SELECT and ASK give a table, CONSTRUCT and DESCRIBE give a graph; each list is in order of preference, so its first
entry is what a reader gets who does not choose (SPARQL 1.1 Protocol, section 2.1.6).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One form of an answer: its name here, its media type, the suffix of a file, and weaker aliases."""

    name: str
    media_type: str
    suffix: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Return the Content-Type header; text forms say their encoding, CSV says that it has a header row."""
        if self.media_type == "text/csv":
            return "text/csv; charset=utf-8; header=present"
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


TABLES = (
    Format("json", "application/sparql-results+json", "srj", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "csv"),
    Format("tsv", "text/tab-separated-values", "tsv"),
)
GRAPHS = (
    Format("turtle", "text/turtle", "ttl", ("application/x-turtle",)),
    Format("jsonld", "application/ld+json", "jsonld", ("application/json",)),
    Format("ntriples", "application/n-triples", "nt", ("text/plain",)),
    Format("rdfxml", "application/rdf+xml", "rdf", ("application/xml", "text/xml")),
)
HTML = Format("html", "text/html", "html", ("application/xhtml+xml",))
DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
