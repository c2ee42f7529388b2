// The head of a mail, line by line, as the library would write it. What it must encode is left to the library; nearly every header of nearly every
// mail is plain text that stays as it is, and only that is told apart here: the library's own way to a whole head costs as much as the body.

import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'

/** RFC 5322: a line should have at most 78 characters with its end. */
const longestLine = 76

/** A header with its name, folded, without the end of its line. Nothing of it is checked: no value may hold a line break. */
export function headerLine(name: string, value: string): string {
  return folded(`${name}: ${isPlain(value) ? value : library.encodeHeaderValue(name, value)}`)
}

/** A header that names one party. The address has been checked. */
export function partyLine(name: 'From' | 'To' | 'Reply-To', party: { readonly name: string; readonly address: string }): string {
  return folded(`${name}: ${party.name === '' ? party.address : library.encodeHeaderValue(name, { ...party })}`)
}

/** Only encodes values, which depend on nothing that it holds. */
const library = new MimeNode(false)

/** Whether the library leaves it as it is: ASCII without quotes, and nothing that looks encoded. */
function isPlain(value: string): boolean {
  return /^[\t !#-~]*$/.test(value) && !value.includes('=?')
}

function folded(line: string): string {
  return line.length < longestLine ? line : foldLines(line, longestLine)
}
