// What the other side said when it took a message. Never changed again: a later shape is a later migration.

export const answers = `
ALTER TABLE delivery ADD COLUMN answer TEXT;
`
