// Answers queries beside the page: Oxigraph, with the whole graph in memory, fetched once. Nothing leaves the reader's machine.
import init, { Store } from "../../static/made/oxigraph/web.js";

let store;

async function unpacked(answer) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b; // some hosts unpack it on the way
  if (!packed) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function load(dump, apart) {
  const [answer] = await Promise.all([fetch(dump), init()]);
  if (!answer.ok) throw new Error(`${dump}: ${answer.status}`);
  const found = new Store();
  found.load(await unpacked(answer), { format: "application/n-quads", no_transaction: true });
  const others = apart.map((iri) => `<${iri}>`).join(", ");
  found.update(`INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?g NOT IN (${others})) }`);
  return found;
}

self.addEventListener("message", async ({ data }) => {
  try {
    store ??= await load(data.dump, data.apart);
    self.postMessage({ number: data.number, text: store.query(data.query, { results_format: data.format }) });
  } catch (error) {
    self.postMessage({ number: data.number, error: String(error?.message ?? error) });
  }
});
