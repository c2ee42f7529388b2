// Who may make the first owner: whoever has the link that the start printed. Coming from this machine is not enough, because a proxy beside the
// server, another user of the machine and a page that gives itself the address 127.0.0.1 (DNS rebinding) all come from there. The secret lives in
// memory alone, in the part of the link that browsers never send, and is worth nothing once there is an owner.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { limits } from '../../model/limits.ts'
import type { AdminAccounts } from './accounts.ts'

export interface SetupSecret {
  readonly token: string
  /** UTC milliseconds of the machine's clock. */
  readonly madeAt: number
}

export interface FirstOwner {
  /** The secret of the link; undefined when there was an owner already. */
  readonly token: string | undefined
  /** done: there is an owner. expired: the link has to be made anew, by another start. */
  state(now: number): 'open' | 'expired' | 'done'
  /** Takes as long whatever is presented. */
  isToken(presented: string): boolean
}

/**
 * Makes the secret, when there is no owner. `now` is UTC milliseconds; `leadMs`: how far the clock is wound ahead, which makes no link older; `kept`: where it
 * stays while the process starts servers one after another, so that the link that was printed goes on leading in.
 */
export function openFirstOwner(
  accounts: Pick<AdminAccounts, 'hasOwner'>,
  now: number,
  { leadMs = () => 0, kept = {} }: { readonly leadMs?: () => number; readonly kept?: { setup?: SetupSecret } } = {},
): FirstOwner {
  if (!accounts.hasOwner()) kept.setup ??= { token: randomBytes(24).toString('base64url'), madeAt: now - leadMs() }
  const { token, madeAt = now } = accounts.hasOwner() ? {} : (kept.setup ?? {})
  const hash = createHash('sha256')
    .update(token ?? randomBytes(24))
    .digest()
  return {
    token,
    state(at) {
      if (accounts.hasOwner()) return 'done'
      return token !== undefined && at - leadMs() - madeAt < limits.setupHours * 3_600_000 ? 'open' : 'expired'
    },
    isToken: (presented) => timingSafeEqual(createHash('sha256').update(presented).digest(), hash),
  }
}
