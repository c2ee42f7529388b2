// Tries the mail server that the settings name: connects, greets, turns on TLS, signs in, and hangs up. What both sides said is shown; passwords are
// not, because the library writes something else into its log in their place.

import type { MailServerTest } from '../api/admin/admin-route.ts'
import { mistake } from '../model/mistake.ts'
import type { Configuration } from '../settings/configuration.ts'
import { mailServerTrouble } from './mail-server-trouble.ts'
import { smtpOptions, usesMailbox } from './ways-out.ts'

/** The way to try the mail server of the settings; undefined where mails stay in the mailbox or a sending service takes them. */
export function mailServerTest(configuration: Configuration): (() => Promise<MailServerTest>) | undefined {
  const url = configuration.mailUrl ?? configuration.smtpUrl
  return url === undefined || usesMailbox(configuration) || !/^smtps?:/.test(url) ? undefined : () => testMailServer(url)
}

const waitMs = 15_000
const mostLines = 200

/** Never throws: what goes wrong is the answer. */
export async function testMailServer(url: string): Promise<MailServerTest> {
  const { requireTls, host, port, secure, ...more } = smtpOptions(url)
  const dialogue: { readonly by: 'us' | 'them'; readonly text: string }[] = []
  const note = (about: { readonly tnx?: string }, text: unknown): void => {
    const by = about.tnx === 'client' ? 'us' : about.tnx === 'server' ? 'them' : undefined
    if (by !== undefined && dialogue.length < mostLines) for (const line of String(text).trim().split(/\r?\n/)) dialogue.push({ by, text: line.slice(0, 500) })
  }
  const quiet = (): void => {}
  const logger = { level: quiet, trace: quiet, debug: note, info: quiet, warn: quiet, error: quiet, fatal: quiet } as never
  const auth = 'auth' in more ? { auth: more.auth as { user: string; pass: string } } : {}
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    ...{ host, port, secure, ...auth, requireTLS: requireTls, logger, debug: true },
    ...{ connectionTimeout: waitMs, greetingTimeout: waitMs, socketTimeout: waitMs, dnsTimeout: waitMs },
  })
  try {
    await transport.verify()
    return { ok: true, says: mistake('auth' in more ? 'smtp-takes-login' : 'smtp-answers', { host: `${host}:${port}` }), dialogue }
  } catch (error) {
    return { ok: false, ...mailServerTrouble(error, { host, port, waitMs }), dialogue }
  } finally {
    transport.close()
  }
}
