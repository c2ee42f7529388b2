/** How many random worlds a property tries: the usual number of them, or as many as ONCUE_RUNS says. */
export function howMany(usual: number): number {
  return Number(process.env['ONCUE_RUNS'] ?? usual)
}
