// What makes the header quicker for who has scripts: menus that close, and a list of suggestions below a search field.
// The list is a combobox with a listbox as in ARIA 1.2; its texts come from the server, each with its own language.

const menus = [...document.querySelectorAll("nav.menu details")];
const close = (except) => menus.forEach((one) => { if (one !== except) one.open = false; });
document.addEventListener("click", (event) => close(event.target.closest("nav.menu details")));
document.addEventListener("keydown", (event) => {
  const open = menus.find((one) => one.open);
  if (event.key === "Escape" && open) { close(); open.querySelector("summary").focus(); }
});
menus.forEach((one) => one.addEventListener("toggle", () => { if (one.open) close(one); }));

const WAIT = 150;

function part(tag, text, lang, name) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (lang && lang !== document.documentElement.lang) made.lang = lang;
  if (name) made.className = name;
  return made;
}

function enhance(form, number) {
  const field = form.querySelector("input[name=q]");
  const list = Object.assign(document.createElement("ul"), { id: `choices-${number}`, className: "suggestions", hidden: true });
  const told = Object.assign(document.createElement("p"), { className: "unseen" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.documentElement.lang === "en" ? "Suggestions" : "Suggesties");
  told.setAttribute("role", "status");
  const settings = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" };
  Object.entries(settings).forEach(([name, value]) => field.setAttribute(name, value));
  form.append(list, told);
  let at = -1, timer = 0, asked = null, items = [];

  const choose = (index) => {
    const options = [...list.children];
    at = index;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) { field.setAttribute("aria-activedescendant", options[at].id); options[at].scrollIntoView({ block: "nearest" }); }
    else field.removeAttribute("aria-activedescendant");
  };
  const hide = () => { clearTimeout(timer); asked?.abort(); list.hidden = true; field.setAttribute("aria-expanded", "false"); choose(-1); };
  const show = (answer) => {
    items = answer.items;
    list.replaceChildren(...items.map((item, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.append(part("span", item.name, item.lang, item.withdrawn ? "gone" : "label"));
      item.beside.forEach((one) => option.append(" ", part("span", one.text, one.lang, "kind")));
      return option;
    }));
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(items.length > 0));
    told.textContent = answer.told;
    choose(-1);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(form.dataset.choices, location.href);
    address.searchParams.set("q", field.value);
    address.searchParams.set("lang", document.documentElement.lang);
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch (error) { if (error.name !== "AbortError") hide(); }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < 2) { hide(); told.textContent = ""; return; }
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    const last = items.length - 1, open = !list.hidden;
    if (event.isComposing) return;
    if (/^Arrow(Up|Down)$/.test(event.key) && open) { clearTimeout(timer); asked?.abort(); } // who chooses, chooses from what is there
    if (event.key === "Escape" && open) { event.preventDefault(); event.stopPropagation(); hide(); }
    else if (event.key === "ArrowDown" && event.altKey && items.length) { list.hidden = false; field.setAttribute("aria-expanded", "true"); }
    else if (event.key === "ArrowDown" && open) { event.preventDefault(); choose(at === last ? -1 : at + 1); }
    else if (event.key === "ArrowUp" && open) { event.preventDefault(); choose(at === -1 ? last : at - 1); }
    else if (event.key === "Enter" && open && at >= 0) { event.preventDefault(); location.assign(items[at].href); }
    else if (event.key === "Tab") hide();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(items[[...list.children].indexOf(option)].href);
  });
  field.addEventListener("blur", hide);
  form.addEventListener("submit", hide);
}

document.querySelectorAll("form[data-choices]").forEach(enhance);
