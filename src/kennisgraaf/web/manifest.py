"""The manifest of the reconciliation service: what it can do, and at which addresses (0.2, section 3; 1.0 draft).

Others use these addresses from their own pages, so they are whole. They begin with the public address of the site, and
never with the Host of a request.
"""

from collections import Counter
from typing import Any

from kennisgraaf.namespaces import ID, KG
from kennisgraaf.web.language import Reader
from kennisgraaf.web.site import Site

PATH = "/reconcile"
VERSIONS = ("0.2", "1.0-draft")
BATCH = 100
_WIDTH, _HEIGHT = 430, 240
_DEFAULTS = 12  # types that are offered before anybody looks for one: those with most things


def write(site: Site, who: Reader, version: str) -> dict[str, Any]:
    """Return the manifest for one version of the specification; names are in the reader's language."""
    name = who.t("Kennisgraaf sociaal werk", "Knowledge graph of social work")
    common = {
        "versions": [version],
        "name": name,
        "documentation": f"{site.public}{PATH}?_mediatype=text/html",
        "serviceVersion": site.release.id,
        "logo": f"{site.public}/static/icon.svg",
        "defaultTypes": _types(site, who),
        "batchSize": BATCH,
    }
    return {**common, **(_of_draft(site, who) if version == VERSIONS[1] else _of_02(site, who))}


def _of_02(site: Site, who: Reader) -> dict[str, Any]:
    again = f"&lang={who.lang}" if who.chosen else ""
    only = f"?lang={who.lang}" if who.chosen else ""

    def suggest(name: str) -> dict[str, str]:
        flyout = f"{PATH}/flyout/{name}?id=${{id}}{again}"
        return {
            "service_url": site.public,
            "service_path": f"{PATH}/suggest/{name}{only}",
            "flyout_service_url": site.public,
            "flyout_service_path": flyout,
        }

    return {
        "identifierSpace": ID,
        "schemaSpace": KG,
        "view": {"url": f"{site.public}{PATH}/view?id={{{{id}}}}"},
        "suggest": {name: suggest(name) for name in ("entity", "property", "type")},
        "preview": {"url": f"{site.public}{PATH}/preview?id={{{{id}}}}{again}", "width": _WIDTH, "height": _HEIGHT},
        "extend": {
            "propose_properties": {"service_url": site.public, "service_path": f"{PATH}/extend/propose{only}"},
            "property_settings": _settings(who, "label", "name", "help_text"),
        },
    }


def _of_draft(site: Site, who: Reader) -> dict[str, Any]:
    """Return what the draft has otherwise: fixed routes (`draft`), and a URI template (RFC 6570)."""
    return {
        "lang": who.lang,
        "view": {"url": f"{site.public}{PATH}/view?id={{id}}"},
        "suggest": dict.fromkeys(("entity", "property", "type"), True),
        "preview": {"width": _WIDTH, "height": _HEIGHT},
        "extend": {"proposeProperties": True, "propertySettings": _settings(who, "name", "id", "helpText")},
        "standardizedScore": True,
    }


def _types(site: Site, who: Reader) -> list[dict[str, Any]]:
    """Return the kinds of things that have codes, those with most things first."""
    service = site.reconciliation
    coded = [service.entities.path(one.iri) for one in service.entities.all.values() if one.codes and not one.withdrawn]
    kinds = Counter(service.types.find(path.partition("/")[0]) for path in coded)
    best = sorted((iri for iri in kinds if iri), key=lambda iri: (-kinds[iri], iri))[:_DEFAULTS]
    return [{"id": iri, "name": who.raw(service.types.labels[iri])} for iri in best]


def _settings(who: Reader, label: str, key: str, hint: str) -> list[dict[str, Any]]:
    """Return what can be set for a property; label, key and hint are the words of the version for them."""

    def choices(*pairs: tuple[str, str]) -> list[dict[str, str]]:
        return [{"value": value, "name": told} for value, told in pairs]

    languages = choices(("nl", "Nederlands"), ("en", "English"))
    contents = choices(
        ("", who.t("naam en IRI", "name and IRI")), ("id", "IRI"), ("label", who.t("alleen de naam", "only the name"))
    )
    most = who.t("Hoogste aantal", "Limit")
    every = who.t("Hoogste aantal waarden per rij; 0 is alle", "Most values per row; 0 is all")
    which = who.t("De taal van namen en teksten", "The language of names and texts")
    form = who.t("Hoe een ding in de cel komt", "How a thing comes into the cell")
    return [
        {"type": "number", key: "limit", label: most, "default": 0, hint: every},
        {
            "type": "select",
            key: "lang",
            label: who.t("Taal", "Language"),
            "default": who.lang,
            hint: which,
            "choices": languages,
        },
        {
            "type": "select",
            key: "content",
            label: who.t("Inhoud", "Content"),
            "default": "",
            hint: form,
            "choices": contents,
        },
    ]
