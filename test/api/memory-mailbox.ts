// A small real mailbox for the tests of its pages.

import type { MailboxMail, MailboxView } from '../../src/api/mailbox/mailbox-view.ts'

export interface MemoryMailbox extends MailboxView {
  add(mail: Partial<MailboxMail> & { readonly key: string }): void
}

export function createMemoryMailbox(): MemoryMailbox {
  const mails: MailboxMail[] = []
  const listeners = new Set<() => void>()
  return {
    add(mail) {
      mails.unshift({
        from: { name: 'Hillside Outdoor', address: 'hello@hillside.example' },
        to: 'anna@example.com',
        subject: 'Welcome',
        at: Date.UTC(2026, 10, 21, 10, 0, 0),
        html: '<!doctype html><html><head><title>x</title></head><body><p>Hello</p></body></html>',
        text: 'Hello',
        headers: [{ name: 'Subject', value: mail.subject ?? 'Welcome' }],
        source: `Subject: ${mail.subject ?? 'Welcome'}\r\n\r\nHello`,
        ...mail,
      })
      for (const listener of listeners) listener()
    },
    async list({ before, limit }) {
      const from = before === undefined ? 0 : mails.findIndex((mail) => mail.key === before) + 1
      return mails.slice(from, from + limit)
    },
    count: async () => mails.length,
    get: async (key) => mails.find((mail) => mail.key === key),
    onMail(callback) {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
  }
}
