-- The record, schema 2. 2: commitments and forecasts carry roles, sums and spans. STRICT tables, no feature younger than SQLite 3.37.
-- A finding's `body` is its contract row as JSON; the columns beside it are generated from it, for filters and joins.
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,           -- version of stages, parser and vocabulary that made the findings
  program TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  language TEXT NOT NULL,
  outlet TEXT,
  earliest TEXT,
  latest TEXT,
  body TEXT NOT NULL,            -- title, byline, outlet, url, published, blocks
  stage TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (id),
  current INTEGER NOT NULL DEFAULT 1,
  supersedes TEXT,
  story TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS locations (         -- where a document lies; never exported
  location TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES documents (id)
) STRICT;
CREATE TABLE IF NOT EXISTS files (             -- what was read from which file, to skip it unchanged
  location TEXT PRIMARY KEY,
  source_sha256 TEXT NOT NULL,
  stage TEXT NOT NULL,
  problems TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS findings (
  id TEXT NOT NULL,
  noun TEXT NOT NULL,            -- mentions offices statements events terms silences commitments forecasts
  document TEXT NOT NULL REFERENCES documents (id),
  start INTEGER NOT NULL,
  finish INTEGER NOT NULL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS findings_document ON findings (document, noun, start);
CREATE TABLE IF NOT EXISTS derived (           -- what follows from the findings together: clusters, stories, conflicts, ties; made anew after each read
  noun TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clusters (mention TEXT PRIMARY KEY, cluster TEXT NOT NULL, because TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shingles (hash INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (hash, document)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shingles_document ON shingles (document);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (document UNINDEXED, title, text, tokenize = "unicode61 remove_diacritics 2");
-- Views by noun, so that the record can be questioned in SQL.
CREATE VIEW IF NOT EXISTS statements AS SELECT id, document, json_extract(body, '$.speaker.id') AS speaker, json_extract(body, '$.speaker.name') AS name,
  json_extract(body, '$.quotation') AS quotation, json_extract(body, '$.status') AS status, json_extract(body, '$.modality') AS modality,
  json_extract(body, '$.medium') AS medium, json_extract(body, '$.said.earliest') AS earliest, json_extract(body, '$.said.latest') AS latest, start, finish, body
  FROM findings WHERE noun = 'statements';
CREATE VIEW IF NOT EXISTS events AS SELECT f.id, f.document, json_extract(body, '$.type') AS type, json_extract(body, '$.mode') AS mode, json_extract(body, '$.quad') AS quad,
  json_extract(body, '$.realis') AS realis, json_extract(body, '$.historical') AS historical, json_extract(body, '$.voice') AS voice,
  json_extract(body, '$.when.earliest') AS earliest, json_extract(body, '$.when.latest') AS latest, c.cluster, start, finish, body
  FROM findings f LEFT JOIN clusters c ON c.mention = f.id WHERE noun = 'events';
CREATE VIEW IF NOT EXISTS event_parties AS SELECT f.id AS event, 'actor' AS role, json_extract(p.value, '$.id') AS actor, json_extract(p.value, '$.country') AS country
  FROM findings f, json_each(f.body, '$.actors') p WHERE f.noun = 'events'
  UNION ALL SELECT f.id, 'recipient', json_extract(p.value, '$.id'), json_extract(p.value, '$.country')
  FROM findings f, json_each(f.body, '$.recipients') p WHERE f.noun = 'events';
CREATE VIEW IF NOT EXISTS terms AS SELECT id, document, json_extract(body, '$.concept') AS concept, json_extract(body, '$.variant') AS variant,
  json_extract(body, '$.user.id') AS user, json_extract(body, '$.stance') AS stance, start, finish, body FROM findings WHERE noun = 'terms';
-- Append-only where it counts: a finding is never rewritten in place.
CREATE TRIGGER IF NOT EXISTS findings_keep BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings are append-only'); END;
