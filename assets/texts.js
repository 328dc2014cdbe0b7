// The words of the interface, in the language of the page.
const DUTCH = document.documentElement.lang !== "en";

export const t = (nl, en) => (DUTCH ? nl : en);

// Makes an element: attributes that are functions listen, all others are set; children are nodes or texts.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
