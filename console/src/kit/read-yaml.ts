// One definition of a YAML file as plain data.

import { parseAllDocuments } from 'yaml'

/** Undefined when the file cannot be read, or has no such document. */
export function readYaml(text: string, index: number): Readonly<Record<string, unknown>> | undefined {
  try {
    const documents = [...parseAllDocuments(text, { version: '1.2', schema: 'core' })].filter((one) => 'contents' in one && one.contents !== null)
    const document = documents[index]
    if (document === undefined || !('errors' in document) || document.errors.length > 0) return undefined
    const value: unknown = document.toJS()
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
