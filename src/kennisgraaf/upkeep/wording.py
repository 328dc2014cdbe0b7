"""The words of a verdict for people, in Dutch and English: what is the matter, and what to do."""

from collections.abc import Iterable

from kennisgraaf.description import Texts
from kennisgraaf.languages import pick
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.upkeep.verdict import Verdict

LABELS = {
    "alive": {"nl": "in gebruik", "en": "alive"},
    "changed": {"nl": "betekenis veranderd", "en": "changed in meaning"},
    "replaced": {"nl": "vervallen, vervangen", "en": "withdrawn, replaced"},
    "ended": {"nl": "vervallen", "en": "withdrawn"},
    "unknown": {"nl": "onbekend", "en": "unknown"},
    "foreign": {"nl": "niet van ons", "en": "not ours"},
}
_NOTES = {
    "changed": {
        "nl": "De betekenis is veranderd: {told} Lees wat er nu staat, en beslis of uw koppeling nog klopt.",
        "en": "The meaning has changed: {told} Read what it says now, and decide whether your link still holds.",
    },
    "one": {
        "nl": "Dit is vervallen en vervangen. Neem de opvolger over als die bij u past.",
        "en": "This was withdrawn and replaced. Take the successor if it fits.",
    },
    "more": {
        "nl": "Dit is gesplitst over {number} opvolgers. Kies welke u bedoelt.",
        "en": "This was split into {number} successors. Choose which one you mean.",
    },
    "ended": {
        "nl": "Dit is vervallen en heeft geen opvolger. Gebruik het niet meer; het adres blijft wel bestaan.",
        "en": "This was withdrawn and has no successor. Do not use it any more; its address stays.",
    },
    "unknown": {
        "nl": "Dit adres heeft hier nooit iets betekend. Kijk of een van de namen ernaast bedoeld is.",
        "en": "This address never meant anything here. See whether one of the near names is meant.",
    },
    "foreign": {"nl": "Dit is geen adres van deze kennisgraaf.", "en": "This is no address of this graph."},
}
_UNSAID = {
    "none": {
        "nl": "Er is nog geen uitgave met een versie; of de betekenis veranderd is, valt nog niet te zeggen.",
        "en": "There is no version yet; whether the meaning has changed cannot be said.",
    },
    "when": {
        "nl": "Sinds wanneer u deze link hebt, staat er niet bij; wijzigingen in betekenis zijn niet nagekeken.",
        "en": "It does not say since when you hold this link; changes of meaning were not looked for.",
    },
    "strange": {
        "nl": "De versie of datum is niet herkend; wijzigingen in betekenis zijn niet nagekeken.",
        "en": "The version or date was not recognised; changes of meaning were not looked for.",
    },
}


def note(verdict: Verdict, lang: str = "nl") -> str:
    """Return what a reader should know and do; "" where all is well and everything was looked at."""
    if verdict.state == "alive":
        return _UNSAID[verdict.unsaid][lang] if verdict.unsaid else ""
    if verdict.state == "replaced":
        kind = "one" if len(verdict.heirs) == 1 else "more"
        return _NOTES[kind][lang].format(number=len(verdict.heirs))
    told = " ".join(f"{version}: {text(reason, lang)}" for version, reason in verdict.changes)
    return _NOTES[verdict.state][lang].replace("{told}", told)


def text(texts: Texts, lang: str) -> str:
    """Return the text in a language, or in another one."""
    return pick(texts, lang)[0]


def things(found: Iterable[tuple[str, Texts]], lang: str, *, whole: bool = True) -> str:
    """Return things in a line: each its IRI (or only the part after the base) with its name."""
    parts = []
    for iri, labels in found:
        shown = iri if whole else iri.removeprefix(ID).removeprefix(BASE)
        name = text(labels, lang)
        parts.append(f"{shown} ({name})" if name else shown)
    return " | ".join(parts)
