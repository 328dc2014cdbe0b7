// The query page with everything on it. Without this file, or without JavaScript, the plain form below it does the same work.
import { endpoint, form } from "./endpoint.js";
import { field } from "./field.js";
import { copy, dress, fetched } from "./outcome.js";
import { arrived, link } from "./share.js";
import { Tabs } from "./tabs.js";
import { make, t } from "./texts.js";

const LONGEST = 7000;
const plain = document.getElementById("query");
const lang = new URLSearchParams(location.search).get("lang") ?? "";
const status = document.getElementById("status");
let outcome = document.getElementById("outcome");
let running;
let timer;

// The address keeps what is typed, so that the page can be reloaded and shared.
function remember(text) {
  const address = `${endpoint}?${new URLSearchParams({ query: text, ...(lang ? { lang } : {}) })}`;
  if (address.length <= LONGEST) history.replaceState(null, "", address);
}

function changed(text) {
  plain.value = text;
  tabs.keep(text);
  clearTimeout(timer);
  timer = setTimeout(() => remember(text), 500);
}

function show(next, query) {
  outcome.replaceWith(next);
  outcome = next;
  dress(outcome, query);
  const trouble = outcome.querySelector(".trouble[data-line]");
  if (trouble) editor.mark(Number(trouble.dataset.line), Number(trouble.dataset.column), trouble.textContent.trim().replace(/\s+/g, " "));
}

async function run() {
  const query = editor.text;
  if (!query.trim()) return editor.focus();
  running?.abort();
  const own = (running = new AbortController());
  const start = performance.now();
  status.textContent = t("Bezig …", "Working …");
  stop.hidden = false;
  editor.clear();
  remember(query);
  try {
    const next = await fetched(query, lang || document.documentElement.lang, own.signal);
    show(next, query);
    const seconds = ((performance.now() - start) / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
    const rows = outcome.querySelector("[data-form] [role=status]")?.textContent.trim();
    status.textContent = outcome.querySelector(".trouble") ? t("Niet gelukt; zie hieronder.", "Failed; see below.") : `${rows ? `${rows} · ` : ""}${seconds} s`;
  } catch (error) {
    status.textContent = error.name === "AbortError" ? t("Gestopt.", "Stopped.") : t("De server is niet te bereiken.", "The server cannot be reached.");
  } finally {
    if (running === own) stop.hidden = true;
  }
  return undefined;
}

async function share() {
  shared.value = await link(editor.text, lang);
  shared.hidden = false;
  shared.select();
  await copy(shared.value, sharing, t("Deel", "Share"));
}

const stop = make("button", { type: "button", class: "soft", hidden: true, click: () => running?.abort() }, t("Stop", "Stop"));
const shared = make("input", { type: "url", readonly: true, hidden: true, "aria-label": t("Link naar deze zoekvraag", "Link to this query") });
const sharing = make("button", { type: "button", class: "soft share", click: share }, t("Deel", "Share"));
const list = make("ul", { class: "tabs", "aria-label": t("Zoekvragen in deze browser", "Queries in this browser") });
const place = make("div", { class: "field" });

const packed = await arrived();
const asked = packed || (new URLSearchParams(location.search).has("query") || form.dataset.asked ? plain.value : "");
const tabs = new Tabs(list, asked, plain.value, (text) => { editor.text = text; editor.clear(); editor.focus(); });
const editor = field(place, tabs.text, t("Zoekvraag", "Query"), { run, changed });

plain.value = tabs.text;
plain.hidden = true;
plain.required = false;
form.querySelector("label[for=query]").replaceWith(make("p", { class: "label", "aria-hidden": "true" }, t("Zoekvraag", "Query")));
plain.after(list, place);
list.after(place);
form.querySelector(".later").replaceWith(sharing, stop);
form.append(shared);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
// An example comes from its own address, as it would without this file, into a tab of its own.
document.addEventListener("click", async (event) => {
  const example = event.target.closest("a[data-example]");
  if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const response = await fetch(example.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  tabs.add(page.getElementById("query").value);
  form.scrollIntoView();
  run();
});
dress(outcome, plain.value);
if (packed) run();
