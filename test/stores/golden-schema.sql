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

CREATE TABLE apart (
  id          INTEGER PRIMARY KEY,
  origin      INTEGER NOT NULL,
  destination INTEGER NOT NULL
) STRICT;

CREATE TABLE archive_dictionary (
  id      INTEGER PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL
) STRICT;

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

CREATE TRIGGER archived_with_delivery AFTER DELETE ON delivery BEGIN
  DELETE FROM archived WHERE id = old.id;
END;

CREATE TABLE archived_word (
  word TEXT    NOT NULL,
  id   INTEGER NOT NULL,
  PRIMARY KEY (word, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  admin      TEXT    NOT NULL,
  through    TEXT    NOT NULL,
  did        TEXT    NOT NULL,
  subscriber INTEGER,
  details    TEXT    NOT NULL
, begun TEXT) STRICT;

CREATE UNIQUE INDEX audit_begun ON audit (begun) WHERE begun IS NOT NULL;

CREATE INDEX audit_by_admin ON audit (admin, id);

CREATE INDEX audit_by_deed ON audit (did, id);

CREATE INDEX audit_by_subscriber ON audit (subscriber, id) WHERE subscriber IS NOT NULL;

CREATE TABLE dead_letter (
  id          INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  body        TEXT    NOT NULL
) STRICT;

CREATE TABLE decision (
  id         INTEGER PRIMARY KEY,
  subscriber INTEGER NOT NULL,
  body       TEXT    NOT NULL
) STRICT;

CREATE INDEX decision_by_subscriber ON decision (subscriber);

CREATE TABLE definition_draft (
  path     TEXT    PRIMARY KEY,
  text     TEXT,
  base     TEXT,
  revision INTEGER NOT NULL,
  by       TEXT    NOT NULL,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  id           INTEGER PRIMARY KEY,
  key          TEXT    NOT NULL,
  subscriber   INTEGER NOT NULL,
  status       TEXT    NOT NULL,
  due_at       INTEGER NOT NULL,
  decided_at   INTEGER NOT NULL,
  attempted_at INTEGER,
  finished_at  INTEGER,
  attempts     INTEGER NOT NULL,
  channel      TEXT    NOT NULL,
  journey      TEXT    NOT NULL,
  step         TEXT    NOT NULL,
  template     TEXT,
  effect       TEXT    NOT NULL,
  reason       TEXT
, links TEXT, reports TEXT, domain TEXT, answer TEXT) STRICT;

CREATE INDEX delivery_beside_email ON delivery (channel, decided_at, key) WHERE channel <> 'email';

CREATE INDEX delivery_bounced ON delivery (decided_at, key) WHERE instr(reports, '"bounced"') > 0;

CREATE INDEX delivery_by_decision ON delivery (decided_at, key);

CREATE INDEX delivery_by_journey ON delivery (journey, decided_at, key);

CREATE UNIQUE INDEX delivery_by_key ON delivery (key);

CREATE INDEX delivery_by_status ON delivery (status, decided_at, key);

CREATE INDEX delivery_by_subscriber ON delivery (subscriber, decided_at, key);

CREATE INDEX delivery_by_template ON delivery (template, decided_at, key) WHERE template IS NOT NULL;

CREATE INDEX delivery_complained ON delivery (decided_at, key) WHERE instr(reports, '"complained"') > 0;

CREATE INDEX delivery_waiting ON delivery (due_at, key) WHERE status = 'waiting';

CREATE INDEX delivery_waiting_by_channel ON delivery (channel, due_at, key) WHERE status = 'waiting';

CREATE INDEX delivery_waiting_by_journey ON delivery (channel, journey, due_at, key) WHERE status = 'waiting';

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

CREATE INDEX discount_code_by_recipient ON discount_code (subscriber, pool, scope) WHERE subscriber IS NOT NULL;

CREATE INDEX discount_code_free ON discount_code (pool, expires_at) WHERE given_at IS NULL;

CREATE INDEX discount_code_given ON discount_code (pool) WHERE given_at IS NOT NULL;

CREATE TABLE erasure (
  subscriber INTEGER PRIMARY KEY,
  body       TEXT NOT NULL
) STRICT;

CREATE TABLE grouping (
  id     INTEGER PRIMARY KEY,
  kind   TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  people INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX grouping_by_name ON grouping (kind, name);

CREATE TABLE identity (
  identity   TEXT PRIMARY KEY,
  subscriber INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_by_subscriber ON identity (subscriber);

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

CREATE TABLE journey_count (
  journey TEXT    NOT NULL,
  version INTEGER NOT NULL,
  step    TEXT    NOT NULL,
  measure TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (journey, version, step, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE journey_day (
  journey TEXT    NOT NULL,
  step    TEXT    NOT NULL,
  day     INTEGER NOT NULL,
  version INTEGER NOT NULL,
  measure TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (journey, step, day, version, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  position    INTEGER PRIMARY KEY,
  subscriber  INTEGER NOT NULL,
  previous    INTEGER NOT NULL,
  merged      INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  body        TEXT    NOT NULL
) STRICT;

CREATE TABLE member (
  grouping   INTEGER NOT NULL,
  subscriber INTEGER NOT NULL,
  PRIMARY KEY (grouping, subscriber)
) STRICT, WITHOUT ROWID;

CREATE TABLE merged (
  origin      INTEGER PRIMARY KEY,
  destination INTEGER NOT NULL
) STRICT;

CREATE TABLE message_day (
  day      INTEGER NOT NULL,
  purpose  TEXT    NOT NULL,
  channel  TEXT    NOT NULL,
  template TEXT    NOT NULL,
  measure  TEXT    NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (day, purpose, channel, template, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE reach (
  subscriber INTEGER NOT NULL,
  channel    TEXT    NOT NULL,
  address    TEXT    NOT NULL,
  vouched    INTEGER NOT NULL,
  PRIMARY KEY (subscriber, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX reach_by_address ON reach (address, subscriber, channel);

CREATE TABLE scrub (
  zeros BLOB NOT NULL
) STRICT;

CREATE TABLE seen (
  subscriber  INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL,
  day         INTEGER NOT NULL,
  PRIMARY KEY (subscriber, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment_day (
  segment TEXT    NOT NULL,
  day     INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  "left"  INTEGER NOT NULL,
  PRIMARY KEY (segment, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE sending_count (
  slot    INTEGER NOT NULL,
  domain  TEXT    NOT NULL,
  measure TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (slot, domain, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
, written INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE INDEX setting_written ON setting (name, written);

CREATE TABLE subscriber (
  number   INTEGER PRIMARY KEY,
  head     INTEGER NOT NULL,
  deadline INTEGER,
  recent   BLOB    NOT NULL,
  state    BLOB    NOT NULL
, groupings TEXT) STRICT;

CREATE INDEX subscriber_by_deadline ON subscriber (deadline) WHERE deadline IS NOT NULL;

CREATE TABLE suppression (
  subscriber INTEGER NOT NULL,
  address    TEXT    NOT NULL,
  channel    TEXT    NOT NULL,
  since      INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (subscriber, address)
) STRICT, WITHOUT ROWID;

CREATE INDEX suppression_by_address ON suppression (address, since, subscriber);

CREATE INDEX suppression_by_age ON suppression (since, address, subscriber);

CREATE INDEX suppression_by_channel ON suppression (channel, since, address, subscriber);

CREATE TABLE tombstone (
  hash TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE total (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER words_with_archived AFTER DELETE ON archived BEGIN
  DELETE FROM archived_word WHERE word IN (SELECT value FROM json_each(old.words)) AND id = old.id;
END;
