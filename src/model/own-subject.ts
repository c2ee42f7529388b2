// What a step says of the subject of its mail, in place of what the template says.

import { z } from 'zod'
import { localeSchema } from './locale.ts'

const says = (description: string) => ({ description })
const line = z.string().min(1).max(998)

/** What a step says of the subject of its mail. */
export const ownSubjectFields = {
  subject: line.optional().meta(says("The subject in place of the template's, with Liquid placeholders; in every language that `subjects` does not name.")),
  subjects: z
    .record(localeSchema, line)
    .optional()
    .meta(says('The same in other languages: { de: Hallo }. Without `subject` only these languages have another than the template says.')),
} as const

export interface OwnSubject {
  readonly subject?: string | undefined
  readonly subjects?: Readonly<Record<string, string>> | undefined
}
