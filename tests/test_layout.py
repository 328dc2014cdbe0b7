"""The one form of Turtle: how it looks, what it never changes, what it refuses to lose."""

import os
import random
import subprocess
import sys

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisgraaf.errors import SourceError
from kennisgraaf.layout import layout

E = "http://example.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {"e": E, "base": f"{E}base/", "owl": "http://www.w3.org/2002/07/owl#", "rdf": RDF, "xsd": XSD}
HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())

UNTIDY = """\
# SPDX-License-Identifier: CC-BY-4.0
#
#   indented, and kept

# a second block
@prefix unused: <http://example.org/unused#> .
@prefix owl: <http://www.w3.org/2002/07/owl#>. @prefix e: <http://example.org/> .
e:p10 a owl:Class . e:p2 e:label "two"@nl, "2"@en, "second"@en; a owl:Class ;
  e:label "one of\\nseveral lines" ; e:number 10, 9, "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/> a owl:Ontology ; e:see <http://example.org/a/b>, e:p10, e:p2 .
e:p2 e:below [ a owl:Restriction ; e:some ( e:x "y" [ e:in () ] ) ], [] ; e:union (e:a e:b) .
_:twice e:p 1 . e:scw-4b e:q _:twice . e:scw-4a e:q _:twice ; e:r _:once . _:once e:p 2 . [ e:p 3 ] .
"""
TIDY = """\
# SPDX-License-Identifier: CC-BY-4.0
#
#   indented, and kept

# a second block

PREFIX e: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

<http://example.org/>
    a owl:Ontology ;
    e:see
        <http://example.org/a/b> ,
        e:p2 ,
        e:p10 ;
.

e:p2
    a owl:Class ;
    e:below
        [
            a owl:Restriction ;
            e:some (
                e:x
                "y"
                [
                    e:in () ;
                ]
            ) ;
        ] ,
        [] ;
    e:label
        \"""one of
several lines\""" ,
        "2"@en ,
        "second"@en ,
        "two"@nl ;
    e:number
        "007"^^<http://www.w3.org/2001/XMLSchema#integer> ,
        9 ,
        10 ;
    e:union ( e:a e:b ) ;
.

e:p10
    a owl:Class ;
.

e:scw-4a
    e:q _:b1 ;
    e:r [
        e:p 2 ;
    ] ;
.

e:scw-4b
    e:q _:b1 ;
.

_:b1
    e:p 1 ;
.

[]
    e:p 3 ;
.
"""


def canonical(text):
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def objects_of(written):
    """Lay out one statement with these objects; return the lines that hold them."""
    return layout(f"{HEAD}e:s e:p {written} .").split("e:s\n    e:p", 1)[1].rsplit(" ;", 1)[0].strip()


def test_an_untidy_file_becomes_tidy():
    assert layout(UNTIDY) == TIDY


def test_a_tidy_file_stays_as_it_is():
    assert layout(TIDY) == TIDY


def test_a_file_without_statements_has_only_its_comment():
    assert layout("") == ""
    assert layout("\n# nothing yet  \r\n# more\n\nPREFIX e: <http://example.org/>\n") == "# nothing yet\n# more\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("42", "42"),
        ("-1.50", "-1.50"),
        ("true", "true"),
        ("007", '"007"^^xsd:integer'),
        ("+1", '"+1"^^xsd:integer'),
        (".5", '".5"^^xsd:decimal'),
        ("0.00000001", '"0.00000001"^^xsd:decimal'),
        ("1e3", '"1e3"^^xsd:double'),
        ('"1"^^xsd:boolean', '"1"^^xsd:boolean'),
        ('"42"^^xsd:integer', "42"),
        ('"x"^^xsd:string', '"x"'),
    ],
)
def test_a_number_is_bare_only_where_every_reader_keeps_its_form(written, expected):
    assert objects_of(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("''", '""'),
        ("'say \"so\"'", r'"say \"so\""'),
        (r'"C:\\dir\t\r"', r'"C:\\dir\t\r"'),
        (r'"\u00A0\u200B\u0007"', r'"\u00A0\u200B\u0007"'),
        (r'"caf\u00e9 \U0001F600"', '"café 😀"'),
        (r'"\n\"\"\"\" \\\""', '"""\n\\"\\""" \\\\\\""""'),
        ('"http://x#no-comment"', '"http://x#no-comment"'),
    ],
)
def test_a_string_reads_back_and_hides_nothing(written, expected):
    assert objects_of(written) == expected
    assert canonical(f"{HEAD}e:s e:p {written} .") == canonical(f"{HEAD}e:s e:p {expected} .")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("e:a.b-c_1", "e:a.b-c_1"),
        ("e:7", "e:7"),
        ("<http://example.org/base/x>", "base:x"),
        ("<http://example.org/>", "<http://example.org/>"),
        (r"e:\-x", "<http://example.org/-x>"),
        (r"e:x\.", "<http://example.org/x.>"),
        ("e:a:b", "<http://example.org/a:b>"),
        ("e:%20", "<http://example.org/%20>"),
        ("e:é", "<http://example.org/é>"),
        ("rdf:type", "rdf:type"),
        ("rdf:nil", "()"),
    ],
)
def test_an_iri_has_a_prefix_only_before_a_plain_name(written, expected):
    assert objects_of(written) == expected


