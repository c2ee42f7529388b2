// One text part of a mail, encoded for transport (RFC 2045): as it is where it is short lines of ASCII, else quoted-printable, or base64 where little of it
// is Latin. Line breaks become CRLF. In one pass, and into bytes that are used again, because every mail to every person goes through here.

import type { MailPage } from './mail-page.ts'

const lineEnd = '\r\n'
/** RFC 2045: an encoded line has at most 76 characters. */
const longestLine = 76

/** Writes headers, an empty line and the encoded content. */
export function writePart(page: MailPage, contentType: 'text/plain' | 'text/html', content: string): void {
  const text = content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content
  const begin = page.length
  writeHead(page, contentType, 'quoted-printable')
  const { others, hasLongLine } = writeQuotedPrintable(page, text)
  if (others === 0 && !hasLongLine) {
    page.length = begin
    writeHead(page, contentType, '7bit')
    page.write(text.replaceAll('\n', lineEnd))
  } else if (!hasMoreLetters(text, others)) {
    page.length = begin
    writeHead(page, contentType, 'base64')
    const encoded = Buffer.from(text.replaceAll('\n', lineEnd)).toString('base64')
    page.write((encoded.match(/.{1,76}/g) ?? []).join(lineEnd))
  }
}

function writeHead(page: MailPage, contentType: string, encoding: '7bit' | 'quoted-printable' | 'base64'): void {
  page.write(`Content-Type: ${contentType}; charset=utf-8${lineEnd}Content-Transfer-Encoding: ${encoding}${lineEnd}${lineEnd}`)
}

/** Whether it has more Latin letters than so many; nearly always the first few say so. */
function hasMoreLetters(text: string, others: number): boolean {
  let letters = 0
  for (let index = 0; index < text.length; index += 1) {
    const small = text.charCodeAt(index) | 32
    if (small < 97 || small > 122) continue
    letters += 1
    if (letters > others) return true
  }
  return false
}

const hex = Buffer.from('0123456789ABCDEF', 'latin1')
const [cr, lf, tab, space, equals] = [13, 10, 9, 32, 61]
/** 1 for characters that stay as they are; of blanks, only those that do not end a line. */
const isPlain = Uint8Array.from({ length: 128 }, (_, code) => Number(code === tab || (code >= space && code < 127 && code !== equals)))
/** Characters of an encoded line, without the "=" that ends it where it goes on. */
const roomOfLine = longestLine - 1
/** Three bytes at most for a UTF-16 unit, three characters for each, and three more where a line is broken. */
const roomOfUnit = 3 * 3 * (1 + 3 / 73)

interface Seen {
  /** UTF-16 units that are no line feed, no tab, and not of the visible part of ASCII. */
  readonly others: number
  /** Whether a line is too long to stay one. */
  readonly hasLongLine: boolean
}

/** Of a text whose lines end in a line feed alone. Most parts need it, so it is done first, and what it saw on the way says whether this one does. */
function writeQuotedPrintable(page: MailPage, text: string): Seen {
  const units = page.unitsOf(text)
  const { length } = units
  let others = 0
  let hasLongLine = false
  for (let start = 0; start < length; ) {
    const feed = units.indexOf(lf, start)
    const end = feed < 0 ? length : feed
    // The CR that comes before a line feed counts, so that the line stays short whatever reads it.
    if (end - start > (feed < 0 ? longestLine : longestLine - 1)) hasLongLine = true
    const out = page.room(Math.ceil((end - start) * roomOfUnit) + 8)
    others += encodeLine(page, { units, start, end, out })
    if (feed < 0) break
    out[page.length] = cr
    out[page.length + 1] = lf
    page.length += 2
    start = feed + 1
  }
  return { others, hasLongLine }
}

interface LineToEncode {
  readonly units: Uint16Array
  readonly start: number
  readonly end: number
  readonly out: Uint8Array
}

/** One line without its break; answers how many of its units are not of the visible part of ASCII. */
function encodeLine(page: MailPage, { units, start, end, out }: LineToEncode): number {
  const last = units[end - 1]
  // A blank at the end of a line would be lost on the way.
  const plainEnd = end > start && (last === space || last === tab) ? end - 1 : end
  let others = 0
  let at = page.length
  let lineStart = at
  let index = start
  while (index < end) {
    const runEnd = Math.min(plainEnd, index + roomOfLine - (at - lineStart))
    while (index < runEnd) {
      const unit = units[index] as number
      if (unit > 127 || isPlain[unit] === 0) break
      out[at] = unit
      at += 1
      index += 1
    }
    if (index === end) break
    const unit = units[index] as number
    if (index < plainEnd && unit < 128 && isPlain[unit] === 1) {
      // The line is full.
      at = breakLine(out, at)
      lineStart = at
      continue
    }
    const point = codePointAt(units, index, end)
    const length = toUtf8(point)
    for (let byte = 0; byte < length; byte += 1) {
      if (at - lineStart + 3 > roomOfLine) {
        at = breakLine(out, at)
        lineStart = at
      }
      const value = utf8[byte] as number
      out[at] = equals
      out[at + 1] = hex[value >> 4] as number
      out[at + 2] = hex[value & 15] as number
      at += 3
    }
    const taken = point > 0xffff ? 2 : 1
    index += taken
    if (point > 126 || (point < space && point !== tab)) others += taken
  }
  page.length = at
  return others
}

function breakLine(out: Uint8Array, at: number): number {
  out[at] = equals
  out[at + 1] = cr
  out[at + 2] = lf
  return at + 3
}

/** Half a pair stands for nothing and becomes the sign for that (U+FFFD). */
function codePointAt(units: Uint16Array, index: number, end: number): number {
  const unit = units[index] as number
  if (unit < 0xd800 || unit > 0xdfff) return unit
  const next = index + 1 < end ? (units[index + 1] as number) : 0
  return unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : 0xfffd
}

/** The bytes of the last character that was asked for. */
const utf8 = new Uint8Array(4)

/** Answers how many bytes it is. */
function toUtf8(point: number): number {
  if (point < 0x80) {
    utf8[0] = point
    return 1
  }
  const length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  for (let byte = length - 1, rest = point; byte > 0; byte -= 1, rest >>= 6) utf8[byte] = 0x80 | (rest & 0x3f)
  utf8[0] = ((0xf00 >> length) & 0xff) | (point >> (6 * (length - 1)))
  return length
}
