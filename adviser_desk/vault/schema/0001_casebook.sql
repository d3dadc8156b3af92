-- The first schema: cases, conversations, consents, follow-ups, drafts, the ledger of releases, what was destroyed and
-- which backups there are, the search index, and the only views that the counting connection may read.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  parent TEXT REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL
) STRICT;

-- A field with several codes is one text, joined by ';' in the order of the model; '' is not filled in.
-- No number is given twice: a page, a draft and a backup may still speak of a case that was destroyed.
CREATE TABLE case_file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pseudonym TEXT NOT NULL UNIQUE,
  opened_on TEXT NOT NULL CHECK (opened_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  closed_on TEXT,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'waiting', 'aftercare', 'closed')),
  memory_aid TEXT NOT NULL DEFAULT '',
  matter TEXT,
  behaviour TEXT NOT NULL DEFAULT '' CHECK (behaviour NOT GLOB '*[^a-z0-9_;]*'),
  grounds TEXT NOT NULL DEFAULT '' CHECK (grounds NOT GLOB '*[^a-z0-9_;]*'),
  online INTEGER CHECK (online IN (0, 1)),
  integrity_kind TEXT,
  moral_question TEXT,
  client_role TEXT,
  other_party TEXT,
  found_via TEXT,
  options TEXT NOT NULL DEFAULT '' CHECK (options NOT GLOB '*[^a-z0-9_;]*'),
  step TEXT,
  reason_no_step TEXT,
  referral TEXT NOT NULL DEFAULT '' CHECK (referral NOT GLOB '*[^a-z0-9_;]*'),
  outcome TEXT,
  aftercare TEXT,
  themes TEXT NOT NULL DEFAULT '' CHECK (themes NOT GLOB '*[^a-z0-9_;]*'),
  unit TEXT REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
  last_contact TEXT,
  -- Drawn, and in no way derived from the case: by it an older backup is told which of its cases were destroyed since.
  mark TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
  CHECK ((status = 'closed') = (closed_on IS NOT NULL))
) STRICT;
CREATE INDEX case_file_opened ON case_file (opened_on);
-- Lists stand in this order at each key press; last_contact is kept by the triggers below.
CREATE INDEX case_file_newest ON case_file (coalesce(last_contact, opened_on), id);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  channel TEXT,
  at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]*'),
  minutes INTEGER CHECK (minutes >= 0),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX contact_of_case ON contact (case_id, at);

CREATE TRIGGER last_contact_added AFTER INSERT ON contact
BEGIN
  UPDATE case_file SET last_contact = NEW.at WHERE id = NEW.case_id AND coalesce(last_contact, '') < NEW.at;
END;
CREATE TRIGGER last_contact_changed AFTER UPDATE OF case_id, at ON contact
BEGIN
  UPDATE case_file SET last_contact = (SELECT max(at) FROM contact WHERE case_id = case_file.id)
  WHERE id IN (OLD.case_id, NEW.case_id);
END;
CREATE TRIGGER last_contact_removed AFTER DELETE ON contact
BEGIN
  UPDATE case_file SET last_contact = (SELECT max(at) FROM contact WHERE case_id = case_file.id) WHERE id = OLD.case_id;
END;

CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'refused', 'withdrawn')),
  manner TEXT NOT NULL,
  "on" TEXT NOT NULL,
  expires_on TEXT,
  recipient TEXT,
  CHECK ((scope = 'talk_to') = (recipient IS NOT NULL))
) STRICT;
CREATE INDEX consent_of_case ON consent (case_id, scope, id);

CREATE TRIGGER consent_is_never_changed BEFORE UPDATE ON consent
BEGIN
  SELECT raise(ABORT, 'consent is append-only');
END;

-- A line goes only together with its case: deleting the case row takes its lines along, and then that row is gone already.
CREATE TRIGGER consent_is_never_removed BEFORE DELETE ON consent
WHEN EXISTS (SELECT 1 FROM case_file WHERE id = OLD.case_id)
BEGIN
  SELECT raise(ABORT, 'consent is append-only');
END;

-- REPLACE removes a line without asking the trigger above.
CREATE TRIGGER consent_is_never_replaced BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM consent WHERE id = NEW.id)
BEGIN
  SELECT raise(ABORT, 'consent is append-only');
END;

