"""Tokens: what is a word, what only looks like one, and how long it takes."""

import time

import pytest

from kennisgraaf.engine.lexer import place, tokens


def kinds(text):
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x", [("word", "SELECT"), ("variable", "?x")]),
        ("$x*2.5e3", [("variable", "$x"), ("mark", "*"), ("number", "2.5e3")]),
        ("1.", [("number", "1"), ("mark", ".")]),
        ("<http://e/a#b>", [("iri", "<http://e/a#b>")]),
        (r"<http://e/\u00e9>", [("iri", r"<http://e/\u00e9>")]),
        ("?a < ?b", [("variable", "?a"), ("mark", "<"), ("variable", "?b")]),
        ("a:b.c a:b.", [("name", "a:b.c"), ("name", "a:b"), ("mark", ".")]),
        (":x a: :", [("name", ":x"), ("name", "a:"), ("name", ":")]),
        (r"a:b\#c%20 d", [("name", r"a:b\#c%20"), ("word", "d")]),
        ("a:b#c\nd", [("name", "a:b"), ("word", "d")]),
        ("true.SELECT", [("word", "true"), ("mark", "."), ("word", "SELECT")]),
        ("_:b1.", [("blank", "_:b1"), ("mark", ".")]),
        ("'a'@nl-BE", [("string", "'a'"), ("language", "@nl-BE")]),
        ("'a\\'b' \"c\\\"d\"", [("string", "'a\\'b'"), ("string", '"c\\"d"')]),
        ("''  \"\"", [("string", "''"), ("string", '""')]),
        ('"""a"b""c\n"""', [("string", '"""a"b""c\n"""')]),
        ("'''a'b\\''''", [("string", "'''a'b\\''''")]),
        ("'a\nb'", [("open", "'a\nb'")]),
        ('"""a""', [("open", '"""a""')]),
        (r"\u0053 x", [("escape", r"\u"), ("number", "0053"), ("word", "x")]),
        ("été:où", [("name", "été:où")]),
        ("", []),
    ],
)
def test_a_text_becomes_these_tokens(text, expected):
    assert kinds(text) == expected


def test_a_token_knows_its_place():
    text = "SELECT *\n  { ?s }"
    token = list(tokens(text))[3]
    assert (token.text, place(text, token.at)) == ("?s", (2, 5))
    assert text[token.at : token.end] == "?s"


@pytest.mark.parametrize(
    "piece", ["{", "a.", "a.b:", "<a", "'''", '"""\\', "\\u", "'", "_:a.", "x:%2", "<<", "a" * 100, "....", "?", "é"]
)
def test_no_text_is_slow(piece):
    text = (piece * 100_000)[:100_000]
    start = time.perf_counter()
    found = list(tokens(text))
    assert time.perf_counter() - start < 5  # takes 0.1 s; anything quadratic takes minutes
    assert sum(len(token.text) for token in found) == len(text)
