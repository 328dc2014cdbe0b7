-- All things in which something is found, with what they are worth and how many of the terms they cover.
-- 1: the meanings, a JSON list of [number of the term, word, worth]; 2: the whole text, folded;
-- 3: the whole text, as an IRI; 4: the number of terms.
CREATE TEMP TABLE found AS
WITH
  meaning AS (
    SELECT json_extract(value, '$[0]') AS term, json_extract(value, '$[1]') AS word,
      json_extract(value, '$[2]') AS worth
    FROM json_each(?1)
  ),
  best AS (
    SELECT posting.thing, 1 AS terms, MAX(posting.weight * meaning.worth) AS worth
    FROM meaning CROSS JOIN posting ON posting.word = meaning.word
    GROUP BY posting.thing, meaning.term
    UNION ALL
    SELECT thing, ?4, 1 + weight / 100.0 FROM name WHERE key = ?2
    UNION ALL
    SELECT id, ?4, 3 FROM thing WHERE iri = ?3
  ),
  total AS (
    SELECT thing, MIN(SUM(terms), ?4) AS covered, SUM(worth) AS score FROM best GROUP BY thing
  )
SELECT thing.id, thing.kind, thing.withdrawn, covered, score FROM total JOIN thing ON thing.id = total.thing;
