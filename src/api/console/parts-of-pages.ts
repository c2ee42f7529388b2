// What the page of an address is made of besides the frame: its own files and the words of its area, by the names of their sources. They are named in the one page of
// the console, so that a browser fetches them while the frame's scripts run. An address that is not here gets the same files, only later.

interface PageParts {
  /** Its address below /console/. */
  readonly at: RegExp
  readonly area: string
  /** Files of the area that are fetched for it, by their names. */
  readonly files: readonly string[]
  /** Folders of words besides those of the area. */
  readonly words?: readonly string[]
}

const pages: readonly PageParts[] = [
  { at: /^$/, area: 'home', files: ['home-page'] },
  { at: /^journeys$/, area: 'journeys', files: ['journeys-page'] },
  { at: /^journeys\/[^/]+$/, area: 'journeys', files: ['journey-page', 'forms/inspector'], words: ['journeys/forms', 'conditions'] },
  { at: /^segments$/, area: 'segments', files: ['segments-page'] },
  { at: /^segments\/[^/]+$/, area: 'segments', files: ['segment-page'] },
  { at: /^templates$/, area: 'templates', files: ['templates-page'] },
  { at: /^templates\/[^/]+$/, area: 'templates', files: ['template-page'] },
  { at: /^messages$/, area: 'messages', files: ['messages-page'] },
  { at: /^people$/, area: 'people', files: ['people-page'] },
  { at: /^people\/[^/]+$/, area: 'people', files: ['person-page'] },
  { at: /^live$/, area: 'live', files: ['live-page'] },
]

/** The sources of what the page at an address is made of; none for an address that nobody named. The address is what stands behind /console/. */
export function partsOfPage(address: string, language: string): readonly string[] {
  const page = pages.find(({ at }) => at.test(address))
  if (page === undefined) return []
  const words = [page.area, ...(page.words ?? [])].map((folder) => `src/areas/${folder}/words/${language}.json`)
  return [...page.files.map((name) => `src/areas/${page.area}/${name}.tsx`), ...words]
}

/** One address of each page that is named here, for whoever checks that all of its parts are built. */
export const namedAddresses: readonly string[] = pages.map(({ at }) => at.source.replace('[^/]+', 'one').replaceAll(/[$\\^]/g, ''))
