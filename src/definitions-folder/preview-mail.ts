// A mail as somebody would get it, made without sending: from a template of a definitions folder, with a sample or a person's data. It follows
// nobody, writes nothing and keeps nothing.

import type { RenderedEmail } from '../content/compile-template.ts'
import { lookingRenderer } from '../content/looking-renderer.ts'
import { sampleFacts, shownIn } from '../content/sample-problems.ts'
import type { Collection } from '../model/catalogue.ts'
import type { Template, TemplateSample, Workspace } from '../model/definitions.ts'
import type { Rendered } from '../model/facts.ts'
import { inLocale } from '../model/in-locale.ts'

export interface Previewed {
  readonly workspace: Workspace
  readonly collections?: readonly Collection[]
}

/** Renders it in the language of its reader, with the limits of a mail that is sent. Items of the catalogue are those of the sample. */
export function previewMail({ workspace, collections = [] }: Previewed, template: Template, sample: TemplateSample): Promise<Rendered<RenderedEmail>> {
  const facts = sampleFacts(workspace, sample, shownIn(template, collections, { sample }))
  return lookingRenderer.email(inLocale(template, sample.subscriber?.['locale']), facts)
}
