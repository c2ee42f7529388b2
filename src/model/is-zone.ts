// Which time zones there are: what the platform knows. Apart from the schemas, because the thread that renders asks for nothing else of them.

const known = new Map<string, boolean>()

/** True when the platform knows the zone. */
export function isZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = zoneExists(name)
    if (known.size < 2000) known.set(name, answer)
  }
  return answer
}

function zoneExists(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return name !== ''
  } catch {
    return false
  }
}
