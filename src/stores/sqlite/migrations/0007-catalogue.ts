// What a shop sells, and the codes it gives away. Never changed again: a later shape is a later migration.

export const catalogue = `
CREATE TABLE item (
  collection   TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  body         TEXT    NOT NULL,
  -- [[attribute, value], ...] by what it can be found: its rows in item_key.
  keys         TEXT    NOT NULL,
  rank         REAL    NOT NULL,
  changed_at   INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL,
  load         INTEGER NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_key (
  collection TEXT NOT NULL,
  attribute  TEXT NOT NULL,
  value      TEXT NOT NULL,
  rank       REAL NOT NULL,
  id         TEXT NOT NULL,
  PRIMARY KEY (collection, attribute, value, rank, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_total (
  collection TEXT    PRIMARY KEY,
  items      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE discount_code (
  id         INTEGER PRIMARY KEY,
  pool       TEXT    NOT NULL,
  code       TEXT    NOT NULL COLLATE NOCASE,
  subscriber INTEGER,
  scope      TEXT    NOT NULL,
  delivery   TEXT,
  given_at   INTEGER,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX discount_code_by_code ON discount_code (code);
CREATE INDEX discount_code_free ON discount_code (pool, expires_at) WHERE given_at IS NULL;
CREATE INDEX discount_code_given ON discount_code (pool) WHERE given_at IS NOT NULL;
CREATE INDEX discount_code_by_recipient ON discount_code (subscriber, pool, scope) WHERE subscriber IS NOT NULL;
`
