// What Oncue did of its own accord, in the audit log beside what admins did.

import type { Ledger } from '../writing/ledger.ts'

export interface Noted {
  readonly did: 'pause journey' | 'end allowance' | 'choose winner'
  readonly details: Readonly<Record<'journey' | 'because', string>> & { readonly step?: string; readonly variant?: string }
}

/** Resolves when it is durable. */
export async function note({ store }: Ledger, at: number, { did, details }: Noted): Promise<void> {
  const audit = [{ at, admin: 'oncue', through: 'watch', did, subscriber: undefined, details: JSON.stringify(details) }] as const
  const empty = { log: [], subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }
  await store.commit({ ...empty, audit })
}
