// Stands in for what tells people apart: the same text always becomes the same made-up one, by a hash under a key that is made for one copy and kept
// nowhere. So what belongs together stays together, and nobody can go back, not even whoever made the copy. It knows nothing of fields.

import { hash as digest, randomBytes } from 'node:crypto'

export interface Pseudonyms {
  /** person.4f2k9x1b3c@people.example; the same for an address in any case. */
  address(text: string): string
  /** +999 and nine digits: a calling code that nobody has. The same however the number is written. */
  phone(text: string): string
  firstName(text: string): string
  lastName(text: string): string
  fullName(text: string): string
  /** A word that says nothing: x4f2k9x1b3c; of a number in digits, digits. */
  token(text: string): string
  /** A host that nobody has: h4f2k9x1b3c.example. */
  host(text: string): string
  /** A long number. */
  digits(number: number): number
  /** From 0 up to, but not including, `below`. */
  pick(text: string, below: number): number
}

/** Texts whose hash is kept at hand: ids come again and again. */
const mostKnown = 50_000
/** Enough that two are hardly ever taken for one, and a number still holds them exactly. */
const digitsOfNumber = 15

// Names that nobody has: whoever reads one knows at once that it is made up.
const firstNames =
  'Avelo Brimo Calvi Dorrin Elvo Fenra Galo Hesti Ivero Jorva Kelmo Luvi Marno Nerlo Ostra Pelvo Quiri Rasmo Selvi Tarno Umbri Velko Wendo Yelva Zindo'.split(
    ' ',
  )
const lastNames =
  'Ambervale Birchholt Cloverdew Dunmere Elderfen Foxhollow Glenmoor Hazelbrook Ironwell Juniperley Kestrelby Larkstone Mossfield Nettlecombe Oakenridge Pinewater Quillfeather Rowanbeck Saltmarsh Thistledown Umberley Violetford Willowmere Yarrowgate'.split(
    ' ',
  )

/** For one copy. Tests give the key. */
export function createPseudonyms(key: Uint8Array = randomBytes(32)): Pseudonyms {
  const secret = Buffer.from(key).toString('hex')
  const known = new Map<string, Buffer>()
  // Keyed twice, inside and outside, as an HMAC is; that one costs five times as much, and there are millions.
  const hash = (kind: string, text: string): Buffer => {
    const asked = `${kind}\n${text}`
    let found = known.get(asked)
    if (found === undefined) {
      found = digest('sha256', `${secret}${digest('sha256', `${secret}${asked}`, 'hex')}`, 'buffer')
      if (known.size >= mostKnown) known.clear()
      known.set(asked, found)
    }
    return found
  }
  // Fifty bits: among a million texts two are taken for one with a chance of one in two thousand.
  const short = (kind: string, text: string): string =>
    BigInt(`0x${hash(kind, text).toString('hex', 0, 8)}`)
      .toString(36)
      .slice(-10)
      .padStart(10, '0')
  const pick = (text: string, below: number): number => hash('pick', text).readUInt32BE(0) % below
  const nameOf = (names: readonly string[], kind: string, text: string): string => names[pick(`${kind}\n${text.toLowerCase()}`, names.length)] as string
  const firstName = (text: string): string => nameOf(firstNames, 'first', text)
  const lastName = (text: string): string => nameOf(lastNames, 'last', text)
  const digitsOf = (text: string): string => {
    const found = BigInt(`0x${hash('digits', text).toString('hex', 0, 16)}`).toString()
    return `${(found.charCodeAt(0) % 9) + 1}${found.slice(1)}`
  }
  return {
    address: (text) => `person.${short('address', text.trim().toLowerCase())}@people.example`,
    phone: (text) => `+999${digitsOf(`phone ${text.replace(/\D/g, '').replace(/^00/, '')}`).slice(0, 9)}`,
    firstName,
    lastName,
    fullName: (text) => `${firstName(text)} ${lastName(text)}`,
    token: (text) => (/^\d+$/.test(text) ? digitsOf(text).slice(0, digitsOfNumber) : `x${short('token', text)}`),
    host: (text) => `h${short('host', text.toLowerCase())}.example`,
    digits: (number) => Number(digitsOf(String(number)).slice(0, digitsOfNumber)),
    pick,
  }
}
