"""What was expected, what was found and how to mend it: one sentence or two each, in Dutch and English.

A shape that has messages of its own (the rule, then the remedy) speaks for itself; other people's shapes, that have
none, are told from what they ask.
"""

import re
from collections import Counter
from collections.abc import Mapping

from rdflib import RDF, SH, BNode, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.explanation.causes import parameter
from kennisgraaf.explanation.phrases import KINDS, LANGUAGES, WORDS, Phrases
from kennisgraaf.findings import Finding
from kennisgraaf.location.path import parse, walk

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\"'])")
_ANGLED = re.compile(r"(?<!: )<([^<>\s]+)>")  # but not the namespace of a PREFIX line
_THING = re.compile(r"^\S+ (?!<https://\.\.\.)[^\"\s]+ ;$")
_ADDED = {"MinCount", "QualifiedMinCount"}
_MANY = 4
_MEND = {
    "Class": (
        "Kies een ding van die klasse, of geef dit ding die klasse.",
        "Choose a thing of that class, or give this thing that class.",
    ),
    "Datatype": ("Schrijf de waarde in de vorm van dat type.", "Write the value in the form of that type."),
    "NodeKind": ("Schrijf de waarde in die vorm.", "Write the value as such."),
    "MinCount": ("Voeg {path} toe.", "Add {path}."),
    "MaxCount": ("Laat staan wat juist is en haal de rest weg.", "Keep what is right and take the rest away."),
    "UniqueLang": ("Laat per taal één tekst staan.", "Keep one text per language."),
    "LanguageIn": ("Zet een van die talen achter de tekst.", "Put one of those languages after the text."),
    "Closed": (
        "Haal deze eigenschap weg, of gebruik een die wel mag.",
        "Take this property away, or use one that is allowed.",
    ),
    "HasValue": ("Voeg die waarde toe.", "Add that value."),
    "In": ("Kies een van die waarden.", "Choose one of those values."),
    "QualifiedMinCount": ("Voeg zo'n waarde van {path} toe.", "Add such a value of {path}."),
    "QualifiedMaxCount": ("Haal weg wat te veel is.", "Take away what is too many."),
    "Equals": ("Maak de waarden van beide gelijk.", "Make the values of both the same."),
    "Disjoint": ("Haal de waarde weg bij een van de twee.", "Take the value away from one of the two."),
    "Or": ("Zorg dat minstens een van de mogelijkheden klopt.", "Make at least one of the alternatives hold."),
    "Xone": ("Zorg dat precies een van de mogelijkheden klopt.", "Make exactly one of the alternatives hold."),
    "Not": ("Haal weg wat niet mag.", "Take away what is not allowed."),
    "": ("Verbeter de waarde.", "Correct the value."),
}
_HERE = ("Hier staat {x}", "Here stands {x}")
_FOUND = {
    "nothing": ("Er staat nog niets.", "There is nothing yet."),
    "some": ("Er staan er {n}: {x}.", "There are {n}: {x}."),
    "one": ("Er staat er één: {x}.", "There is one: {x}."),
    "twice": ("In dezelfde taal staan er meer ({x}).", "In the same language there is more than one ({x})."),
    "extra": ("Hier staat ook {p} {x}.", "Here stands {p} {x} too."),
    "strange": (
        "Hier staat de eigenschap {x}, en die is nergens beschreven.",
        "Here stands the property {x}, which is described nowhere.",
    ),
    "unknown": (", en daarover zegt geen enkel bestand iets", ", and no file says anything about it"),
    "untyped": (", en dat heeft geen klasse", ", and that has no class"),
    "typed": (", en dat is {x}", ", and that is {x}"),
    "kind": (", en dat is {x}", ", and that is {x}"),
    "long": (", met {n} tekens", ", with {n} characters"),
    "ill": (", en dat is geen geldige {x}", ", and that is not a valid {x}"),
    "datatype": (", van het type {x}", ", of the type {x}"),
    "spoken": (", in de taal {x}", ", in the language {x}"),
    "mute": (", zonder taal", ", without a language"),
    "meant": ("Bedoelde u {x}?", "Did you mean {x}?"),
    "slip": ("Er staat wel {x}: bedoelde u {p}?", "There is {x}: did you mean {p}?"),
    "thing": ("Het gaat om {x}.", "This is about {x}."),
}


