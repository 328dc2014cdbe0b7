// Asks the worker, and shows what comes back. A query that is stopped takes its worker with it; the next one starts anew.
import { element, pick, place } from "./words.js";

export const TABLE = "application/sparql-results+json", GRAPH = "application/n-triples";
const NOISE = /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
const SHOWN = 1000;
const english = document.documentElement.lang === "en";
let worker, waiting, asked = 0;

/** SELECT, ASK, CONSTRUCT or DESCRIBE; "" when the text is no query. */
export function form(text) {
  const plain = text.replace(NOISE, (found) => (found.startsWith("<") ? "<>" : " "));
  return /(?<![\w:?$.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])/i.exec(plain)?.[1].toUpperCase() ?? "";
}

/** The query with the prefixes that it uses and does not declare, on its own first line: so the lines keep their numbers. */
export function declared(text, prefixes) {
  const plain = text.replace(NOISE, " ");
  const own = new Set([...plain.matchAll(/PREFIX\s+([\w.-]*):/gi)].map((match) => match[1]));
  const used = new Set([...plain.matchAll(/([A-Za-z][\w.-]*):/g)].map((match) => match[1]));
  const missing = [...used].filter((name) => name in prefixes && !own.has(name));
  return missing.map((name) => `PREFIX ${name}: <${prefixes[name]}> `).join("") + text;
}

/** What a reader fills in, as one RDF term and nothing else. */
export function term(kind, value, known, base) {
  if (kind === "thing") {
    if (!(value in known)) throw new Error(english ? `There is no ${value}.` : `Er is geen ${value}.`);
    return `<${base}${value}>`;
  }
  if (kind === "integer") {
    if (!/^[+-]?[0-9]{1,18}$/.test(value)) throw new Error(english ? "Give a whole number." : "Geef een geheel getal.");
    return `"${BigInt(value.replace(/^\+/, ""))}"^^<http://www.w3.org/2001/XMLSchema#integer>`;
  }
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
  return `"${value.toWellFormed().replace(/[\\"\n\r\t\b\f]/g, (found) => escapes[found])}"`;
}

/** A promise of the answer as text; { dump, apart } is where the graph lies and what is no part of the default graph. */
export function ask(query, format, { dump, apart }) {
  stop();
  if (!worker) {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => settle(data.number, data.error, data.text));
    worker.addEventListener("error", (event) => settle(asked, event.message || "worker"));
  }
  return new Promise((resolve, reject) => {
    waiting = { number: ++asked, resolve, reject };
    worker.postMessage({ number: asked, query, format, dump, apart });
  });
}

function settle(number, error, text) {
  if (waiting?.number !== number) return;
  const { resolve, reject } = waiting;
  waiting = undefined;
  if (error) reject(new Error(error));
  else resolve(text);
}

/** End the query that runs. */
export function stop() {
  if (!waiting) return;
  worker.terminate();
  worker = undefined;
  settle(waiting.number, english ? "Stopped." : "Gestopt.");
}

function home(iri) {
  const base = "https://w3id.org/kennisgraaf/";
  if (iri.startsWith(`${base}id/vraag/`)) return place(`/vragen/${iri.slice(base.length + 9)}`);
  if (iri.startsWith(`${base}id/`)) return place(`/doc/${iri.slice(base.length + 3)}`);
  if (iri.startsWith(base)) return place(`/${iri.slice(base.length)}`);
  return /^https?:/.test(iri) ? iri : "";
}

function short(iri, prefixes) {
  const found = Object.entries(prefixes).filter(([, space]) => iri.startsWith(space) && iri.length > space.length);
  const best = found.sort((a, b) => b[1].length - a[1].length)[0];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : iri;
}

function cell(found, prefixes) {
  const made = element("td");
  if (!found) return made;
  if (found.type === "uri") {
    const address = home(found.value);
    made.append(address ? element("a", short(found.value, prefixes), { href: address }) : element("bdi", found.value));
  } else if (found.type === "literal") {
    made.append(element("bdi", found.value, found["xml:lang"] ? { lang: found["xml:lang"] } : {}));
  } else made.append(element("span", english ? "(unnamed)" : "(naamloos)", { class: "quiet" }));
  return made;
}

/** Put an answer into an element; return the sentence that tells how much it is. */
export function show(text, kind, into, { prefixes, empty }) {
  if (kind !== "SELECT" && kind !== "ASK") {
    into.replaceChildren(element("pre", text, { class: "code", tabindex: "0", "aria-label": "N-Triples" }));
    const lines = text.split("\n").filter(Boolean).length;
    return `${lines} ${english ? "statements" : "uitspraken"}`;
  }
  const answer = JSON.parse(text);
  if (kind === "ASK") {
    into.replaceChildren(element("p", answer.boolean ? (english ? "Yes" : "Ja") : english ? "No" : "Nee", { class: "verdict" }));
    return english ? "Answered." : "Beantwoord.";
  }
  const columns = answer.head.vars, rows = answer.results.bindings;
  const table = element("table"), head = element("thead"), body = element("tbody"), names = element("tr");
  names.append(...columns.map((column) => element("th", column, { scope: "col" })));
  head.append(names);
  for (const row of rows.slice(0, SHOWN)) {
    const line = element("tr");
    line.append(...columns.map((column) => cell(row[column], prefixes)));
    body.append(line);
  }
  table.append(head, body);
  into.replaceChildren(rows.length ? table : element("p", pick(empty)[0] || (english ? "Nothing found." : "Niets gevonden."), { class: "verdict" }));
  const total = `${rows.length} ${english ? (rows.length === 1 ? "row" : "rows") : rows.length === 1 ? "rij" : "rijen"}`;
  return rows.length > SHOWN ? `${total}; ${english ? "the first" : "de eerste"} ${SHOWN}` : total;
}
