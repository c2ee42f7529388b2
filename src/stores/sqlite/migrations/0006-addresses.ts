// Who is reached under an address, and which addresses are not written to: what only the states knew, as an index. A file from before is filled
// by the first start, which reads the states; until then the setting stands. Never changed again: a later shape is a later migration.

export const addresses = `
CREATE TABLE reach (
  subscriber INTEGER NOT NULL,
  channel    TEXT    NOT NULL,
  address    TEXT    NOT NULL,
  vouched    INTEGER NOT NULL,
  PRIMARY KEY (subscriber, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_by_address ON reach (address, subscriber, channel);

CREATE TABLE suppression (
  subscriber INTEGER NOT NULL,
  address    TEXT    NOT NULL,
  channel    TEXT    NOT NULL,
  since      INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  PRIMARY KEY (subscriber, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX suppression_by_age ON suppression (since, address, subscriber);
CREATE INDEX suppression_by_channel ON suppression (channel, since, address, subscriber);
CREATE INDEX suppression_by_address ON suppression (address, since, subscriber);

INSERT INTO setting (name, value) SELECT 'addresses to index', '{"after":0}' WHERE EXISTS (SELECT 1 FROM subscriber);
`
