"""Reading Turtle: every triple with its line, every term as written, every error with its place and its remedy."""

import logging

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, BNode, Literal, Namespace, URIRef

from kennisgraaf import foreign, turtle
from kennisgraaf.errors import SourceError

E = Namespace("http://example.org/")
PREFIX = "PREFIX e: <http://example.org/>\n"
# Each number is the line on which it stands.
LINED = r'''# a comment with "quotes" and <brackets>
@prefix e: <http://example.org/> .
e:a e:p 3 ,
  4, "4" ;; e:q """text over
lines # no comment""" ,
  6 , [ e:p
  7 ; # a comment; with , signs .
  e:q 8
  , [ e:p 9 ] ,
  10 ] ,
  ( 11
  12 ( 12 [ e:p 12 ] ) ) ; .
[ e:p 13 ] .
( 14 ) e:p "14"
  ^^ # a comment within a literal
  e:number , 16.0 .
_:b.1 e:p 17.e0 , _:b.1 . PREFIX x: <http://example.org/x#> x:a.b a x:c\,d , x:%20 , <http://example.org/#> , true.
e:a e:p 18.
'''


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "data.ttl"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return turtle.read(path, "data/x.ttl")

    return read


@pytest.fixture
def error(read):
    def error(text):
        with pytest.raises(SourceError) as caught:
            read(text)
        return caught.value

    return error


def canonical(text):
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def object_of(document):
    (triple,) = document.triples
    return triple[2]


def test_every_object_has_the_line_on_which_it_begins(read):
    numbered = [(float(o), line) for (_, _, o), line in read(LINED).lines.items() if str(o)[0].isdigit()]
    assert len(numbered) == 18
    assert [number for number, _ in numbered] == [line for _, line in numbered]


def test_a_list_and_a_bracket_stand_where_they_open(read):
    lines = read(PREFIX + "e:a e:p\n  [\n    e:q 1\n  ] ,\n  (\n    e:x\n\n    e:y\n  ) .").lines
    place = {(p, o if isinstance(o, URIRef | Literal) else None): line for (_, p, o), line in lines.items()}
    assert {line for (_, p, o), line in lines.items() if p == E.p and isinstance(o, BNode)} == {3, 6}
    assert (place[RDF.first, E.x], place[RDF.first, E.y], place[RDF.rest, RDF.nil]) == (7, 9, 10)


def test_the_triples_are_those_of_the_strict_parser(read):
    found = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in read(LINED).triples)
    assert canonical(found) == canonical(LINED)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_for_every_kind_of_line_end(read, newline):
    text = f'{PREFIX}e:a e:p """x\n\ny""" ,\n  e:b .'.replace("\n", newline)
    assert list(read(text).lines.values()) == [2, 5]


def test_a_triple_that_is_written_twice_keeps_its_first_line(read):
    assert list(read(PREFIX + "e:a e:p 1 .\ne:a e:p 1 .").lines.values()) == [2]


@pytest.mark.parametrize(
    ("written", "lexical", "datatype"),
    [
        ('"007"^^<http://www.w3.org/2001/XMLSchema#integer>', "007", XSD.integer),
        ("007", "007", XSD.integer),
        ("+1.50", "+1.50", XSD.decimal),
        (".00000001", ".00000001", XSD.decimal),
        ("1.e5", "1.e5", XSD.double),
        ('"TRUE"^^<http://www.w3.org/2001/XMLSchema#boolean>', "TRUE", XSD.boolean),
        ('"2020-13-45"^^<http://www.w3.org/2001/XMLSchema#date>', "2020-13-45", XSD.date),
        ("""'''it's "so"\\n'''""", 'it\'s "so"\n', None),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#string>', "x", None),
        ('"\\u00e9\\U0001F600\\t\\\\"', "é😀\t\\", None),
    ],
)
def test_a_literal_keeps_the_form_in_which_it_is_written(read, written, lexical, datatype):
    found = object_of(read(f"{PREFIX}e:a e:p {written} ."))
    assert (str(found), found.datatype) == (lexical, datatype)


def test_a_language_tag_is_read(read):
    assert object_of(read(PREFIX + 'e:a e:p "x"@nl .')) == Literal("x", lang="nl")


