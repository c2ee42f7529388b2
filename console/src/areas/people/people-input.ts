// What the list of people asks for: by what stands in the address.

import type { InputOf } from '../../client/ask.ts'

/** The first page of whoever fits; an empty part of the address asks for nothing. */
export function peopleInput({
  q = '',
  list = '',
  segment = '',
  journey = '',
  mail = '',
  overdue = '',
}: Readonly<Record<string, string>>): InputOf<'POST /subscribers/search'> {
  const text = q.trim()
  return {
    body: {
      ...(text === '' ? {} : { text }),
      ...(list === '' ? {} : { list }),
      ...(segment === '' ? {} : { segment }),
      ...(journey === '' ? {} : { journey }),
      ...(mail === '' ? {} : { mail: mail as 'can be mailed' }),
      ...(overdue === '' ? {} : { overdue: true }),
    },
    query: { limit: 100 },
  }
}
