// Somebody for a first look at a demo: signs up, so that there is a mail to see.

import type { Inbox } from './runtime/inbox.ts'

/** Lets Lena sign up, at an instant. */
export async function letVisitorSignUp(inbox: Inbox, now: number): Promise<void> {
  const traits = { email: 'lena@example.com', first_name: 'Lena', timezone: 'Europe/Berlin' }
  const event = { name: 'Identified', occurredAt: now, receivedAt: now, messageId: 'first-visitor', properties: {}, traits }
  await inbox.submit([{ userId: 'lena', event }])
}
