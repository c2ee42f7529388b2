// What somebody has said of a mail to many so far, what is still missing, and the file that comes of it. With the name of an earlier one in the address it
// begins as that one was. What was begun and not finished is there again.

import { useEffect, useState } from 'react'
import { ask } from '../../../client/ask.ts'
import { useAsk } from '../../../client/use-ask.ts'
import { now } from '../../../kit/clock.ts'
import { pathOfNew } from '../../../shell/path-of-new.ts'
import { useUrlState } from '../../../shell/url-state.ts'
import { useWorkspace } from '../../../shell/workspace.ts'
import type { ConditionJson } from '../../conditions/condition-builder.tsx'
import { journeyTree } from '../step-tree.ts'
import { everybody, mailingText } from './mailing-text.ts'
import { keepUnfinished, unfinishedOf } from './unfinished.ts'
import { type MissingOfTries, meantBy, missingOf, type Tries, triesBy } from './variants.ts'
import { hasPassed, type When, writtenWhen } from './when.ts'

export const whoms = ['segment', 'everybody', 'described'] as const
export type Whom = (typeof whoms)[number]

export interface Said {
  readonly name: string
  readonly whom: Whom
  readonly segment: string
  readonly described: ConditionJson | undefined
  readonly template: string
  /** Undefined: that of the template. */
  readonly topic: string | undefined
  /** Undefined: all get the same. */
  readonly tries: Tries | undefined
  readonly when: When
  readonly goal: string
}

export type Missing = 'name' | 'name-taken' | 'segment' | 'described' | 'template' | 'topic' | 'when' | 'when-over' | MissingOfTries

export interface MailingForm {
  readonly said: Said
  /** With a function: of what is said by then. */
  change(values: Partial<Said> | ((before: Said) => Partial<Said>)): void
  /** It was begun before, and not finished. */
  readonly isFromBefore: boolean
  /** Without what was said so far, and without its draft. */
  beginAnew(): Promise<void>
  /** It is finished. */
  forget(): void
  readonly missing: ReadonlySet<Missing>
  readonly condition: ConditionJson | undefined
  /** What the mail is about: of its template unless another was chosen. */
  readonly topic: string
  readonly zone: string
  readonly path: string
  /** Keeps it as the draft of its file. */
  keep(): Promise<void>
}

const begins: Said = {
  name: '',
  whom: 'segment',
  segment: '',
  described: undefined,
  template: '',
  topic: undefined,
  tries: undefined,
  when: { kind: 'at', local: '', zone: '' },
  goal: '',
}

