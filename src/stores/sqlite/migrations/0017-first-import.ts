// Where historical imports begin in the log, so that whoever looks for them need not go through all of it. Never changed again: a later shape is a later
// migration.

export const firstImport = `
INSERT INTO total
  SELECT 'first import', position FROM log WHERE instr(body, '"silent":true') > 0 ORDER BY position LIMIT 1;
`
