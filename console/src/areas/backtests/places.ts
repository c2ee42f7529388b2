// The places of a journey at which a number or a time stands, and what somebody typed for one of them.

export interface Place {
  /** Keys, places in lists and ids of steps, such as enter.0.quiet. */
  readonly path: readonly string[]
  readonly value: string | number
}

const duration = /^\d+(?:\.\d+)?(?:ms|s|m|h|d|w)$/
const mostPlaces = 200

/** In the order in which they are written. */
export function placesOf(definition: unknown): readonly Place[] {
  const places: Place[] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (places.length >= mostPlaces) return
    if (typeof value === 'number' || (typeof value === 'string' && duration.test(value))) places.push({ path, value })
    else if (Array.isArray(value)) for (const [index, one] of value.entries()) walk(one, [...path, nameOf(one) ?? String(index)])
    else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) walk(one, [...path, key])
  }
  walk(definition, [])
  return places
}

/** What is tried there: numbers where a number stands. Undefined where something is no such thing. */
export function valuesFor(place: Place, text: string): readonly (string | number)[] | undefined {
  const given = text.split(/[\s,;]+/).filter((one) => one !== '')
  const values = given.map((one) => (typeof place.value === 'number' ? Number(one) : one))
  const isFine = values.length > 0 && values.every((one) => (typeof one === 'number' ? Number.isFinite(one) : duration.test(one)))
  return isFine ? values : undefined
}

function nameOf(one: unknown): string | undefined {
  if (typeof one !== 'object' || one === null || !('id' in one)) return undefined
  return typeof one.id === 'string' ? one.id : undefined
}
