// A nested list becomes a tree for the keyboard (WAI-ARIA treeview, as a way to pages): arrows walk and open, Home and
// End go to the ends, letters look for a name, * opens what stands beside. One link of the tree takes part in Tab.

document.querySelectorAll("ul.tree").forEach((tree, number) => {
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", tree.dataset.label);
  tree.classList.add("live");
  tree.querySelectorAll("li").forEach((item, place) => {
    const link = item.querySelector(":scope > a");
    if (!link) return;
    const fold = item.querySelector(":scope > details");
    item.setAttribute("role", "none");
    link.setAttribute("role", "treeitem");
    link.tabIndex = -1;
    const notes = [...item.querySelectorAll(":scope > .more, :scope > .kind, :scope > .badge")];
    notes.forEach((note, which) => { note.id = `tree-${number}-${place}-${which}`; note.querySelectorAll("a").forEach((one) => { one.replaceWith(...one.childNodes); }); });
    if (notes.length) link.setAttribute("aria-describedby", notes.map((note) => note.id).join(" "));
    if (!fold) return;
    const list = fold.querySelector(":scope > ul");
    list.id = `tree-${number}-${place}`;
    list.setAttribute("role", "group");
    link.setAttribute("aria-owns", list.id);
    link.setAttribute("aria-expanded", String(fold.open));
    list.hidden = !fold.open;
    fold.replaceWith(list);
    const knob = Object.assign(document.createElement("span"), { className: "knob" });
    knob.setAttribute("aria-hidden", "true");
    knob.addEventListener("click", (event) => { event.preventDefault(); fold_(link, link.getAttribute("aria-expanded") !== "true"); });
    item.prepend(knob);
  });

  const all = () => [...tree.querySelectorAll("[role=treeitem]")];
  const named = (one) => [...one.childNodes].filter((part) => part.className !== "code").map((part) => part.textContent).join("").trim().toLowerCase();
  const seen = () => all().filter((one) => !one.closest("[hidden]"));
  const above = (one) => one.closest("[role=group]")?.parentElement.querySelector(":scope > [role=treeitem]");
  function fold_(one, open) {
    one.setAttribute("aria-expanded", String(open));
    document.getElementById(one.getAttribute("aria-owns")).hidden = !open;
    if (!open && one.parentElement.querySelector("[tabindex='0']") !== one && one.parentElement.querySelector("[tabindex='0']")) rest(one);
  }
  const rest = (one) => { all().forEach((other) => { other.tabIndex = -1; }); one.tabIndex = 0; };
  const go = (one) => { if (one) { rest(one); one.focus(); } };
  const first = all()[0];
  if (first) first.tabIndex = 0;
  tree.addEventListener("focusin", (event) => { if (event.target.matches("[role=treeitem]")) rest(event.target); });
  tree.addEventListener("keydown", (event) => {
    const one = event.target.closest("[role=treeitem]");
    if (!one || event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = seen(), at = shown.indexOf(one), state = one.getAttribute("aria-expanded");
    const moves = {
      ArrowDown: () => go(shown[at + 1]),
      ArrowUp: () => go(shown[at - 1]),
      Home: () => go(shown[0]),
      End: () => go(shown[shown.length - 1]),
      ArrowRight: () => { if (state === "false") fold_(one, true); else if (state === "true") go(shown[at + 1]); },
      ArrowLeft: () => { if (state === "true") fold_(one, false); else go(above(one)); },
      " ": () => one.click(),
      "*": () => [...one.parentElement.parentElement.children].forEach((item) => {
        const other = item.querySelector(":scope > [aria-expanded]");
        if (other) fold_(other, true);
      }),
    };
    if (moves[event.key]) { event.preventDefault(); moves[event.key](); return; }
    if (event.key.length === 1) {
      const wanted = event.key.toLowerCase();
      go([...shown.slice(at + 1), ...shown.slice(0, at)].find((other) => named(other).startsWith(wanted)));
    }
  });
});
