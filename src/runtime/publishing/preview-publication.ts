// What a publication would mean, before it is in force: which journeys, segments and templates change, and for each step with people on it
// where they go. Numbers are those that are counted while people move, so that the answer is there at once, however many they are.

import { canonicalJson } from '../../engine/canonical-json.ts'
import { diffJourneys } from '../../engine/diff-journeys.ts'
import { instantsOf } from '../../engine/one-instant.ts'
import { mapTargets, targetOf } from '../../engine/people-plans.ts'
import type { JourneyVersion, ProgramSource } from '../../engine/program.ts'
import { stepIds } from '../../engine/walk-steps.ts'
import type { JourneyPreview, PublicationPreview, PublishChoices, PublishQuestion, StepPreview } from '../../model/publication.ts'
import type { Count } from '../store.ts'

export interface PreviewParts {
  readonly before: ProgramSource | undefined
  readonly after: ProgramSource
  readonly counts: readonly Count[]
  readonly choices: PublishChoices
  readonly putOff: number | null
  readonly newMemories: number
  readonly logEntries: number
  /** Journeys in which nobody moves and nobody enters until they go on. */
  readonly paused: ReadonlySet<string>
  /** When it would be in force, UTC milliseconds. */
  readonly now: number
}

/** The names of the journeys that the choices are about: the named one, or all that change. */
export function journeysOf(parts: Pick<PreviewParts, 'before' | 'after' | 'choices'>): readonly string[] {
  const { before, after, choices } = parts
  if (choices.journey !== undefined) return [choices.journey]
  return liveOf(after)
    .filter((one) => liveOf(before).find(({ definition }) => definition.journey === one.definition.journey)?.version !== one.version)
    .map(({ definition }) => definition.journey)
}

/** The whole preview; `existing` stays open until somebody counts. */
export function previewPublication(parts: PreviewParts): PublicationPreview {
  const { before, after, choices, putOff, newMemories, logEntries } = parts
  const names = new Set([...liveOf(before), ...liveOf(after)].map(({ definition }) => definition.journey))
  const about = new Set(journeysOf(parts))
  const all = [...names].map((name) => journeyPreview(parts, name, about.has(name)))
  const journeys = all.filter((one) => one.change !== 'same' || (choices.journey !== undefined && about.has(one.journey)))
  const asked = [...questionsOf(parts, journeys), ...pastInstants(parts)]
  return {
    people: choices.people,
    journeys,
    segments: changed(before?.segments ?? [], after.segments, ({ segment }) => segment),
    templates: changed(before?.templates ?? [], after.templates, ({ template }) => template),
    hasWorkspaceChanged: before !== undefined && text(before.workspace) !== text(after.workspace),
    putOff,
    newMemories,
    logEntries,
    questions: asked.map(questionText),
    asked,
  }
}

function journeyPreview({ before, after, counts, choices }: PreviewParts, name: string, isAbout: boolean): JourneyPreview {
  const old = liveOf(before).find(({ definition }) => definition.journey === name)
  const next = liveOf(after).find(({ definition }) => definition.journey === name)
  const change = old === undefined ? 'new' : next === undefined ? 'retired' : old.version === next.version ? 'same' : 'changed'
  const known = (before?.journeys ?? []).filter(({ definition }) => definition.journey === name)
  const older = known.filter(({ version }) => next === undefined || version < next.version)
  const olderVersions = new Set(older.map(({ version }) => version))
  const inside = counts.filter((count) => count.journey === name && count.measure === 'inside' && olderVersions.has(count.version))
  return {
    journey: name,
    change,
    from: old?.version ?? null,
    to: next?.version ?? null,
    changes: old !== undefined && next !== undefined && change === 'changed' ? diffJourneys(old.definition, next.definition) : [],
    inside: inside.reduce((sum, { count }) => sum + count, 0),
    steps: older.flatMap((version) => stepPreviews({ version, next, counts, choices, isAbout })),
    existing: null,
  }
}

interface StepParts {
  readonly version: JourneyVersion
  readonly next: JourneyVersion | undefined
  readonly counts: readonly Count[]
  readonly choices: PublishChoices
  readonly isAbout: boolean
}

function stepPreviews({ version, next, counts, choices, isAbout }: StepParts): readonly StepPreview[] {
  const { journey } = version.definition
  const changes = next === undefined ? [] : diffJourneys(version.definition, next.definition)
  const here = counts.filter((one) => one.journey === journey && one.version === version.version && one.measure === 'here now' && one.count > 0)
  return here.map(({ step, count }): StepPreview => {
    const own = changes.filter((one) => one.step === step)
    const change = own.some(({ kind }) => kind === 'removed') || next === undefined ? 'removed' : own.length > 0 ? 'changed' : 'same'
    const words = own.filter(({ kind }) => kind !== 'removed').map((one) => one.words)
    return { version: version.version, step, people: count, change, goTo: goTo(step, next, isAbout ? choices : undefined), words }
  })
}

