// Who of the team did what, the answers to requests that may be repeated, and drafts, as the store in memory keeps them.

import { limits } from '../../model/limits.ts'
import type { AdminAnswer, AuditQuery, Commit, StoredAuditEntry, StoredDraft } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

type Records = Pick<Commit, 'audit' | 'begunAudit' | 'endedAudit' | 'answers' | 'drafts'>

export class AdminRecords {
  readonly #answers = new Map<string, AdminAnswer>()
  #audit: StoredAuditEntry[] = []
  #lastId = 0
  readonly #begun = new Map<string, number>()
  readonly #drafts = new Map<string, StoredDraft>()

  take({ audit = [], begunAudit = [], endedAudit = [], answers = [], drafts = [] }: Records): void {
    for (const draft of drafts) {
      if ('gone' in draft) this.#drafts.delete(draft.path)
      else this.#drafts.set(draft.path, { ...draft })
    }
    for (const entry of audit) this.#append({ ...entry })
    for (const { token, entry } of begunAudit) this.#begun.set(token, this.#append({ ...entry, isOpen: true }))
    for (const { token, entry } of endedAudit) {
      const id = this.#begun.get(token)
      this.#begun.delete(token)
      const isKept = this.#audit.some((one) => one.id === id)
      this.#audit = this.#audit.flatMap((one) => (one.id !== id ? one : entry === undefined ? [] : { ...entry, id }))
      if (!isKept && entry !== undefined) this.#append({ ...entry })
    }
    if (this.#audit.length > limits.auditEntries) this.#audit = this.#audit.slice(-limits.auditEntries)
    for (const answer of answers) {
      for (const [name, { at }] of this.#answers) if (at < answer.at - limits.idempotencyKeyMs) this.#answers.delete(name)
      this.#answers.set(nameOf(answer), { ...answer })
    }
  }

  #append(entry: Omit<StoredAuditEntry, 'id'>): number {
    this.#lastId += 1
    this.#audit.push({ ...entry, id: this.#lastId })
    return this.#lastId
  }

  drafts(): StoredDraft[] {
    return [...this.#drafts.values()].sort((one, other) => compareByCodePoint(one.path, other.path)).map((draft) => ({ ...draft }))
  }

  forgetAnswers(): void {
    this.#answers.clear()
  }

  audit({ subscriber, admin, did, before = Number.POSITIVE_INFINITY, from = 0, to = Number.POSITIVE_INFINITY, limit }: AuditQuery): StoredAuditEntry[] {
    const wanted = Object.entries({ subscriber, admin, did }).filter(([, value]) => value !== undefined)
    const fits = this.#audit.filter(
      (entry) => entry.id < before && entry.at >= from && entry.at < to && wanted.every(([name, value]) => entry[name as keyof StoredAuditEntry] === value),
    )
    return fits
      .reverse()
      .slice(0, limit)
      .map((entry) => ({ ...entry }))
  }

  answer(admin: string, key: string): AdminAnswer | undefined {
    const answer = this.#answers.get(nameOf({ admin, key }))
    return answer && { ...answer }
  }
}

function nameOf({ admin, key }: Pick<AdminAnswer, 'admin' | 'key'>): string {
  return JSON.stringify([admin, key])
}