def test_a_long_list_has_a_line_for_each_item():
    assert objects_of(f"( {'e:item ' * 20})") == "(\n" + "        e:item\n" * 20 + "    )"


@pytest.mark.parametrize(
    "statements",
    [
        "_:a e:p _:b . _:b e:p _:a .",
        "_:a e:p _:a , _:b . _:b e:q 1 .",
        "e:s e:p _:a . e:s e:q _:a .",
        "_:a rdf:first 1 ; rdf:rest _:a .",
        "e:s e:p _:a . _:a rdf:first 1 ; rdf:rest _:b . _:b rdf:first 2 .",
        "e:s e:p _:a . _:a rdf:first 1 , 2 ; rdf:rest () .",
        "e:s e:p _:a . _:a rdf:first 1 ; rdf:rest () ; a rdf:List .",
        "e:s e:p _:a . e:t e:p _:b . _:a rdf:first 1 ; rdf:rest _:b . _:b rdf:first 2 ; rdf:rest () .",
        "( 1 2 ) e:p ( ( ) ( 3 ) ) .",
        "rdf:nil e:p rdf:nil .",
        "e:s a e:a ; rdf:type base:x ; base:y base:z . base:x e:p 1 .",
    ],
)
def test_odd_graphs_are_written_too(statements):
    written = layout(HEAD + statements)
    assert canonical(written) == canonical(HEAD + statements)
    assert layout(written) == written


def test_thousands_of_items_are_no_trouble_and_thousands_of_brackets_an_error():
    assert layout(f"{HEAD}e:s e:p ( {'e:x ' * 5000}) .").count("e:x") == 5000
    with pytest.raises(SourceError, match="too deep"):
        layout(HEAD + "".join(f"_:a{n} e:p _:a{n + 1} ." for n in range(5000)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "e:a e:p e:b . # why", 6),
        (HEAD + "e:a e:p e:b .\n\n# a heading\n\ne:c e:p e:b .", 8),
        (HEAD + 'e:a e:p <http://e#a> , """\n# text""" ,\n e:c# comment\n.', 8),
        (HEAD + "e:a e:p\n# inside\ne:b .", 7),
        (HEAD + "# about a blank node\n_:x e:p e:b .", 6),
        (HEAD + "# about a nameless node\n[] e:p e:b .", 6),
        ("PREFIX x: <http://x>\n# above a prefix\n" + HEAD, 2),
        ("PREFIX # inside a prefix\n x: <http://x>\n", 1),
        ("# top\n" + HEAD + "e:a e:p 1 . # end of line\n# of two\ne:b e:p 1 .", 7),
        (HEAD + "# one\n\n# two\ne:a e:p e:b .", 6),
    ],
)
def test_a_comment_that_would_be_lost_or_misplaced_is_an_error(text, line):
    with pytest.raises(SourceError, match="comment would be lost") as caught:
        layout(text, "data/x.ttl")
    assert (caught.value.file, caught.value.line) == ("data/x.ttl", line)
    assert "skos:editorialNote" in caught.value.fix


def test_a_comment_right_above_a_block_goes_where_the_block_goes():
    text = f"# top\n{HEAD}  # about b  \n# more about b\ne:b e:p 1 .\n# about a\ne:a e:p 1.\n\n# the end\n\n# really\n"
    assert layout(text) == (
        "# top\n\nPREFIX e: <http://example.org/>\n\n# about a\ne:a\n    e:p 1 ;\n.\n\n"
        "# about b\n# more about b\ne:b\n    e:p 1 ;\n.\n\n# the end\n\n# really\n"
    )


def test_comments_above_two_blocks_of_one_thing_stand_together():
    written = layout(f"{HEAD}# one\ne:a e:p 1 .\n# two\n<http://example.org/a> e:p 2 .")
    assert "\n# one\n# two\ne:a\n" in written


