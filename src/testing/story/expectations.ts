// What a test expects, held against what happened since its last look. Each kind of expectation gives lines on both sides: what was expected
// and what was found, so that a difference can be read as one.

import type { SubscriberState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { readSentence } from '../../model/read-sentence.ts'
import { plain, type Said, saidText } from '../../model/said.ts'
import type { Expectation } from '../../model/trigger-test.ts'

/** One expectation that was not met. */
export interface Unmet {
  /** Path from the expectation. */
  readonly path: readonly (string | number)[]
  /** What was looked at. */
  readonly what: Said
  /** Line by line, as far as they can be compared. */
  readonly expected: readonly Said[]
  readonly found: readonly Said[]
}

/** What an expectation looks at. */
export interface Look {
  readonly state: SubscriberState
  /** The decisions since the last look. */
  readonly decisions: readonly Decision[]
  /** The lines of the trace since the last look. */
  readonly trace: readonly string[]
  /** The segments that the person is in. */
  readonly segments: ReadonlySet<string>
}

/** Everything that is not as expected; conditions that are asked alone are not looked at here. */
export function unmet(expectation: Expectation, look: Look): Unmet[] {
  const { decisions, state } = look
  const of = <Kind extends Decision['kind']>(...kinds: Kind[]) =>
    decisions.filter((one): one is Extract<Decision, { kind: Kind }> => (kinds as string[]).includes(one.kind))
  const sent = of('handed over').filter(({ outcome }) => outcome === 'sent')
  return [
    ...inOrder(expectation.sends, sent, 'sends', { fits: sentFits, words: sentWords }),
    ...inOrder(expectation.enters, of('entered'), 'enters', passages),
    ...inOrder(expectation['not-entered'], of('not entered'), 'not-entered', {
      fits: (want, one) =>
        sameJourney(want, one) && (typeof want === 'string' || ((want.reason ?? one.reason) === one.reason && one.because.includes(want.because ?? ''))),
      words: ({ journey, reason, because }) => ({ code: 'test-kept-out', values: { journey, reason, inner: readSentence(because) } }),
    }),
    ...inOrder(expectation.exits, of('exited'), 'exits', passages),
    ...inOrder(expectation.completes, of('completed'), 'completes', passages),
    ...inOrder(expectation.converts, of('converted'), 'converts', passages),
    ...inOrder(expectation.skips, of('skipped', 'refused'), 'skips', {
      fits: (want, one) =>
        typeof want === 'string'
          ? want === one.step
          : (want.step ?? one.step) === one.step &&
            (want.journey ?? one.journey) === one.journey &&
            (want.reason ?? one.reason) === one.reason &&
            one.because.includes(want.because ?? ''),
      words: ({ step, journey, reason, because }) => ({ code: 'test-passed-over', values: { step, journey, reason, inner: readSentence(because) } }),
    }),
    ...places(expectation.inside, state),
    ...each(expectation.attributes, (name) => readPath(state.attributes as Json, splitPath(name)) ?? null, {
      key: 'attributes',
      code: 'test-attribute',
      as: 'attribute',
    }),
    ...each(expectation.segments, (name) => look.segments.has(name), { key: 'segments', code: 'test-segment', as: 'segment' }),
    ...each(expectation.lists, (name) => Object.hasOwn(state.lists, name), { key: 'lists', code: 'test-list', as: 'list' }),
    ...each(expectation.topics, (name) => state.topics[name]?.subscribed === true, { key: 'topics', code: 'test-topic', as: 'topic' }),
    ...lines(expectation.trace, look.trace),
  ]
}

interface Comparing<Want, Found> {
  readonly fits: (want: Want, found: Found) => boolean
  readonly words: (found: Found) => Said
}

type Followed = 'sends' | 'enters' | 'not-entered' | 'exits' | 'completes' | 'converts' | 'skips'

/** Exactly these, in this order. What fits is shown in the words of what was found on both sides. */
function inOrder<Want, Found>(wanted: readonly Want[] | undefined, found: readonly Found[], key: Followed, { fits, words }: Comparing<Want, Found>): Unmet[] {
  if (wanted === undefined) return []
  if (wanted.length === found.length && wanted.every((want, index) => fits(want, found[index] as Found))) return []
  const expected = wanted.map((want, index) => {
    const at = found.findIndex((one, place) => place >= index && fits(want, one))
    return at === -1 ? authored(want) : words(found[at] as Found)
  })
  return [{ path: [key], what: { code: `test-${key}`, values: {} }, expected, found: found.map(words) }]
}

type PassageDecision = Extract<Decision, { kind: 'entered' | 'exited' | 'completed' | 'converted' }>
const passages: Comparing<NonNullable<Expectation['enters']>[number], PassageDecision> = {
  fits: (want, one) =>
    sameJourney(want, one) && (typeof want === 'string' || ((want.key ?? one.key) === one.key && reasonOf(one).includes(want.because ?? ''))),
  words: (one) => ({
    code: 'test-passage',
    values: {
      journey: one.journey,
      ...(one.key === undefined ? {} : { key: `[${one.key}]` }),
      ...(reasonOf(one) === '' ? {} : { inner: readSentence(reasonOf(one)) }),
    },
  }),
}

function reasonOf(decision: PassageDecision): string {
  if (decision.kind === 'converted') return decision.event
  return decision.kind === 'completed' ? '' : decision.because
}

function sameJourney(want: string | { readonly journey: string }, { journey }: { readonly journey: string }): boolean {
  return (typeof want === 'string' ? want : want.journey) === journey
}

type Sent = Extract<Decision, { kind: 'handed over' }>

function sentFits(want: NonNullable<Expectation['sends']>[number], one: Sent): boolean {
  if (typeof want === 'string') return want === one.template
  return (
    (want.template ?? one.template) === one.template &&
    (want.channel ?? one.channel) === one.channel &&
    (want.step ?? one.step) === one.step &&
    (want.journey ?? one.journey) === one.journey &&
    (want.at === undefined || Date.parse(want.at) === one.at)
  )
}

function sentWords({ channel, template, step, journey, at }: Sent): Said {
  return { code: 'test-message', values: { channel, step, journey, at, ...(template === undefined ? {} : { template }) } }
}

const inside: Said = { code: 'test-is-inside', values: {} }
const outside: Said = { code: 'test-is-outside', values: {} }

function places(wanted: Expectation['inside'], { enrollments }: SubscriberState): Unmet[] {
  return Object.entries(wanted ?? {}).flatMap(([journey, want]): Unmet[] => {
    const steps = enrollments.filter((one) => one.journey === journey && one.status === 'active').map(({ step }) => step)
    const found = steps.length === 0 ? [outside] : steps.toSorted().map(plain)
    const expected = typeof want === 'boolean' ? [want ? inside : outside] : [want].flat().toSorted().map(plain)
    const isMet = typeof want === 'boolean' ? want === steps.length > 0 : expected.map(saidText).join('\n') === found.map(saidText).join('\n')
    return isMet ? [] : [{ path: ['inside', journey], what: { code: 'test-inside', values: { journey } }, expected, found }]
  })
}

interface Named {
  readonly key: string
  readonly code: 'test-attribute' | 'test-segment' | 'test-list' | 'test-topic'
  /** What the sentence calls the name. */
  readonly as: string
}

/** Things by name that are one way or another now. */
function each(wanted: Readonly<Record<string, unknown>> | undefined, now: (name: string) => Json, { key, code, as }: Named): Unmet[] {
  return Object.entries(wanted ?? {}).flatMap(([name, want]): Unmet[] => {
    const found = now(name)
    if (sameJson(want as Json, found)) return []
    const what: Said = { code, values: { [as]: name } }
    return [{ path: [key, name], what, expected: [plain(JSON.stringify(want))], found: [plain(JSON.stringify(found))] }]
  })
}

function sameJson(one: Json, other: Json): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other
  const [left, right] = [Object.entries(one), Object.entries(other)]
  if (Array.isArray(one) !== Array.isArray(other) || left.length !== right.length) return false
  return left.every(([key, value]) => Object.hasOwn(other, key) && sameJson(value, (other as Record<string, Json>)[key] as Json))
}

function lines(wanted: string | undefined, found: readonly string[]): Unmet[] {
  if (wanted === undefined) return []
  const expected = wanted
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  return expected.join('\n') === found.join('\n')
    ? []
    : [{ path: ['trace'], what: { code: 'test-trace', values: {} }, expected: expected.map(plain), found: found.map(plain) }]
}

function authored(want: unknown): Said {
  if (typeof want === 'string') return plain(want)
  return plain(
    Object.entries(want as object)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', '),
  )
}
