// The body of a call of another system as JSON, whichever form it came in. It judges nothing.

import type { JsonObject } from '../../model/json.ts'

const formType = 'application/x-www-form-urlencoded'

/** The JSON object that a body holds, or the fields of a form as texts by name, of one name the last; undefined for what is neither. */
export function readCall(body: string, contentType: string | undefined): JsonObject | undefined {
  const json = readJson(body)
  // JSON that is called a form is JSON: chatbots and providers of text messages send both.
  if (json !== undefined || contentType?.startsWith(formType) !== true) return json
  return Object.fromEntries(new URLSearchParams(body))
}

function readJson(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
