// The editor works without this file. It adds: Ctrl+Enter runs the query, and a query that is too long for an address
// is sent with POST. The address keeps what is typed, so that it can be shared or reloaded. Tab is left alone: it moves on.
"use strict";

const form = document.getElementById("editor");
const field = document.getElementById("query");
const LONGEST = 7000;
let timer = 0;

function address() {
  const parameters = new URLSearchParams(new FormData(form));
  return `${form.getAttribute("action")}?${parameters}`;
}

form.addEventListener("submit", () => {
  form.method = address().length > LONGEST ? "post" : "get";
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const here = address();
    if (here.length <= LONGEST) history.replaceState(null, "", here);
  }, 500);
});
