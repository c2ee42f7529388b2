// Who of the team is told when something is wrong, as far as the workspace says it. What an alert is stands in src/insight/overview/alert-book.ts; a webhook
// that is called as well is a setting of the server, because its address is a secret.

import { z } from 'zod'
import { limits } from './limits.ts'

const says = (description: string) => ({ description })

export const alertsSchema = z
  .strictObject({
    mail: z
      .array(z.email().max(254))
      .min(1)
      .max(limits.alertAddresses)
      .meta(says('Addresses of the team that get a mail when something is wrong and when it is over, beside those of the setting alertMail.')),
  })
  .meta(says('Who of the team is told when something is wrong: { mail: [ops@shop.example] }.'))
export type AlertsRule = z.infer<typeof alertsSchema>