def test_a_value_outside_its_datatype_is_read_in_silence(read, caplog, capfd):
    read(
        PREFIX
        + 'e:a e:p "yes"^^<http://www.w3.org/2001/XMLSchema#boolean>, "x"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    assert (caplog.records, capfd.readouterr().err) == ([], "")
    assert logging.getLogger("rdflib.term").filters == []


def test_prefixes_are_those_of_the_file(read):
    assert read(PREFIX + "@prefix : <http://example.org/x#> .").prefixes == {
        "": "http://example.org/x#",
        "e": "http://example.org/",
    }


def test_a_base_is_followed(read):
    assert object_of(read("BASE <http://example.org/x/>\nPREFIX e: <y#>\n<> a <../z> .")) == E.z


def test_blank_nodes_differ_between_files_and_not_between_runs(read):
    first, again, other = (object_of(read(f"{PREFIX}e:a e:p _:x .{end}")) for end in ("", "", "\n"))
    assert first == again != other


def test_an_error_has_its_place(error):
    found = error(PREFIX + 'e:a e:p "é😀" e:q .')
    assert (found.file, found.line, found.column) == ("data/x.ttl", 2, 14)
    assert str(found).startswith("data/x.ttl:2:14: A dot is expected at the end of statements\n  → Put a dot")


@pytest.mark.parametrize(
    ("prefix", "proposal"),
    [
        ("skos", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("competentie", "PREFIX competentie: <https://w3id.org/kennisgraaf/id/competentie/>"),
    ],
)
def test_an_undeclared_prefix_is_named_and_its_line_proposed(error, prefix, proposal):
    found = error(f"{PREFIX}\ne:a a {prefix}:X .")
    assert (found.line, found.column) == (3, 7)
    assert f"The prefix {prefix}: has not been declared" in found.what
    assert "A PREFIX line is missing" in str(found)
    assert proposal in str(found)


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("<a> <http://example.org/p> 1 .", "No scheme", (1, 1)),
        ("PREFIX e: <x#>", "No scheme", (1, 11)),
        (PREFIX + "e:a e:p <http://a b> .", "Invalid IRI", (2, 9)),
        (PREFIX + 'e:a e:p "x\n .', "Unexpected end of file", (2, 9)),
        (PREFIX + "e:a e:p [ e:q 1", "Unexpected end", (2, 16)),
        (PREFIX + 'e:a e:p "a\\q" .', "escape", (2, 11)),
        (PREFIX + "e:a e:p e:b .\n1 e:p 1 .", "not a valid subject", (3, 1)),
        (PREFIX + 'e:a e:p "x@nl ;\n e:q "y"@nl .', 'Put the closing "', (2, 16)),
        (PREFIX + 'e:a e:p "x"@en-gb-oops .', "as it is registered", (2, 13)),
        (PREFIX + "e:a e:p e:b ;\n\ne:b\n a e:c .", "no end: put a dot", (5, 2)),
        (PREFIX + "e:a e:p ( e:b ;\n e:q e:c .", "still open", (2, 15)),
        (PREFIX + "e:a e:p e:b ] .", "This ] closes nothing", (2, 13)),
        (PREFIX + "e:a e:p e:b ) .", "This ) closes nothing", (2, 13)),
        ("\ufeff" + PREFIX, "byte order mark", (1, 1)),
        (PREFIX.encode() + b'e:a e:p "caf\xe9" .', "UTF-8 was expected, byte 0xE9", (2, 13)),
    ],
)
def test_what_is_wrong_is_said_with_its_place(error, text, what, place):
    found = error(text)
    assert what in str(found)
    assert (found.line, found.column) == place


@pytest.mark.parametrize(
    "statement",
    [
        "e:a e:p <<( e:a e:p 1 )>> .",
        "e:a e:p e:b {| e:q 1 |} .",
        "e:a e:p e:b ~ e:c .",
        'e:a e:p "x"@nl--ltr .',
        'VERSION "1.2"',
    ],
)
def test_what_only_turtle_1_2_has_is_refused(error, statement):
    found = error(PREFIX + statement)
    assert "Turtle 1.1 does not have" in str(found)
    assert found.line == 2


def test_brackets_without_end_are_no_traceback(error):
    assert "too deep" in str(error(PREFIX + "e:a e:p " + "[ e:p " * 2000 + "1" + " ]" * 2000 + " ."))


def test_a_missing_file_and_a_folder_are_errors_with_a_remedy(tmp_path):
    for path in (tmp_path / "missing.ttl", tmp_path):
        with pytest.raises(SourceError, match=r"cannot be read: .*\n  → Name a Turtle file"):
            turtle.read(path)


def marked(document):
    """The exact text at each triple's place: of the predicate, and of the object."""
    return [
        tuple(
            document.line(place.line)[place.column - 1 : place.end - 1]
            for place in (document.predicate(triple), document.place(triple))
        )
        for triple in document.triples
    ]


