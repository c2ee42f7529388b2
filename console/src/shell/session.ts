// Who has signed in, and what they may do. Whoever may not do something is told so where they would do it: useMay gives the reason.

import { answers, useAsk } from '../client/use-ask.ts'
import { useWords } from '../words/words.ts'

export const roles = ['viewer', 'sender', 'editor', 'owner'] as const
export type Role = (typeof roles)[number]

/** Who asks: name, role, and whether there is a second factor. */
export function useSession() {
  return useAsk('GET /session', {}, { everyMs: 300_000 })
}

/** Whether somebody is, or was a moment ago, signed in here. */
export function hadSession(): boolean {
  return answers
    .getQueryCache()
    .findAll({ queryKey: ['/session'] })
    .some(({ state }) => state.data !== undefined)
}

/** Undefined when this role may; else why not, for a button: <Button why={useMay('editor')}>. */
export function useMay(needs: Role): string | undefined {
  const say = useWords('shell')
  const { data } = useSession()
  if (data === undefined || roles.indexOf(data.role) >= roles.indexOf(needs)) return undefined
  return say('may-not', { role: say(`role.${data.role}`), needs: say(`role.${needs}`) })
}
