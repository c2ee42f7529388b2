// What somebody of the team began to do has a line before it is done. Never changed again: a later shape is a later migration.

export const begunAudit = `
ALTER TABLE audit ADD COLUMN begun TEXT;
CREATE UNIQUE INDEX audit_begun ON audit (begun) WHERE begun IS NOT NULL;
`
