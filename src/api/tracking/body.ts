// From the bytes of a request to JSON, whatever the client called them: SDKs label JSON as text/plain or as a form, and
// compress it. Nothing grows beyond the limit on the way, however well it was compressed.

import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Json } from '../../model/json.ts'
import { sentence } from '../../model/sentence.ts'
import type { Problem } from '../problem.ts'

const gunzipAsync = promisify(gunzip)

/** `text` is what could be read of the body, for a dead letter. */
export type ReadBody =
  | { readonly ok: true; readonly json: Json; readonly text: string }
  | { readonly ok: false; readonly problem: Problem /** What could be read of it, for the dead letter. */; readonly text: string }

/** Decompresses and parses. The content type is not looked at: what parses as JSON is JSON. */
export async function readBody(raw: Buffer | undefined, encoding: string | undefined, maxBytes: number): Promise<ReadBody> {
  if (raw === undefined || raw.length === 0) return unreadable('bad-request', 'The body is empty. Send a JSON object.', '')
  const plain = await decompress(raw, encoding?.trim().toLowerCase() ?? 'identity', maxBytes)
  if (!Buffer.isBuffer(plain)) return plain
  if (!isUtf8(plain)) return unreadable('bad-request', sentence('body-not-utf8'), plain.toString('utf8'))
  const text = plain.toString('utf8')
  try {
    return { ok: true, json: JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text), text }
  } catch {
    return unreadable('bad-request', sentence('body-not-json'), text)
  }
}

const byteOrderMark = '\uFEFF'

async function decompress(raw: Buffer, encoding: string, maxBytes: number): Promise<Buffer | ReadBody> {
  if (encoding === 'identity' || encoding === '') return raw
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return unreadable('unsupported-encoding', sentence('body-encoding'), '')
  try {
    return await gunzipAsync(raw, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes)
    return unreadable('bad-request', sentence('body-not-gzip'), '')
  }
}

/** A body beyond the limit: none of it is kept. */
export function tooLarge(maxBytes: number): ReadBody & { readonly ok: false } {
  return {
    ok: false,
    problem: { code: 'too-large', detail: sentence('body-too-large', { count: maxBytes }) },
    text: '',
  }
}

function unreadable(code: Problem['code'], detail: string, text: string): ReadBody {
  return { ok: false, problem: { code, detail }, text }
}
