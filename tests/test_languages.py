"""The one rule for which text a reader gets."""

import pytest

from kennisgraaf.languages import pick


@pytest.mark.parametrize(
    ("texts", "lang", "chosen"),
    [
        ({"nl": "hond", "en": "dog"}, "en", ("dog", "en")),
        ({"nl": "hond", "en": "dog"}, "fr", ("hond", "nl")),
        ({"en": "dog", "fr": "chien"}, "nl", ("dog", "en")),
        ({"fr": "chien", "de": "Hund"}, "nl", ("Hund", "de")),
        ({"en-GB": "colour", "nl": "kleur"}, "en", ("colour", "en-GB")),
        ({"": "4B"}, "en", ("4B", "")),
        ({"": "4B", "nl": "vier"}, "en", ("vier", "nl")),
        ({}, "nl", ("", "")),
    ],
)
def test_a_reader_gets_their_own_language_then_dutch_then_english_then_any(texts, lang, chosen):
    assert pick(texts, lang) == chosen
