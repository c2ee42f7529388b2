// The schemas of sentences that are answered as data, besides their English: a code and what is filled in, for clients that speak other languages.

import { z } from 'zod'
import { readMistake, type SaidMistake } from '../../model/read-mistake.ts'
import type { Said } from '../../model/said.ts'
import { anyObject } from './admin-route.ts'
import { named } from './named.ts'

/** A sentence as data. */
export const said = named('Sentence', {
  code: z
    .string()
    .describe(
      'Of the list in docs/reference/sentences.md; `plain`: words without a code; `condition`: a condition as it was authored; `outside`: words of another program, with what they mean',
    ),
  values: anyObject.describe('What is filled in: names, numbers, durations such as 1d, instants in UTC milliseconds, and sentences of the same form'),
}).describe('The same as data, for other languages') as unknown as z.ZodType<Said>

const step = z
  .strictObject({ kind: z.string(), about: z.string().nullable().describe('The template or journey that it is about') })
  .nullable()
  .describe('What its step does, where the definitions in force know it')

/** What is told of a decision besides itself. */
export const told = { because: said.nullable().describe('Why, as data; null where it has no reason'), step }

/** A decision with what is told of it. */
export const toldDecision = named('ToldDecision', { ...told, decision: anyObject.describe('What was decided') })

const mistake = named('MistakeSentence', {
  code: z.string().describe('Of the list in docs/reference/sentences.md; `plain`: words without a code, such as what another program said'),
  values: anyObject.describe('What is filled in: texts, numbers, and a sentence of the same form'),
}) as unknown as z.ZodType<SaidMistake>

/** A sentence about what was authored or asked for, as data. */
export const saidMistake = mistake.describe('The same as data, for other languages')

/** A problem of what was authored, as data. */
export const saidProblem = named('ProblemSentences', { message: mistake, fix: mistake.nullable() }).describe('The same as data, for other languages')

interface ProblemText {
  readonly message: string
  readonly fix?: string | null | undefined
}

/** Problems with the same as data. */
export function toldProblems<Problem extends ProblemText>(problems: readonly Problem[]) {
  return problems.map((problem) => {
    const { message, fix } = problem
    return { ...problem, said: { message: readMistake(message), fix: fix === undefined || fix === null ? null : readMistake(fix) } }
  })
}
