"""A finding as people need it: where, what was expected, what was found, how to mend it.

The shapes graph holds all that is needed to say it; nothing here decides what is a finding.
"""

from collections.abc import Iterable, Iterator

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.explanation.causes import unfold
from kennisgraaf.explanation.phrases import LANGUAGES, Phrases
from kennisgraaf.explanation.sentences import Sentences
from kennisgraaf.explanation.snippet import snippet
from kennisgraaf.findings import Explanation, Finding
from kennisgraaf.sources import Sources


def explain(
    findings: Iterable[Finding], sources: Sources, shapes: Graph, ontology: Graph | None = None
) -> Iterator[Explanation]:
    """Yield an explanation for each finding, in the order in which they come.

    shapes: the graph in which the findings' shapes stand; ontology: where the labels of terms are (default: that of the
    sources). Sentences are Dutch ("nl") and English ("en"). A snippet is a property with its value and a semicolon, to
    add to the thing, or, where there is a value at fault, to put in the place of that value's statement; "..." in it
    stands for what only the writer knows.
    """
    background = Background(sources, shapes, ontology)
    voices = {language: Sentences(background, language) for language in LANGUAGES}
    for finding in findings:
        places = background.places(finding)
        close = meant(background, finding)
        line = snippet(background, finding, close)
        excerpt = background.locator.excerpt(places[0]) if places else ""
        yield Explanation(
            finding=finding,
            places=places,
            excerpt=excerpt,
            expected={language: voice.expected(finding) for language, voice in voices.items()},
            found={language: voice.found(finding) for language, voice in voices.items()},
            mend={language: voice.mend(finding, close, line) for language, voice in voices.items()},
            causes=unfold(background, finding),
            snippet="" if line == excerpt.strip() else line,
        )


def meant(background: Background, finding: Finding) -> Node | None:
    """Return the thing, term or property that the writer of a finding probably meant, None if nothing comes near."""
    shape = finding.source or finding.shape
    if background.strange(finding):
        return background.near(URIRef(finding.path))
    if finding.component == "Closed":
        return background.nearest(URIRef(finding.path), Phrases(background, "en").allowed(shape))
    if finding.component == "MinCount" and not finding.path.startswith(("<", "(", "^")):
        used = sorted({triple[1] for triple in background.locator.facts(finding.thing)}, key=str)
        return background.nearest(URIRef(finding.path), [one for one in used if not background.described(one)])
    if not isinstance(finding.value, URIRef) or background.described(finding.value):
        return None
    if choices := background.values(shape, SH["in"]):
        return background.nearest(finding.value, choices)
    close = background.near(finding.value)
    kinds = background.values(shape, SH["class"])
    fits = close is not None and (not kinds or finding.path == str(RDF.type) or set(kinds) <= background.types(close))
    return close if fits else None
