-- The ledger over years: how many came late stays as it was when the period was closed, and a release that is read back
-- from its file closes its period too.

-- Of the cases that a release counted in a quarter, how many were opened in an earlier one; no line for none. A number, and not a mark at
-- each case: of a destroyed case nothing is kept that tells when it was opened.
CREATE TABLE late_in_quarter (
  quarter TEXT PRIMARY KEY,
  cases INTEGER NOT NULL CHECK (cases > 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER late_is_never_changed BEFORE UPDATE ON late_in_quarter
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;
CREATE TRIGGER late_is_never_removed BEFORE DELETE ON late_in_quarter
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;
CREATE TRIGGER late_is_never_replaced BEFORE INSERT ON late_in_quarter
WHEN EXISTS (SELECT 1 FROM late_in_quarter WHERE quarter = NEW.quarter)
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;

-- What is known of the releases of before: who is gone came in time, as it was shown since.
INSERT INTO late_in_quarter (quarter, cases)
SELECT period, count(*) FROM counted WHERE opened <> period GROUP BY period;

-- The quarters that a release closed which was read back from its file. It counted the cases opened from `first_day` to
-- `last_day` whose client agreed to be counted, as that stood on the day it was issued.
CREATE TABLE read_back (
  quarter TEXT PRIMARY KEY,
  serial INTEGER NOT NULL REFERENCES release (serial),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  issued_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER read_back_is_never_changed BEFORE UPDATE ON read_back
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;
CREATE TRIGGER read_back_is_never_removed BEFORE DELETE ON read_back
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;
CREATE TRIGGER read_back_is_never_replaced BEFORE INSERT ON read_back
WHEN EXISTS (SELECT 1 FROM read_back WHERE quarter = NEW.quarter)
BEGIN
  SELECT raise(ABORT, 'a closed quarter is final');
END;

-- The cases that such a release counted, as far as can be known, also those that are typed again later.
CREATE VIEW counted_unseen AS
SELECT case_file.id AS case_id, read_back.quarter AS quarter
FROM read_back
JOIN case_file ON case_file.opened_on BETWEEN read_back.first_day AND read_back.last_day
WHERE (
  SELECT state = 'given' AND coalesce(expires_on, issued_on) >= issued_on
  FROM consent
  WHERE consent.case_id = case_file.id AND scope = 'count' AND "on" <= issued_on
  ORDER BY consent.id DESC
  LIMIT 1
);

CREATE VIEW counted_before AS
SELECT case_id FROM counted_case WHERE case_id IS NOT NULL
UNION ALL
SELECT case_id FROM counted_unseen;

DROP VIEW countable_case;
DROP VIEW counted;
DROP VIEW case_of_quarter;

-- The cases that may be counted and that no release has counted yet.
CREATE VIEW countable_case AS
SELECT
  opened, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare,
  channel, themes
FROM coded_case
WHERE consent = 'given' AND case_id NOT IN (SELECT case_id FROM counted_before);

-- The cases that a release counted.
CREATE VIEW counted AS
SELECT
  period, unit, matter, behaviour, ground, online, client_role, other_party, found_via, step, reason_no_step, aftercare,
  channel, themes
FROM counted_case;

-- How many cases a quarter has and why some do not count: quarter, consent, and whether a release counted it.
CREATE VIEW case_of_quarter AS
SELECT
  opened,
  consent,
  case_id IN (SELECT case_id FROM counted_before) AS counted
FROM coded_case;

-- A list of units that was made from a register tells which units have a case: no release names them any more.
INSERT INTO setting (name, value)
SELECT 'units_more', json_group_object(code, json('{"named": false}'))
FROM unit
WHERE EXISTS (SELECT 1 FROM setting WHERE name = 'units' AND value GLOB 'register.*')
HAVING count(*) > 0;
UPDATE setting SET value = 'register' WHERE name = 'units' AND value GLOB 'register.*';
