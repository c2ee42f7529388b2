// What an SMTP server's answer, or its silence, means for the message: sent, tried again, given up, or not known.
//
// The line that matters is the end of the mail's data. Before it, nothing was handed over, whatever went wrong. After it, only the answer tells;
// when the answer is lost, the outcome is `unknown`. Errors that are the operator's to mend (the login, a server that greets with a
// refusal) never use a message up.

import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome } from '../../runtime/channel.ts'

/** An error as nodemailer reports it. */
export interface SmtpFailure {
  readonly message: string
  readonly code?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
  /** The command that was being answered: "MAIL FROM", "RCPT TO", "DATA"; anything else is before the mail. */
  readonly command?: string | undefined
  /** Whether the data of the mail had been written to its end. */
  readonly dataWasSent: boolean
}

const minuteMs = 60_000
/** Servers that make strangers wait ask for five minutes as a rule. */
const greylistingMs = 5 * minuteMs

/** Names the outcome. The reason never carries the recipient's address when the server's answer does not. */
export function smtpOutcome(failure: SmtpFailure): AttemptOutcome {
  const said = failure.response === undefined ? failure.message : failure.response.replace(/\s+/g, ' ').slice(0, 300)
  if (failure.code === 'EAUTH' || failure.code === 'ENOAUTH' || failure.code === 'EOAUTH2' || failure.responseCode === 530 || failure.responseCode === 535) {
    return {
      kind: 'retry',
      reason: sentence('mail-login', { words: said }),
      afterMs: minuteMs,
      wayIsDown: true,
    }
  }
  if (failure.responseCode !== undefined) return answerOutcome(failure, failure.responseCode, said)
  if (failure.dataWasSent) return { kind: 'unknown', reason: sentence('mail-lost', { words: said }) }
  if (failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE') return { kind: 'rejected', reason: said }
  return { kind: 'retry', reason: sentence('mail-unreached', { words: said }), wayIsDown: true }
}

function answerOutcome(failure: SmtpFailure, code: number, said: string): AttemptOutcome {
  const reason = sentence('mail-answered', { words: said })
  if (code < 500) return { kind: 'retry', reason, ...laterBy(code, said) }
  const isAboutTheMail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command ?? '')
  if (!isAboutTheMail) return { kind: 'retry', reason: sentence('mail-takes-nothing', { words: said }), afterMs: minuteMs, wayIsDown: true }
  return { kind: 'rejected', reason, ...(isBadAddress(failure.command, code, said) ? { addressIsBad: true } : {}) }
}

function laterBy(code: number, said: string): { readonly afterMs?: number; readonly wayIsDown?: true } {
  if (code === 421) return { afterMs: minuteMs, wayIsDown: true }
  if (code === 450 || code === 451 || /\b4\.7\.\d|gr[ae]y.?list/i.test(said)) return { afterMs: greylistingMs }
  return {}
}

/** Enhanced codes (RFC 3463) of an address that does not exist or no longer takes mail. 5.1.7 and 5.1.8 are about the sender. */
const badAddressCodes = /\b5\.(1\.(1|2|3|6|10)|2\.1)\b/

function isBadAddress(command: string | undefined, code: number, said: string): boolean {
  if (badAddressCodes.test(said)) return true
  if (command !== 'RCPT TO') return false
  if (/\b5\.1\.0\b/.test(said)) return true
  const hasEnhancedCode = /\b5\.\d{1,3}\.\d{1,3}\b/.test(said)
  return (
    !hasEnhancedCode &&
    (code === 550 || code === 551 || code === 553) &&
    /no such|unknown|not? exist|no mailbox|invalid (recipient|mailbox|user)|user not found/i.test(said)
  )
}