/** The form's state. */
export function useMailing(): MailingForm {
  const [segment] = useUrlState('segment')
  const [like] = useUrlState('like')
  const zone = useWorkspace().data?.zone ?? 'UTC'
  const folder = useAsk('GET /definitions', {}).data
  const templates = useAsk('GET /templates', { query: {} }).data?.templates
  const [begun, setBegun] = useState(() => unfinishedOf<Said>({ segment, like }))
  const [said, setSaid] = useState<Said>(begun?.said ?? { ...begins, segment })
  const [kept, setKept] = useState(begun?.kept)
  const [isTouched, setTouched] = useState(begun !== undefined)
  useEffect(() => {
    if (isTouched) keepUnfinished({ segment, like }, { said, ...(kept !== undefined && { kept }) })
  }, [isTouched, said, kept, segment, like])
  const change: MailingForm['change'] = (values) => {
    setTouched(true)
    setSaid((before) => ({ ...before, ...(typeof values === 'function' ? values(before) : values) }))
  }
  const forget = (): void => {
    setTouched(false)
    keepUnfinished({ segment, like }, undefined)
  }
  const beginAnew = async (): Promise<void> => {
    forget()
    if (kept !== undefined) await ask('POST /drafts/discard', { body: { paths: [kept.path] } }).catch(() => undefined)
    setBegun(undefined)
    setKept(undefined)
    setSaid({ ...begins, segment })
  }
  const likeFile = folder?.files.find(({ holds }) => like !== '' && holds.some((one) => one.kind === 'journey' && one.name === like))?.path
  useEffect(() => {
    if (likeFile === undefined || begun !== undefined) return
    const gone = new AbortController()
    ask('GET /definitions/file', { query: { path: likeFile }, signal: gone.signal })
      .then(({ documents }) => setSaid((before) => ({ ...before, ...saidBy(documents.find(({ name }) => name === like)?.value) })))
      .catch(() => undefined)
    return () => gone.abort()
  }, [likeFile, like, begun])
  const when = said.when.zone === '' ? { ...said.when, zone } : said.when
  const shown = { ...said, when }
  const name = said.name.trim()
  const path = pathOfNew('journeys', name)
  const taken = folder?.files.some(
    (file) => file.path !== kept?.path && (file.path === path || file.holds.some((one) => one.kind === 'journey' && one.name === name)),
  )
  const chosen = templates?.find(({ template }) => template === said.template)
  const topic = said.topic ?? chosen?.topic ?? ''
  const condition = conditionOf(said)
  const missing = new Set<Missing>()
  if (name === '') missing.add('name')
  else if (taken === true) missing.add('name-taken')
  if (condition === undefined) missing.add(said.whom === 'segment' ? 'segment' : 'described')
  if (chosen === undefined) missing.add('template')
  if (topic === '') missing.add('topic')
  if (when.kind === 'at' && when.local === '') missing.add('when')
  if (hasPassed(when, { workspace: zone, now: now() })) missing.add('when-over')
  const known = new Set(templates?.map(({ template }) => template))
  const around = { template: said.template, known, hasGoal: said.goal.trim() !== '', isOwnClock: when.kind === 'at' && when.zone === 'subscriber' }
  for (const one of said.tries === undefined ? [] : missingOf(said.tries, around)) missing.add(one)
  const keep = async (): Promise<void> => {
    const text = await mailingText({
      name,
      condition: condition as ConditionJson,
      ...writtenWhen(when, { workspace: zone, now: now() }),
      template: said.template,
      // With mails of several templates it is that of the first for all.
      topic: topic === chosen?.topic && (said.tries === undefined || meantBy(said.tries).every((one) => one.template === '')) ? undefined : topic,
      tries: said.tries,
      goal: said.goal.trim() === '' ? undefined : said.goal.trim(),
    })
    // Somebody thought of another name meanwhile: the draft of the first goes.
    if (kept !== undefined && kept.path !== path) await ask('POST /drafts/discard', { body: { paths: [kept.path] } })
    const revision = kept?.path === path ? kept.revision : 0
    const { draft } = await ask('PUT /drafts', { body: { path, text, base: null, revision } })
    setKept({ path, revision: draft?.revision ?? 0 })
  }
  return { said: shown, isFromBefore: begun !== undefined, beginAnew, forget, change, missing, condition, topic, zone, path, keep }
}

function conditionOf({ whom, segment, described }: Said): ConditionJson | undefined {
  if (whom === 'everybody') return everybody
  if (whom === 'described') return described
  return segment === '' ? undefined : { segment }
}

/** Who got an earlier one, which mail, and on which topic; its name and its day are the next one's own. */
function saidBy(journey: unknown): Partial<Said> {
  const { enter, steps, goal } = (journey ?? {}) as { enter?: readonly unknown[]; steps?: readonly unknown[]; goal?: { event?: unknown } }
  const { for: condition } = (enter?.[0] ?? {}) as { for?: ConditionJson }
  const first = journeyTree({ steps }).steps[0]
  const tries = triesBy(first)
  const { send, topic } = ((tries === undefined ? first : first?.branches[0]?.steps[0])?.value ?? {}) as { send?: unknown; topic?: unknown }
  const whom = condition === undefined ? {} : whomBy(condition)
  return {
    ...whom,
    ...(typeof send === 'string' ? { template: send } : {}),
    ...(typeof topic === 'string' ? { topic } : {}),
    ...(tries === undefined ? {} : { tries }),
    ...(typeof goal?.event === 'string' ? { goal: goal.event } : {}),
  }
}

function whomBy(condition: ConditionJson): Partial<Said> {
  if (JSON.stringify(condition) === JSON.stringify(everybody)) return { whom: 'everybody' }
  const { segment, ...rest } = condition as { segment?: unknown }
  return typeof segment === 'string' && Object.keys(rest).length === 0 ? { whom: 'segment', segment } : { whom: 'described', described: condition }
}
