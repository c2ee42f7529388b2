// What a step says of the head of its mail, which inboxes show before anybody opens it, in place of what the template says: the subject, the line beside it, and whose name the mail
// comes under. The address stays the template's: it decides by which domain a mail leaves, and so when.

import { z } from 'zod'
import { localeSchema } from './locale.ts'

const says = (description: string) => ({ description })
const line = z.string().min(1).max(998)
const preheader = z.string().min(1).max(300)

/** What a step says of the head of its mail. */
export const ownHeadFields = {
  subject: line.optional().meta(says("The subject in place of the template's, with Liquid placeholders; in every language that `subjects` does not name.")),
  subjects: z
    .record(localeSchema, line)
    .optional()
    .meta(says('The same in other languages: { de: Hallo }. Without `subject` only these languages have another than the template says.')),
  preheader: preheader
    .optional()
    .meta(says("The line that inboxes show beside the subject, in place of the template's; in every language that `preheaders` does not name.")),
  preheaders: z
    .record(localeSchema, preheader)
    .optional()
    .meta(says('The same in other languages. Without `preheader` only these languages have another than the template says.')),
  from: z
    .strictObject({ name: z.string().min(1).max(200).meta(says('The name that readers see.')) })
    .optional()
    .meta(says('Under whose name it comes: { name: Anna of the Shop }. The address is that of the template or the workspace.')),
} as const

export interface OwnHead {
  readonly subject?: string | undefined
  readonly subjects?: Readonly<Record<string, string>> | undefined
  readonly preheader?: string | undefined
  readonly preheaders?: Readonly<Record<string, string>> | undefined
  readonly from?: { readonly name: string } | undefined
}

/** The lines of it that a mail has in each language, with the field of a step that says a line for the languages one by one. */
export const headLines = [
  ['subject', 'subjects'],
  ['preheader', 'preheaders'],
] as const
