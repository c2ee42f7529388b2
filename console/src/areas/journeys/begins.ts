// What a new step or trigger of each kind says, to be filled in. Apart from the forms, which are fetched when something is selected.

import type { StepKind, TriggerKind, Value } from './step-tree.ts'

/** Where somebody still has to say a condition: it is a problem of the draft, so that nobody publishes one that they never chose. */
export const notSaidYet = { attribute: '', exists: true } as const

export const stepBegins: Readonly<Record<StepKind, Value>> = {
  send: { send: '' },
  sms: { sms: '' },
  popup: { popup: { title: '' } },
  webhook: { webhook: { url: 'https://' } },
  wait: { wait: '1d' },
  on: {
    on: [
      { event: 'Order Completed', steps: [] },
      { after: '1d', steps: [] },
    ],
  },
  choose: { choose: [{ if: notSaidYet, steps: [] }, { else: [] }] },
  split: {
    split: [
      { variant: 'A', steps: [] },
      { variant: 'B', steps: [] },
    ],
  },
  update: { update: { set: { interested: true } } },
  list: { list: { add: '' } },
  topic: { topic: { subscribe: '' } },
  start: { start: '' },
  stop: { stop: 'this' },
  jump: { jump: '' },
  goto: { goto: '' },
  nothing: { nothing: true },
  end: { end: true },
}

export const triggerBegins: Readonly<Record<TriggerKind, Value>> = {
  on: { on: 'Signed Up' },
  quiet: { quiet: '30m', on: ['Product Added'] },
  becomes: { becomes: { since: 'Order Completed', gte: '60d', never: false } },
  joins: { joins: { segment: '' } },
  leaves: { leaves: { segment: '' } },
  at: { at: '0 9 * * mon' },
}
