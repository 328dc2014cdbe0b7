// The page that queries: ?query= is a query, ?vraag= a named question, whose inputs stand beside it in the address.
import { GRAPH, TABLE, ask, declared, form, show, stop, term } from "./answers.js";
import { element, pick, said } from "./words.js";

const english = document.documentElement.lang === "en";
const given = new URLSearchParams(location.search);
const editor = document.getElementById("editor"), field = document.getElementById("query");
const blanks = document.getElementById("blanks"), status = document.getElementById("status");
const result = document.getElementById("result"), downloads = document.getElementById("downloads");
const halt = document.getElementById("stop"), dump = document.getElementById("dump").href;
const DOWNLOADS = {
  true: [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", TABLE, "srj"], ["XML", "application/sparql-results+xml", "srx"]],
  false: [["Turtle", "text/turtle", "ttl"], ["N-Triples", GRAPH, "nt"], ["RDF/XML", "application/rdf+xml", "rdf"]],
};
const OTHER = /^[a-z]+\/[^\s<>"{}|\\^`]+$/; // a thing that is not on the list, as an address names it
let about, question;

async function read() {
  const answer = await fetch(new URL("../vragen.json", import.meta.url));
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function blank({ name, kind, label, example, things }) {
  const part = element("p"), id = `in-${name}`, value = given.get(name) ?? example;
  const input = element(kind === "thing" ? "select" : "input", "", { id, name });
  if (kind === "thing") {
    const named = Object.entries(things).map(([key, labels]) => [key, pick(labels)[0] || key]);
    named.sort((a, b) => a[1].localeCompare(b[1]));
    input.append(...named.map(([key, text]) => element("option", text, { value: key })));
    const chosen = named.find(([key]) => key === value.replace(":", "/") || key.endsWith(`/${value}`));
    if (chosen) input.value = chosen[0];
    else if (OTHER.test(value)) {
      things[value] = {};
      input.append(element("option", value, { value, selected: "" }));
    }
  } else {
    input.type = kind === "integer" ? "number" : "text";
    input.value = value;
    input.required = true;
  }
  part.append(said("label", Object.keys(label).length ? label : { "": name }, { for: id }), input);
  return part;
}

function filled() {
  const values = new FormData(blanks);
  return question.inputs.reduce((text, { name, kind, things }) => {
    const found = term(kind, String(values.get(name)), things, about.id);
    return text.replaceAll(`<urn:kennisgraaf:invoer:${name}>`, () => found);
  }, question.sparql);
}

function offer(query, table) {
  const links = DOWNLOADS[table].flatMap(([name, format, suffix]) => {
    const button = element("button", name, { type: "button", class: "soft" });
    button.addEventListener("click", async () => {
      const body = await ask(query, format, { dump, apart: about.apart });
      const link = element("a", "", { href: URL.createObjectURL(new Blob([body], { type: format })), download: `antwoord.${suffix}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    return [button, " "];
  });
  downloads.replaceChildren(english ? "Download as " : "Download als ", ...links);
}

async function run() {
  halt.hidden = false;
  downloads.replaceChildren();
  status.textContent = english ? "Working on it …" : "Bezig …";
  const start = performance.now();
  try {
    const kind = form(field.value), table = kind === "SELECT" || kind === "ASK";
    const query = declared(field.value, about.prefixes);
    const text = await ask(query, table ? TABLE : GRAPH, { dump, apart: about.apart });
    const told = show(text, kind, result, { prefixes: about.prefixes, empty: question?.empty ?? {} });
    const seconds = ((performance.now() - start) / 1000).toLocaleString(english ? "en" : "nl", { maximumFractionDigits: 1 });
    status.textContent = `${told} · ${seconds} s`;
    offer(query, table);
  } catch (error) {
    result.replaceChildren(element("p", error.message, { class: "trouble", lang: "en", role: "alert" }));
    status.textContent = english ? "No answer." : "Geen antwoord.";
  }
  halt.hidden = true;
}

function fill() {
  try {
    field.value = filled();
  } catch (error) {
    result.replaceChildren(element("p", error.message, { class: "trouble", role: "alert" }));
    return;
  }
  run();
}

function begin() {
  question = about.questions[given.get("vraag")];
  if (question) {
    document.getElementById("asked").replaceWith(said("h1", question.summary, { id: "asked" }));
    if (question.inputs.length) {
      const go = element("p");
      go.append(element("button", english ? "Answer" : "Geef antwoord"));
      blanks.append(...question.inputs.map(blank), go);
      blanks.hidden = false;
    }
    fill();
  } else if (given.get("query")) {
    field.value = given.get("query");
    run();
  }
}

editor.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?${new URLSearchParams({ query: field.value })}`);
  run();
});
blanks.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?${new URLSearchParams([["vraag", given.get("vraag")], ...new FormData(blanks)])}`);
  fill();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    editor.requestSubmit();
  }
});
halt.addEventListener("click", stop);

try {
  about = await read();
  begin();
} catch {
  status.textContent = english
    ? "The questions cannot be read. A page that was opened as a file may not do that: put the folder on a web server."
    : "De vragen kunnen niet worden gelezen. Een pagina die als bestand is geopend mag dat niet: zet de map op een webserver.";
}
