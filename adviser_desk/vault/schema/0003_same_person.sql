-- Cases about the same person, who has a letter and no name. Neither counted nor searched: no view reads it, no text is
-- in it. It goes with its case.

CREATE TABLE case_person (
  case_id INTEGER NOT NULL REFERENCES case_file (id) ON DELETE CASCADE,
  letter TEXT NOT NULL CHECK (length(letter) BETWEEN 1 AND 3 AND letter NOT GLOB '*[^A-Z]*'),
  PRIMARY KEY (case_id, letter)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_person_of_letter ON case_person (letter, case_id);
