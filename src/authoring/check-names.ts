// Checks that what a definition names exists: templates, journeys, segments, lists, topics and steps. The conditions' own
// names are checked by the engine's compiler, which knows what conditions mean.

import type { Definitions } from '../model/definitions.ts'
import type { Journey, Step, Trigger } from '../model/journey.ts'
import { nameHint } from './nearest-name.ts'
import type { DocumentPath } from './source-document.ts'
import { visitSteps } from './visit-steps.ts'

/** A name that does not exist, or stands twice, by the definition that holds it. */
export interface NameProblem {
  readonly definition: { readonly kind: 'journey' | 'template'; readonly name: string }
  readonly path: DocumentPath
  readonly code: string
  readonly message: string
  readonly fix?: string
}

interface Known {
  readonly templates: readonly string[]
  readonly journeys: readonly string[]
  readonly segments: readonly string[]
  /** Undefined when the workspace does not name its lists: then any name is a list. */
  readonly lists: readonly string[] | undefined
  readonly topics: readonly string[] | undefined
}

/** Everything named in journeys and templates that is not there. */
export function checkNames({ workspace, journeys, segments, templates }: Definitions): NameProblem[] {
  const known: Known = {
    templates: templates.map(({ template }) => template),
    journeys: journeys.map(({ journey }) => journey),
    segments: segments.map(({ segment }) => segment),
    lists: workspace.lists,
    topics: workspace.topics?.map(({ topic }) => topic),
  }
  const ofTemplates = templates.flatMap((template) =>
    missing({ what: 'topic', name: template.topic, known: known.topics, path: ['topic'] }).map((problem) => ({
      ...problem,
      definition: { kind: 'template', name: template.template } as const,
    })),
  )
  return [...ofTemplates, ...journeys.flatMap((journey) => checkJourney(journey, known))]
}

type Found = Omit<NameProblem, 'definition'>

function checkJourney(journey: Journey, known: Known): NameProblem[] {
  const steps = [...visitSteps(journey.steps)]
  const ids = steps.flatMap(({ step }) => step.id ?? [])
  const found: Found[] = [
    ...journey.enter.flatMap((trigger, index) => checkTrigger({ trigger, path: ['enter', index], known })),
    ...steps.flatMap(({ step, path }) => checkStep({ step, path, known, ids })),
    ...repeatedIds(steps),
  ]
  return found.map((problem) => ({ ...problem, definition: { kind: 'journey', name: journey.journey } }))
}

interface TriggerAsked {
  readonly trigger: Trigger
  readonly path: DocumentPath
  readonly known: Known
}

function checkTrigger({ trigger, path, known }: TriggerAsked): Found[] {
  const key = 'joins' in trigger ? 'joins' : 'leaves'
  const group = 'joins' in trigger ? trigger.joins : 'leaves' in trigger ? trigger.leaves : undefined
  if (group === undefined) return []
  if ('segment' in group) return missing({ what: 'segment', name: group.segment, known: known.segments, path: [...path, key, 'segment'] })
  return missing({ what: 'list', name: group.list, known: known.lists, path: [...path, key, 'list'] })
}

interface StepAsked {
  readonly step: Step
  readonly path: DocumentPath
  readonly known: Known
  readonly ids: readonly string[]
}

function checkStep({ step, path, known, ids }: StepAsked): Found[] {
  if ('send' in step) {
    return [
      ...missing({ what: 'template', name: step.send, known: known.templates, path: [...path, 'send'] }),
      ...missing({ what: 'topic', name: step.topic, known: known.topics, path: [...path, 'topic'] }),
    ]
  }
  if ('list' in step) {
    const [key, name] = 'add' in step.list ? ['add', step.list.add] : ['remove', step.list.remove]
    return missing({ what: 'list', name, known: known.lists, path: [...path, 'list', key] })
  }
  if ('topic' in step) {
    const [key, name] = 'subscribe' in step.topic ? ['subscribe', step.topic.subscribe] : ['unsubscribe', step.topic.unsubscribe]
    return name === 'all' ? [] : missing({ what: 'topic', name, known: known.topics, path: [...path, 'topic', key] })
  }
  if ('start' in step) return missing({ what: 'journey', name: step.start, known: known.journeys, path: [...path, 'start'] })
  if ('stop' in step) {
    return step.stop === 'this' || step.stop === 'all' ? [] : missing({ what: 'journey', name: step.stop, known: known.journeys, path: [...path, 'stop'] })
  }
  if ('jump' in step) return missing({ what: 'journey', name: step.jump, known: known.journeys, path: [...path, 'jump'] })
  if ('goto' in step) return missing({ what: 'step with the id', name: step.goto, known: ids, path: [...path, 'goto'] })
  return []
}

interface Named {
  readonly what: string
  readonly name: string | undefined
  readonly known: readonly string[] | undefined
  readonly path: DocumentPath
}

function missing({ what, name, known, path }: Named): Found[] {
  if (name === undefined || known === undefined || known.includes(name)) return []
  const fix = nameHint(name, known) ?? fixes[what]
  return [{ path, code: `name/unknown-${what.split(' ')[0]}`, message: `there is no ${what} \`${name}\``, ...(fix === undefined ? {} : { fix }) }]
}

const fixes: Record<string, string> = {
  template: 'add a template of that name',
  segment: 'add a segment of that name',
  list: 'add it to `lists` of the workspace',
  topic: 'add it to `topics` of the workspace',
  'step with the id': 'give the step you mean an `id`',
}

function repeatedIds(steps: readonly { readonly step: Step; readonly path: DocumentPath }[]): Found[] {
  const seen = new Set<string>()
  return steps.flatMap(({ step, path }) => {
    if (step.id === undefined) return []
    if (!seen.has(step.id)) {
      seen.add(step.id)
      return []
    }
    const fix = 'statistics and versions hold on to step ids: give each its own'
    return [{ path: [...path, 'id'], code: 'name/repeated-step', message: `a step of this journey already has the id \`${step.id}\``, fix }]
  })
}
