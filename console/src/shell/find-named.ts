// What the palette finds by the names that are in force: journeys, segments and templates. Areas find more by themselves.

import { ask } from '../client/ask.ts'
import { answers } from '../client/use-ask.ts'
import type { Found } from './area.ts'

export interface FoundInArea {
  /** Whose page it leads to. */
  readonly area: string
  readonly things: readonly Found[]
}

const most = 6
const freshMs = 30_000

/** Everything whose name or description holds a text. The names are few, and asked for once in a while. */
export async function findNamed(text: string): Promise<readonly FoundInArea[]> {
  const names = await answers.fetchQuery({ queryKey: ['/schema/names', 'palette'], queryFn: () => ask('GET /schema/names'), staleTime: freshMs })
  const wanted = text.toLocaleLowerCase()
  return (['journeys', 'segments', 'templates'] as const).map((area) => ({
    area,
    things: names[area]
      .filter(({ name, description }) => `${name} ${description ?? ''}`.toLocaleLowerCase().includes(wanted))
      .slice(0, most)
      .map(({ name, description }) => ({ title: name, to: `/${area}/${encodeURIComponent(name)}`, ...(description === null ? {} : { detail: description }) })),
  }))
}
