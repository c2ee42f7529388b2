// What of the way that mails take matters for the DNS: whose addresses send, and where bounces go. Read from the settings; asks nobody.

export interface SendingWay {
  /** A sending service by name, or smtp. */
  readonly kind: string
  /** What an SPF record has to name, such as include:amazonses.com; undefined where the way itself decides. */
  readonly spf: string | undefined
  /** Whether the way puts in a return path of its own, under its own domain or one that is set up there. */
  readonly hasOwnReturnPath: boolean
  /** Whether it gets the mail as it is laid out and signed here. */
  readonly takesSource: boolean
  /** Whether mails leave this machine under TLS. */
  readonly isEncrypted: boolean
}

const services: Readonly<Record<string, Pick<SendingWay, 'spf' | 'takesSource'>>> = {
  ses: { spf: 'include:amazonses.com', takesSource: true },
  sendgrid: { spf: 'include:sendgrid.net', takesSource: false },
  postmark: { spf: 'include:spf.mtasv.net', takesSource: false },
  mailgun: { spf: 'include:mailgun.org', takesSource: true },
  resend: { spf: 'include:amazonses.com', takesSource: false },
  brevo: { spf: 'include:spf.brevo.com', takesSource: false },
}

/** The way that a URL of the settings names; undefined when there is none yet. */
export function sendingWay(mailUrl: string | undefined): SendingWay | undefined {
  if (mailUrl === undefined) return undefined
  const url = new URL(mailUrl)
  const kind = url.protocol.slice(0, -1)
  const service = services[kind]
  if (service !== undefined) return { kind, ...service, hasOwnReturnPath: true, isEncrypted: true }
  const isEncrypted = kind === 'smtps' || (url.username !== '' && url.searchParams.get('tls') !== 'optional')
  return { kind: 'smtp', spf: undefined, hasOwnReturnPath: false, takesSource: true, isEncrypted }
}
