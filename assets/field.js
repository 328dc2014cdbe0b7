// The field in which a query is written. It stands in a shadow root, so that its styles need no exception to our policy.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { complete } from "./completion.js";
import { t } from "./texts.js";

const look = EditorView.theme({
  "&": { boxSizing: "border-box", height: "100%", color: "var(--ink)", backgroundColor: "var(--raised)", border: "1px solid var(--quiet)", borderRadius: "4px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { font: ".875rem/1.6 var(--mono)", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "transparent", border: "0" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--line)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--quiet)", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".3rem .5rem", minHeight: "24px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--paper)", background: "var(--accent)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", marginLeft: "1em", opacity: ".9" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--alarm) 2px" }, // no data: address
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--alarm)" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.name], color: "var(--ink)", fontWeight: "600" },
  { tag: [tags.string, tags.literal, tags.number], color: "var(--alarm)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

export function field(place, text, label, { run, changed }) {
  const root = place.attachShadow({ mode: "open" });
  const state = EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
      sparql(), syntaxHighlighting(colours),
      autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]), // no Tab: it moves on
      EditorView.lineWrapping, look,
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "", spellcheck: "false", autocapitalize: "off" }),
      EditorState.phrases.of(phrases()),
      EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  return {
    get text() { return view.state.doc.toString(); },
    set text(next) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }); },
    focus: () => view.focus(),
    clear: () => view.dispatch(setDiagnostics(view.state, [])),
    mark(line, column, message) {
      const where = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const from = Math.min(where.from + Math.max(column - 1, 0), where.to);
      const to = Math.min(from + Math.max(/^\S+/.exec(view.state.sliceDoc(from, where.to))?.[0].length ?? 1, 1), view.state.doc.length);
      view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message }]), { selection: { anchor: from }, scrollIntoView: true });
    },
  };
}

function phrases() {
  const dutch = { Completions: "Aanvullingen", "Control character": "Stuurteken", "Diagnostics": "Fouten", Error: "Fout", error: "fout" };
  return t(dutch, {});
}
