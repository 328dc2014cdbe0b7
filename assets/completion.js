// What may come next: variables of this query, words of SPARQL, and what this graph has: classes, properties, things.
import { form, rows } from "./endpoint.js";

const KEYWORDS = `SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND AS ORDER BY DESC ASC GROUP HAVING LIMIT OFFSET
CONSTRUCT DESCRIBE ASK EXISTS NOT IN FROM NAMED COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI
CONTAINS STRSTARTS STRENDS LCASE UCASE REGEX REPLACE CONCAT STRLEN SUBSTR YEAR MONTH DAY IF COALESCE isIRI isLiteral isBlank`.split(/\s+/);
const keywords = KEYWORDS.map((label) => ({ label, type: "keyword", boost: -20 }));
const shown = document.documentElement.lang === "en" ? ["en", "nl"] : ["nl", "en"];
let known;
const things = new Map();

const words = () => (known ??= fetch(form.dataset.words).then((response) => response.json()));

// What is typed is compared with the name, with what comes after its prefix, and with its labels in both languages.
function option(name, labels, type, boost = 0, whole = true) {
  const detail = shown.map((lang) => labels[lang]).find(Boolean) ?? "";
  const label = [...(whole ? [] : [name.split(":")[1].toLowerCase()]), name, ...Object.values(labels)].join(" ");
  return { label, displayLabel: name, apply: name, detail, type, boost };
}

async function thingsOf(prefix, space) {
  if (!things.has(prefix)) {
    const query = `SELECT ?thing ?label { ?thing skos:prefLabel ?label FILTER(STRSTARTS(STR(?thing), "${space}")) } LIMIT 4000`;
    things.set(prefix, rows(query));
  }
  const found = new Map();
  for (const { thing, label } of await things.get(prefix)) {
    const name = `${prefix}:${thing.value.slice(space.length)}`;
    found.set(name, { ...found.get(name), [label["xml:lang"] ?? ""]: label.value });
  }
  return [...found].map(([name, labels]) => option(name, labels, "constant"));
}

function variables(state) {
  const names = new Set(state.doc.toString().match(/[?$]\w+/g));
  return [...names].map((label) => ({ label, type: "variable" }));
}

export async function complete(context) {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) return { from: variable.from, options: variables(context.state), validFor: /^[?$]\w*$/ };
  const word = context.matchBefore(/[\w-]*:?[\w./-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const { classes, properties, prefixes } = await words();
  const asked = context.state.sliceDoc(Math.max(0, word.from - 20), word.from);
  const afterType = /(\ba|rdf:type)\s+$/.test(asked);
  const [prefix, local] = word.text.split(":");
  const whole = local !== undefined;
  const terms = [
    ...classes.map((one) => option(one.name, one.labels, "class", afterType ? 50 : 0, whole)),
    ...(afterType ? [] : properties.map((one) => option(one.name, one.labels, "property", 5, whole))),
  ];
  if (!whole) {
    const fitting = Object.keys(prefixes).filter((name) => !afterType || classes.some((one) => one.name.startsWith(`${name}:`)));
    const spaces = fitting.map((name) => ({ label: `${name}:`, type: "namespace", boost: -10 }));
    return { from: word.from, options: [...terms, ...spaces, ...keywords], validFor: /^[\w-]*$/ };
  }
  const own = terms.filter((one) => one.apply.startsWith(`${prefix}:`));
  const space = prefixes[prefix];
  const options = own.length || !space?.startsWith(form.dataset.base) ? own : await thingsOf(prefix, space);
  return { from: word.from, options, validFor: /^[\w-]+:[\w./-]*$/ };
}