def test_columns_point_at_exactly_what_is_written(read):
    text = PREFIX + """e:é  a e:C ;\n\te:p "🙂 x"@nl , 'y'^^e:t,1.5,\ttrue ;e:q <http://x/y>, e:b\\,c ."""
    assert marked(read(text)) == [
        ("a", "e:C"),
        ("e:p", '"🙂 x"@nl'),
        ("e:p", "'y'^^e:t"),
        ("e:p", "1.5"),
        ("e:p", "true"),
        ("e:q", "<http://x/y>"),
        ("e:q", "e:b\\,c"),
    ]


def test_a_subject_begins_where_it_is_first_named_as_one(read):
    document = read(PREFIX + "e:b e:p e:a .\n  e:a e:p 1 .\ne:a e:q [ e:p\n 2 ] .")
    assert str(document.beginning(E.a)) == "data/x.ttl:3:3"
    (blank,) = (s for s in document.subjects if isinstance(s, BNode))
    assert str(document.beginning(blank)) == "data/x.ttl:4:9"


def test_a_long_text_ends_with_its_first_line(read):
    assert marked(read(PREFIX + 'e:a e:p """one\ntwo""" .')) == [("e:p", '"""one')]


def test_a_prefix_that_is_declared_again_changes_what_follows(read):
    document = read(PREFIX + "e:a e:p e:b . PREFIX e: <http://example.org/x/> e:a e:p e:b .")
    assert [str(o) for _, _, o in document.triples] == ["http://example.org/b", "http://example.org/x/b"]


def test_a_base_holds_after_many_terms(read):
    document = read("BASE <http://example.org/>\n" + "".join(f"<a> <p> <b{i}> .\n" for i in range(60_000)))
    assert list(document.lines.values()) == list(range(2, 60_002))


def test_n_triples_have_places_too(tmp_path):
    path = tmp_path / "x.nt"
    path.write_text('<http://e/a> <http://e/p> "x" .\n_:b <http://e/p> <http://e/a> .\n', encoding="utf-8")
    document = foreign.read(path)
    assert [str(document.place(t)).split(".nt:")[1] for t in document.triples] == ["1:27", "2:18"]
    path.write_text("PREFIX e: <http://e/>\ne:a e:p e:b .\n", encoding="utf-8")
    with pytest.raises(SourceError):
        foreign.read(path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PREFIX + "e:a e:p " + "(" * 200_000, "too deep"),
        (PREFIX + 'e:a e:p "' + "x" * 17_000_000, "longer than 16 MB"),
        (PREFIX.encode() + b'e:a e:p """' + b"\n" * 1_000_000 + b"\xe9", "UTF-8 was expected"),
    ],
    ids=["brackets", "text", "latin"],
)
def test_a_hostile_file_is_an_error_like_any_other(error, text, what):
    assert what in str(error(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("PREFX e: <http://e/>", "PREFIX"),
        ("@prefx e: <http://e/> .", "@prefix"),
        (PREFIX + "e:a e:p tru .", "true"),
        (PREFIX + "e:a skso:prefLabel 1 .", "skos:"),
        ("PREFIX mine: <http://e/>\nmien:a a mine:B .", "mine:"),
    ],
)
def test_a_slip_of_the_pen_is_asked_about(error, text, meant):
    assert f"Did you mean {meant}?" in str(error(text))


def test_marks_of_an_unfinished_merge_are_named_as_such(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("<https://a.nl/a> a <https://a.nl/b> .\n<<<<<<< HEAD\n# x\n=======\n# y\n>>>>>>> tak\n", "utf-8")
    with pytest.raises(SourceError, match="merge") as raised:
        turtle.read(path)
    assert (raised.value.line, raised.value.column) == (2, 1)


def test_a_large_text_is_kept_packed_and_has_the_same_places(read, monkeypatch):
    small = read(LINED)
    monkeypatch.setattr(turtle, "_LARGE", 10)
    large = read(LINED)
    assert isinstance(large.source, bytes)
    assert list(large.places.items()) == list(small.places.items())
    assert [large.place(one) for one in large.triples] == [small.place(one) for one in small.triples]
    assert large.line(3) == small.line(3) == "e:a e:p 3 ,"


def test_a_triple_that_is_written_twice_keeps_its_first_place(read):
    document = read(PREFIX + "e:a e:p e:b .\ne:c e:p e:b .\ne:a e:p e:b .\n")
    assert list(document.lines.values()) == [2, 3]
    assert (E.a, E.p, E.c) not in document.places
