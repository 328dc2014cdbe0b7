// Several queries beside each other. They are kept in this browser alone; a tab is called after its first comment.
import { make, t } from "./texts.js";

const KEY = "kennisgraaf.sparql";

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    const texts = found.texts.filter((text) => typeof text === "string").slice(0, 30);
    return { texts, current: Math.min(Math.max(found.current | 0, 0), texts.length - 1) };
  } catch {
    return { texts: [], current: -1 };
  }
}

export class Tabs {
  // asked: the query of the address, "" for none; other: the one to begin with where nothing is kept.
  constructor(place, asked, other, chosen) {
    Object.assign(this, stored(), { place, chosen });
    if (asked && !this.texts.includes(asked)) this.texts.push(asked);
    if (!this.texts.length) this.texts.push(other);
    if (asked) this.current = this.texts.indexOf(asked);
    this.current = Math.max(this.current, 0);
    this.draw();
  }

  get text() { return this.texts[this.current]; }

  keep(text) {
    const before = this.name(this.current);
    this.texts[this.current] = text;
    this.save();
    if (before !== this.name(this.current)) this.draw();
  }

  add(text) {
    this.texts.push(text);
    this.choose(this.texts.length - 1);
  }

  choose(index) {
    this.current = index;
    this.save();
    this.draw();
    this.chosen(this.text);
  }

  close(index) {
    this.texts.splice(index, 1);
    if (!this.texts.length) this.texts.push("");
    this.choose(Math.min(this.current > index ? this.current - 1 : this.current, this.texts.length - 1));
    this.place.querySelector("[aria-current]")?.focus();
  }

  name(index) {
    return /^\s*#+\s*(\S.*)/.exec(this.texts[index] ?? "")?.[1].trim().slice(0, 32) ?? `${t("Vraag", "Query")} ${index + 1}`;
  }

  save() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ texts: this.texts, current: this.current }));
    } catch {
      // a browser that keeps nothing: the tabs last as long as the page
    }
  }

  draw() {
    const tabs = this.texts.map((_, index) => {
      const name = this.name(index);
      const here = index === this.current;
      const open = make("button", { type: "button", "aria-current": here && "true", click: () => this.choose(index) }, name);
      const label = t(`Sluit ${name}`, `Close ${name}`);
      return make("li", {}, open, make("button", { type: "button", "aria-label": label, title: label, click: () => this.close(index) }, "×"));
    });
    const label = t("Nieuwe vraag", "New query");
    tabs.push(make("li", {}, make("button", { type: "button", "aria-label": label, title: label, click: () => this.add("") }, "+")));
    this.place.replaceChildren(...tabs);
  }
}
