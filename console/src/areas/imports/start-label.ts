// What the last button of an import says: so many rows, where the trial looked at all of them; the whole file, where it looked at the first only.

/** The text of the button, said by `say`; `tried` is undefined before anything was tried. */
export function startLabel(
  say: (key: string, values?: Readonly<Record<string, unknown>>) => string,
  tried: { readonly good: number; readonly isWhole: boolean } | undefined,
): string {
  if (tried === undefined) return say('start')
  return tried.isWhole ? say('start-rows', { count: tried.good }) : say('start-all')
}
