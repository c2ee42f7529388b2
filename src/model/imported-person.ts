// Somebody as a row of a table tells of them: who it is, what is known, and what they themselves said, with how it came about. What a table does
// not say is left out; above all nobody is taken to have said yes.

import { z } from 'zod'
import { consentChannels } from './consent.ts'
import type { JsonObject } from './json.ts'
import { limits } from './limits.ts'

const id = z.string().min(1).max(limits.idCharacters)
const text = (characters: number) => z.string().min(1).max(characters)

export const importedPersonSchema = z.strictObject({
  line: z.int().min(1).optional().describe('The line of the file, for what is said about it'),
  userId: id.optional(),
  anonymousId: id.optional(),
  attributes: (z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>)
    .default({})
    .describe('What is known; `email` alone is enough to know who it is, where neither id is given'),
  lists: z.array(id).max(limits.lists).default([]).describe('Lists to join'),
  topics: z
    .array(z.strictObject({ topic: id, channel: z.enum(consentChannels).optional(), given: z.boolean() }))
    .max(50)
    .default([])
    .describe('What the person said; a topic that is left out was not spoken of'),
  suppressed: text(200).optional().describe('Why nobody is to write to `email`, in words, such as where the suppression list comes from'),
  evidence: z
    .strictObject({ at: z.int().min(0), page: text(2048), ip: z.union([z.ipv4(), z.ipv6()]), agent: text(512), wording: text(200) })
    .partial()
    .default({})
    .describe('How that came about; `at` is when it was said, in UTC milliseconds'),
})
export type ImportedPerson = z.output<typeof importedPersonSchema>
