// Whether a text that somebody kept (a refused event, read or unreadable) names a person. An id of a few characters, such as "7", stands
// in many texts and means something else, so it counts only where an id is meant.

export interface NamedPerson {
  readonly ids: readonly string[]
  readonly addresses: readonly string[]
}

/** Characters from which on an id is recognized wherever it stands. */
const tellingCharacters = 4
const idKeys = /^(?:user|anonymous|previous)_?id$/i

/** The question, to be asked of many texts. */
export function isAboutPerson({ ids, addresses }: NamedPerson): (text: string) => boolean {
  const known = new Set(ids)
  const telling = ids.filter((id) => id.length >= tellingCharacters)
  const inAddresses = addresses.map((address) => address.toLowerCase())
  const isNamed = (key: string, value: unknown): boolean => {
    if (typeof value === 'number') return idKeys.test(key) && known.has(String(value))
    if (typeof value !== 'string') return false
    if (known.has(value) && (value.length >= tellingCharacters || idKeys.test(key))) return true
    const lower = value.toLowerCase()
    return inAddresses.some((address) => lower.includes(address))
  }
  const isIn = (key: string, value: unknown): boolean => {
    if (value === null || typeof value !== 'object') return isNamed(key, value)
    return Object.entries(value).some(([name, inner]) => isNamed('', name) || isIn(Array.isArray(value) ? key : name, inner))
  }
  return (text) => {
    const lower = text.toLowerCase()
    if (inAddresses.some((address) => lower.includes(address)) || telling.some((id) => standsIn(text, id))) return true
    const start = text.indexOf('{')
    try {
      return start >= 0 && isIn('', JSON.parse(text.slice(start)))
    } catch {
      return ids.some((id) => new RegExp(`"(?:user|anonymous|previous)_?id"\\s*:\\s*"?${escaped(id)}\\b`, 'i').test(text))
    }
  }
}

/** Whether the id stands there as a whole and not as a part of a longer word. */
function standsIn(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + id.length))) return true
  }
  return false
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
