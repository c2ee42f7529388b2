// Pairs of people whose merge was taken back. Never changed again: a later shape is a later migration.

export const takenApart = `
CREATE TABLE apart (
  id          INTEGER PRIMARY KEY,
  origin      INTEGER NOT NULL,
  destination INTEGER NOT NULL
) STRICT;
`
