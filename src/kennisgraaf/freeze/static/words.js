// Words that compare alike, and what they find: the rules of the living site (index/words.py, search/) on the index that
// lies beside these files. A stem is not computed here: the index says which of its words share one.
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
const STEM = 0.95, PREFIX = 0.8, PART = 0.5, LIKE = 0.6;

/** Letters and digits only, without case and accents: "Cliënt’s" → "clients". */
export function fold(word) {
  return word.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
}

export function split(text) {
  return (text.normalize("NFC").match(WORD) ?? []).map(fold).filter(Boolean);
}

/** How many slips of the pen lie between two words; a swap of neighbours is one. */
export function distance(a, b) {
  let older = [], old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length];
}

function shorter(word, other) {
  return Math.sqrt(Math.min(1, word.length / other.length));
}

/** What a word means: number of a word of the index → worth from 0 to 1. */
function known(index, word) {
  const found = new Map();
  const better = (number, worth) => found.set(number, Math.max(worth, found.get(number) ?? 0));
  index.words.forEach((other, number) => {
    if (other === word) better(number, 1);
    else if (word.length > 1 && other.startsWith(word)) better(number, PREFIX * shorter(word, other));
    else if (word.length > 3 && other.includes(word)) better(number, PART * shorter(word, other));
  });
  const own = index.places.get(word);
  for (const group of own === undefined ? [] : (index.groups.get(own) ?? [])) group.forEach((number) => better(number, STEM));
  return found;
}

function meanings(index, word) {
  const found = known(index, word);
  const slips = Math.min(1 + (word.length > 11 ? 1 : 0), Math.floor((word.length - 1) / 3));
  if (found.size || slips < 1 || /\d/.test(word)) return { word, found, instead: "" };
  const near = index.words.map((other) => (Math.abs(other.length - word.length) > slips ? 99 : distance(word, other)));
  const best = near.reduce((least, each) => Math.min(least, each), 99);
  if (best > slips) return { word, found, instead: "" };
  const close = near.flatMap((each, number) => (each === best ? [number] : []))
    .sort((a, b) => index.found[b].length - index.found[a].length).slice(0, 3);
  for (const number of close) for (const [other, worth] of known(index, index.words[number])) found.set(other, worth * LIKE);
  return { word, found, instead: index.words[close[0]] };
}

/** Make an index out of the file. */
export function open(file) {
  const groups = new Map();
  for (const group of file.alike) for (const word of group) groups.set(word, [...(groups.get(word) ?? []), group]);
  return { ...file, groups, places: new Map(file.words.map((word, number) => [word, number])), grammar: new Set(file.grammar) };
}

/** Return { hits: [thing, ...] the best first, corrected: {typed: taken for}, unknown: [typed] }. */
export function search(index, text) {
  const typed = [...new Set(split(text))].slice(0, 50);
  const terms = typed.map((word) => meanings(index, word));
  const saying = terms.filter((term) => term.found.size && !index.grammar.has(term.word));
  const counting = saying.length ? saying : terms.filter((term) => term.found.size);
  const total = new Map();
  const rarity = counting.map((term) => {
    const most = Math.max(...[...term.found].filter(([, worth]) => worth >= LIKE).map(([number]) => index.found[number].length / 2), 0);
    return 1 - (0.9 * Math.log(1 + most)) / Math.log(2 + index.things.length);
  });
  const whole = 100 * (rarity.reduce((sum, each) => sum + each, 0) || 1);
  counting.forEach((term, place) => {
    const best = new Map();
    for (const [number, worth] of term.found) {
      const weights = index.found[number];
      for (let at = 0; at < weights.length; at += 2) {
        const score = (weights[at + 1] * worth * rarity[place]) / whole;
        if (score > (best.get(weights[at]) ?? 0)) best.set(weights[at], score);
      }
    }
    for (const [thing, score] of best) {
      const [covered, sum] = total.get(thing) ?? [0, 0];
      total.set(thing, [covered + 1, sum + score]);
    }
  });
  const same = index.whole[split(text).join(" ")] ?? [];
  for (let at = 0; at < same.length; at += 2) {
    total.set(same[at], [counting.length, (total.get(same[at])?.[1] ?? 0) + 1 + same[at + 1] / 100]);
  }
  const most = Math.max(...[...total.values()].map(([covered]) => covered), 0);
  const hits = [...total].filter(([, [covered]]) => covered === most)
    .sort(([a, [, first]], [b, [, second]]) => index.things[a][3] - index.things[b][3] || second - first || a - b)
    .map(([thing]) => thing);
  const corrected = Object.fromEntries(terms.filter((term) => term.instead).map((term) => [term.word, term.instead]));
  return { hits, corrected, unknown: terms.filter((term) => !term.found.size).map((term) => term.word) };
}

/** Where an address of the living site ("/doc/x/y", "/def#Z") lies, seen from a page one folder deep. */
export function place(address) {
  if (!address.startsWith("/")) return address;
  const [path, fragment] = address.split("#");
  const name = decodeURI(path).split("/").filter(Boolean).map(encodeURIComponent).join("/");
  return new URL(`../${name}${name ? "/" : ""}index.html${fragment ? `#${fragment}` : ""}`, document.baseURI).href;
}

/** The text in the language of the page, else Dutch, English, any; with its language. */
export function pick(texts, lang = document.documentElement.lang) {
  const tag = [lang, "nl", "en", ...Object.keys(texts)].find((each) => each in texts);
  return tag === undefined ? ["", ""] : [texts[tag], tag];
}

export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** An element with a text of the graph, marked with its language where that is another one. */
export function said(name, texts, attributes = {}) {
  const [text, lang] = pick(texts);
  return element(name, text, lang && lang !== document.documentElement.lang ? { ...attributes, lang } : attributes);
}
