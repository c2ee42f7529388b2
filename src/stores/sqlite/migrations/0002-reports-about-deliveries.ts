// What comes back about a delivery: where its links lead, and what was reported about it.

export const reportsAboutDeliveries = `
ALTER TABLE delivery ADD COLUMN links TEXT;
ALTER TABLE delivery ADD COLUMN reports TEXT;
`
