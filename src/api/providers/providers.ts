// The table of sending services whose webhooks are understood. Another one is a file and a line here.

import { brevo } from './brevo.ts'
import { mailgun } from './mailgun.ts'
import { postmark } from './postmark.ts'
import type { Provider } from './provider.ts'
import { resend } from './resend.ts'
import { sendgrid } from './sendgrid.ts'
import { ses } from './ses.ts'

export const providers: readonly Provider[] = [brevo, mailgun, postmark, resend, sendgrid, ses]