CREATE TABLE follow_up (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  due_on TEXT NOT NULL,
  due_at TEXT,
  channel TEXT,
  text TEXT NOT NULL,
  done_on TEXT
) STRICT;
CREATE INDEX follow_up_of_case ON follow_up (case_id);
CREATE INDEX follow_up_to_do ON follow_up (due_on) WHERE done_on IS NULL;

-- What is typed is kept as it is typed, understood or not; nothing of it is checked here but the place.
CREATE TABLE draft (
  place TEXT PRIMARY KEY,
  case_id INTEGER REFERENCES case_file (id) ON DELETE CASCADE,
  pseudonym TEXT,
  case_words TEXT NOT NULL DEFAULT '',
  memory_aid TEXT NOT NULL DEFAULT '',
  channel TEXT,
  started_at TEXT NOT NULL,
  when_words TEXT NOT NULL DEFAULT '',
  minutes_words TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  matter TEXT,
  behaviour TEXT NOT NULL DEFAULT '',
  next_step TEXT NOT NULL DEFAULT '',
  next_step_when TEXT NOT NULL DEFAULT '',
  field TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  keep_notes TEXT NOT NULL,
  count TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

CREATE TABLE release (
  serial INTEGER PRIMARY KEY,
  period TEXT NOT NULL UNIQUE,
  issued_on TEXT NOT NULL,
  previous TEXT,
  digest TEXT NOT NULL,
  json BLOB NOT NULL,
  word BLOB,
  language TEXT
) STRICT;

CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON release
BEGIN
  SELECT raise(ABORT, 'a release is final');
END;

CREATE TRIGGER release_is_never_removed BEFORE DELETE ON release
BEGIN
  SELECT raise(ABORT, 'a release is final');
END;

CREATE TRIGGER release_is_never_replaced BEFORE INSERT ON release
WHEN EXISTS (SELECT 1 FROM release WHERE serial = NEW.serial OR period = NEW.period)
BEGIN
  SELECT raise(ABORT, 'a release is final');
END;

-- The cases that a release counted, frozen as they were; `period` is the quarter they count in. What went out stays
-- countable when the case itself is gone.
CREATE TABLE counted_case (
  id INTEGER PRIMARY KEY,
  case_id INTEGER UNIQUE REFERENCES case_file (id) ON DELETE SET NULL,
  period TEXT NOT NULL,
  unit TEXT,
  matter TEXT,
  behaviour TEXT NOT NULL,
  ground TEXT NOT NULL,
  online INTEGER CHECK (online IN (0, 1)),
  client_role TEXT,
  other_party TEXT,
  found_via TEXT,
  step TEXT,
  reason_no_step TEXT,
  aftercare TEXT,
  channel TEXT,
  themes TEXT NOT NULL
) STRICT;
CREATE INDEX counted_case_period ON counted_case (period);

CREATE TRIGGER counted_case_is_never_changed BEFORE UPDATE OF
  period, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare,
  channel, themes ON counted_case
BEGIN
  SELECT raise(ABORT, 'a counted case is final');
END;

CREATE TRIGGER counted_case_is_never_removed BEFORE DELETE ON counted_case
BEGIN
  SELECT raise(ABORT, 'a counted case is final');
END;

CREATE TRIGGER counted_case_is_never_replaced BEFORE INSERT ON counted_case
WHEN EXISTS (SELECT 1 FROM counted_case WHERE id = NEW.id OR case_id = NEW.case_id)
BEGIN
  SELECT raise(ABORT, 'a counted case is final');
END;

-- A case that the adviser wants destroyed: until `due_at` nothing of it has changed and it can be kept after all.
CREATE TABLE to_destroy (
  case_id INTEGER PRIMARY KEY REFERENCES case_file (id) ON DELETE CASCADE,
  ground TEXT NOT NULL CHECK (ground IN ('retention', 'consent_withdrawn', 'request')),
  asked_at TEXT NOT NULL,
  due_at TEXT NOT NULL
) STRICT;

-- A case that stays after its period is over, until when and why.
CREATE TABLE kept_longer (
  case_id INTEGER PRIMARY KEY REFERENCES case_file (id) ON DELETE CASCADE,
  until TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- What is left of a destroyed case that no release has counted yet: its coded columns, until one does.
CREATE TABLE emptied_case (
  id INTEGER PRIMARY KEY,
  opened TEXT NOT NULL,
  count_expires_on TEXT,
  unit TEXT,
  matter TEXT,
  behaviour TEXT NOT NULL,
  ground TEXT NOT NULL,
  online INTEGER CHECK (online IN (0, 1)),
  client_role TEXT,
  other_party TEXT,
  found_via TEXT,
  step TEXT,
  reason_no_step TEXT,
  aftercare TEXT,
  channel TEXT,
  themes TEXT NOT NULL
) STRICT;

-- The certificates of destruction, and by their marks the cases that each one is about.
CREATE TABLE certificate (
  number INTEGER PRIMARY KEY,
  "on" TEXT NOT NULL,
  ground TEXT NOT NULL CHECK (ground IN ('retention', 'consent_withdrawn', 'request')),
  cases INTEGER NOT NULL CHECK (cases > 0)
) STRICT;
CREATE TRIGGER certificate_is_never_changed BEFORE UPDATE ON certificate
BEGIN
  SELECT raise(ABORT, 'a certificate is final');
END;
CREATE TRIGGER certificate_is_never_removed BEFORE DELETE ON certificate
BEGIN
  SELECT raise(ABORT, 'a certificate is final');
END;
CREATE TRIGGER certificate_is_never_replaced BEFORE INSERT ON certificate
WHEN EXISTS (SELECT 1 FROM certificate WHERE number = NEW.number)
BEGIN
  SELECT raise(ABORT, 'a certificate is final');
END;
CREATE TABLE destroyed_case (
  mark TEXT PRIMARY KEY,
  certificate INTEGER NOT NULL REFERENCES certificate (number)
) STRICT;

-- The backups that were made and read back. A case is in those with `newest_case` at or above its id.
CREATE TABLE backup (
  id INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL,
  folder TEXT NOT NULL,
  file TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  digest TEXT NOT NULL,
  cases INTEGER NOT NULL,
  newest_case INTEGER NOT NULL,
  removed_on TEXT
) STRICT;

-- Each unit with the first-level unit above it.
CREATE VIEW unit_first_level AS
WITH RECURSIVE below (code, first_level) AS (
  SELECT code, code FROM unit WHERE parent IS NULL
  UNION ALL
  SELECT unit.code, below.first_level FROM unit JOIN below ON unit.parent = below.code
)
SELECT code, first_level FROM below;

-- Each case with the quarter it was opened in, what its newest consent to count says today, and its coded columns.
-- What is left of a destroyed case has a number below zero. No view that counts may select case_id from here.
CREATE VIEW coded_case AS
SELECT
  case_file.id AS case_id,
  substr(opened_on, 1, 4) || 'Q' || ((CAST(substr(opened_on, 6, 2) AS INTEGER) + 2) / 3) AS opened,
  CASE
    WHEN count.state IS NULL THEN 'not_asked'
    WHEN count.state = 'given' AND count.expires_on < date('now', 'localtime') THEN 'expired'
    ELSE count.state
  END AS consent,
  unit_first_level.first_level AS unit,
  matter,
  behaviour,
  grounds AS ground,
  online,
  client_role,
  other_party,
  found_via,
  step,
  reason_no_step,
  aftercare,
  (SELECT channel FROM contact WHERE contact.case_id = case_file.id ORDER BY at, contact.id LIMIT 1) AS channel,
  themes
FROM case_file
LEFT JOIN unit_first_level ON unit_first_level.code = case_file.unit
LEFT JOIN consent AS count ON count.id = (
  SELECT max(newest.id) FROM consent AS newest WHERE newest.case_id = case_file.id AND newest.scope = 'count'
)
UNION ALL
SELECT
  -emptied_case.id,
  opened,
  CASE WHEN count_expires_on < date('now', 'localtime') THEN 'expired' ELSE 'given' END,
  unit_first_level.first_level,
  matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare, channel, themes
FROM emptied_case
LEFT JOIN unit_first_level ON unit_first_level.code = emptied_case.unit;

-- The cases that may be counted and that no release has counted yet.
CREATE VIEW countable_case AS
SELECT
  opened, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare,
  channel, themes
FROM coded_case
WHERE consent = 'given' AND case_id NOT IN (SELECT case_id FROM counted_case WHERE case_id IS NOT NULL);

-- The cases that a release counted. `opened` is empty when the case itself is gone.
CREATE VIEW counted AS
SELECT
  period,
  substr(opened_on, 1, 4) || 'Q' || ((CAST(substr(opened_on, 6, 2) AS INTEGER) + 2) / 3) AS opened,
  counted_case.unit, counted_case.matter, counted_case.behaviour, ground, counted_case.online, counted_case.client_role,
  counted_case.other_party, counted_case.found_via, counted_case.step, counted_case.reason_no_step,
  counted_case.aftercare, channel, counted_case.themes
FROM counted_case
LEFT JOIN case_file ON case_file.id = counted_case.case_id;

-- How many cases a quarter has and why some do not count: quarter, consent, and whether a release counted it.
CREATE VIEW case_of_quarter AS
SELECT
  opened,
  consent,
  case_id IN (SELECT case_id FROM counted_case WHERE case_id IS NOT NULL) AS counted
FROM coded_case;

-- The index over all that can be searched. It keeps no text of its own: the view below is what it is built from.
-- id = the case's id × 2^34 + the record's id × 4 + 0 pseudonym, 1 memory aid, 2 note, 3 follow-up, so that an entry
-- tells its case without a look at any table. Nothing may read a text through the index: that would go over all texts.
CREATE VIEW searchable AS
SELECT id << 34 AS id, pseudonym AS text, id AS case_id, 'pseudonym' AS source FROM case_file
UNION ALL
SELECT (id << 34) + 1, memory_aid, id, 'memory_aid' FROM case_file
UNION ALL
SELECT (case_id << 34) + (id << 2) + 2, note, case_id, 'note' FROM contact
UNION ALL
SELECT (case_id << 34) + (id << 2) + 3, text, case_id, 'follow_up' FROM follow_up;

CREATE VIRTUAL TABLE search USING fts5 (
  text, case_id UNINDEXED, source UNINDEXED,
  content = 'searchable', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

CREATE VIRTUAL TABLE search_word USING fts5vocab (search, 'row');

CREATE TRIGGER case_file_indexed AFTER INSERT ON case_file
BEGIN
  INSERT INTO search (rowid, text) VALUES (NEW.id << 34, NEW.pseudonym), ((NEW.id << 34) + 1, NEW.memory_aid);
END;
CREATE TRIGGER case_file_reindexed AFTER UPDATE OF id, pseudonym, memory_aid ON case_file
BEGIN
  INSERT INTO search (search, rowid, text)
  VALUES ('delete', OLD.id << 34, OLD.pseudonym), ('delete', (OLD.id << 34) + 1, OLD.memory_aid);
  INSERT INTO search (rowid, text) VALUES (NEW.id << 34, NEW.pseudonym), ((NEW.id << 34) + 1, NEW.memory_aid);
END;
CREATE TRIGGER case_file_unindexed AFTER DELETE ON case_file
BEGIN
  INSERT INTO search (search, rowid, text)
  VALUES ('delete', OLD.id << 34, OLD.pseudonym), ('delete', (OLD.id << 34) + 1, OLD.memory_aid);
END;

CREATE TRIGGER contact_indexed AFTER INSERT ON contact
BEGIN
  INSERT INTO search (rowid, text) VALUES ((NEW.case_id << 34) + (NEW.id << 2) + 2, NEW.note);
END;
CREATE TRIGGER contact_reindexed AFTER UPDATE OF id, case_id, note ON contact
BEGIN
  INSERT INTO search (search, rowid, text) VALUES ('delete', (OLD.case_id << 34) + (OLD.id << 2) + 2, OLD.note);
  INSERT INTO search (rowid, text) VALUES ((NEW.case_id << 34) + (NEW.id << 2) + 2, NEW.note);
END;
CREATE TRIGGER contact_unindexed AFTER DELETE ON contact
BEGIN
  INSERT INTO search (search, rowid, text) VALUES ('delete', (OLD.case_id << 34) + (OLD.id << 2) + 2, OLD.note);
END;

CREATE TRIGGER follow_up_indexed AFTER INSERT ON follow_up
BEGIN
  INSERT INTO search (rowid, text) VALUES ((NEW.case_id << 34) + (NEW.id << 2) + 3, NEW.text);
END;
CREATE TRIGGER follow_up_reindexed AFTER UPDATE OF id, case_id, text ON follow_up
BEGIN
  INSERT INTO search (search, rowid, text) VALUES ('delete', (OLD.case_id << 34) + (OLD.id << 2) + 3, OLD.text);
  INSERT INTO search (rowid, text) VALUES ((NEW.case_id << 34) + (NEW.id << 2) + 3, NEW.text);
END;
CREATE TRIGGER follow_up_unindexed AFTER DELETE ON follow_up
BEGIN
  INSERT INTO search (search, rowid, text) VALUES ('delete', (OLD.case_id << 34) + (OLD.id << 2) + 3, OLD.text);
END;
