// Signature Version 4 of AWS: who asks for what, proven without the secret leaving this machine. It signs all headers it is given, the host
// and the instant.

import { createHash, createHmac } from 'node:crypto'

export interface AwsRequest {
  readonly method: string
  readonly host: string
  /** With its slash, encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  readonly region: string
  readonly service: string
  readonly keyId: string
  readonly secret: string
  /** UTC milliseconds. */
  readonly now: number
}

/** The headers of the request, with those of the signature. */
export function awsSigned({ method, host, path, headers = {}, body, region, service, keyId, secret, now }: AwsRequest): Record<string, string> {
  const instant = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = instant.slice(0, 8)
  const all: Record<string, string> = { ...headers, host, 'x-amz-date': instant }
  const names = Object.keys(all).sort()
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${(all[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const signingKey = [day, region, service, 'aws4_request'].reduce((key: string | Buffer, part) => hmac(key, part), `AWS4${secret}`)
  const signature = hmac(signingKey, `AWS4-HMAC-SHA256\n${instant}\n${scope}\n${sha256(canonical)}`).toString('hex')
  return { ...all, authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
