// What the journeys of the console rest on, without a browser: edits that keep what they do not touch, the drawing that lays itself out, and the keys
// that the code view suggests.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { editsToForm } from '../../console/src/areas/journeys/forms/edits-to-form.ts'
import { eventOfTrigger } from '../../console/src/areas/journeys/forms/event-of-trigger.ts'
import { formOf, guardForms } from '../../console/src/areas/journeys/forms/forms.ts'
import { goneSteps } from '../../console/src/areas/journeys/gone.ts'
import { type Layout, layoutJourney } from '../../console/src/areas/journeys/graph-layout.ts'
import { clipOf, editJourney, readJourney } from '../../console/src/areas/journeys/journey-text.ts'
import { endsOf, signsOf } from '../../console/src/areas/journeys/line-ends.ts'
import { everybody, mailingText } from '../../console/src/areas/journeys/mailing/mailing-text.ts'
import { clockIn, hasPassed, hasPassedSomewhere, instantIn, readWhen, writtenWhen } from '../../console/src/areas/journeys/mailing/when.ts'
import { freshNames, outermost, removals, shifted, stepsBetween } from '../../console/src/areas/journeys/many-steps.ts'
import { recipes, recipeText } from '../../console/src/areas/journeys/new/recipes.ts'
import { changesOverlay, lostOverlay, timeOverlay, walkOverlay } from '../../console/src/areas/journeys/overlays.ts'
import { readSchedule, writeSchedule } from '../../console/src/areas/journeys/schedule.ts'
import { readClip } from '../../console/src/areas/journeys/step-clip.ts'
import { everyStep, journeyTree, mailBefore, pathOf, stepAt, type Value } from '../../console/src/areas/journeys/step-tree.ts'
import { groundBeyond, groundOf, isInView, viewOfAll, viewOfPart, zoomed } from '../../console/src/kit/pan-zoom.ts'
import { pathOfNew } from '../../console/src/shell/path-of-new.ts'
import { instantOf } from '../../src/engine/zone.ts'
import { compileWhere } from '../../src/model/comparison.ts'
import { journeySchema } from '../../src/model/journey.ts'
import { readLocalInstant } from '../../src/model/one-instant.ts'

const text = `# What it is for.
segment: regulars
if: { attribute: orders, gte: 3 }
---
# The journey.
journey: cart
enter:
  # After half an hour.
  - quiet: 30m
    on: [Product Added, "Product Removed"]
steps:
  - { id: remind, send: 'cart-reminder' } # the first one
  # Then patience.
  - id: reaction
    on:
      - event: Message Clicked
        steps:
          - { id: hot, list: { add: hot-leads } }
      - after: 1d # a day
        steps: []
`

describe('an edit', () => {
  test('keeps comments, order, quotes and the other documents of the file', () => {
    const edited = editJourney(text, 'cart', [
      { do: 'set', path: ['steps', 0, 'send'], value: 'cart-letter' },
      { do: 'set', path: ['steps', 0, 'expires'], value: '12h' },
      { do: 'insert', list: ['steps', 1, 'on', 1, 'steps'], at: 0, value: { id: 'offer', send: 'offer' } },
    ])
    expect(edited).toBe(
      text
        .replace("send: 'cart-reminder' }", "send: 'cart-letter', expires: 12h }")
        .replace('        steps: []\n', '        steps:\n          - { id: offer, send: offer }\n'),
    )
  })

  test('moves a step with what is said above it, and takes away what it is told to', () => {
    const tree = journeyTree(readJourney(text, 'cart').value as Value)
    const step = stepAt(tree, 'steps.1')
    const moved = editJourney(text, 'cart', shifted(tree, [step as NonNullable<typeof step>], -1)?.edits ?? [])
    expect(moved.indexOf('# Then patience.')).toBeLessThan(moved.indexOf('# the first one'))
    expect((readJourney(moved, 'cart').value as { readonly steps: readonly Value[] }).steps.map(({ id }) => id)).toEqual(['reaction', 'remind'])
    expect(editJourney(text, 'cart', [{ do: 'remove', path: ['steps', 0] }])).not.toContain('remind')
  })

  test('undone by its opposite says the same again, wherever it is made', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.string({ minLength: 1, maxLength: 20 }), (at, note) => {
        const clean = editJourney(text, 'cart', [])
        const inserted = editJourney(clean, 'cart', [{ do: 'insert', list: ['steps'], at, value: { id: 'new', nothing: true, note } }])
        expect((readJourney(inserted, 'cart').value as { readonly steps: readonly Value[] }).steps[at]).toEqual({ id: 'new', nothing: true, note })
        expect(readJourney(editJourney(inserted, 'cart', [{ do: 'remove', path: ['steps', at] }]), 'cart').value).toEqual(readJourney(clean, 'cart').value)
      }),
      { numRuns: 60 },
    )
  })

  test('is refused while the text cannot be read, and the line is told', () => {
    expect(readJourney('journey: x\nsteps: [\n', 'x').broken?.line).toBeGreaterThan(0)
    expect(() => editJourney('journey: x\nsteps: [\n', 'x', [])).toThrow('cannot be read')
  })
})

