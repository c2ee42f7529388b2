// A trial as its file says it: how many percent go ahead, for how long, by what the winner is chosen, and what the others get when nothing says which.

import { type JourneyTree, type StepNode, stepAt } from '../step-tree.ts'

export const measures = ['opened', 'clicked', 'converted', 'hand'] as const
export type Measure = (typeof measures)[number]

export interface TrialValue {
  readonly share: number
  readonly for: string
  readonly by: Measure
  readonly otherwise: string
}
export type TrialField = keyof TrialValue

export const shares = { least: 1, most: 90 } as const

/** A fifth, for four hours, by clicks: what people did on purpose. */
export function trialBegins(first: string): TrialValue {
  return { share: 20, for: '4h', by: 'clicked', otherwise: first }
}

/** Why a trial cannot stand here: it is the first step of a journey that everybody enters at one instant on one clock. Undefined where it can. */
export function whyNoTrial({ triggers }: JourneyTree, { path }: Pick<StepNode, 'path'>): 'first' | 'once' | 'clock' | undefined {
  if (path.join('.') !== 'steps.0') return 'first'
  if (!triggers.every(({ value }) => isDated(value['at']))) return 'once'
  return triggers.every(({ value }) => typeof value['zone'] === 'string' && value['zone'] !== 'subscriber') ? undefined : 'clock'
}

function isDated(at: unknown): boolean {
  return typeof at === 'string' && /^\d{4}-\d{2}-\d{2} /.test(at)
}

/** Problems that are shown at the fields of the trial and nowhere else in the form. */
export function isOfTrial({ code }: { readonly code: string }): boolean {
  return code.startsWith('trial.')
}

/** The mail of a variant: its template, and what its step says of the head in place of the template's. Undefined where it sends none. */
export function mailOfVariant(
  tree: JourneyTree,
  variant: string,
): { readonly template: string; readonly subject: string | undefined; readonly rest: readonly string[] } | undefined {
  const branch = stepAt(tree, 'steps.0')?.branches.find(({ value }) => value['variant'] === variant)
  const mail = branch?.steps.find(({ kind }) => kind === 'send')?.value
  if (mail === undefined) return undefined
  const { send, subject, preheader, from } = mail as { send?: unknown; subject?: unknown; preheader?: unknown; from?: { readonly name?: unknown } | null }
  const rest = [preheader, from?.name].flatMap((one) => (typeof one === 'string' ? one : []))
  return { template: String(send ?? ''), subject: typeof subject === 'string' ? subject : undefined, rest }
}
