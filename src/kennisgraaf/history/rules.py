"""How much a change weighs: the one table of rules, with the reason of each in words.

The measure is Semantic Versioning: breaking is what can make something fail, or mean something else, that others built
on what was published. Those others are schools and colleges that couple their curricula to our things by IRI, that ask
our named questions, and that check their own data against our shapes. So breaking is: an IRI that is gone, a term that
means less or demands more, a code or a definition that means something else, a shape that refuses what it accepted, a
question with another form. Compatible is more of the same, and what is corrected within the same form. Editorial is
wording and layout.

A definition that is rewritten may mean the same: only people can tell. Who adds a skos:changeNote (or historyNote) to
the thing in the same change says so, and then it is compatible.
"""

from kennisgraaf.history.difference import Reason

_RULES = {
    # what happens to an IRI
    "added": ("compatible", "This is new.", "Dit is nieuw."),
    "removed": (
        "breaking",
        "This IRI is gone, so links to it lead nowhere. Retire it with a successor instead.",
        "Deze IRI is weg, dus links ernaar komen nergens uit. Laat hem vervallen met een opvolger.",
    ),
    "retired": ("compatible", "This is retired and names a successor.", "Dit is vervallen en noemt een opvolger."),
    "retired-alone": (
        "breaking",
        "This is retired without a successor, so whoever uses it has nothing to go to.",
        "Dit is vervallen zonder opvolger, dus wie het gebruikt kan nergens heen.",
    ),
    "moved-graph": (
        "compatible",
        "Statements stand in another graph: only queries with GRAPH or FROM notice.",
        "Uitspraken staan in een andere graaf: alleen vragen met GRAPH of FROM merken dat.",
    ),
    "moved-file": ("editorial", "It stands in another file.", "Het staat in een ander bestand."),
    # what is said of a thing
    "type-gone": (
        "breaking",
        "It is no longer what it was: a type is gone, and no narrower one implies it.",
        "Het is niet meer wat het was: een type is weg, en geen smaller type houdt het in.",
    ),
    "code": (
        "breaking",
        "Its code (notation) is another one; others look it up by that.",
        "De code (notatie) is anders; daarmee zoeken anderen het op.",
    ),
    "meaning": (
        "breaking",
        "Its definition is rewritten, so it may mean something else. Add a skos:changeNote if it means the same.",
        "De definitie is herschreven en kan iets anders betekenen. Zo niet, zeg dat met skos:changeNote.",
    ),
    "meaning-noted": (
        "compatible",
        "Its definition is rewritten; a note says how.",
        "De definitie is herschreven; een notitie zegt hoe.",
    ),
    "name": ("compatible", "It has another name.", "Het heeft een andere naam."),
    "wording": ("editorial", "The wording is a little different.", "De bewoording is iets anders."),
    "note": ("editorial", "A note is different.", "Een notitie is anders."),
    "more": ("compatible", "More is said of it.", "Er wordt meer over gezegd."),
    "corrected": ("compatible", "What is said of it is corrected.", "Wat erover gezegd wordt is verbeterd."),
    "less": ("compatible", "Less is said of it.", "Er wordt minder over gezegd."),
    "structure": (
        "compatible",
        "The same parts hang together in another way.",
        "Dezelfde delen hangen op een andere manier samen.",
    ),
    # what a term means
    "narrowed": (
        "breaking",
        "The term is narrowed: data that fitted before may follow to be something else, or contradict.",
        "De term is nauwer: uit gegevens die pasten kan nu iets anders volgen, of een tegenspraak.",
    ),
    "inference-gone": (
        "breaking",
        "What followed from this term no longer follows, so queries find less.",
        "Wat uit deze term volgde, volgt niet meer, dus vragen vinden minder.",
    ),
    "widened": ("compatible", "The term is wider than before.", "De term is ruimer dan eerst."),
    # what a shape demands
    "stricter": (
        "breaking",
        "The shape is stricter: data that were valid before may fail.",
        "De shape is strenger: gegevens die eerst goed waren kunnen nu fout zijn.",
    ),
    "stricter-warning": (
        "compatible",
        "The shape is stricter, but it only warns.",
        "De shape is strenger, maar waarschuwt alleen.",
    ),
    "relaxed": ("compatible", "The shape is less strict.", "De shape is minder streng."),
    # what a question takes and gives
    "question-inputs": (
        "breaking",
        "The question takes other inputs, so who asks it today gets an error.",
        "De vraag heeft andere invoer, dus wie haar nu stelt krijgt een fout.",
    ),
    "question-outputs": (
        "breaking",
        "The question no longer gives a column that it gave, or gives it another name.",
        "De vraag geeft een kolom niet meer, of onder een andere naam.",
    ),
    "question-more": ("compatible", "The question gives more columns.", "De vraag geeft meer kolommen."),
    "question-text": (
        "compatible",
        "The question is asked in another way; its form is the same.",
        "De vraag wordt anders gesteld; de vorm is gelijk.",
    ),
    "question-wording": (
        "editorial",
        "Only the words around the question, or its layout, are different.",
        "Alleen de woorden bij de vraag of de opmaak zijn anders.",
    ),
}
RULES = {name: Reason(name, verdict, {"nl": nl, "en": en}) for name, (verdict, en, nl) in _RULES.items()}


def reasons(names: set[str]) -> tuple[Reason, ...]:
    """Return the reasons of these rules, the heaviest first."""
    weight = {"breaking": 0, "compatible": 1, "editorial": 2}
    return tuple(sorted((RULES[name] for name in names), key=lambda reason: (weight[reason.verdict], reason.rule)))
