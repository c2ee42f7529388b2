// All areas there are: every areas/NAME/routes.tsx. They are small; their pages are fetched when they are opened.

import type { Area } from './area.ts'

const modules = import.meta.glob<Area>('../areas/*/routes.tsx', { eager: true, import: 'area' })

export const areas: readonly Area[] = Object.values(modules)

/** Those with a card on the first page. */
export const homeAreas: readonly (Area & Required<Pick<Area, 'atHome'>>)[] = areas.filter(
  (area): area is Area & Required<Pick<Area, 'atHome'>> => area.atHome !== undefined,
)

/** Those with a place in the rail, in its order. */
export const railAreas: readonly (Area & Required<Pick<Area, 'rail'>>)[] = areas
  .filter((area): area is Area & Required<Pick<Area, 'rail'>> => area.rail !== undefined)
  .sort((one, other) => one.rail.order - other.rail.order)
