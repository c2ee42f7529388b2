// Fetches a small text from an address that came with a request, such as the certificate of a service that reports: by the guard of all calls, never inside the private
// network, never where it is led on, and never more than fits.

import { sentence } from '../../model/sentence.ts'
import { type AddressGuardOptions, createAddressGuard } from './address-guard.ts'

export interface TextFetcher {
  /** The text; throws when it cannot be had. */
  readonly fetchText: (url: string) => Promise<string>
  close(): Promise<void>
}

const timeoutMs = 5000
const longestText = 100_000

/** Connects with the first text. */
export function createTextFetcher(options: AddressGuardOptions = {}): TextFetcher {
  const guard = createAddressGuard(options)
  const dispatcher = guard.dispatcher({ connectTimeoutMs: timeoutMs, connections: 2 })
  return {
    async fetchText(url) {
      const problem = guard.problem(url)
      if (problem !== undefined) throw new Error(sentence('not-asked', { tried: problem }))
      const signal = AbortSignal.timeout(timeoutMs)
      const { request } = await import('undici')
      const { statusCode, body } = await request(url, { dispatcher: await dispatcher.get(), signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
      if (statusCode < 200 || statusCode > 299) {
        await body.dump()
        throw new Error(sentence('service-answered', { service: new URL(url).host, status: String(statusCode) }))
      }
      const parts: Buffer[] = []
      let length = 0
      for await (const part of body as AsyncIterable<Buffer>) {
        length += part.length
        if (length > longestText) throw new Error(`${new URL(url).host} answered with more than ${longestText} bytes`)
        parts.push(part)
      }
      return Buffer.concat(parts).toString()
    },
    close: async () => (await dispatcher.made)?.close(),
  }
}
