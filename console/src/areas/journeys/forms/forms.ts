// The forms of everything a journey is made of: which fields a step, a trigger or a way has, with what they begin. Labels, explanations and examples
// stand in the word files beside it under field.NAME and hint.NAME. The order is the order on the page.

import { notSaidYet, stepBegins, triggerBegins } from '../begins.ts'
import type { Path, StepKind, TriggerKind, Value } from '../step-tree.ts'

export type Known = 'templates' | 'segments' | 'lists' | 'topics' | 'journeys' | 'journeys-to-stop' | 'events' | 'steps' | 'variants' | 'attributes'
/** Where a value is read from: "attributes.birthday". `fixed` is a value that is written as it is. */
export type Source = 'attributes' | 'trigger' | 'properties' | 'fixed'

export type Control =
  | 'text'
  | 'lines'
  | 'number'
  | 'condition'
  | 'duration'
  | 'offset'
  | 'time'
  | 'days'
  | 'zone'
  | 'again'
  | 'schedule'
  | 'time-or-schedule'
  | 'body'
  | 'utm'
  /** Yes unless the file says no. */
  | 'yes-by-default'
  | { readonly choices: readonly string[] }
  | { readonly suggests: Known; readonly many?: 'a name or a list' | 'a list' }
  /** Names with values: any, numbers only, or texts only. */
  | { readonly entries: 'values' | 'numbers' | 'texts'; readonly of: 'attributes' | 'headers' | 'fields' | 'languages' }
  /** What the properties of events look like; the events stand at this path of the part. */
  | { readonly where: Path }
  /** Of events at this path, or of those that let people in. */
  | { readonly from: readonly Source[]; readonly events?: Path }

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
const message = [
  optional('topic', ['topic'], { suggests: 'topics' }),
  optional('expires', ['expires'], 'duration'),
  optional('priority', ['priority'], 'number'),
] as const
const utm = optional('utm', ['utm'], 'utm')
/** Of a mail the template says it. */
const code = optional('code', ['code'], 'text')

