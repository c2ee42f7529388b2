// One text for what the author of a template wrote, by which two of them are compared.

import type { Template } from '../model/definitions.ts'
import { writtenTemplate } from '../model/written-template.ts'
import { canonicalJson } from './canonical-json.ts'

/** The same text for templates that were written alike. */
export function writtenText(template: Template): string {
  return canonicalJson(writtenTemplate(template))
}
