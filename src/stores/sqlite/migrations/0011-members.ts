// Who is in which list, segment and journey, and by which words of a name people are found: what only the states knew, as an index. A file from
// before is filled by the first start, which reads the states; until then the setting stands. Never changed again: a later shape is a later
// migration.

export const members = `
CREATE TABLE grouping (
  id     INTEGER PRIMARY KEY,
  kind   TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  people INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX grouping_by_name ON grouping (kind, name);

-- Numbers only: a million people in five groupings each take a hundred megabytes with both orders.
CREATE TABLE member (
  grouping   INTEGER NOT NULL,
  subscriber INTEGER NOT NULL,
  PRIMARY KEY (grouping, subscriber)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_subscriber ON member (subscriber, grouping);

INSERT INTO setting (name, value) SELECT 'members to index', '{"after":0}' WHERE EXISTS (SELECT 1 FROM subscriber);
`