export const stepForms: Readonly<Record<StepKind, readonly Form[]>> = {
  send: only('send', stepBegins.send, [
    field('template', ['send'], { suggests: 'templates' }),
    optional('subject', ['subject'], 'text'),
    optional('subjects', ['subjects'], { entries: 'texts', of: 'languages' }),
    optional('preheader', ['preheader'], 'text'),
    optional('preheaders', ['preheaders'], { entries: 'texts', of: 'languages' }),
    optional('sender-name', ['from', 'name'], 'text'),
    ...message,
    utm,
  ]),
  sms: only('sms', stepBegins.sms, [field('sms', ['sms'], 'lines'), ...message, code]),
  popup: only('popup', stepBegins.popup, [
    field('popup-title', ['popup', 'title'], 'text'),
    optional('popup-text', ['popup', 'text'], 'lines'),
    optional('popup-image', ['popup', 'image'], 'text'),
    optional('button-text', ['popup', 'button', 'text'], 'text'),
    optional('button-url', ['popup', 'button', 'url'], 'text'),
    optional('placement', ['popup', 'placement'], { choices: ['center', 'top', 'bottom', 'bottom-right', 'bottom-left'] }),
    optional('times', ['popup', 'times'], 'number'),
    optional('every', ['popup', 'every'], 'duration'),
    optional('close', ['popup', 'close'], 'yes-by-default'),
    ...message,
    code,
  ]),
  webhook: only('webhook', stepBegins.webhook, [
    field('url', ['webhook', 'url'], 'text'),
    optional('method', ['webhook', 'method'], { choices: ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] }),
    optional('headers', ['webhook', 'headers'], { entries: 'texts', of: 'headers' }),
    optional('body', ['webhook', 'body'], 'body'),
    optional('timeout', ['webhook', 'timeout'], 'duration'),
    optional('retries', ['webhook', 'retries'], 'number'),
    optional('expires', ['expires'], 'duration'),
    code,
  ]),
  wait: [
    { name: 'wait-duration', fits: ({ wait }) => typeof wait !== 'object', begins: stepBegins.wait, fields: [field('duration', ['wait'], 'duration')] },
    {
      name: 'wait-until',
      fits: (value) => 'until' in inner(value, 'wait'),
      begins: { wait: { until: '09:00' } },
      fields: [field('until', ['wait', 'until'], 'time'), optional('days', ['wait', 'days'], 'days'), optional('zone', ['wait', 'zone'], 'zone')],
    },
    {
      name: 'wait-for',
      fits: (value) => 'for' in inner(value, 'wait'),
      begins: { wait: { for: { event: 'Order Completed' }, 'at most': '3d' } },
      fields: [field('wait-for', ['wait', 'for'], 'condition'), field('at-most', ['wait', 'at most'], 'duration')],
    },
    {
      name: 'wait-date',
      fits: (value) => 'date' in inner(value, 'wait'),
      begins: { wait: { date: 'attributes.birthday' } },
      fields: [
        field('date', ['wait', 'date'], { from: ['attributes', 'trigger'] }),
        optional('offset', ['wait', 'offset'], 'offset'),
        optional('at', ['wait', 'at'], 'time'),
        optional('zone', ['wait', 'zone'], 'zone'),
      ],
    },
  ],
  on: only('on', stepBegins.on, []),
  choose: only('choose', stepBegins.choose, []),
  split: only('split', stepBegins.split, [optional('winner', ['winner'], { suggests: 'variants' })]),
  update: only('update', stepBegins.update, [
    optional('set', ['update', 'set'], { entries: 'values', of: 'attributes' }),
    optional('increment', ['update', 'increment'], { entries: 'numbers', of: 'attributes' }),
    optional('append', ['update', 'append'], { entries: 'values', of: 'attributes' }),
    optional('unset', ['update', 'unset'], { suggests: 'attributes', many: 'a list' }),
  ]),
  list: [
    {
      name: 'list-add',
      fits: (value) => 'add' in inner(value, 'list'),
      begins: stepBegins.list,
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
  start: only('start', stepBegins.start, [field('journey', ['start'], { suggests: 'journeys' })]),
  stop: only('stop', stepBegins.stop, [field('stop', ['stop'], { suggests: 'journeys-to-stop' })]),
  jump: only('jump', stepBegins.jump, [field('journey', ['jump'], { suggests: 'journeys' })]),
  goto: only('goto', stepBegins.goto, [field('goto', ['goto'], { suggests: 'steps' })]),
  nothing: only('nothing', stepBegins.nothing, []),
  end: only('end', stepBegins.end, []),
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

const events = { suggests: 'events', many: 'a name or a list' } as const
const joining = (kind: 'joins' | 'leaves'): readonly Form[] =>
  (['segment', 'list'] as const).map((what) => ({
    name: `${kind}-${what}`,
    fits: (value: Value) => what in inner(value, kind),
    begins: { [kind]: { [what]: '' } },
    fields: [field(what, [kind, what], { suggests: what === 'segment' ? 'segments' : 'lists' }), optional('trigger-if', ['if'], 'condition')],
  }))

export const triggerForms: Readonly<Record<TriggerKind, readonly Form[]>> = {
  on: only('trigger-on', triggerBegins.on, [
    field('events', ['on'], events),
    optional('where', ['where'], { where: ['on'] }),
    optional('trigger-if', ['if'], 'condition'),
  ]),
  quiet: only('trigger-quiet', triggerBegins.quiet, [
    field('quiet', ['quiet'], 'duration'),
    field('quiet-on', ['on'], events),
    optional('unless', ['unless'], events),
    optional('where', ['where'], { where: ['on'] }),
    optional('trigger-if', ['if'], 'condition'),
  ]),
  becomes: only('trigger-becomes', triggerBegins.becomes, [field('becomes', ['becomes'], 'condition')]),
  joins: joining('joins'),
  leaves: joining('leaves'),
  at: only('trigger-at', triggerBegins.at, [
    field('schedule', ['at'], 'schedule'),
    optional('zone', ['zone'], 'zone'),
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
      fields: [
        field('pair-event', ['event'], { suggests: 'events' }),
        optional('where', ['where'], { where: ['event'] }),
        optional('pair-if', ['if'], 'condition'),
      ],
    },
    { name: 'pair-after', fits: (value) => 'after' in value, begins: { after: '1d' }, fields: [field('pair-after', ['after'], 'duration')] },
    {
      name: 'pair-at',
      fits: (value) => 'at' in value,
      begins: { at: '09:00' },
      fields: [field('pair-at', ['at'], 'time-or-schedule'), optional('days', ['days'], 'days'), optional('zone', ['zone'], 'zone')],
    },
    { name: 'pair-match', fits: (value) => 'match' in value, begins: { match: { segment: '' } }, fields: [field('pair-match', ['match'], 'condition')] },
  ],
  choose: [
    { name: 'case-if', fits: (value) => 'if' in value, begins: { if: notSaidYet }, fields: [field('case-if', ['if'], 'condition')] },
    { name: 'case-else', fits: (value) => 'else' in value, begins: {}, fields: [] },
  ],
  split: only('variant', { variant: 'C' }, [field('variant', ['variant'], 'text'), optional('weight', ['weight'], 'number')]),
}

/** What ends the passage of somebody at once. */
export const exitForms: readonly Form[] = [
  {
    name: 'exit-event',
    fits: (value) => 'event' in value,
    begins: { event: 'Order Completed' },
    fields: [field('exit-event', ['event'], { suggests: 'events' }), optional('where', ['where'], { where: ['event'] })],
  },
  { name: 'exit-when', fits: (value) => 'when' in value, begins: { when: { segment: '' } }, fields: [field('exit-when', ['when'], 'condition')] },
]

/** What counts as success. */
export const goalForms: readonly Form[] = only('goal', { event: 'Order Completed', within: '7d' }, [
  field('goal-event', ['event'], { suggests: 'events' }),
  field('goal-within', ['within'], 'duration'),
  optional('where', ['where'], { where: ['event'] }),
  optional('goal-value', ['value'], { from: ['properties'], events: ['event'] }),
  optional('goal-currency', ['currency'], { from: ['fixed', 'properties'], events: ['event'] }),
  optional('goal-credit', ['credit'], 'duration'),
])

/** What is said of the journey as a whole: what it is and how often one enters … */
export const journeyFields: readonly FieldForm[] = [
  optional('description', ['description'], 'lines'),
  optional('again', ['again'], 'again'),
  optional('key', ['key'], { from: ['properties'] }),
]

/** When its guard pauses it; what is not said here the workspace says. */
export const guardForms: readonly Form[] = [
  {
    name: 'guard-on',
    fits: ({ guard }) => guard !== 'off',
    begins: {},
    fields: [
      optional('guard-times', ['guard', 'times'], 'number'),
      optional('guard-at-least', ['guard', 'atLeast'], 'number'),
      optional('guard-per-hour', ['guard', 'unknown', 'perHour'], 'number'),
      optional('guard-per-day', ['guard', 'unknown', 'perDay'], 'number'),
      optional('guard-complaints', ['guard', 'complaints'], 'number'),
      optional('guard-bounces', ['guard', 'bounces'], 'number'),
      optional('guard-unsubscribes', ['guard', 'unsubscribes'], 'number'),
      optional('guard-late', ['guard', 'late'], 'duration'),
    ],
  },
  { name: 'guard-off', fits: ({ guard }) => guard === 'off', begins: { guard: 'off' }, fields: [] },
]

/** … and after exits and the goal, what is needed seldom. */
export const rareJourneyFields: readonly FieldForm[] = [
  optional('holdout', ['holdout'], 'number'),
  optional('utm-of-journey', ['utm'], 'utm'),
  optional('max-age', ['maxAge'], 'duration'),
  optional('status', ['status'], { choices: ['draft', 'active', 'paused', 'archived'] }),
  optional('resume', ['resume'], { choices: ['shift', 'catch-up', 'drop-stale'] }),
]

/** The form that a part is of; the first where none fits. */
export function formOf(forms: readonly Form[], value: Value): Form {
  return forms.find((form) => form.fits(value)) ?? (forms[0] as Form)
}
