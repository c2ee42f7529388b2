// How the place of a mistake in a file is shown, such as journeys/welcome.yaml:12. The kit knows no page that it could lead to; whoever stands around every page does.

import { type ComponentType, createContext } from 'react'

export interface PlaceProps {
  /** File, line and column. */
  readonly place: string
}

export const PlaceContext = createContext<ComponentType<PlaceProps> | undefined>(undefined)
