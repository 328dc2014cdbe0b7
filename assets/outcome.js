// What the server answered, put into this page as it is; beside the table it can be seen as a chart, a network and as it was sent.
import { chart } from "./chart.js";
import { ask, endpoint, form } from "./endpoint.js";
import { make, t } from "./texts.js";

async function raw(query, isGraph) {
  const response = await ask(query, isGraph ? "text/turtle" : "application/sparql-results+json");
  const text = await response.text();
  const shown = isGraph ? text : JSON.stringify(JSON.parse(text), null, 1);
  const cut = shown.length > 200_000;
  return make("pre", { class: "code", tabindex: "0", role: "region", "aria-label": t("Zoals verzonden", "As it was sent") }, cut ? `${shown.slice(0, 200_000)}\n…` : shown);
}

// Adds the buttons above an answer; what they show stands in place of it.
function views(outcome, query) {
  const answer = outcome.querySelector("[data-form]");
  if (!answer || answer.dataset.form === "ASK") return;
  const isGraph = answer.dataset.form !== "SELECT";
  const table = answer.querySelector("table");
  const place = make("div", { class: "view", hidden: true });
  const names = {
    own: isGraph ? t("Tekst", "Text") : t("Tabel", "Table"),
    ...(table ? { chart: t("Grafiek", "Chart") } : {}),
    ...(table || isGraph ? { network: t("Netwerk", "Network") } : {}),
    ...(isGraph ? {} : { raw: t("JSON", "JSON") }),
  };
  const made = {
    chart: async () => chart(table),
    network: async () => (await import("./network.js")).network(query, isGraph),
    raw: () => raw(query, isGraph),
  };
  const buttons = Object.entries(names).map(([view, label]) =>
    make("button", { type: "button", "aria-pressed": String(view === "own"), click: (event) => show(view, event.currentTarget) }, label));
  async function show(view, button) {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
    answer.hidden = view !== "own";
    place.hidden = view === "own";
    if (view === "own") return;
    place.replaceChildren(make("p", { class: "quiet", role: "status" }, t("Bezig …", "Working …")));
    try {
      const next = await made[view]();
      if (button.getAttribute("aria-pressed") === "true") place.replaceChildren(next);
    } catch {
      place.replaceChildren(make("p", { role: "alert" }, t("Dit lukte niet. De tabel is er wel.", "This failed. The table is there.")));
    }
  }
  const bar = outcome.querySelector(".views"); // it came with the page, so that nothing moves
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("Bekijk als", "View as"));
  bar.append(...buttons);
  answer.before(place);
}

// Gives each snippet the address of this very server and a button to copy it.
function snippets(outcome) {
  for (const code of outcome.querySelectorAll("pre[data-copy]")) {
    if (form.dataset.public) code.textContent = code.textContent.replaceAll(form.dataset.public, endpoint);
    const label = t("Kopieer", "Copy");
    const button = make("button", { type: "button", class: "soft", click: () => copy(code.textContent, button, label) }, label);
    code.after(make("p", {}, button));
  }
}

export async function copy(text, button, label) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  button.textContent = done ? t("Gekopieerd", "Copied") : t("Kopiëren mag hier niet", "Copying is not allowed here");
  setTimeout(() => { button.textContent = label; }, 2500);
}

export function dress(outcome, query) {
  views(outcome, query);
  snippets(outcome);
}

// Asks for the page of the query and returns its answer, or null when what came is no such page.
export async function fetched(query, lang, signal) {
  const address = lang ? `${endpoint}?lang=${lang}` : endpoint;
  const body = new URLSearchParams({ query });
  const response = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" }, signal });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return document.adoptNode(page.getElementById("outcome"));
}
