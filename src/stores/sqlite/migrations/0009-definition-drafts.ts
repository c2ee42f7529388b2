// Drafts of definition files: what somebody wants a file to say, until it is published. Never changed again: a later shape is a later migration.

export const definitionDrafts = `
CREATE TABLE definition_draft (
  path     TEXT    PRIMARY KEY,
  text     TEXT,
  base     TEXT,
  revision INTEGER NOT NULL,
  by       TEXT    NOT NULL,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
