// What to call a person, from what is known about them.

import type { SubscriberState } from '../engine/state.ts'

/** What to call somebody; null where nothing was said. */
export function nameOf({ attributes }: Pick<SubscriberState, 'attributes'>): string | null {
  const text = (name: string): string => (typeof attributes[name] === 'string' ? attributes[name].trim() : '')
  const whole = text('name') || text('full_name') || text('fullName')
  const parts = [text('first_name') || text('firstName'), text('last_name') || text('lastName')].filter((part) => part !== '').join(' ')
  return whole || parts || null
}
