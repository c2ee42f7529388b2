// What an error on the way to the mail server means for whoever set it up: what is wrong and what to do, in place of what the libraries call it.

import { mistake } from '../model/mistake.ts'

export interface MailServerTrouble {
  readonly says: string
  /** What to do; missing where nobody knows. */
  readonly fix?: string
}

interface Tried {
  readonly host: string
  readonly port: number
  readonly waitMs: number
}

/** In words. What fits nothing stays as the library said it. */
export function mailServerTrouble(error: unknown, { host: name, port, waitMs }: Tried): MailServerTrouble {
  if (!(error instanceof Error)) return { says: String(error) }
  const { message, code, response } = error as Error & { readonly code?: string; readonly response?: string }
  const host = `${name}:${port}`
  const words = (response ?? message).replace(/\s+/g, ' ').slice(0, 300)
  if (/ENOTFOUND/.test(message)) return { says: mistake('smtp-no-host', { host: name }), fix: mistake('smtp-mend-host') }
  if (/EAI_AGAIN|queryA/.test(message)) return { says: mistake('smtp-dns-silent', { host: name }), fix: mistake('smtp-try-again') }
  if (/ECONNREFUSED/.test(message)) return { says: mistake('smtp-refused', { host }), fix: mistake('smtp-mend-port') }
  if (code === 'ETIMEDOUT' || /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout|Greeting never received/i.test(message))
    return { says: mistake('smtp-silent', { host, count: waitMs / 1000 }), fix: mistake('smtp-closed-port') }
  if (/wrong version number|packet length too long|unknown protocol/i.test(message))
    return { says: mistake('smtp-tls-later', { host }), fix: mistake('smtp-mend-tls') }
  if (/STARTTLS/.test(message)) return { says: mistake('smtp-no-tls', { host }), fix: mistake('smtp-take-tls') }
  if (/certificate|altnames/i.test(message))
    return { says: mistake('smtp-certificate', { host, words: words.replace(/\.$/, '') }), fix: mistake('smtp-mend-certificate') }
  if (code === 'EAUTH' || code === 'ENOAUTH') return { says: mistake('smtp-login', { host, words }), fix: mistake('smtp-mend-login') }
  if (response !== undefined) return { says: mistake('smtp-said', { host, words }), fix: mistake('smtp-ask-them') }
  return { says: message }
}
