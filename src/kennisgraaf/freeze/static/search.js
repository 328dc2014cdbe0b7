// The page that searches: ?q= in the address is what is looked for, ?soort= the only kind that is shown.
import { element, open, place, said, search } from "./words.js";

const SHOWN = 20;
const english = document.documentElement.lang === "en";
const asked = new URLSearchParams(location.search);
const field = document.getElementById("q"), status = document.getElementById("status");
const list = document.getElementById("hits"), kinds = document.getElementById("kinds"), more = document.getElementById("more");
let index;

async function read() {
  const answer = await fetch(new URL("../zoekindex.json", import.meta.url));
  if (!answer.ok) throw new Error(String(answer.status));
  return open(await answer.json());
}

function hit(number) {
  const [address, iri, kind, withdrawn, names, texts] = index.things[number];
  const item = element("li"), head = element("h2"), name = said(address ? "a" : "span", names);
  if (address) name.href = place(address);
  if (!name.textContent) name.textContent = iri;
  head.append(name, " ", said("span", index.kinds[kind][1], { class: "kind" }));
  if (withdrawn) head.append(" ", element("span", english ? "withdrawn" : "vervallen", { class: "badge" }));
  item.append(head);
  if (Object.keys(texts).length) item.append(said("p", texts, { class: "more" }));
  return item;
}

function choose(found, kind) {
  const counts = new Map();
  for (const number of found) {
    const place = index.things[number][2];
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10);
  for (const [place, total] of ranked.length > 1 || kind ? ranked : []) {
    const [name, labels] = index.kinds[place];
    const link = said("a", labels, name === kind ? { "aria-current": "true" } : {});
    link.href = `?${new URLSearchParams({ q: asked.get("q"), ...(name === kind ? {} : { soort: name }) })}`;
    const item = element("li");
    item.append(link, " ", element("span", String(total), { class: "count" }));
    kinds.append(item);
  }
}

function tell(total, { corrected, unknown }) {
  const taken = Object.entries(corrected).map(([typed, other]) => `${typed} → ${other}`);
  const parts = [`${total} ${english ? "found" : "gevonden"}`];
  if (taken.length) parts.push(`${english ? "taken for" : "opgevat als"}: ${taken.join(", ")}`);
  if (unknown.length) parts.push(`${english ? "nowhere" : "nergens"}: ${unknown.join(", ")}`);
  status.textContent = parts.join(" · ");
}

async function show() {
  const text = (asked.get("q") ?? "").slice(0, 300);
  field.value = text;
  if (!text.trim()) return;
  try {
    index ??= await read();
  } catch {
    status.textContent = english
      ? "The index cannot be read. A page that was opened as a file may not do that: put the folder on a web server."
      : "De index kan niet worden gelezen. Een pagina die als bestand is geopend mag dat niet: zet de map op een webserver.";
    return;
  }
  const answer = search(index, text), kind = asked.get("soort") ?? "";
  const found = kind ? answer.hits.filter((number) => index.kinds[index.things[number][2]][0] === kind) : answer.hits;
  let shown = 0;
  const next = () => {
    list.append(...found.slice(shown, shown + SHOWN).map(hit));
    shown += SHOWN;
    more.hidden = shown >= found.length;
  };
  tell(found.length, answer);
  choose(answer.hits, kind);
  more.addEventListener("click", next);
  next();
}

show();
