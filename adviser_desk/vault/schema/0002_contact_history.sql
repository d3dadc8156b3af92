-- What a contact was before it was changed, and contacts that were taken away: kept for thirty days. Neither is counted
-- or searched: no view reads them. Both go with their case.

-- `contact_id` is that of a contact or of one that was taken away; `until` is when the version was replaced.
CREATE TABLE contact_version (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  channel TEXT,
  at TEXT NOT NULL,
  minutes INTEGER,
  note TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT;
CREATE INDEX contact_version_of_contact ON contact_version (contact_id, until);
CREATE INDEX contact_version_of_case ON contact_version (case_id);

-- The contact as it was, under its own number: no new contact gets that while it may come back.
CREATE TABLE removed_contact (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  channel TEXT,
  at TEXT NOT NULL,
  minutes INTEGER,
  note TEXT NOT NULL,
  removed_at TEXT NOT NULL
) STRICT;
CREATE INDEX removed_contact_of_case ON removed_contact (case_id);

CREATE TRIGGER versions_go_with_their_contact AFTER DELETE ON removed_contact
WHEN NOT EXISTS (SELECT 1 FROM contact WHERE id = OLD.id)
BEGIN
  DELETE FROM contact_version WHERE contact_id = OLD.id;
  DELETE FROM draft WHERE place = 'contact:' || OLD.id;
END;
