// Who of the team did what, and the answers to requests that may be repeated, as the store in memory keeps them.

import { limits } from '../../model/limits.ts'
import type { AdminAnswer, AuditQuery, Commit, StoredAuditEntry } from '../../runtime/store.ts'

export class AdminRecords {
  readonly #answers = new Map<string, AdminAnswer>()
  #audit: StoredAuditEntry[] = []
  #lastId = 0

  take({ audit = [], answers = [] }: Pick<Commit, 'audit' | 'answers'>): void {
    for (const entry of audit) {
      this.#lastId += 1
      this.#audit.push({ ...entry, id: this.#lastId })
    }
    if (this.#audit.length > limits.auditEntries) this.#audit = this.#audit.slice(-limits.auditEntries)
    for (const answer of answers) {
      for (const [name, { at }] of this.#answers) if (at < answer.at - limits.idempotencyKeyMs) this.#answers.delete(name)
      this.#answers.set(nameOf(answer), { ...answer })
    }
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
