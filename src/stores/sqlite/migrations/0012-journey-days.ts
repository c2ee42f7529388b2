// What happened in journeys, day by day. Never changed again: a later shape is a later migration.

export const journeyDays = `
CREATE TABLE journey_day (
  journey TEXT    NOT NULL,
  step    TEXT    NOT NULL,
  day     INTEGER NOT NULL,
  version INTEGER NOT NULL,
  measure TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (journey, step, day, version, measure)
) STRICT, WITHOUT ROWID;
`
