// How a kept message that somebody of the team sends again is told from others.

/** What its journey is called; the step is the message's own. No author's journey has its version. */
export const resendJourney = 'resend'
export const resendVersion = 0

/** Whether a passage carries a message that is sent again. */
export function isResend({ journey, version }: { readonly journey: string; readonly version: number }): boolean {
  return version === resendVersion && journey === resendJourney
}
