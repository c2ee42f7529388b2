// The made-up call of an entry is one that the entry takes, with something at every path that it names.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { exampleCall } from '../../src/imports/example-call.ts'
import { tryHook } from '../../src/imports/try-hook.ts'
import { type HookRule, hookRuleSchema, type InboundHook, inboundHookSchema } from '../../src/model/inbound-hook.ts'

const now = Date.UTC(2026, 10, 22)
const hookOf = (take: readonly HookRule[]): InboundHook => ({ hook: 'shop', signature: 'shopify', take: [...take] })

/** The hooks of the guide. */
const guide = readFileSync('docs/guides/calls-from-other-systems.md', 'utf8')
const hooks = [...guide.matchAll(/```yaml title="my-shop\/workspace.yaml"\n(.*?)```/gs)]
  .flatMap(([, text]) => (parse(text as string) as { readonly hooks: readonly unknown[] }).hooks)
  .map((one) => inboundHookSchema.parse(one))

test.each(hooks.flatMap((hook) => hook.take.map((rule, index) => ({ name: hook.hook, index, hook, rule }))))(
  'entry $index of $name takes its example, and nothing is missing in it',
  ({ hook, index, rule }) => {
    expect(tryHook(hook, { ...exampleCall(rule, now), id: 'x' })).toMatchObject({ rule: index, missing: [] })
  },
)

test('lists, headers, places below one another and names that objects have by themselves stand where the entry looks', () => {
  const rule = hookRuleSchema.parse({
    if: { 'header:X-Topic': ['made', 'changed'], 'lines.1.kind': 'cup', what: true },
    userId: '__proto__.id',
    timestamp: 'at',
    event: 'Made',
    properties: { total: { from: 'sum', divide: 100 }, lines: { each: 'lines', as: { name: 'title.text' } }, far: 'rows.4000000000.x', now: { value: 1 } },
  })
  const { headers, body } = exampleCall(rule, now)
  expect([headers, body['what'], body['at']]).toEqual([{ 'x-topic': 'made' }, true, '2026-11-22T00:00:00.000Z'])
  expect(body['lines']).toEqual([{ title: { text: 'example name' } }, { kind: 'cup' }])
  const tried = tryHook(hookOf([rule]), { headers, body, id: 'x' })
  expect(tried).toMatchObject({ rule: 0, missing: [], messages: [{ userId: 'customer-1', properties: { total: 19.99, now: 1 } }] })
})
