// The page that searches: ?q= in the address is what is looked for, ?soort= the only kind that is shown; what others
// made has an index of its own, and is a choice beside the kinds.
import { element, open, place, said, search } from "./words.js";

const SHOWN = 20;
const english = document.documentElement.lang === "en";
const asked = new URLSearchParams(location.search);
const field = document.getElementById("q"), status = document.getElementById("status");
const list = document.getElementById("hits"), kinds = document.getElementById("kinds"), more = document.getElementById("more");
const elsewhere = kinds.dataset.elsewhere ?? "";

async function read(name) {
  const answer = await fetch(new URL(`../${name}.json`, import.meta.url));
  if (!answer.ok) throw new Error(String(answer.status));
  return open(await answer.json());
}

function hit(index, number) {
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

function choice(label, name, chosen, total) {
  if (name === chosen) label.setAttribute("aria-current", "true");
  label.href = `?${new URLSearchParams({ q: asked.get("q"), ...(name === chosen ? {} : { soort: name }) })}`;
  const item = element("li");
  item.append(label, " ", element("span", String(total), { class: "count" }));
  kinds.append(item);
}

function choose(index, found, kind, others) {
  const counts = new Map();
  for (const number of found) {
    const place = index.things[number][2];
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10);
  for (const [place, total] of ranked.length > 1 || kind || others ? ranked : []) {
    const [name, labels] = index.kinds[place];
    choice(said("a", labels), name, kind, total);
  }
  if (others) choice(element("a", kinds.dataset.label), elsewhere, kind, others);
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
  let index, abroad;
  try {
    [index, abroad] = await Promise.all([read("zoekindex"), elsewhere ? read("zoekindex-elders") : undefined]);
  } catch {
    status.textContent = english
      ? "The index cannot be read. A page that was opened as a file may not do that: put the folder on a web server."
      : "De index kan niet worden gelezen. Een pagina die als bestand is geopend mag dat niet: zet de map op een webserver.";
    return;
  }
  const ours = search(index, text), theirs = abroad ? search(abroad, text) : { hits: [] }, kind = asked.get("soort") ?? "";
  const [source, answer] = abroad && kind === elsewhere ? [abroad, theirs] : [index, ours];
  const within = (number) => !kind || kind === elsewhere || source.kinds[source.things[number][2]][0] === kind;
  const found = answer.hits.filter(within);
  let shown = 0;
  const next = () => {
    list.append(...found.slice(shown, shown + SHOWN).map((number) => hit(source, number)));
    shown += SHOWN;
    more.hidden = shown >= found.length;
  };
  tell(found.length, answer);
  choose(index, ours.hits, kind, theirs.hits.length);
  more.addEventListener("click", next);
  next();
}

show();
