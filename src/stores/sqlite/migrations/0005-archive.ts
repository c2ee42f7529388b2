// Messages as they were sent, the words of their subjects, and what was counted of them by day. Never changed again: a later shape is a later
// migration.

export const archive = `
-- The message of the delivery with the same id.
CREATE TABLE archived (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  purpose    TEXT    NOT NULL,
  address    TEXT    NOT NULL,
  subject    TEXT    NOT NULL,
  words      TEXT    NOT NULL,
  form       TEXT    NOT NULL,
  kept       TEXT    NOT NULL,
  bytes      INTEGER NOT NULL,
  dictionary INTEGER,
  content    BLOB    NOT NULL
) STRICT;
CREATE INDEX archived_by_address ON archived (address) WHERE address <> '';
CREATE INDEX archived_by_age ON archived (purpose, at);

CREATE TABLE archived_word (
  word TEXT    NOT NULL,
  id   INTEGER NOT NULL,
  PRIMARY KEY (word, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_dictionary (
  id      INTEGER PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL
) STRICT;

-- Whoever takes a delivery out takes its message out too, and with a message go its words.
CREATE TRIGGER archived_with_delivery AFTER DELETE ON delivery BEGIN
  DELETE FROM archived WHERE id = old.id;
END;
CREATE TRIGGER words_with_archived AFTER DELETE ON archived BEGIN
  DELETE FROM archived_word WHERE word IN (SELECT value FROM json_each(old.words)) AND id = old.id;
END;

-- What is rare is found without walking through what is common.
CREATE INDEX delivery_by_template ON delivery (template, decided_at, key) WHERE template IS NOT NULL;
CREATE INDEX delivery_beside_email ON delivery (channel, decided_at, key) WHERE channel <> 'email';
CREATE INDEX delivery_bounced ON delivery (decided_at, key) WHERE instr(reports, '"bounced"') > 0;
CREATE INDEX delivery_complained ON delivery (decided_at, key) WHERE instr(reports, '"complained"') > 0;

CREATE TABLE message_day (
  day      INTEGER NOT NULL,
  purpose  TEXT    NOT NULL,
  channel  TEXT    NOT NULL,
  template TEXT    NOT NULL,
  measure  TEXT    NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (day, purpose, channel, template, measure)
) STRICT, WITHOUT ROWID;
`
