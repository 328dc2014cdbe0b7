// Bars of a table on this page: one for each value of a column, as long as a number in another column or the number of rows.
import { make, t } from "./texts.js";

const MOST = 40;
const SVG = "http://www.w3.org/2000/svg";

const number = (text) => (/^-?\d+([.]\d+)?$/.test(text.trim()) ? Number(text) : NaN);

function read(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const numeric = columns.map((_, index) => rows.some((row) => row[index]) && rows.every((row) => !row[index] || !Number.isNaN(number(row[index]))));
  return { columns, rows, numeric };
}

function bars({ rows }, per, of) {
  const found = new Map();
  for (const row of rows) found.set(row[per], (found.get(row[per]) ?? 0) + (of < 0 ? 1 : number(row[of]) || 0));
  return [...found].sort((one, other) => other[1] - one[1]);
}

function draw(found, title) {
  const room = Math.max(Math.min(document.getElementById("outcome").clientWidth, 700), 240); // one unit is one pixel: letters stay as large
  const most = Math.max(...found.map(([, value]) => Math.abs(value)), 1);
  const svg = document.createElementNS(SVG, "svg");
  const put = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    svg.append(element);
  };
  svg.setAttribute("viewBox", `0 0 ${room} ${found.length * 44}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", title);
  svg.setAttribute("class", "bars");
  found.forEach(([label, value], index) => {
    const width = Math.max((Math.abs(value) / most) * (room - 70), 1);
    put("text", { x: 0, y: index * 44 + 14 }, label.length > room / 7.5 ? `${label.slice(0, room / 7.5 - 2)}…` : label || t("(leeg)", "(empty)"));
    put("rect", { x: 0, y: index * 44 + 20, width, height: 14 });
    put("text", { x: width + 8, y: index * 44 + 32 }, String(value));
  });
  return svg;
}

export function chart(table) {
  const data = read(table);
  const labels = data.columns.map((_, index) => index).filter((index) => !data.numeric[index]);
  const first = labels.length ? labels : [0];
  const select = (label, options, chosen) => {
    const list = make("select", { change: () => show() }, ...options.map(([value, name]) => make("option", { value, selected: value === chosen }, name)));
    return { list, row: make("label", {}, label, " ", list) };
  };
  const per = select(t("Een balk per", "One bar per"), data.columns.map((name, index) => [index, name]), first[0]);
  const numbers = data.columns.map((name, index) => [index, name]).filter(([index]) => data.numeric[index]);
  const of = select(t("Lengte", "Length"), [...numbers, [-1, t("aantal rijen", "number of rows")]], numbers[0]?.[0] ?? -1);
  const place = make("div");
  const note = make("p", { class: "quiet", role: "status" });
  function show() {
    const found = bars(data, Number(per.list.value), Number(of.list.value));
    const names = `${of.list.selectedOptions[0].textContent} ${t("per", "per")} ${per.list.selectedOptions[0].textContent}`;
    place.replaceChildren(draw(found.slice(0, MOST), t(`Staafdiagram: ${names}. De tabel heeft dezelfde gegevens.`, `Bar chart: ${names}. The table has the same data.`)));
    note.textContent = found.length > MOST ? t(`De ${MOST} langste van ${found.length}; de tabel heeft ze alle.`, `The ${MOST} longest of ${found.length}; the table has all.`) : "";
  }
  show();
  return make("div", { class: "chart" }, make("div", { class: "pair" }, per.row, of.row), note, place);
}
