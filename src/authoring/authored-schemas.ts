// The grammar of a definition as a file may hold it: the model's own, with what only files can do added
// (a template's parts may stand in files of their own).

import { z } from 'zod'
import { type Collection, collectionSchema } from '../model/catalogue.ts'
import { type CodePool, codePoolSchema } from '../model/code-pool.ts'
import { type Condition, conditionSchema } from '../model/condition.ts'
import { localizedSchema, type Segment, segmentSchema, type Template, templateSchema, type Workspace, workspaceSchema } from '../model/definitions.ts'
import { type Journey, journeySchema } from '../model/journey.ts'
import { localeSchema } from '../model/locale.ts'

/** A part that stands in its own file, such as `{ file: ./welcome.html }`. */
export const fileReferenceSchema = z
  .strictObject({ file: z.string().min(1).meta({ description: 'Path of the file, from the folder of this one; it stays inside the definitions folder.' }) })
  .meta({ description: 'A text, or { file: PATH } to read it from a file beside this one.' })

const textOrFile = z
  .union([z.string().min(1), fileReferenceSchema])
  .meta({ description: 'The text itself, or { file: PATH } to read it from a file beside this one.' })

const authoredParts = { html: textOrFile.optional(), mjml: textOrFile.optional(), text: textOrFile.optional() }
const described = (schema: typeof templateSchema.shape.html | typeof templateSchema.shape.mjml, words: string) =>
  textOrFile.optional().meta({ description: `${schema.description} ${words}` })
const orFile = 'Here, or { file: PATH } to read it from a file beside this one.'

/** A template whose parts may stand in files, with its page in HTML or in MJML. */
export const authoredTemplateSchema = templateSchema
  .extend({
    ...authoredParts,
    html: described(templateSchema.shape.html, orFile),
    mjml: described(templateSchema.shape.mjml, orFile),
    locales: z
      .record(localeSchema, localizedSchema.extend(authoredParts).meta({ id: 'AuthoredLocalizedTemplate' }))
      .optional()
      .meta({ description: templateSchema.shape.locales.description }),
  })
  .meta({ id: 'AuthoredTemplate' })

/** The template's parts that may stand in files. */
export const fileParts = ['html', 'mjml', 'text'] as const

/** The kinds of definition, by the key that names them. */
export const documentSchemas = {
  workspace: workspaceSchema,
  journey: journeySchema,
  segment: segmentSchema,
  template: authoredTemplateSchema,
  collection: collectionSchema,
  codes: codePoolSchema,
} as const
export type DocumentKind = keyof typeof documentSchemas
export const documentKinds = Object.keys(documentSchemas) as readonly DocumentKind[]

/** Any one definition. */
export type Definition = Workspace | Journey | Segment | Template | Collection | CodePool

/** The kind of a document: the first naming key it has. */
export function documentKind(value: object): DocumentKind | undefined {
  return documentKinds.find((kind) => Object.hasOwn(value, kind))
}

export { type Condition, conditionSchema }
