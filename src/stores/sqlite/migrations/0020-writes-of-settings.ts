// How often each named value was written, beside its name alone: so whoever has read a long one finds out that it still stands without reading it. Never changed again: a later
// shape is a later migration.

export const writesOfSettings = `
ALTER TABLE setting ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
CREATE INDEX setting_written ON setting (name, written);
`
