// What a new step or trigger of each kind says, to be filled in. Apart from the forms, which are fetched when something is selected.

import type { StepKind, TriggerKind, Value } from './step-tree.ts'

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
  choose: { choose: [{ if: { attribute: 'plan', eq: 'pro' }, steps: [] }, { else: [] }] },
  split: {
    split: [
      { variant: 'A', steps: [] },
      { variant: 'B', steps: [] },
    ],
  },
  update: { update: { set: { stage: 'reminded' } } },
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
