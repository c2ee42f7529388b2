// Every sending service that mails can be handed to over HTTP.

import { brevo } from './brevo.ts'
import { mailgun } from './mailgun.ts'
import { postmark } from './postmark.ts'
import { resend } from './resend.ts'
import { sendgrid } from './sendgrid.ts'
import type { MailService, ServiceAccount } from './service.ts'
import { ses } from './ses.ts'

export const services: readonly MailService[] = [ses, sendgrid, postmark, mailgun, resend, brevo]

/** The service and the account that a URL names, or what is wrong with it, in words that hold no secret. */
export function serviceOf(address: string): { readonly service: MailService; readonly account: ServiceAccount } | { readonly problem: string } {
  const url = new URL(address)
  const service = services.find(({ name }) => `${name}:` === url.protocol)
  if (service === undefined) return { problem: `"${url.protocol}" is no sending service; there are: ${services.map(({ name }) => name).join(', ')}` }
  const parameters = Object.fromEntries(url.searchParams)
  const unknown = Object.keys(parameters).filter((name) => !service.parameters.includes(name))
  if (unknown.length > 0) return { problem: `${service.name} knows no ?${unknown.join('=, ?')}=` }
  if (url.hostname === '') return { problem: `it has to look like ${service.example}` }
  try {
    const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
    const account = {
      // A key leaves this machine under TLS only.
      origin: `${isHere ? 'http' : 'https'}://${url.host}`,
      host: url.host,
      key: decodeURIComponent(url.username),
      secret: decodeURIComponent(url.password),
      path: decodeURIComponent(url.pathname.replace(/^\//, '')),
      parameters,
    }
    const problem = service.problemOf(account)
    return problem === undefined ? { service, account } : { problem: `${problem}; it has to look like ${service.example}` }
  } catch {
    return { problem: 'a % in it stands for nothing: write special characters of a key as in a web address (/ is %2F, + is %2B)' }
  }
}
