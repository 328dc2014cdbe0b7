// A link to a query. A long one is packed behind the #, which no server sees and no proxy cuts off.
import { endpoint } from "./endpoint.js";

const LONGEST = 1800;

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export async function link(query, lang) {
  const parameters = new URLSearchParams({ query, ...(lang ? { lang } : {}) });
  const plain = `${endpoint}?${parameters}`;
  if (plain.length <= LONGEST || !globalThis.CompressionStream) return plain;
  const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(query));
  const text = btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${endpoint}${lang ? `?lang=${lang}` : ""}#z=${text}`;
}

// The query behind the # of this page; "" for none or one that cannot be read.
export async function arrived() {
  if (!location.hash.startsWith("#z=")) return "";
  try {
    const packed = atob(location.hash.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(await through(new DecompressionStream("deflate-raw"), bytes));
  } catch {
    return "";
  }
}
