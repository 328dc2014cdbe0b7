// Things and what joins them, as points and lines: of a graph its statements, of a table what stands in one row.
import cytoscape from "cytoscape";
import { ask, pageOf, rows } from "./endpoint.js";
import { make, t } from "./texts.js";

const MOST = 250;
const STATEMENT = /^<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@([\w-]+))?.*) \.$/;
const LABEL = /(prefLabel|rdf-schema#label)$/;
const local = (iri) => decodeURIComponent(/[^/#]*[/#]?$/.exec(iri)[0]) || iri;

async function ofGraph(query) {
  const response = await ask(query, "application/n-triples");
  const edges = [];
  for (const line of response.ok ? (await response.text()).split("\n") : []) {
    const [, from, by, to] = STATEMENT.exec(line) ?? [];
    if (to && !by.endsWith("#type")) edges.push({ from, by, to });
  }
  return edges;
}

async function ofTable(query) {
  const response = await ask(query, "application/sparql-results+json");
  const { head, results } = await response.json();
  const edges = [];
  for (const row of results.bindings) {
    const [first, ...others] = head.vars.filter((name) => row[name]?.type === "uri");
    for (const name of others) edges.push({ from: row[first].value, by: name, to: row[name].value });
  }
  return edges;
}

async function labels(iris) {
  const lang = document.documentElement.lang;
  const values = [...iris].map((iri) => `<${iri}>`).join(" ");
  const found = new Map();
  for (const { thing, label } of await rows(`SELECT ?thing ?label { VALUES ?thing { ${values} } ?thing skos:prefLabel|rdfs:label ?label }`)) {
    if (!found.has(thing.value) || label["xml:lang"] === lang) found.set(thing.value, label.value);
  }
  return (iri) => found.get(iri) ?? local(iri);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export async function network(query, isGraph) {
  const all = isGraph ? await ofGraph(query) : await ofTable(query);
  const seen = new Set();
  const edges = all.filter(({ from, to }) => seen.size < MOST && seen.add(from).add(to) && from !== to);
  if (!edges.length) return make("p", {}, t("Er is niets om te verbinden: een netwerk heeft twee kolommen met dingen nodig, of een CONSTRUCT.", "There is nothing to join: a network needs two columns with things, or a CONSTRUCT."));
  const named = await labels(new Set([...seen, ...edges.map(({ by }) => by).filter((by) => by.includes(":"))]));
  const nodes = [...seen].map((iri) => ({ data: { id: iri, label: named(iri) } }));
  const lines = edges.map(({ from, by, to }) => ({ data: { source: from, target: to, label: by.includes(":") ? named(by) : by } }));
  const title = t(`Netwerk van ${nodes.length} dingen en ${lines.length} verbindingen; dezelfde gegevens staan in de tabel of de tekst.`, `Network of ${nodes.length} things and ${lines.length} links; the table or text has the same data.`);
  const canvas = make("div", { class: "network", role: "img", "aria-label": title });
  const cut = seen.size >= MOST ? t(` Alleen de eerste ${MOST} dingen zijn getekend.`, ` Only the first ${MOST} things are drawn.`) : "";
  const place = make("div", {}, make("p", { class: "quiet", role: "status" }, title + cut), canvas);
  // Cytoscape adds a style element unless there is something by this name; our policy refuses it, and style.css has its rule.
  place.prepend(make("span", { id: "__________cytoscape_stylesheet", hidden: true }));
  requestAnimationFrame(() => {
    const ink = colour("--ink"), paper = colour("--paper"), accent = colour("--accent"), quiet = colour("--quiet");
    const drawn = cytoscape({
      container: canvas,
      elements: [...nodes, ...lines],
      userZoomingEnabled: false,
      style: [
        { selector: "node", style: { label: "data(label)", "background-color": accent, color: ink, width: 14, height: 14, "font-size": 13, "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 3 } },
        { selector: "edge", style: { label: lines.length <= 60 ? "data(label)" : "", width: 1, "line-color": quiet, "target-arrow-color": quiet, "target-arrow-shape": "triangle", "curve-style": "bezier", "font-size": 9, color: quiet, "text-background-color": paper, "text-background-opacity": 1, "text-rotation": "autorotate" } },
      ],
      layout: { name: "cose", animate: false, padding: 24, nodeDimensionsIncludeLabels: true, componentSpacing: 40, nodeRepulsion: () => 30_000, idealEdgeLength: () => 70 },
    });
    drawn.on("tap", "node", (event) => location.assign(pageOf(event.target.id())));
    const zoom = (factor) => drawn.zoom({ level: drawn.zoom() * factor, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
    place.append(make("p", { class: "run" },
      make("button", { type: "button", class: "soft", click: () => zoom(1.3) }, t("Groter", "Larger")),
      make("button", { type: "button", class: "soft", click: () => zoom(1 / 1.3) }, t("Kleiner", "Smaller")),
      make("button", { type: "button", class: "soft", click: () => drawn.fit(undefined, 24) }, t("Alles", "All"))));
  });
  return place;
}
