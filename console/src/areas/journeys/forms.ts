// The forms of everything a journey is made of: which fields a step, a trigger or a way has, with what they begin. Labels, explanations and examples
// stand in the word files under field.NAME and hint.NAME. The order is the order on the page.

import type { Path } from './journey-text.ts'
import type { StepKind, TriggerKind, Value } from './step-tree.ts'

export type Control =
  | 'text'
  | 'lines'
  | 'number'
  | 'yaml'
  | 'condition'
  | 'switch'
  | 'names'
  | { readonly choices: readonly string[] }
  | { readonly suggests: 'templates' | 'segments' | 'lists' | 'topics' | 'journeys' | 'events' | 'steps'; readonly many?: true }

export interface FieldForm {
  /** Of its words. */
  readonly name: string
  /** From the part that the form is about. */
  readonly path: Path
  readonly control: Control
  readonly isOptional?: true
}

export interface Form {
  /** Of its words: form.NAME. */
  readonly name: string
  /** What makes a part be of this form. */
  readonly fits: (value: Value) => boolean
  /** What the part says when the form is chosen; other fields of the part stay. */
  readonly begins: Value
  readonly fields: readonly FieldForm[]
}

const field = (name: string, path: Path, control: Control): FieldForm => ({ name, path, control })
const optional = (name: string, path: Path, control: Control): FieldForm => ({ ...field(name, path, control), isOptional: true })
const inner = (value: Value, key: string): Value => (typeof value[key] === 'object' && value[key] !== null ? (value[key] as Value) : {})
const only = (name: string, begins: Value, fields: readonly FieldForm[]): readonly Form[] => [{ name, fits: () => true, begins, fields }]
const days = { choices: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }
const message = [
  optional('topic', ['topic'], { suggests: 'topics' }),
  optional('expires', ['expires'], 'text'),
  optional('priority', ['priority'], 'number'),
] as const

/** Days are several of a few; they are written as a list. */
export const dayNames = days.choices

export const stepForms: Readonly<Record<StepKind, readonly Form[]>> = {
  send: only('send', { send: '' }, [field('template', ['send'], { suggests: 'templates' }), ...message]),
  sms: only('sms', { sms: '' }, [field('sms', ['sms'], 'lines'), ...message]),
  popup: only('popup', { popup: { title: '' } }, [
    field('popup-title', ['popup', 'title'], 'text'),
    optional('popup-text', ['popup', 'text'], 'lines'),
    optional('popup-image', ['popup', 'image'], 'text'),
    optional('button-text', ['popup', 'button', 'text'], 'text'),
    optional('button-url', ['popup', 'button', 'url'], 'text'),
    optional('placement', ['popup', 'placement'], { choices: ['center', 'top', 'bottom', 'bottom-right', 'bottom-left'] }),
    optional('times', ['popup', 'times'], 'number'),
    optional('every', ['popup', 'every'], 'text'),
    ...message,
  ]),
  webhook: only('webhook', { webhook: { url: 'https://' } }, [
    field('url', ['webhook', 'url'], 'text'),
    optional('method', ['webhook', 'method'], { choices: ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] }),
    optional('headers', ['webhook', 'headers'], 'yaml'),
    optional('body', ['webhook', 'body'], 'yaml'),
    optional('timeout', ['webhook', 'timeout'], 'text'),
    optional('retries', ['webhook', 'retries'], 'number'),
    optional('expires', ['expires'], 'text'),
  ]),
  wait: [
    { name: 'wait-duration', fits: ({ wait }) => typeof wait !== 'object', begins: { wait: '1d' }, fields: [field('duration', ['wait'], 'text')] },
    {
      name: 'wait-until',
      fits: (value) => 'until' in inner(value, 'wait'),
      begins: { wait: { until: '09:00' } },
      fields: [field('until', ['wait', 'until'], 'text'), optional('days', ['wait', 'days'], 'names'), optional('zone', ['wait', 'zone'], 'text')],
    },
    {
      name: 'wait-for',
      fits: (value) => 'for' in inner(value, 'wait'),
      begins: { wait: { for: { event: 'Order Completed' }, 'at most': '3d' } },
      fields: [field('wait-for', ['wait', 'for'], 'condition'), field('at-most', ['wait', 'at most'], 'text')],
    },
    {
      name: 'wait-date',
      fits: (value) => 'date' in inner(value, 'wait'),
      begins: { wait: { date: 'attributes.birthday' } },
      fields: [
        field('date', ['wait', 'date'], 'text'),
        optional('offset', ['wait', 'offset'], 'text'),
        optional('at', ['wait', 'at'], 'text'),
        optional('zone', ['wait', 'zone'], 'text'),
      ],
    },
  ],
  on: only(
    'on',
    {
      on: [
        { event: 'Order Completed', steps: [] },
        { after: '1d', steps: [] },
      ],
    },
    [],
  ),
  choose: only('choose', { choose: [{ if: { attribute: 'plan', eq: 'pro' }, steps: [] }, { else: [] }] }, []),
  split: only(
    'split',
    {
      split: [
        { variant: 'A', steps: [] },
        { variant: 'B', steps: [] },
      ],
    },
    [optional('winner', ['winner'], 'text')],
  ),
  update: only('update', { update: { set: { stage: 'reminded' } } }, [
    optional('set', ['update', 'set'], 'yaml'),
    optional('increment', ['update', 'increment'], 'yaml'),
    optional('append', ['update', 'append'], 'yaml'),
    optional('unset', ['update', 'unset'], 'names'),
  ]),
  list: [
    {
      name: 'list-add',
      fits: (value) => 'add' in inner(value, 'list'),
      begins: { list: { add: '' } },
      fields: [field('list', ['list', 'add'], { suggests: 'lists' })],
    },
    {
      name: 'list-remove',
      fits: (value) => 'remove' in inner(value, 'list'),
      begins: { list: { remove: '' } },
      fields: [field('list', ['list', 'remove'], { suggests: 'lists' })],
    },
  ],
  topic: [topicForm('subscribe'), topicForm('unsubscribe')],
  start: only('start', { start: '' }, [field('journey', ['start'], { suggests: 'journeys' })]),
  stop: only('stop', { stop: 'this' }, [field('stop', ['stop'], { suggests: 'journeys' })]),
  jump: only('jump', { jump: '' }, [field('journey', ['jump'], { suggests: 'journeys' })]),
  goto: only('goto', { goto: '' }, [field('goto', ['goto'], { suggests: 'steps' })]),
  nothing: only('nothing', { nothing: true }, []),
  end: only('end', { end: true }, []),
}

