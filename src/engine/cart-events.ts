// Which events make up the cart, and what each does to it: those that the workspace names, else the usual ones.

import type { Workspace } from '../model/definitions.ts'
import type { CartRole } from './program.ts'

const defaults = { added: 'Product Added', removed: 'Product Removed', cleared: 'Cart Cleared', ordered: 'Order Completed' }

/** Name -> what it does. */
export function cartEvents({ events }: Pick<Workspace, 'events'>): ReadonlyMap<string, CartRole> {
  const roles = new Map<string, CartRole>()
  for (const role of ['added', 'removed', 'cleared', 'ordered'] as const) for (const name of [events?.[role] ?? defaults[role]].flat()) roles.set(name, role)
  return roles
}