describe('steps on the clipboard', () => {
  const tree = journeyTree(readJourney(text, 'cart').value as Value)
  const stepsOf = (of: string): readonly Value[] => {
    const clip = readClip(of)
    return 'wrong' in clip ? [] : clip.steps
  }

  test('are YAML with the remarks that stand at them, and pasted they get other names only where theirs are taken', () => {
    const clip = clipOf(text.replace('          - { id: hot', '          - goto: reaction\n          - { id: hot'), 'cart', [
      ['steps', 0],
      ['steps', 1],
    ])
    expect(clip).toContain("- { id: remind, send: 'cart-reminder' } # the first one\n# Then patience.\n- id: reaction\n")
    const names = freshNames(tree, stepsOf(clip))
    expect(names).toEqual({ remind: 'remind-2', reaction: 'reaction-2', hot: 'hot-2' })
    const pasted = editJourney(text, 'cart', [{ do: 'paste', list: ['steps', 1, 'on', 1, 'steps'], at: 0, text: clip, names }])
    expect(pasted).toContain("          - { id: remind-2, send: 'cart-reminder' } # the first one\n          # Then patience.\n          - id: reaction-2\n")
    // What led to a copied step leads to its copy.
    expect(pasted).toContain('- goto: reaction-2')
    expect(freshNames(journeyTree({}), stepsOf(clip))).toEqual({})
  })

  test.each([
    ['a list', '- id: a\n  send: x\n- wait: 1d\n', 2],
    ['one step', '{ "id": "a", "send": "x" }', 1],
    ['a whole journey', text, 2],
    ['lines out of the middle of a file', '- id: a\n    send: x\n  - id: b\n    wait: 1d', 2],
    ['one step out of the middle of a file', '- id: a\n    send: x', 1],
    ['steps with names that YAML resolves', '- &one { send: x }\n- *one', 2],
  ])('are read from %s', (_, of, count) => {
    expect(stepsOf(of)).toHaveLength(count)
  })

  test.each([
    ['  \n', { wrong: 'empty', line: 1 }],
    ['Dear all, see you there', { wrong: 'no-steps', line: 1 }],
    ['- send: x\n- sned: y\n', { wrong: 'no-steps', line: 2 }],
    ['- send: x\n- [\n', { wrong: 'no-yaml', line: 3 }],
    ['[]', { wrong: 'no-steps', line: 1 }],
    [`- send: ${'x'.repeat(1_000_000)}`, { wrong: 'large', line: 1 }],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replaceAll(/./g, (it) => `${it}: &${it} [${Array(9).fill(`*${String.fromCharCode(it.charCodeAt(0) - 1)}`)}]\n`)}`,
      { wrong: 'no-yaml', line: 1 },
    ],
  ])('are refused where there are none: %.20s', (of, wrong) => {
    expect(readClip(of)).toEqual(wrong)
  })

  test('copied and pasted elsewhere say the same as before, whatever they are', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const whole = editJourney('journey: x\nsteps: []\n', 'x', [{ do: 'set', path: ['steps'], value: list }])
        const clip = clipOf(
          whole,
          'x',
          list.map((_, index) => ['steps', index]),
        )
        const pasted = editJourney('journey: y\n', 'y', [{ do: 'paste', list: ['steps'], at: 0, text: clip, names: {} }])
        expect((readJourney(pasted, 'y').value as Value)['steps'] ?? []).toEqual(list)
      }),
      { numRuns: 25 },
    )
  })
})

describe('several steps', () => {
  test('are those that stand in no other of them, and are taken away together, whatever stands between', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(30), { maxLength: 6 }), (list, picks) => {
        const tree = journeyTree({ steps: list })
        const places = Array.from(everyStep(tree.steps), ([{ place }]) => place)
        const chosen = picks.flatMap((pick) => places[pick] ?? [])
        const gone = outermost(tree, chosen)
        const left = places.filter((place) => !gone.some((one) => place === one.place || place.startsWith(`${one.place}.`)))
        const text = editJourney('journey: x\nsteps: []\n', 'x', [{ do: 'set', path: ['steps'], value: list }])
        const after = journeyTree(readJourney(editJourney(text, 'x', removals(gone)), 'x').value as Value)
        expect([...everyStep(after.steps)]).toHaveLength(left.length)
      }),
      { numRuns: 25 },
    )
  })

  test('move among their neighbors as one, and not past their end or from several ways', () => {
    const list = ['a', 'b', 'c', 'd'].map((id) => ({ id, nothing: true }))
    const text = editJourney('journey: x\nsteps: []\n', 'x', [{ do: 'set', path: ['steps'], value: list }])
    const tree = journeyTree(readJourney(text, 'x').value as Value)
    const move = (places: readonly string[], by: -1 | 1): unknown => {
      const moved = shifted(tree, outermost(tree, places), by)
      if (moved === undefined) return undefined
      const after = journeyTree(readJourney(editJourney(text, 'x', moved.edits), 'x').value as Value)
      expect(moved.places.map((place) => stepAt(after, place)?.id)).toEqual(places.map((place) => stepAt(tree, place)?.id))
      return after.steps.map(({ id }) => id).join('')
    }
    expect(move(['steps.1', 'steps.2'], -1)).toBe('bcad')
    expect(move(['steps.1', 'steps.2'], 1)).toBe('adbc')
    expect(move(['steps.0', 'steps.2'], 1)).toBe('badc')
    expect(move(['steps.0', 'steps.1'], -1)).toBe(undefined)
    expect(move(['steps.3'], 1)).toBe(undefined)
    const ways = journeyTree(readJourney(`${text}  - { on: [{ event: A, steps: [{ nothing: true }, { nothing: true }] }] }\n`, 'x').value as Value)
    expect(shifted(ways, outermost(ways, ['steps.1', 'steps.4.on.0.steps.1']), -1)).toBe(undefined)
    expect(stepsBetween(ways, 'steps.4', 'steps.2')).toEqual(['steps.2', 'steps.3', 'steps.4'])
    expect(pathOf('steps.4.on.0.steps.1')).toEqual(['steps', 4, 'on', 0, 'steps', 1])
  })
})

test('a choice after a mail asks about the last mail on the way there, and about none of another way', () => {
  const tree = journeyTree({
    steps: [{ send: 'first' }, { choose: [{ if: {}, steps: [{ send: 'opened' }, { wait: '1d' }] }, { else: [{ wait: '2d' }] }] }, { send: 'last' }],
  })
  expect(mailBefore(tree, ['steps'], 0)).toBe(undefined)
  expect(mailBefore(tree, ['steps', 1, 'choose', 0, 'steps'], 2)).toBe('opened')
  expect(mailBefore(tree, ['steps', 1, 'choose', 1, 'else'], 1)).toBe('first')
  expect(mailBefore(tree, ['steps'], 3)).toBe('last')
})

test('the ways of a split say how many of the people go them, as parts of a hundred; with a winner, all of those who come', () => {
  const sharesOf = (split: readonly Value[], rest: Value = {}): readonly (number | undefined)[] =>
    journeyTree({ steps: [{ split, ...rest }] }).steps[0]?.branches.map(({ share }) => share) ?? []
  expect(sharesOf([{ variant: 'A' }, { variant: 'B' }])).toEqual([0.5, 0.5])
  expect(sharesOf([{ variant: 'A', weight: 4 }, { variant: 'B' }])).toEqual([0.8, 0.2])
  expect(sharesOf([{ variant: 'A', weight: 4 }, { variant: 'B' }], { winner: 'B' })).toEqual([0, 1])
  // While somebody still writes, nothing is made up.
  expect(sharesOf([{ variant: 'A', weight: 'x' }, { variant: 'B' }])).toEqual([undefined, undefined])
  expect(
    sharesOf([
      { variant: 'A', weight: 0 },
      { variant: 'B', weight: 0 },
    ]),
  ).toEqual([undefined, undefined])
})

test('what is written new gets a file named after it, whatever it is called', () => {
  expect(pathOfNew('journeys', 'Große Wünsche: 3 / 4!')).toBe('journeys/große-wunsche-3-4.yaml')
  expect(pathOfNew('templates', '…', 'mjml')).toBe('templates/template.mjml')
})

test.each(recipes.map((recipe) => [recipe.name, recipe] as const))('the recipe %s is a journey', (_, recipe) => {
  expect(() => journeySchema.parse(parse(recipeText(recipe, { name: 'New: "one" #2', template: 'no', isMeasured: true })))).not.toThrow()
})

test('what a new journey brings is measured by default: 5 of 100 are held out where it has a goal and nobody was promised its mails', () => {
  const holdouts = (isMeasured: boolean) =>
    recipes.map((recipe) => {
      const { goal, holdout } = journeySchema.parse(parse(recipeText(recipe, { name: 'new', template: 'hello', isMeasured })))
      return { name: recipe.name, hasGoal: goal !== undefined, holdout }
    })
  for (const { name, hasGoal, holdout } of holdouts(true)) expect(holdout, name).toBe(hasGoal && name !== 'back-in-stock' ? 5 : undefined)
  for (const { name, holdout } of holdouts(false)) expect(holdout, name).toBeUndefined()
})

/** Steps of every form, nested up to four deep. */
const steps: fc.Arbitrary<readonly Value[]> = fc.letrec<{ list: readonly Value[]; step: Value }>((tie) => ({
  list: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom({ wait: '1d' }, { send: 'note' }, { end: true }, { goto: 'x' }),
    fc.array(tie('list'), { minLength: 1, maxLength: 3 }).map((ways) => ({ on: ways.map((list) => ({ event: 'A', steps: list })) })),
    fc.array(tie('list'), { minLength: 1, maxLength: 3 }).map((ways) => ({ choose: ways.map((list) => ({ if: {}, steps: list })) })),
  ),
})).list

function faults({ cards, lines }: Layout): readonly string[] {
  const byId = new Map(cards.map((card) => [card.id, card]))
  const overlaps = cards.flatMap((one, index) =>
    cards
      .slice(index + 1)
      .filter((other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height)
      .map((other) => `${one.id} lies on ${other.id}`),
  )
  const upward = lines.flatMap(({ from, to }) => {
    const [source, target] = [byId.get(from), byId.get(to)]
    if (source === undefined || target === undefined) return [`a line leads from ${from} to ${to}, and one of them is not drawn`]
    return source.y + source.height < target.y ? [] : [`the line from ${from} to ${to} goes up`]
  })
  return [...overlaps, ...upward]
}

describe('the drawing', () => {
  test('has no card on another, every line goes down, and no line is drawn twice', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const rules = { goal: { event: 'C', within: '7d' }, exit: list.map((_, index) => ({ event: `D${index}` })) }
        const tree = journeyTree({ enter: [{ on: 'A', if: { event: 'A' } }, { on: 'B' }], steps: list, ...rules })
        const layout = layoutJourney(tree)
        expect(faults(layout)).toEqual([])
        expect(new Set(layout.lines.map(({ id }) => id)).size).toBe(layout.lines.length)
        expect(layout.cards.filter(({ type }) => type === 'step')).toHaveLength([...everyStep(tree.steps)].length)
      }),
      { numRuns: 200 },
    )
  })

  test('what stands on its lines is read from the top down and from left to right, each place for a new step once', () => {
    const tree = journeyTree({
      enter: [{ on: 'A' }],
      steps: [
        { send: 'first' },
        {
          on: [
            { event: 'B', steps: [{ send: 'left' }, { wait: '1d' }] },
            { after: '1d', steps: [{ send: 'right' }] },
          ],
        },
        { send: 'last' },
      ],
    })
    const signs = signsOf(endsOf(layoutJourney(tree)))
    const along = signs.map(({ at }) => at.y * 100_000 + at.x)
    expect(along).toEqual([...along].sort((one, other) => one - other))
    expect(signs.map(({ place, branch }) => `${place.list.join('.')} ${place.at}${branch === undefined ? '' : ' way'}`)).toEqual([
      'steps 0',
      'steps 1',
      'steps.1.on.0.steps 0 way',
      'steps.1.on.1.steps 0 way',
      'steps.1.on.1.steps 1',
      'steps.1.on.0.steps 1',
      'steps.1.on.0.steps 2',
      'steps 2',
      'steps 3',
    ])
    expect(new Set(signs.map(({ id }) => id)).size).toBe(signs.length)
  })

  test('takes one look at each step: twice the steps, twice the work and no more', () => {
    const tree = (count: number) =>
      journeyTree({
        enter: [{ on: 'A' }],
        steps: Array.from({ length: count / 5 }, () => ({
          on: [
            { event: 'A', steps: [{ wait: '1d' }, { send: 'note' }] },
            { after: '1d', steps: [{ send: 'note' }, { wait: '1d' }] },
          ],
        })),
      })
    const layout = layoutJourney(tree(500))
    expect(layout.cards.filter(({ type }) => type === 'step')).toHaveLength(500)
    expect(faults(layout)).toEqual([])
    expect(layoutJourney(tree(1000)).lines.length).toBeLessThan(2.1 * layout.lines.length)
  })
})

describe('what is laid over the drawing', () => {
  const say = (key: string, values?: Readonly<Record<string, unknown>>): string => `${key}${values === undefined ? '' : ` ${Object.values(values).join(' ')}`}`
  const formats = { short: String, percent: (share: number) => `${Math.round(share * 100)} %` } as never
  const numbersOf = (steps: Readonly<Record<string, { readonly reached: number; readonly hereNow?: number }>>) =>
    ({ steps: new Map(Object.entries(steps).map(([id, one]) => [id, { hereNow: 0, ...one }])), entered: 100, inside: 20 }) as never
  const tree = journeyTree({
    enter: [{ on: 'A' }],
    steps: [
      { id: 'first', send: 'note' },
      {
        id: 'fork',
        choose: [{ if: {}, steps: [{ id: 'left', send: 'note' }] }, { else: [{ id: 'right', wait: '1d' }] }],
      },
      { id: 'last', send: 'note' },
    ],
  })

  test('who is lost between steps: who reached one and none of the next, and is not there any more', () => {
    const { marks } = lostOverlay(
      tree,
      numbersOf({ first: { reached: 100 }, fork: { reached: 90 }, left: { reached: 40 }, right: { reached: 50, hereNow: 20 }, last: { reached: 50 } }),
      { say, formats },
    )
    expect(marks.get('first')).toEqual({ tone: 'plain', word: 'overlay.lost-word 10 %', line: 'overlay.reached-line 100 %' })
    expect(marks.get('fork')).toEqual({ tone: 'plain', line: 'overlay.reached-line 90 %' })
    // Both ways lead to the last one: those who came from the other are not counted as lost.
    expect(marks.get('right')).toEqual({ tone: 'plain', line: 'overlay.reached-line 50 %' })
    expect(marks.get('last')?.word).toBeUndefined()
  })

  test('how long people stand: steps where somebody did, the longest apart from the others', () => {
    const stayed = (medianMs: number) => ({ stayed: { people: 3, medianMs } })
    const steps = new Map<string, { readonly stayed: { readonly people: number; readonly medianMs: number } | null }>([
      ['first', { stayed: null }],
      ['left', stayed(1000)],
      ['right', stayed(4000)],
    ])
    const { marks, dimsOthers } = timeOverlay({ steps }, { say, formats: { short: String, percent: String, duration: (ms: number) => `${ms} ms` } })
    expect([...marks]).toEqual([
      ['left', { tone: 'accent', word: '1000 ms', line: 'overlay.time-line 3 3' }],
      ['right', { tone: 'warn', word: '4000 ms', line: 'overlay.time-line 3 3' }],
    ])
    expect(dimsOthers).toBe(true)
  })

  test('steps that are not written any more are told while people stand there, most people first', () => {
    const numbers = new Map([
      ['first', { hereNow: 4 }],
      ['old', { hereNow: 1 }],
      ['older', { hereNow: 7 }],
      ['empty', { hereNow: 0 }],
    ])
    expect(goneSteps(tree, numbers)).toEqual([
      { step: 'older', people: 7 },
      { step: 'old', people: 1 },
    ])
    expect(goneSteps(tree, undefined)).toEqual([])
  })

  test('nobody is lost before a step that is only in the draft', () => {
    const draft = journeyTree({
      enter: [{ on: 'A' }],
      steps: [
        { send: 'note', id: 'first' },
        { nothing: true, id: 'fresh' },
      ],
    })
    expect(lostOverlay(draft, numbersOf({ first: { reached: 100 } }), { say, formats }).marks.get('first')).toEqual({
      tone: 'plain',
      line: 'overlay.reached-line 100 %',
    })
  })

  test('what changed: a step is new or other by itself, and not because of what stands in it', () => {
    const draft = journeyTree({
      enter: [{ on: 'A' }],
      steps: [
        { send: 'note', id: 'first' },
        {
          id: 'fork',
          choose: [
            { if: {}, steps: [{ id: 'left', send: 'other' }] },
            {
              else: [
                { id: 'right', wait: '1d' },
                { id: 'more', nothing: true },
              ],
            },
          ],
        },
        { id: 'last', send: 'note' },
      ],
    })
    expect([...changesOverlay(tree, draft, { say }).marks].map(([step, { word }]) => `${step} ${word}`)).toEqual(['left change.changed', 'more change.added'])
    expect(changesOverlay(tree, tree, { say })).toEqual({ marks: new Map(), dimsOthers: false })
    const goal = (within: string) => ({ ...tree, goal: { event: 'A', within }, exits: [{ event: 'B' }] })
    const marked = (live: typeof tree, now: typeof tree) => [...changesOverlay(live, now, { say }).marks].map(([place, { word }]) => `${place} ${word}`)
    expect(marked(tree, goal('1d'))).toEqual(['goal change.added', 'exit change.added'])
    expect(marked(goal('1d'), goal('2d'))).toEqual(['goal change.changed'])
  })

  test('the way of a person: steps in the order in which they were reached, the first with the entrance', () => {
    const line = (kind: string, step: string | null, at: number) => ({ kind, step, at, passage: 1, until: null, reason: null, words: '' })
    const { marks } = walkOverlay([line('entered', null, 1), line('moved', 'fork', 2), line('moved', 'right', 3), line('exited', 'right', 4)], tree, String)
    expect([...marks].map(([step, { word, tone, line: at }]) => `${word} ${step} ${tone} ${at}`)).toEqual(['1 first good 1', '2 fork good 2', '3 right warn 3'])
  })
})

test('schedules are read as people say them and written back the same, and what they cannot say stays as it is', () => {
  for (const cron of ['0 9 * * *', '30 7 * * mon,fri', '0 18 1 * *', '*/5 * * * *', '0 9 1 6 *', '2026-12-01 10:00'])
    expect(writeSchedule(readSchedule(cron))).toBe(cron)
  expect(readSchedule('0 9 * * 1-5')).toEqual({ every: 'week', at: '09:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] })
  expect(readSchedule('5 8 * * 0')).toEqual({ every: 'week', at: '08:05', days: ['sun'] })
})

test('what a clock shows somewhere is the same instant in the form of a mail to many as for the engine, also in the nights when it is changed', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'America/Santiago', 'Pacific/Apia', 'UTC')
  const days = fc.oneof(fc.integer({ min: 0, max: 700 }), fc.constantFrom(86, 87, 66, 297, 304, 248))
  fc.assert(
    fc.property(zones, days, fc.nat(1439), (zone, day, minutes) => {
      const local = new Date(Date.UTC(2026, 0, 1) + day * 86_400_000 + minutes * 60_000).toISOString().slice(0, 16)
      const written = readLocalInstant(local.replace('T', ' ')) as NonNullable<ReturnType<typeof readLocalInstant>>
      expect(new Date(instantIn(zone, local)).toISOString()).toBe(new Date(instantOf(zone, written)).toISOString())
    }),
    { numRuns: 60 },
  )
  expect(clockIn('Europe/Berlin', Date.UTC(2026, 11, 1, 9))).toBe('2026-12-01T10:00')
})

test('what the form of a mail to many says is a journey, with whatever names', async () => {
  const text = await mailingText({
    name: 'News: "12" #1',
    condition: everybody,
    at: '2026-12-01 10:00',
    zone: 'subscriber',
    template: 'no',
    topic: 'on',
    tries: undefined,
    goal: 'Order: done',
  })
  expect(journeySchema.parse(parse(text))).toMatchObject({
    journey: 'News: "12" #1',
    enter: [{ at: '2026-12-01 10:00', zone: 'subscriber', for: everybody }],
    guard: { late: '2d' },
    goal: { event: 'Order: done', within: '7d' },
    steps: [{ send: 'no', topic: 'on' }],
  })
})

test('a mail to many at once begins a little later, on the clock of the workspace, so that it does not lie in the past when it is in force', () => {
  const now = Date.UTC(2026, 11, 1, 9, 30, 20)
  const [soon, own] = [{ kind: 'now', local: '', zone: '' } as const, { kind: 'at', local: '2026-12-02T08:00', zone: 'subscriber' } as const]
  expect(writtenWhen(soon, { workspace: 'Europe/Berlin', now })).toEqual({ at: '2026-12-01 10:33', zone: 'Europe/Berlin' })
  expect(writtenWhen(own, { workspace: 'Europe/Berlin', now })).toEqual({ at: '2026-12-02 08:00', zone: 'subscriber' })
  expect(readWhen({ at: '2026-12-02 08:00' })).toEqual(own)
  expect(readWhen({ at: '0 9 * * *' })).toBeUndefined()
  expect(hasPassed(own, { workspace: 'Europe/Berlin', now })).toBe(false)
  expect(hasPassedSomewhere({ ...own, local: '2026-12-01T20:00' }, now)).toBe(true)
})

test('a field of a group is changed alone: what stands beside it keeps its remarks, and what is new of the journey stands before its steps', () => {
  const before = 'journey: x\nagain: # often\n  max: 3 # not more\n  within: 30d\nsteps: []\n'
  const after = editJourney(before, 'x', [
    { do: 'set', path: ['again'], value: { max: 5, within: '30d' } },
    { do: 'insert', list: ['exit'], at: 0, value: { event: 'Order Completed' } },
  ])
  expect(after).toContain('max: 5 # not more')
  expect(after.indexOf('exit:')).toBeLessThan(after.indexOf('steps:'))
})

describe('a drawing in its window', () => {
  const window = { width: 900, height: 600 }
  const size = fc.record({ width: fc.integer({ min: 1, max: 20_000 }), height: fc.integer({ min: 1, max: 20_000 }) })

  test('shows all of it at first, however large it is', () => {
    fc.assert(fc.property(size, (drawing) => isInView(viewOfAll(drawing, window), { x: 0, y: 0, ...drawing }, window)))
  })

  test('keeps the point under the pointer where it is while it is scaled, and a part that is shown is in sight', () => {
    const view = fc.record({
      x: fc.integer({ min: -5000, max: 5000 }),
      y: fc.integer({ min: -5000, max: 5000 }),
      scale: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
    })
    fc.assert(
      fc.property(view, fc.double({ min: 0.1, max: 10, noNaN: true }), fc.integer({ min: 0, max: 900 }), (before, factor, x) => {
        const at = { x, y: 300 }
        const after = zoomed(before, factor, at)
        expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale, 3)
        expect(isInView(viewOfPart(before, { x: 4000, y: 7000, width: 240, height: 100 }, window), { x: 4000, y: 7000, width: 240, height: 100 }, window)).toBe(
          true,
        )
        // The dots of the ground move with the drawing, and the ground never far enough to show its edge.
        const ground = groundOf(after)
        expect(ground.x).toBeGreaterThanOrEqual(0)
        expect(ground.x).toBeLessThanOrEqual(Math.min(ground.gap, groundBeyond))
        const dotsBetween = (ground.x - groundBeyond - after.x) / ground.gap
        expect(dotsBetween).toBeCloseTo(Math.round(dotsBetween), 3)
      }),
    )
  })
})

test('a guard is turned off and on again by form, and on again means what the workspace says', () => {
  const turn = (journey: string, to: 'guard-on' | 'guard-off'): string | undefined => {
    const value = readJourney(journey, 'cart').value as Value
    const next = guardForms.find(({ name }) => name === to) as (typeof guardForms)[number]
    return editJourney(journey, 'cart', editsToForm({ path: [], value, from: formOf(guardForms, value), to: next }))
  }
  const own = 'journey: cart # ours\nguard:\n  times: 20\nsteps: []\n'
  expect(formOf(guardForms, { guard: { times: 20 } }).name).toBe('guard-on')
  const off = turn(own, 'guard-off')
  expect(off).toBe('journey: cart # ours\nguard: off\nsteps: []\n')
  expect(turn(off ?? '', 'guard-on')).toBe('journey: cart # ours\nsteps: []\n')
  expect(journeySchema.shape.guard.safeParse('off').success).toBe(true)
})

describe('the event that somebody may send to try a trigger', () => {
  test.each([
    { eq: 'a' },
    { eq: 3 },
    { eq: true },
    { ne: 'a' },
    { ne: 3 },
    { in: ['x', 'y'] },
    { gt: 3 },
    { gte: 3 },
    { lt: 3 },
    { lte: 3 },
    { gt: '2026-01-01' },
    { exists: true },
    { exists: false },
    { contains: 'oo' },
    { starts: 'fo' },
    { ends: 'oo' },
  ])('passes %j', (asked) => {
    const where = { 'product.kind': asked }
    const sent = eventOfTrigger({ on: 'Product Viewed', where }, undefined)
    expect(sent?.event).toBe('Product Viewed')
    if ('gt' in asked && typeof asked.gt === 'string') expect(sent?.properties).toEqual({})
    else expect(compileWhere(where)(sent?.properties as never, () => undefined)).toBe(true)
  })

  test('has what tells entries apart, and is none where no event lets anybody in', () => {
    expect(eventOfTrigger({ quiet: '30m', on: ['Product Added', 'Product Removed'] }, 'properties.cart_id')).toEqual({
      event: 'Product Added',
      properties: { cart_id: 'example' },
    })
    expect(eventOfTrigger({ becomes: { attribute: 'plan', eq: 'gold' } }, undefined)).toBeUndefined()
    expect(eventOfTrigger({ on: '' }, undefined)).toBeUndefined()
  })
})
