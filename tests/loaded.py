"""A release in an engine of others, until `publish` and `open_remote` do this; each graph gets a stored name."""

import hashlib
from itertools import pairwise

import httpx
import pyoxigraph as ox

from kennisgraaf.engine import Answer
from kennisgraaf.engine.lexer import tokens
from kennisgraaf.formats import GRAPHS, TABLES

_STORED = "urn:kennisgraaf:graph:"
_NT = {"Content-Type": "application/n-triples"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


class Loaded:
    """Answers queries as an engine does; the default graph is one named graph there."""

    def __init__(self, running, release):
        """Write a release into an engine that runs, and count it there."""
        self._running, self._prefixes = running, release.prefixes
        self._client = httpx.Client(timeout=120, trust_env=False)
        store = ox.Store.read_only(str(release.store))
        names = ["", *(graph.value for graph in store.named_graphs())]
        self._stored = {
            name: f"urn:kennisgraaf:graph:{hashlib.sha256(name.encode()).hexdigest()[:32]}" for name in names
        }
        for name, stored in self._stored.items():
            graph = ox.NamedNode(name) if name else ox.DefaultGraph()
            self._put(stored, store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph))
            there = self.count(stored)
            assert there == len(list(store.quads_for_pattern(None, None, None, graph))), (name, there)

    def close(self):
        """Close the connections."""
        self._client.close()

    def _put(self, stored, body):
        digest = self._running.name == "Virtuoso"
        account = httpx.DigestAuth(*self._running.writer) if digest else httpx.BasicAuth(*self._running.writer)
        self._client.put(self._running.graphs + stored, content=body, headers=_NT, auth=account).raise_for_status()

    def count(self, stored):
        """Return how many triples a stored graph has."""
        answer = self._ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{stored}> {{ ?s ?p ?o }} }}", {}, TABLES[0].media_type)
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    def query(self, text, form=None):
        """Return the whole answer, tables as JSON, graphs as N-Triples; AssertionError when it is not whole."""
        found = list(tokens(text))
        kind = next(one.text.upper() for one in found if one.kind == "word" and one.text.upper() in _FORMS)
        wanted = form or (TABLES[0] if kind in {"SELECT", "ASK"} else GRAPHS[2])
        graphs = {"default-graph-uri": [self._stored[""]]}
        if any(one.text.upper() == "GRAPH" for one in found):
            graphs["named-graph-uri"] = [stored for name, stored in self._stored.items() if name]
        answer = self._ask(self._declared(found) + self._renamed(text, found), graphs, wanted.media_type)
        return Answer(kind, wanted, answer.content)

    def _ask(self, text, graphs, media_type):
        answer = self._client.post(self._running.query, data={"query": text, **graphs}, headers={"Accept": media_type})
        assert answer.status_code == 200, answer.text[:500]
        cut = [name for name in answer.headers if name.lower().startswith(("x-sql-", "x-sparql-maxrows"))]
        assert not cut, dict(answer.headers)
        return answer

    def _declared(self, found):
        """Return the prefixes that a query uses and does not declare."""
        own = {name.text.removesuffix(":") for word, name in pairwise(found) if word.text.upper() == "PREFIX"}
        used = {one.text.partition(":")[0] for one in found if one.kind == "name"}
        return "".join(
            f"PREFIX {one}: <{self._prefixes[one]}> " for one in sorted((used - own) & self._prefixes.keys())
        )

    def _renamed(self, text, found):
        """Return a query that looks into the graphs by their stored names, and shows the published ones."""
        table = " ".join(f"(<{name}> <{stored}>)" for name, stored in self._stored.items() if name)
        marks = [(word, name) for word, name in pairwise(found) if word.kind == "word" and word.text.upper() == "GRAPH"]
        for number, (word, name) in reversed(list(enumerate(marks))):
            if name.kind == "variable":
                new = f"VALUES ({name.text} ?kg{number}) {{ {table} }} GRAPH ?kg{number}"
            else:
                new = f"GRAPH <{self._stored.get(self._iri(name), 'urn:kennisgraaf:none')}>"
            text = text[: word.at] + new + text[name.end :]
        return text

    def _iri(self, token):
        prefix, _, local = token.text.partition(":")
        return token.text[1:-1] if token.kind == "iri" else self._prefixes[prefix] + local
