"""A question as a few lines of code that ask it: for the shell, Python, R, JavaScript and Excel.

Each snippet stands alone and runs as it is. A query becomes a literal of each language, so whatever it holds, it stays
one text there and can be nothing else.
"""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

_ACCEPT = {"SELECT": "text/csv", "ASK": "application/sparql-results+json"}
_TURTLE = "text/turtle"
_CURL = "curl -sS -H 'Accept: {accept}' \\\n  --data-urlencode {query} \\\n  {address}"
_OURS = """import kennisgraaf

query = {query}
with kennisgraaf.open() as graph:
    print(graph.query(query).body.decode())"""
_REQUESTS = """import requests

query = {query}
answer = requests.post({address}, data={{"query": query}}, headers={{"Accept": {accept}}}, timeout=60)
answer.raise_for_status()
print(answer.content.decode())"""
_WRAPPER = """from SPARQLWrapper import JSON, POST, SPARQLWrapper

endpoint = SPARQLWrapper({address})
endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
endpoint.setQuery({query})
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({{name: term["value"] for name, term in row.items()}})"""
_R = """library(httr2)

query <- {query}
answer <- request({address}) |>
  req_headers(Accept = {accept}) |>
  req_body_form(query = query) |>
  req_perform()
{read}"""
_SCRIPT = """const query = {query};
const answer = await fetch({address}, {{
  method: "POST",
  headers: {{ Accept: {accept} }},
  body: new URLSearchParams({{ query }}),
}});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.text());"""
_EXCEL = """let
    Query = {query},
    Answer = Web.Contents({address}, [
        Headers = [Accept = "text/csv", #"Content-Type" = "application/sparql-query"],
        Content = Text.ToBinary(Query)
    ]),
    Rows = Csv.Document(Answer, [Delimiter = ",", Encoding = 65001])
in
    Table.PromoteHeaders(Rows, [PromoteAllScalars = true])"""
_EXCEL_FILE = """let
    Rows = Csv.Document(Web.Contents({address}), [Delimiter = ",", Encoding = 65001])
in
    Table.PromoteHeaders(Rows, [PromoteAllScalars = true])"""
_OURS_NAMED = """import kennisgraaf

with kennisgraaf.open() as graph:
    for row in graph.ask({inputs}):
        print({{name: term.value for name, term in row.items()}})"""


@dataclass(frozen=True)
class Snippet:
    """Code that asks one question; key: curl, kennisgraaf, requests, sparqlwrapper, r, javascript or excel."""

    key: str
    title: str
    code: str


def of_query(address: str, query: str, form: str) -> list[Snippet]:
    """Return the snippets for a query; address: the whole one of the endpoint, form: that of the query."""
    accept = _ACCEPT.get(form, _TURTLE)
    read = "read.csv(text = resp_body_string(answer))" if form == "SELECT" else "cat(resp_body_string(answer))"
    python = {"query": _python(query), "address": _quoted(address), "accept": _quoted(accept)}
    curl = _CURL.format(accept=accept, query=shlex.quote(f"query={query}"), address=shlex.quote(address))
    web = {"address": _quoted(address), "accept": _quoted(accept)}
    found = [
        Snippet("curl", "curl", curl),
        Snippet("kennisgraaf", "Python (kennisgraaf)", _OURS.format(query=_python(query))),
        Snippet("requests", "Python (requests)", _REQUESTS.format(**python)),
        Snippet("sparqlwrapper", "Python (SPARQLWrapper)", _WRAPPER.format(**python)),
        Snippet("r", "R (httr2)", _R.format(query=_r(query), read=read, **web)),
        Snippet("javascript", "JavaScript", _SCRIPT.format(query=_script(query), **web)),
        Snippet("excel", "Excel (Power Query)", _EXCEL.format(query=_excel(query), address=_excel(address))),
    ]
    fitting = {
        "kennisgraaf",
        "curl",
        "requests",
        "r",
        "javascript",
        *({"sparqlwrapper", "excel"} if form == "SELECT" else ()),
    }
    return [snippet for snippet in found if snippet.key in fitting]


def of_question(address: str, name: str, inputs: Mapping[str, str], form: str) -> list[Snippet]:
    """Return the snippets for a named question; address: the whole one of its answer in its plainest form."""
    quoted = _quoted(address)
    fetch = f"const answer = await fetch({quoted});\nif (!answer.ok) throw new Error(await answer.text());\n"
    python = f"import requests\n\nanswer = requests.get({quoted}, timeout=60)\nanswer.raise_for_status()\n"
    found = [
        Snippet("curl", "curl", f"curl -sS {shlex.quote(address)}"),
        Snippet("requests", "Python (requests)", f"{python}print(answer.content.decode())"),
        Snippet("javascript", "JavaScript", f"{fetch}console.log(await answer.text());"),
    ]
    if form == "SELECT":
        arguments = ", ".join([_quoted(name), *(f"{key}={_quoted(value)}" for key, value in inputs.items())])
        found.insert(1, Snippet("kennisgraaf", "Python (kennisgraaf)", _OURS_NAMED.format(inputs=arguments)))
        found.append(Snippet("r", "R", f'read.csv({quoted}, fileEncoding = "UTF-8")'))
        found.append(Snippet("excel", "Excel (Power Query)", _EXCEL_FILE.format(address=_excel(address))))
    return found


def _quoted(text: str) -> str:
    """Return a text of one line as a literal of JSON, which Python, R and JavaScript read as well."""
    return json.dumps(text, ensure_ascii=False)


def _python(text: str) -> str:
    body = (
        text.replace("\\", "\\\\").replace('"', '\\"')
        if '"""' in text or text.endswith('"')
        else text.replace("\\", "\\\\")
    )
    return f'"""{_plain(body)}"""'


def _script(text: str) -> str:
    return "`" + _plain(text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")) + "`"


def _r(text: str) -> str:
    """Return a raw string (R 4.0), with as many dashes as keep it whole."""
    dashes = "-" * (1 + max((len(found) for found in re.findall(r'\)(-*)"', text)), default=0))
    return f'r"{dashes}({_plain(text)}){dashes}"'


def _excel(text: str) -> str:
    """Return a text literal of Power Query's M, where a quote is doubled and #( begins an escape."""
    return '"' + _plain(text).replace("#(", "#(#)(").replace('"', '""') + '"'


def _plain(text: str) -> str:
    """Return a text with the line ends that every language here reads in the same way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
