"""Terms as N-Triples writes them, and the few words of the ontology that the mix asks for."""

NAMESPACES = {
    "dct": "http://purl.org/dc/terms/",
    "kg": "https://w3id.org/kennisgraaf/def#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ID = "https://w3id.org/kennisgraaf/id/"
ONTOLOGY = "<https://w3id.org/kennisgraaf/def>"
# class → the classes above it; those that "afgeleid" (inferred) adds stand behind the bar
CLASSES = {
    "Begrippenkader": "skos:ConceptScheme |",
    "Bron": "|",
    "Bronpassage": "oa:SpecificResource |",
    "Competentie": "skos:Concept | kg:Begrip",
    "Competentiethema": "skos:Concept | kg:Begrip kg:Competentiegroep",
    "Procesindicator": "| kg:Indicator",
    "Resultaatindicator": "| kg:Indicator",
    "Beroepscompetentieprofiel": "skos:Concept | kg:Begrip kg:Profiel",
    "Competentievereiste": "| kg:Relatieknoop",
    "Beroep": "skos:Concept | kg:Begrip kg:Competentiedrager",
    "Functie": "skos:Concept org:Role | kg:Begrip kg:Competentiedrager",
    "Functieniveau": "skos:Concept | kg:Begrip kg:Niveau",
    "Opleidingsniveau": "skos:Concept | kg:Begrip kg:Niveau",
    "Kennisdomein": "skos:Concept | kg:Begrip kg:Kenniselement",
    "Kennisonderwerp": "skos:Concept | kg:Begrip kg:Kenniselement",
    "Kennisdeelonderwerp": "skos:Concept | kg:Begrip kg:Kenniselement",
    "Belang": "skos:Concept | kg:Begrip kg:Spanningspool",
    "Partijsoort": "skos:Concept | kg:Begrip kg:Belanghebbende",
    "Organisatie": "org:Organization | kg:Belanghebbende",
    "Werkvorm": "skos:Concept | kg:Begrip",
    "Dilemma": "skos:Concept | kg:Begrip kg:Spanning",
    "Pool": "| kg:Spanningspool",
}


def name(short: str) -> str:
    """Return the term of a prefixed name."""
    prefix, _, local = short.partition(":")
    return f"<{NAMESPACES[prefix]}{local}>"


def thing(kind: str, code: str) -> str:
    """Return the term of a thing."""
    return f"<{ID}{kind.lower()}/{code}>"


def dutch(text: str) -> str:
    """Return a text in Dutch."""
    return f'"{text}"@nl'


def english(text: str) -> str:
    """Return a text in English."""
    return f'"{text}"@en'


def number(value: int) -> str:
    """Return a whole number."""
    return f'"{value}"^^<{NAMESPACES["xsd"]}integer>'
