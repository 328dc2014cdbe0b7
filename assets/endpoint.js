// The only address that is ever asked: our own endpoint, told by the form on the page.
export const form = document.getElementById("editor");
export const endpoint = new URL(form.getAttribute("action"), location.href).href;
const root = endpoint.slice(0, -"/sparql".length);

export async function ask(query, accept, signal) {
  const body = new URLSearchParams({ query });
  return fetch(endpoint, { method: "POST", body, headers: { Accept: accept }, signal });
}

export async function rows(query) {
  const response = await ask(query, "application/sparql-results+json");
  return response.ok ? (await response.json()).results.bindings : [];
}

// Where an IRI leads a reader: ours to our page of it.
export function pageOf(iri) {
  const base = form.dataset.base;
  if (iri.startsWith(`${base}id/`)) return `${root}/doc/${iri.slice(base.length + 3)}`;
  return iri.startsWith(base) ? `${root}/${iri.slice(base.length)}` : iri;
}