function topicForm(does: 'subscribe' | 'unsubscribe'): Form {
  return {
    name: `topic-${does}`,
    fits: (value) => does in inner(value, 'topic'),
    begins: { topic: { [does]: '' } },
    fields: [field('topic-of', ['topic', does], { suggests: 'topics' }), optional('channel', ['topic', 'channel'], { choices: ['email', 'sms', 'popup'] })],
  }
}

/** What every step has besides. */
export const commonFields: readonly FieldForm[] = [optional('id', ['id'], 'text'), optional('if', ['if'], 'condition'), optional('note', ['note'], 'lines')]

const events = { suggests: 'events', many: true } as const
const joining = (kind: 'joins' | 'leaves'): readonly Form[] =>
  (['segment', 'list'] as const).map((what) => ({
    name: `${kind}-${what}`,
    fits: (value: Value) => what in inner(value, kind),
    begins: { [kind]: { [what]: '' } },
    fields: [field(what, [kind, what], { suggests: what === 'segment' ? 'segments' : 'lists' }), optional('trigger-if', ['if'], 'condition')],
  }))

export const triggerForms: Readonly<Record<TriggerKind, readonly Form[]>> = {
  on: only('trigger-on', { on: 'Signed Up' }, [
    field('events', ['on'], events),
    optional('where', ['where'], 'yaml'),
    optional('trigger-if', ['if'], 'condition'),
  ]),
  quiet: only('trigger-quiet', { quiet: '30m', on: ['Product Added'] }, [
    field('quiet', ['quiet'], 'text'),
    field('quiet-on', ['on'], events),
    optional('unless', ['unless'], events),
    optional('where', ['where'], 'yaml'),
    optional('trigger-if', ['if'], 'condition'),
  ]),
  becomes: only('trigger-becomes', { becomes: { since: 'Order Completed', gte: '60d', never: false } }, [field('becomes', ['becomes'], 'condition')]),
  joins: joining('joins'),
  leaves: joining('leaves'),
  at: only('trigger-at', { at: '0 9 * * mon' }, [
    field('schedule', ['at'], 'text'),
    optional('zone', ['zone'], 'text'),
    optional('schedule-for', ['for'], 'condition'),
  ]),
}

/** The ways out of a step, by the kind of the step. */
export const branchForms: Readonly<Record<'on' | 'choose' | 'split', readonly Form[]>> = {
  on: [
    {
      name: 'pair-event',
      fits: (value) => 'event' in value,
      begins: { event: 'Order Completed' },
      fields: [field('pair-event', ['event'], { suggests: 'events' }), optional('where', ['where'], 'yaml'), optional('pair-if', ['if'], 'condition')],
    },
    { name: 'pair-after', fits: (value) => 'after' in value, begins: { after: '1d' }, fields: [field('pair-after', ['after'], 'text')] },
    {
      name: 'pair-at',
      fits: (value) => 'at' in value,
      begins: { at: '09:00' },
      fields: [field('pair-at', ['at'], 'text'), optional('days', ['days'], 'names'), optional('zone', ['zone'], 'text')],
    },
    { name: 'pair-match', fits: (value) => 'match' in value, begins: { match: { segment: '' } }, fields: [field('pair-match', ['match'], 'condition')] },
  ],
  choose: [
    { name: 'case-if', fits: (value) => 'if' in value, begins: { if: { attribute: 'plan', eq: 'pro' } }, fields: [field('case-if', ['if'], 'condition')] },
    { name: 'case-else', fits: (value) => 'else' in value, begins: {}, fields: [] },
  ],
  split: only('variant', { variant: 'C' }, [field('variant', ['variant'], 'text'), optional('weight', ['weight'], 'number')]),
}

/** What is said of the journey as a whole. */
export const journeyFields: readonly FieldForm[] = [
  optional('description', ['description'], 'lines'),
  optional('status', ['status'], { choices: ['draft', 'active', 'paused', 'archived'] }),
  optional('again', ['again'], 'yaml'),
  optional('key', ['key'], 'text'),
  optional('goal-event', ['goal', 'event'], { suggests: 'events' }),
  optional('goal-within', ['goal', 'within'], 'text'),
  optional('goal-where', ['goal', 'where'], 'yaml'),
  optional('goal-value', ['goal', 'value'], 'text'),
  optional('exit', ['exit'], 'yaml'),
  optional('holdout', ['holdout'], 'number'),
  optional('max-age', ['maxAge'], 'text'),
]

/** The form that a part is of; the first where none fits. */
export function formOf(forms: readonly Form[], value: Value): Form {
  return forms.find((form) => form.fits(value)) ?? (forms[0] as Form)
}