def test_a_comment_right_above_the_first_block_is_about_that_block_and_else_about_the_file():
    assert layout("# a\n<x:a> <x:p> 1 .") == "# a\n<x:a>\n    <x:p> 1 ;\n.\n"
    assert layout("# file\n\n<x:b> <x:p> 1 . <x:a> <x:p> 1 .").startswith("# file\n\n<x:a>\n")


def pieces(draw):
    """Statements and comments in any order, each on lines of its own."""
    line = st.sampled_from(["", "# one", "  # two", "#", "# PREFIX e: <x>", "# e:a e:p 1 ."])
    statement = st.sampled_from(
        ["e:a e:p 1 .", "e:b e:q e:a ;\n  e:r ( 1 2 ) .", "<x:c> e:p [ e:q 2 ] .", "@prefix f: <f:> ."]
    )
    return draw(st.lists(st.one_of(line, statement), max_size=12))


@given(st.data())
def test_no_comment_is_ever_lost(data):
    lines = pieces(data.draw)
    text = "@prefix e: <http://example.org/> .\n" * data.draw(st.booleans()) + "\n".join(lines)
    text = "PREFIX e: <http://example.org/>\n" + text
    try:
        written = layout(text)
    except SourceError as refused:
        assert "comment would be lost" in refused.what  # noqa: PT017 - refusing is the other right answer
        return
    comments = sorted(line.strip() for line in text.splitlines() if line.strip().startswith("#"))
    assert sorted(line for line in written.splitlines() if line.startswith("#")) == comments
    assert canonical(written) == canonical(text)
    assert layout(written) == written


def test_broken_turtle_is_an_error_with_its_place():
    with pytest.raises(SourceError, match=r"^x\.ttl:7:1: A dot is expected"):
        layout(HEAD + "e:a e:p 1\ne:b e:p 1 .", "x.ttl")


CHARACTERS = "ab\"'\\\n\r\t #<>@.;,\x00\x07\x7f\x85\xa0é😀\u2028\ufeff\ufffe{}"
LEXICAL = [
    "007",
    "1",
    "-0",
    "+1",
    "1.0",
    "1.",
    ".5",
    "true",
    "TRUE",
    "1e3",
    "0.00000001",
    " 1",
    "1\n",
    "²",
    '\n"""',
    '"',
]
IRIS = [ox.NamedNode(E + local) for local in ("a", "b10", "b2", "", "-x", "x.", "x.y", "é", "a/b", "%20", "base/true")]
TERMS = [ox.NamedNode(RDF + local) for local in ("nil", "first", "rest", "type", "List")]


def random_literal(rng):
    text = "".join(rng.choices(CHARACTERS, k=rng.randrange(8)))
    datatype = ox.NamedNode(XSD + rng.choice(["integer", "decimal", "boolean", "string"]))
    choices = [ox.Literal(text), ox.Literal(text, language=rng.choice(["nl", "en-gb"]))]
    return rng.choice([*choices, ox.Literal(rng.choice(LEXICAL), datatype=datatype)])


def random_triples(rng):
    blanks = [ox.BlankNode(f"x{number}") for number in range(rng.randrange(1, 8))]
    triples = []
    for _ in range(rng.randrange(1, 25)):
        thing = rng.choice([rng.choice(IRIS + TERMS), random_literal(rng), rng.choice(blanks), rng.choice(blanks)])
        triples.append(ox.Triple(rng.choice(IRIS + blanks * 3), rng.choice(IRIS[:3] + TERMS[1:4]), thing))
    return triples


def random_list(rng, length):
    cells = [ox.BlankNode(f"cell{number}") for number in range(length)]
    rests = [*cells[1:], TERMS[0]]
    firsts = [ox.Triple(cell, TERMS[1], random_literal(rng)) for cell in cells]
    links = [ox.Triple(cell, TERMS[2], rest) for cell, rest in zip(cells, rests, strict=True)]
    return [*firsts, *links, ox.Triple(rng.choice(IRIS), IRIS[0], cells[0])]


@pytest.mark.parametrize("seed", range(8))
def test_any_graph_keeps_its_meaning_and_has_one_form(seed):
    rng = random.Random(seed)  # noqa: S311  chance, not secrecy
    for _ in range(25):
        triples = random_triples(rng) + random_list(rng, rng.randrange(1, 4))
        plain = HEAD + ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()
        turned = ox.serialize(triples[::-1], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES).decode()
        written = layout(plain)
        assert canonical(written) == canonical(plain)
        assert layout(written) == written
        assert layout(turned) == written


def test_the_form_does_not_depend_on_the_run():
    program = "import sys; from kennisgraaf.layout import layout; sys.stdout.write(layout(sys.stdin.read()))"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", program], input=UNTIDY, env=environment, capture_output=True, text=True, check=True
        )
        assert run.stdout == TIDY
