// The versions of a mail to many that are tried on some first: each with a subject, a line beside it and a sender's name of its own, or another mail; what is still missing of them, and the steps
// that come of them.

import type { StepNode, Value } from '../step-tree.ts'
import { type TrialField, type TrialValue, trialBegins } from '../trial/trial-value.ts'

export interface VariantSaid {
  /** Empty: that of its mail. */
  readonly subject: string
  /** In other languages of its mail. */
  readonly subjects: Readonly<Record<string, string>>
  /** The line beside the subject; empty: that of its mail. */
  readonly preheader: string
  readonly preheaders: Readonly<Record<string, string>>
  /** Under whose name it comes; empty: that of its mail. */
  readonly sender: string
  /** Empty: the mail that all get. */
  readonly template: string
}

/** What versions can differ in. */
export const differences = ['subject', 'preheader', 'sender', 'template'] as const
export type Difference = (typeof differences)[number]

export interface Tries extends TrialValue {
  readonly variants: readonly VariantSaid[]
  /** What they differ in: what is written of anything else is kept for when it is chosen again, and means nothing. Undefined: whatever is said of any of them. */
  readonly differs?: readonly Difference[]
  /** Fields in which something is written that cannot be meant: they hold what was said before. */
  readonly wrong?: readonly TrialField[]
}

export const mostVariants = 5
export const nothingSaid: VariantSaid = { subject: '', subjects: {}, preheader: '', preheaders: {}, sender: '', template: '' }
export const triesBegin: Tries = { variants: [nothingSaid, nothingSaid], differs: ['subject'], ...trialBegins('A') }

/** What a variant is called, by its place: A, B, C ... */
export function variantName(index: number): string {
  return String.fromCharCode(65 + index)
}

/** What the versions differ in, in the order of the fields. */
export function differsIn({ variants, differs }: Pick<Tries, 'variants' | 'differs'>): readonly Difference[] {
  return differences.filter((one) => (differs === undefined ? variants.some((said) => isSaid(said, one)) : differs.includes(one)))
}

function isSaid({ subject, subjects, preheader, preheaders, sender, template }: VariantSaid, of: Difference): boolean {
  const lines = { subject: [subject, ...Object.values(subjects)], preheader: [preheader, ...Object.values(preheaders)], sender: [sender], template: [template] }
  return lines[of].some((line) => line.trim() !== '')
}

/** The versions with nothing but what they differ in. */
export function meantBy(tries: Pick<Tries, 'variants' | 'differs'>): readonly VariantSaid[] {
  const differs = new Set(differsIn(tries))
  return tries.variants.map(({ subject, subjects, preheader, preheaders, sender, template }) => ({
    ...nothingSaid,
    ...(differs.has('subject') && { subject, subjects }),
    ...(differs.has('preheader') && { preheader, preheaders }),
    ...(differs.has('sender') && { sender }),
    ...(differs.has('template') && { template }),
  }))
}

export type MissingOfTries = 'variants-same' | 'variant-template' | 'trial-goal' | 'trial-clock' | 'trial-wrong'

interface Around {
  readonly template: string
  readonly known: ReadonlySet<string>
  readonly hasGoal: boolean
  readonly isOwnClock: boolean
}

/** What has to be said still. */
export function missingOf(tries: Tries, { template, known, hasGoal, isOwnClock }: Around): readonly MissingOfTries[] {
  const { by, wrong = [] } = tries
  const variants = meantBy(tries)
  const said = variants.map((one) => JSON.stringify([one.template === '' ? template : one.template, headOf(one)]))
  return [
    ...(new Set(said).size < said.length ? (['variants-same'] as const) : []),
    ...(variants.some((one) => one.template !== '' && !known.has(one.template)) ? (['variant-template'] as const) : []),
    ...(by === 'converted' && !hasGoal ? (['trial-goal'] as const) : []),
    ...(isOwnClock ? (['trial-clock'] as const) : []),
    ...(wrong.length > 0 ? (['trial-wrong'] as const) : []),
  ]
}

/** How many of those who get it get each version first, and how many the chosen one then; undefined where there are too few for both. */
export function expectedOf({ variants, share }: Pick<Tries, 'variants' | 'share'>, sent: number): { readonly each: number; readonly rest: number } | undefined {
  const each = Math.max(1, Math.round((sent * share) / 100 / variants.length))
  const rest = sent - each * variants.length
  return rest > 0 ? { each, rest } : undefined
}

/** The split with its trial. */
export function triedStep(tries: Tries, mail: { readonly send: string; readonly topic?: string }): Value {
  const { share, for: length, by, otherwise } = tries
  const split = meantBy(tries).map((one, index) => {
    const { send, ...rest } = mail
    const step = { id: `write-${variantName(index).toLowerCase()}`, send: one.template === '' ? send : one.template, ...headOf(one), ...rest }
    return { variant: variantName(index), steps: [step] }
  })
  return { id: 'versions', split, trial: { share, for: length, by, otherwise } }
}

/** What its step says of the head of its mail, as doors take it too. */
export interface Head {
  readonly subject?: string
  readonly subjects?: Readonly<Record<string, string>>
  readonly preheader?: string
  readonly preheaders?: Readonly<Record<string, string>>
  readonly from?: { readonly name: string }
}

/** Without what is left empty. */
export function headOf(said: VariantSaid): Head {
  const [subject, preheader, name] = [said.subject.trim(), said.preheader.trim(), said.sender.trim()]
  const [subjects, preheaders] = [written(said.subjects), written(said.preheaders)]
  return {
    ...(subject === '' ? {} : { subject }),
    ...(Object.keys(subjects).length === 0 ? {} : { subjects }),
    ...(preheader === '' ? {} : { preheader }),
    ...(Object.keys(preheaders).length === 0 ? {} : { preheaders }),
    ...(name === '' ? {} : { from: { name } }),
  }
}

/** What an earlier mail tried, as its first step says it; undefined where it is no trial of mails alone. */
export function triesBy(step: StepNode | undefined): Tries | undefined {
  const trial = step?.value['trial'] as TrialValue | undefined
  const mails = step?.branches.map(({ steps }) => (steps.length === 1 && steps[0]?.kind === 'send' ? steps[0].value : undefined)) ?? []
  if (step === undefined || trial === undefined || mails.length > mostVariants || mails.includes(undefined)) return undefined
  const first = mails[0]?.['send']
  const variants = mails.map((mail): VariantSaid => {
    const { send, subject = '', subjects = {}, preheader = '', preheaders = {}, from } = mail as unknown as Head & { readonly send: string }
    return { subject, subjects, preheader, preheaders, sender: from?.name ?? '', template: send === first ? '' : send }
  })
  const at = step.branches.findIndex(({ value }) => value['variant'] === trial.otherwise)
  return { ...trial, variants, differs: differsIn({ variants }), otherwise: variantName(Math.max(0, at)) }
}

function written(lines: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(lines).flatMap(([language, line]) => (line.trim() === '' ? [] : [[language, line.trim()]])))
}
