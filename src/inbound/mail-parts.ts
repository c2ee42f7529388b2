// A mail as a flat list of its parts, headers and decoded text. It takes what comes: mails that come back are often not what a standard says.
// It never fails, and never looks deeper or further than its limits.

export interface MailPart {
  /** In lower case, such as message/delivery-status. */
  readonly type: string
  /** Parameters of the content type, names in lower case. */
  readonly parameters: Readonly<Record<string, string>>
  /** Headers by name in lower case, each with all its values in order. */
  readonly headers: Headers
  /** The body, decoded. Of a part that holds others, what stands before them. */
  readonly text: string
  /** Inside a mail that was sent along: the one that came back. */
  readonly isReturned: boolean
}

export type Headers = ReadonlyMap<string, readonly string[]>

const mostParts = 100
const deepest = 10
const mostHeaders = 1_000
/** What a header says beyond that is not read. */
const headerCharacters = 2_000

/** The first part is the mail itself. */
export function mailParts(source: string): readonly MailPart[] {
  const parts: MailPart[] = []
  // Lines end as they like; old systems end them with a bare return.
  walk(source.replace(/\r\n?/g, '\n'), { parts, depth: 0, isReturned: false })
  return parts
}

/** The first value of a header. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.[0]
}

/** The fields of a text such as a delivery status: names in lower case. */
export function readFields(text: string): Headers {
  const headers = new Map<string, string[]>()
  let last: string[] | undefined
  let count = 0
  for (const line of text.split('\n')) {
    // Some systems forget the space by which a header goes on.
    const goesOn = /^[ \t]/.test(line) || (last?.at(-1)?.endsWith(';') === true && /^[\w-]+=/.test(line))
    if (goesOn && last !== undefined) {
      last[last.length - 1] = `${last.at(-1)} ${line.slice(0, headerCharacters).trim()}`.slice(0, headerCharacters)
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0 || /\s/.test(line.slice(0, colon).trimEnd())) continue
    count += 1
    if (count > mostHeaders) break
    const name = line.slice(0, colon).trim().toLowerCase()
    last = headers.get(name) ?? []
    last.push(line.slice(colon + 1, colon + 1 + headerCharacters).trim())
    headers.set(name, last)
  }
  return headers
}

interface Walk {
  readonly parts: MailPart[]
  readonly depth: number
  readonly isReturned: boolean
}

function walk(source: string, { parts, depth, isReturned }: Walk): void {
  if (parts.length >= mostParts || depth > deepest) return
  const { headers, body } = split(source)
  const { type, parameters } = contentType(headerOf(headers, 'content-type'))
  const boundary = type.startsWith('multipart/') ? parameters['boundary'] : undefined
  const pieces = boundary === undefined ? [] : piecesOf(body, boundary)
  const text = boundary === undefined ? decode(body, headers, parameters['charset']) : (pieces[0] ?? '')
  parts.push({ type, parameters, headers, text, isReturned })
  for (const piece of pieces.slice(1)) walk(piece, { parts, depth: depth + 1, isReturned })
  if (type === 'message/rfc822' || type === 'message/rfc822-headers' || type === 'text/rfc822-headers' || type === 'message/partial')
    walk(text, { parts, depth: depth + 1, isReturned: true })
}

function split(source: string): { readonly headers: Headers; readonly body: string } {
  const trimmed = source.replace(/^\n+/, '')
  const end = trimmed.indexOf('\n\n')
  const head = end === -1 ? trimmed : trimmed.slice(0, end)
  return { headers: readFields(head), body: end === -1 ? '' : trimmed.slice(end + 2) }
}

function contentType(value: string | undefined): { readonly type: string; readonly parameters: Readonly<Record<string, string>> } {
  const type = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)/.exec(value ?? '')?.[1]?.toLowerCase() ?? 'text/plain'
  const parameters: Record<string, string> = {}
  for (const [, name = '', quoted, plain] of (value ?? '').matchAll(/;\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s;]+))/g))
    parameters[name.toLowerCase()] = quoted ?? plain ?? ''
  return { type, parameters }
}

/** What stands before the first part, then the parts. */
function piecesOf(body: string, boundary: string): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  const between = `--${boundary}`
  for (const line of body.split('\n')) {
    const isLine = line.trimStart().startsWith(between)
    if (!isLine) {
      piece.push(line)
      continue
    }
    pieces.push(piece.join('\n'))
    piece = []
    if (line.trim() === `${between}--`) return pieces
    if (pieces.length > mostParts) return pieces
  }
  return [...pieces, piece.join('\n')]
}

function decode(body: string, headers: Headers, charset: string | undefined): string {
  const encoding = (headerOf(headers, 'content-transfer-encoding') ?? '').trim().toLowerCase()
  if (encoding === 'base64') return inCharset(Buffer.from(body.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64'), charset)
  if (encoding === 'quoted-printable') return inCharset(fromQuotedPrintable(body), charset)
  return /^(iso-2022-|shift|euc-|gb|big5|koi8|windows-|iso-8859)/i.test(charset ?? '') ? inCharset(Buffer.from(body, 'latin1'), charset) : body
}

function fromQuotedPrintable(text: string): Buffer {
  const bytes = text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/=\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}

function inCharset(bytes: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    return bytes.toString('latin1').replace(/\r\n?/g, '\n')
  }
}
