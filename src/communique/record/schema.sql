-- The record, schema 4. 2: commitments and forecasts carry roles, sums and spans. 3: judgements. 4: facets, tokens, indexed, arrivals. STRICT tables, no feature younger than SQLite 3.37.
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
CREATE TABLE IF NOT EXISTS arrivals (          -- when a document came in, for digests; never exported
  document TEXT PRIMARY KEY REFERENCES documents (id),
  at TEXT NOT NULL               -- ISO 8601, UTC
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS arrivals_at ON arrivals (at);
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
CREATE TABLE IF NOT EXISTS indexed (           -- a current document's row in `words`, which finds nothing by document
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL UNIQUE
) STRICT;
-- What people say of findings: dated, signed, and never changed or taken away; an undo is a judgement too.
CREATE TABLE IF NOT EXISTS judgements (
  number INTEGER PRIMARY KEY,    -- the order in which they were signed
  id TEXT NOT NULL UNIQUE,
  signed TEXT NOT NULL,          -- ISO 8601, UTC
  reviewer TEXT NOT NULL,
  role TEXT NOT NULL,            -- reviewer or adjudicator
  verdict TEXT NOT NULL,         -- accept reject edit undecidable comment merge split undo
  noun TEXT NOT NULL,            -- of the target; 'judgements' for an undo
  target TEXT NOT NULL,
  document TEXT,                 -- whose text was judged, and that text's digest
  sha256 TEXT,
  body TEXT NOT NULL             -- the row as it was judged, changes, others, note, sampled
) STRICT;
CREATE INDEX IF NOT EXISTS judgements_document ON judgements (document);
CREATE INDEX IF NOT EXISTS judgements_target ON judgements (noun, target);
CREATE TRIGGER IF NOT EXISTS judgements_keep BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
CREATE TRIGGER IF NOT EXISTS judgements_stay BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END;
CREATE TABLE IF NOT EXISTS overlay (           -- what standing judgements make of findings; replayed after each judgement and each read
  noun TEXT NOT NULL,
  id TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES documents (id),
  start INTEGER NOT NULL,
  finish INTEGER NOT NULL,
  body TEXT,                     -- NULL: it does not stand
  state TEXT NOT NULL,           -- machine accepted edited rejected undecidable disputed replaced
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS overlay_document ON overlay (document);
CREATE VIEW IF NOT EXISTS standing AS
  SELECT f.id AS id, f.noun AS noun, f.document AS document, f.start AS start, f.finish AS finish, f.body AS body, 'machine' AS state
  FROM findings f WHERE NOT EXISTS (SELECT 1 FROM overlay o WHERE o.noun = f.noun AND o.id = f.id)
  UNION ALL SELECT id, noun, document, start, finish, body, state FROM overlay WHERE body IS NOT NULL;
CREATE TABLE IF NOT EXISTS facets (            -- standing findings of current documents by what they are ordered and dated by: narrow, so that a million are looked through at once
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  noun TEXT NOT NULL,
  id TEXT NOT NULL,
  document TEXT NOT NULL,
  start INTEGER NOT NULL,
  low TEXT,                      -- first and last day, where the row has a date
  high TEXT,
  UNIQUE (noun, id)
) STRICT;
CREATE INDEX IF NOT EXISTS facets_high ON facets (noun, high, low);
CREATE INDEX IF NOT EXISTS facets_document ON facets (document);
CREATE TABLE IF NOT EXISTS tokens (            -- what filters ask for (who, which kind, whose outlet) as hashes, and the facets that have it
  token INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  place INTEGER NOT NULL,        -- where the row stands among those of its noun, and its first and last day as numbers: a filter then need not look at facets
  low INTEGER,
  high INTEGER,
  PRIMARY KEY (token, facet)
) STRICT, WITHOUT ROWID;
-- Views by noun, so that the record can be questioned in SQL.
DROP VIEW IF EXISTS statements;
DROP VIEW IF EXISTS events;
DROP VIEW IF EXISTS event_parties;
DROP VIEW IF EXISTS terms;
CREATE VIEW IF NOT EXISTS statements AS SELECT id, document, json_extract(body, '$.speaker.id') AS speaker, json_extract(body, '$.speaker.name') AS name,
  json_extract(body, '$.quotation') AS quotation, json_extract(body, '$.status') AS status, json_extract(body, '$.modality') AS modality,
  json_extract(body, '$.medium') AS medium, json_extract(body, '$.said.earliest') AS earliest, json_extract(body, '$.said.latest') AS latest, start, finish, body
  FROM standing WHERE noun = 'statements';
CREATE VIEW IF NOT EXISTS events AS SELECT f.id, f.document, json_extract(body, '$.type') AS type, json_extract(body, '$.mode') AS mode, json_extract(body, '$.quad') AS quad,
  json_extract(body, '$.realis') AS realis, json_extract(body, '$.historical') AS historical, json_extract(body, '$.voice') AS voice,
  json_extract(body, '$.when.earliest') AS earliest, json_extract(body, '$.when.latest') AS latest, c.cluster, start, finish, body
  FROM standing f LEFT JOIN clusters c ON c.mention = f.id WHERE noun = 'events';
CREATE VIEW IF NOT EXISTS event_parties AS SELECT f.id AS event, 'actor' AS role, json_extract(p.value, '$.id') AS actor, json_extract(p.value, '$.country') AS country
  FROM standing f, json_each(f.body, '$.actors') p WHERE f.noun = 'events'
  UNION ALL SELECT f.id, 'recipient', json_extract(p.value, '$.id'), json_extract(p.value, '$.country')
  FROM standing f, json_each(f.body, '$.recipients') p WHERE f.noun = 'events';
CREATE VIEW IF NOT EXISTS terms AS SELECT id, document, json_extract(body, '$.concept') AS concept, json_extract(body, '$.variant') AS variant,
  json_extract(body, '$.user.id') AS user, json_extract(body, '$.stance') AS stance, start, finish, body FROM standing WHERE noun = 'terms';
-- Append-only where it counts: a finding is never rewritten in place.
CREATE TRIGGER IF NOT EXISTS findings_keep BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings are append-only'); END;