class Sentences:
    """The sentences about a finding in one language."""

    def __init__(self, background: Background, language: str) -> None:
        """Keep what names and shapes are looked up in."""
        self._background, self._language = background, language
        self._at = LANGUAGES.index(language)
        self._phrases = Phrases(background, language)

    def expected(self, finding: Finding) -> str:
        """Return the rule: of the shape itself if it says so, else told from what it asks."""
        rule, _ = self._own(finding)
        shape, name = finding.source or finding.shape, parameter(finding.component)
        known = name in WORDS and (shape, SH[name], None) in self._background.shapes
        own = rule or (finding.component == "SPARQL" and finding.messages)
        told = self._phrases.about(shape, name, finding.path) if known and not own else ""
        return rule or told or finding.messages.get(self._language) or next(iter(finding.messages.values()), "")

    def mend(self, finding: Finding, meant: Node | None, line: str) -> str:
        """Return the remedy: of the shape itself, else that of the kind of constraint; and what may be meant.

        line: the snippet. A thing in it, where there was none, is only one that would fit, and this says so.
        """
        _, remedy = self._own(finding)
        words = _MEND.get(finding.component, _MEND[""])[self._at]
        remedy = remedy or words.format(path=self._background.path(finding.path))
        if finding.component in _ADDED and _THING.search(line):
            example = "Het ding in de regel is een voorbeeld: kies wat klopt.", "The thing in the line is an example."
            remedy = f"{remedy} {example[self._at]}"
        told = finding.messages.get(self._language, "")
        if meant is None or f"<{meant}>" in remedy or f"<{meant}>" in told:
            return remedy
        if finding.component == "MinCount":
            said = self._say("slip", x=self._background.shown(meant), p=self._background.path(finding.path))
        else:
            said = self._say("meant", x=self._background.named(meant, self._language))
        return f"{remedy} {said}"

    def _own(self, finding: Finding) -> tuple[str, str]:
        """Return rule and remedy from the messages of the shape; both "" where it has none in this language."""
        text = finding.messages.get(self._language, "")
        if finding.component and not self._speaks(finding):
            return "", ""
        text = _ANGLED.sub(lambda match: self._background.short(URIRef(match[1])), text)
        rule, *rest = _SENTENCE.split(text, 1) if text else [""]
        return rule, rest[0] if rest else ""

    def _speaks(self, finding: Finding) -> bool:
        """Tell whether the messages are the shape's own, not the validator's."""
        shapes = self._background.shapes
        speakers = {finding.source, finding.shape, *shapes.objects(finding.source or finding.shape, SH.sparql)}
        texts = {str(text) for one in speakers for text in shapes.objects(one, SH.message)}
        return finding.component == "SPARQL" or any(text in texts for text in finding.messages.values())

    def found(self, finding: Finding) -> str:
        """Return what stands there: the value and what it is, or how many there are, or that nothing is there."""
        if finding.component == "Closed":
            path, value = self._background.path(finding.path), finding.value or finding.thing
            return _FOUND["extra"][self._at].format(p=path, x=self._background.shown(value))
        if self._background.strange(finding):
            return self._say("strange", x=self._background.path(finding.path))
        if finding.value is None or finding.component in {"MinCount", "MaxCount", "UniqueLang"}:
            return self._counted(finding)
        if finding.value == finding.thing and not finding.path:
            return self._say("thing", x=self._background.named(finding.thing, self._language))
        here = _HERE[self._at].format(x=self._background.named(finding.value, self._language))
        return f"{here}{self._what(finding.component, finding.value, finding)}."

    def _say(self, key: str, **words: object) -> str:
        return _FOUND[key][self._at].format(**words)

    def _counted(self, finding: Finding) -> str:
        if not finding.path:
            return self._say("thing", x=self._background.named(finding.thing, self._language))
        nodes = dict.fromkeys(node for node, _ in walk(parse(finding.path), self._background.locator, finding.thing))
        if finding.component == "UniqueLang":
            languages = Counter(node.language for node in nodes if isinstance(node, Literal) and node.language)
            return self._say("twice", x=", ".join(f"@{x}" for x, times in languages.items() if times > 1))
        shown = [self._background.shown(node) for node in [*nodes][:_MANY]]
        more = ["…"] if len(nodes) > _MANY else []
        key = "nothing" if not nodes else "one" if len(nodes) == 1 else "some"
        return self._say(key, n=len(nodes), x=", ".join([*shown, *more]))

    def _what(self, component: str, value: Node, finding: Finding) -> str:
        """Return what is to be known of a value where this constraint fails."""
        if component in {"MinLength", "MaxLength"}:
            return self._say("long", n=len(str(value)))
        if component == "NodeKind":
            kind = "Literal" if isinstance(value, Literal) else "BlankNode" if isinstance(value, BNode) else "IRI"
            return self._say("kind", x=KINDS[kind][self._at])
        if isinstance(value, Literal):
            return self._literal(component, value, finding)
        return self._kinds(value) if component in {"Class", "Node", "SPARQL"} and isinstance(value, URIRef) else ""

    def _literal(self, component: str, value: Literal, finding: Finding) -> str:
        if component == "LanguageIn":
            return self._say("spoken", x=value.language) if value.language else self._say("mute")
        if component != "Datatype":
            return ""
        if value.ill_typed and value.datatype in self._background.values(finding.source or finding.shape, SH.datatype):
            return self._say("ill", x=self._background.shown(value.datatype or RDF.langString))
        return self._say("datatype", x=self._background.shown(value.datatype)) if value.datatype else ""

    def _kinds(self, value: Node) -> str:
        if not self._background.described(value):
            return self._say("unknown")
        kinds = sorted({triple[2] for triple in self._background.locator.facts(value, RDF.type)}, key=str)
        named = ", ".join(self._background.named(kind, self._language) for kind in kinds[:_MANY])
        return self._say("typed", x=named) if kinds else self._say("untyped")


def texts(nl: str, en: str) -> Mapping[str, str]:
    """Return a text in both languages."""
    return {"nl": nl, "en": en}
