// An instant as ISO text, as `Date.toISOString` writes it. Every refusal says when somebody entered before, so it is written with nearly every event of
// a busy person: the day's part is kept from one call to the next, which takes 0.4 us instead of 1.0.

const dayMs = 86_400_000
/** The first instant whose year has more than four digits. */
const endOfPlainYears = 253_402_300_800_000
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

let knownDay = Number.NaN
let knownDate = ''

/** UTC milliseconds as "2026-11-22T10:00:00.000Z". Throws a RangeError for what is no instant. */
export function isoInstant(at: number): string {
  if (!Number.isInteger(at) || at < 0 || at >= endOfPlainYears) return new Date(at).toISOString()
  const day = Math.floor(at / dayMs)
  if (day !== knownDay) {
    knownDate = new Date(at).toISOString().slice(0, 11)
    knownDay = day
  }
  const milliseconds = at % 1000
  const seconds = (at - day * dayMs - milliseconds) / 1000
  const hour = twoDigits[Math.floor(seconds / 3600)]
  const minute = twoDigits[Math.floor(seconds / 60) % 60]
  return `${knownDate}${hour}:${minute}:${twoDigits[seconds % 60]}.${String(milliseconds).padStart(3, '0')}Z`
}
