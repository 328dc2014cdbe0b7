-- Things by importance (the number of links to them), what is said of them, and which words that takes.
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT, class TEXT, labels TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind INTEGER, withdrawn INTEGER, texts TEXT);
CREATE INDEX thing_of_kind ON thing (kind, withdrawn, iri);
-- A whole name, alternative name or code, folded.
CREATE TABLE name (key TEXT, thing INTEGER, weight INTEGER, PRIMARY KEY (key, thing)) WITHOUT ROWID;
-- Every word that occurs, sorted, with the number of things that it occurs in.
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT, things INTEGER);
CREATE TABLE stem (stem TEXT, word INTEGER, PRIMARY KEY (stem, word)) WITHOUT ROWID;
-- How much a word weighs in a thing: the most that it does in one of its texts.
CREATE TABLE posting (word INTEGER, thing INTEGER, weight INTEGER, PRIMARY KEY (word, thing)) WITHOUT ROWID;
-- What a thing belongs to: name is "scheme", "source" or "whole", value another thing.
CREATE TABLE facet (name TEXT, thing INTEGER, value INTEGER, PRIMARY KEY (name, thing, value)) WITHOUT ROWID;
