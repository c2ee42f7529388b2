// A mail as somebody would get it, made without sending: from a template of a definitions folder, with a sample or a person's data. It follows
// nobody, writes nothing and keeps nothing.

import type { RenderedEmail } from './content/compile-template.ts'
import { createRenderer } from './content/renderer.ts'
import { sampleFacts } from './content/sample-problems.ts'
import type { Template, TemplateSample, Workspace } from './model/definitions.ts'
import type { Rendered } from './model/facts.ts'
import { inLocale } from './model/in-locale.ts'

/** Renders it in the language of its reader, with the limits of a mail that is sent. */
export async function previewMail(workspace: Workspace, template: Template, sample: TemplateSample): Promise<Rendered<RenderedEmail>> {
  const renderer = createRenderer()
  try {
    return await renderer.email(inLocale(template, sample.subscriber?.['locale']), sampleFacts(workspace, sample))
  } finally {
    await renderer.close()
  }
}
