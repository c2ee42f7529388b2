// The ways out of the house, each with what it keeps: mails or the mailbox in their stead, text messages, popups, webhooks.

import { webhookSecretsOf } from '../access/secrets.ts'
import { createMailbox } from '../channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from '../channels/popup/popup-board.ts'
import { openNumberBook } from '../channels/sms/number-book.ts'
import { signingKeys } from '../deliverability/domain-keys.ts'
import { openHeldMails } from '../desks/held-mails.ts'
import { openWays } from '../desks/ways-out.ts'
import type { Channel } from '../runtime/channel.ts'
import type { Closing } from './closing.ts'
import type { Ground } from './ground.ts'

export type Out = ReturnType<typeof openOut>

export function openOut({ configuration, secrets, logger, metrics, clock, files, mark, keepsMails }: Ground, opened: Closing) {
  const mailbox = keepsMails ? opened.closing(createMailbox({ file: files.mailbox })) : undefined
  const board = opened.closing(createPopupBoard({ file: files.popups, ...(mailbox && { onPopup: (popup) => mailbox.keepPopup(popup) }) }))
  const numbers = opened.closing(openNumberBook({ file: files.numbers, secret: secrets.link }))
  const webhookSecrets = webhookSecretsOf(configuration, secrets)
  const held = opened.closing(openHeldMails({ folder: files.dkim, clock }))
  const signing = { keyOf: signingKeys(files.dkim), webhookSecrets: webhookSecrets.signing }
  const { mails, texts, calls, sms } = openWays(configuration, { mailbox, mark, metrics, logger, now: () => clock.now(), held, ...signing })
  const channels: Channel[] = [mails, numbers.noting(texts), board.channel, calls]
  return { mailbox, board, numbers, webhookSecrets, held, mails, texts, calls, sms, channels }
}