function goTo(step: string, next: JourneyVersion | undefined, choices: PublishChoices | undefined): string {
  if (next === undefined || choices === undefined || choices.people === 'stay') return 'stay'
  if (choices.people === 'restart') return next.definition.steps[0]?.id ?? '0'
  const target = targetOf(choices, step, { steps: new Map([...stepIds(next.definition.steps)].map((id) => [id, undefined as never])) })
  return target === undefined ? 'stay' : target === mapTargets.end ? 'complete' : target
}

function questionsOf({ before, after, choices, paused }: PreviewParts, journeys: readonly JourneyPreview[]): readonly PublishQuestion[] {
  const questions: PublishQuestion[] = []
  if (choices.people !== 'stay' || choices.existing) {
    const standing = journeysOf({ before, after, choices }).filter((journey) => paused.has(journey))
    for (const journey of standing) questions.push({ code: 'paused', journey })
  }
  const names = Object.keys(choices.map)
  if (choices.journey !== undefined && !liveOf(after).some(({ definition }) => definition.journey === choices.journey)) {
    questions.push({ code: 'no-journey', journey: choices.journey })
  }
  const known = new Set((before?.journeys ?? []).flatMap(({ definition }) => [...stepIds(definition.steps)]))
  for (const step of names) if (!known.has(step)) questions.push({ code: 'no-step', step })
  if (choices.people !== 'move') return names.length === 0 ? questions : [...questions, { code: 'map-without-move' }]
  for (const { journey, to, steps } of journeys) {
    // The people of the others stay.
    if (choices.journey !== undefined && journey !== choices.journey) continue
    const next = liveOf(after).find(({ definition }) => definition.journey === journey)
    if (next === undefined) continue
    const version = to ?? next.version
    const ids = stepIds(next.definition.steps)
    for (const target of new Set(Object.values(choices.map))) {
      const isKnown = ids.has(target) || Object.values<string>(mapTargets).includes(target)
      if (!isKnown && steps.some(({ step }) => choices.map[step] === target)) questions.push({ code: 'no-target', journey, version, step: target })
    }
    for (const { step, people, change } of steps) {
      if (change === 'removed' && !Object.hasOwn(choices.map, step)) questions.push({ code: 'where-to', journey, version, step, count: people })
    }
  }
  return questions
}

/**
 * What would let nobody in, because it lies in the past. A trigger that was in force already is left alone: the mail of last week may be edited. So are definitions
 * that come into a workspace in which nothing was published yet, such as a copy of others.
 */
export function pastInstants({ before, after, now }: Pick<PreviewParts, 'before' | 'after' | 'now'>): readonly PublishQuestion[] {
  if (before === undefined) return []
  const zone = after.workspace.zone ?? 'UTC'
  return liveOf(after).flatMap(({ definition }) => {
    const known = new Set(
      liveOf(before)
        .find((one) => one.definition.journey === definition.journey)
        ?.definition.enter.map(text),
    )
    return definition.enter.flatMap((trigger) => {
      const [at] = instantsOf({ enter: [trigger] }, zone)
      if (at === undefined || at > now || known.has(text(trigger))) return []
      return [{ code: 'instant-past', journey: definition.journey, time: (trigger as { at: string }).at } as const]
    })
  })
}

/** A question as the command line asks it. */
export function questionText(question: PublishQuestion): string {
  switch (question.code) {
    case 'paused':
      return `${question.journey} is paused, so nobody can move or enter: resume it first, or publish with people who stay`
    case 'no-journey':
      return `there is no journey ${question.journey} in force: nobody can be brought to it`
    case 'no-step':
      return `no version has a step ${question.step}: leave --map ${question.step}=... away`
    case 'map-without-move':
      return 'a mapping of steps is only for people who move: add --people move'
    case 'no-target':
      return `version ${question.version} of ${question.journey} has no step ${question.step}`
    case 'instant-past':
      return `${question.journey} is to begin on ${question.time}, which has passed, so nobody would enter: write an instant that is still to come`
    case 'where-to': {
      const { count, step, journey, version } = question
      return `${count} at step ${step} of ${journey}, which version ${version} does not have: say where they go with --map ${step}=STEP, ${step}=:end or ${step}=:stay`
    }
  }
}

function liveOf(source: ProgramSource | undefined): readonly JourneyVersion[] {
  return source?.journeys.filter(({ live }) => live) ?? []
}

/** Names of what came, went or differs, with a sign. */
function changed<Item>(before: readonly Item[], after: readonly Item[], nameOf: (item: Item) => string): readonly string[] {
  const old = new Map(before.map((item) => [nameOf(item), text(item)]))
  const now = new Map(after.map((item) => [nameOf(item), text(item)]))
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.flatMap((name) => {
    if (!old.has(name)) return `+ ${name}`
    if (!now.has(name)) return `- ${name}`
    return old.get(name) === now.get(name) ? [] : `~ ${name}`
  })
}

function text(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)))
}
