// How a correction is told from other messages: a mail to exactly those who got something wrong.

/** What its journey is called; the step is the correction's id. No author's journey has its version. */
export const correctionJourney = 'correction'
export const correctionVersion = 0

/** Whether a message, or the passage that carries it, is a correction. */
export function isCorrection({ journey, version }: { readonly journey: string; readonly version: number }): boolean {
  return version === correctionVersion && journey === correctionJourney
}
