// What the guard over journeys goes by where nothing is said. A test holds it equal to what the engine takes.

export const usualGuard = { times: 10, atLeast: 200, perHour: 2000, perDay: 10_000, complaints: 0.5, bounces: 10, unsubscribes: 5 } as const
