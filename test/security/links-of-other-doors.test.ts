// Everything that leaves with a message is signed with one secret, for one purpose each. What opens one door opens no other, and none of another workspace.

import { expect, test } from 'vitest'
import { signsOf } from '../../src/start/signs.ts'

const [message, subscriber] = ['7/welcome/1/1/hello/1', 7]

/** The doors of a workspace with this secret: what each signs, and how it reads. */
function doorsOf(link: string) {
  const { unsubscribe, consent, reactions, pages, views, smsStatus } = signsOf({ link })
  return {
    unsubscribe: { made: unsubscribe.sign({ subscriber, topic: 'news', effect: message }), read: (token: string) => unsubscribe.verify(token) },
    confirm: { made: consent.confirm.sign({ subscriber, ask: message, topics: ['news'] }), read: (token: string) => consent.confirm.verify(token) },
    preferences: { made: consent.preferences.sign(subscriber), read: (token: string) => consent.preferences.verify(token) },
    reactions: { made: reactions.sign({ message, link: 1 }), read: (token: string) => reactions.verify(token) },
    pages: { made: pages.seal(message), read: (token: string) => pages.open(token) },
    views: { made: views.sign({ message, expiresAt: Date.UTC(2026, 10, 23), shows: 'whole' }), read: (token: string) => views.verify(token) },
    smsStatus: { made: smsStatus.seal(message), read: (token: string) => smsStatus.open(token) },
  }
}

test('a link opens the door that it was made for, no other door, and none of another workspace', () => {
  const [own, other] = [doorsOf('the secret of this workspace, long enough'), doorsOf('the secret of another workspace, as long')]
  expect(Object.keys(own)).toEqual(
    Object.keys(signsOf({ link: 'x'.repeat(40) })).flatMap((one) => (one === 'consent' ? ['confirm', 'preferences'] : one === 'handles' ? [] : [one])),
  )
  const opened = Object.entries(own).flatMap(([door, { read }]) =>
    Object.entries({ ...own }).flatMap(([of, { made }]) => (read(made) === undefined ? [] : [`${of} opens ${door}`])),
  )
  expect(opened).toEqual(Object.keys(own).map((door) => `${door} opens ${door}`))
  for (const { read } of Object.values(other)) for (const { made } of Object.values(own)) expect(read(made)).toBeUndefined()
})
