// What one of the team did, and all of one kind, found without walking through everything that was ever done. Never changed again: a later shape is a later
// migration.

export const auditIndexes = `
CREATE INDEX audit_by_admin ON audit (admin, id);
CREATE INDEX audit_by_deed ON audit (did, id);
`
