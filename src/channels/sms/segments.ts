// How many segments a text message takes on the air, which is what a provider charges for. A text of nothing but the GSM 7-bit default
// alphabet and its extension table (3GPP TS 23.038, section 6.2.1) takes 160 units in one segment or 153 in each of several; any other
// is sent as UCS-2, 70 units in one or 67 in each. A character of the extension table takes two units, and so does a surrogate pair;
// neither is cut in two by the end of a segment.

export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  /** Units of the whole text: septets or UTF-16 code units. */
  readonly units: number
}

const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
const extended = new Set('\f^{}\\[~]|€')

/** The segments of a text; an empty one takes one. */
export function segmentsOf(text: string): Segments {
  const characters = [...text]
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character))
  const sizes = characters.map((character) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length))
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const [alone, among] = isGsm ? [160, 153] : [70, 67]
  return { encoding: isGsm ? 'GSM-7' : 'UCS-2', segments: units <= alone ? 1 : filled(sizes, among), units }
}

/** Segments of so many units each, none of which begins in the middle of a character. */
function filled(sizes: readonly number[], capacity: number): number {
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > capacity) {
      segments += 1
      used = 0
    }
    used += size
  }
  return segments
}
