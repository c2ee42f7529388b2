// What holds for sending domains where the workspace says nothing, for saying it beside the fields. The server has the same numbers; a test compares them.

/** Mails a day of a new domain. */
export const usualVolumes: readonly number[] = [
  50, 100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 40_000, 50_000, 75_000, 100_000,
]

/** Percent of the mails of a stretch of time. */
export const usualWatch = { complaints: { slow: 0.1, stop: 0.3 }, bounces: { slow: 2, stop: 5 }, within: '1d' } as const
