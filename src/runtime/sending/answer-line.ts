// What a mail server or a receiver answered, as it is kept and shown.

import { limits } from '../../model/limits.ts'

/** What the other side said, on one line that can be shown: it may say anything. */
export function answerLine(detail: string): string {
  return detail
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, limits.answerCharacters)
}
