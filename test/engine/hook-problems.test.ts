// What is wrong with a hook beyond its form, each with its place and the way out.

import { expect, test } from 'vitest'
import { hookProblems } from '../../src/engine/hook-problems.ts'
import { inboundHookSchema } from '../../src/model/inbound-hook.ts'

const hook = (more: object, name = 'shop') => inboundHookSchema.parse({ hook: name, signature: 'shopify', take: [{ userId: 'id', event: 'Ordered' }], ...more })
const found = (...hooks: ReturnType<typeof hook>[]): readonly string[] =>
  hookProblems({ workspace: 'Shop', hooks }).map(({ path, message }) => `${path.join('.')}: ${message}`)

test('a hook that can be used has no problem', () => {
  expect(
    found(
      hook({}),
      hook(
        {
          take: [
            { if: { type: 'a' }, email: 'mail' },
            { userId: 'id', traits: { plan: 'plan' } },
          ],
        },
        'crm',
      ),
    ),
  ).toEqual([])
})

test('rules that find nobody, mean nothing, forge an event of our own or take everything are named', () => {
  const take = [{ event: 'Ordered' }, { if: { a: 1 }, userId: 'id' }, { if: { a: 2 }, userId: 'id', event: 'Message Opened' }]
  expect(found(hook({ take }), hook({}))).toEqual([
    'hooks.0.take.0: nobody says whom it is about',
    'hooks.0.take.0: it takes every call, so those below it take none',
    'hooks.0.take.1: it means nothing',
    'hooks.0.take.2.event: Message Opened is an event that only Oncue itself may give',
    'hooks.1.hook: there is already a hook shop',
  ])
})
