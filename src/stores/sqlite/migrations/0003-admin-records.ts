// Who of the team did what, and the answers to requests that may be repeated. Never changed again: a later shape is a later migration.

export const adminRecords = `
CREATE TABLE audit (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  admin      TEXT    NOT NULL,
  through    TEXT    NOT NULL,
  did        TEXT    NOT NULL,
  subscriber INTEGER,
  details    TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_by_subscriber ON audit (subscriber, id) WHERE subscriber IS NOT NULL;

-- What a repetition of the same request is answered with.
CREATE TABLE admin_answer (
  admin       TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  fingerprint TEXT    NOT NULL,
  status      INTEGER NOT NULL,
  body        TEXT    NOT NULL,
  PRIMARY KEY (admin, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX admin_answer_by_age ON admin_answer (at);
`
