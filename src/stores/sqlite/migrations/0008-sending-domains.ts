// Sending domains: which one a mail came from, and how many were let out, came back or were complained about, a quarter of an hour at a time. Never
// changed again: a later shape is a later migration.

export const sendingDomains = `
ALTER TABLE delivery ADD COLUMN domain TEXT;

CREATE TABLE sending_count (
  slot    INTEGER NOT NULL,
  domain  TEXT    NOT NULL,
  measure TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (slot, domain, measure)
) STRICT, WITHOUT ROWID;
`
