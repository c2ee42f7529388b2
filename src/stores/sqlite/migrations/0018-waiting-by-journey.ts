// Whose messages wait, so that what one journey sends to many need not be gone through to find what waits of another. Never changed again: a later shape
// is a later migration.

export const waitingByJourney = `
CREATE INDEX delivery_waiting_by_journey ON delivery (channel, journey, due_at, key) WHERE status = 'waiting';
`
