-- All things in which something is found, with what they are worth and how many of the words they cover.
-- 1: the meanings, a JSON list of [number of the term, word, worth, 1 if the term counts];
-- 2: the whole text, folded; 3: the whole text, as an IRI; 4: the number of terms that count.
CREATE TEMP TABLE found AS
WITH
  meaning AS (
    SELECT json_extract(value, '$[0]') AS term, json_extract(value, '$[1]') AS word,
      json_extract(value, '$[2]') AS worth, json_extract(value, '$[3]') AS counts
    FROM json_each(?1)
  ),
  best AS (
    SELECT posting.thing, meaning.term, meaning.counts, MAX(posting.weight * meaning.worth) AS worth
    FROM meaning CROSS JOIN posting ON posting.word = meaning.word
    GROUP BY posting.thing, meaning.term
    UNION ALL
    SELECT thing, -1, ?4, 1 + weight / 100.0 FROM name WHERE key = ?2
    UNION ALL
    SELECT id, -2, ?4, 3 FROM thing WHERE iri = ?3
  ),
  total AS (
    SELECT thing, MIN(SUM(counts), ?4) AS covered, SUM(worth) AS score FROM best GROUP BY thing
  )
SELECT thing.id, thing.kind, thing.withdrawn, covered, score FROM total JOIN thing ON thing.id = total.thing;
