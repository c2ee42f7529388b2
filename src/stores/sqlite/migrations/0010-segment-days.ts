// How many people entered and left each segment, by day. Never changed again: a later shape is a later migration.

export const segmentDays = `
CREATE TABLE segment_day (
  segment TEXT    NOT NULL,
  day     INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  "left"  INTEGER NOT NULL,
  PRIMARY KEY (segment, day)
) STRICT, WITHOUT ROWID;
`
