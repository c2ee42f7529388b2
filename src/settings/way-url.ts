// The address of a way out with what signs in there, as settings give it: smtp://name:password@host:587. A password that was copied in as it is may
// end the address early or move its parts, so that a mail would go to a machine that nobody named; what is wrong is said without a word of it.

import { z } from 'zod'

const howToWrite = 'In its name, password or key write @ as %40, # as %23, / as %2F, ? as %3F, : as %3A and % as %25'

/** An address that begins with one of `schemes`, such as smtp, and of which every part stands where it belongs. */
export function wayUrl(schemes: readonly string[]) {
  return z.string().superRefine((text, context) => {
    const problem = problemOf(text.trim(), schemes)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
}

function problemOf(text: string, schemes: readonly string[]): string | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? []
  if (!schemes.includes(scheme.toLowerCase())) return `it has to begin with ${schemes.map((one) => `${one}://`).join(', ')}`
  const end = rest.search(/[/?#]/)
  const place = end === -1 ? rest : rest.slice(0, end)
  // What signs in ends with the @ before the host: behind the host there is none.
  if (end !== -1 && rest.includes('@', end)) return `a ${rest.charAt(end)} in it ends the address before its @. ${howToWrite}`
  if (rest.includes('#')) return `a # in it ends the address early. ${howToWrite}`
  if (!isDecodable(place)) return `a % in it stands for nothing. ${howToWrite}`
  if (!URL.canParse(text)) return `it cannot be read as an address: after the @ comes a host, and a port if any. ${howToWrite}`
  return new URL(text).hostname === '' ? 'it names no host' : undefined
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
