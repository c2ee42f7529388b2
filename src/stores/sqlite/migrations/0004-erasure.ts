// People who asked to be forgotten: how far their erasure got, and keyed hashes by which they are known again. Never changed again: a
// later shape is a later migration.

export const erasure = `
-- Erasures that have begun and are not finished; gone with their end.
CREATE TABLE erasure (
  subscriber INTEGER PRIMARY KEY,
  body       TEXT NOT NULL
) STRICT;

CREATE TABLE tombstone (
  hash TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Always empty: zeros that are written into it, and deleted again, overwrite what was deleted before.
CREATE TABLE scrub (
  zeros BLOB NOT NULL
) STRICT;

-- Numbers are never given twice, also when the highest one was erased.
INSERT INTO total VALUES ('highest erased', 0);

-- What was deleted before this version was not overwritten.
INSERT INTO setting (name, value) SELECT 'unscrubbed', '{}' WHERE EXISTS (SELECT 1 FROM log);
`
