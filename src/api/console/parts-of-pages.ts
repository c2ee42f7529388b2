// What the page of an address is made of besides the frame: its own files, the words of its areas, and what it asks the server first. The one page of the console
// brings the words and names the rest, so that a browser has all of it by the time the frame's scripts have run. An address that is not here gets the same, only later.

/** A question at the admin API: its path below /admin/v1 and, where it is a POST that changes nothing, its body. */
export type FirstQuestion = readonly [path: string, body?: object]

interface PageParts {
  /** Its address below /console/; what is in brackets is the name of what it shows. */
  readonly at: RegExp
  /** Files that are fetched for it, below the folder of the areas. */
  readonly files: readonly string[]
  /** Whose words it needs, as the console calls them. */
  readonly words: readonly string[]
  /** What it asks at once when nothing was chosen in it; the name is fit to stand in a path. */
  readonly asks?: (name: string) => readonly FirstQuestion[]
}

const pages: readonly PageParts[] = [
  {
    at: /^$/,
    files: ['home/home-page', 'first-run/first-steps-card'],
    words: ['home', 'first-run'],
    asks: () => [['/overview?days=30'], ['/first-steps']],
  },
  { at: /^journeys$/, files: ['journeys/journeys-page'], words: ['journeys'], asks: () => [['/journeys?days=30']] },
  {
    at: /^journeys\/([^/]+)$/,
    files: ['journeys/journey-page', 'journeys/forms/inspector'],
    words: ['journeys', 'journey-forms', 'conditions'],
    asks: (name) => [[`/definitions/file?journey=${name}`], ['/definitions'], ['/journeys?days=30']],
  },
  { at: /^segments$/, files: ['segments/segments-page'], words: ['segments', 'conditions'], asks: () => [['/segments']] },
  { at: /^segments\/([^/]+)$/, files: ['segments/segment-page'], words: ['segments', 'conditions'] },
  { at: /^templates$/, files: ['templates/templates-page'], words: ['templates'], asks: () => [['/templates?days=30']] },
  {
    at: /^templates\/([^/]+)$/,
    files: ['templates/template-page'],
    words: ['templates'],
    asks: (name) => [[`/templates/${name}`], [`/templates/${name}/people`], [`/templates/${name}/preview`, { files: {} }]],
  },
  { at: /^messages$/, files: ['messages/messages-page'], words: ['messages', 'decisions', 'conditions'] },
  {
    at: /^people$/,
    files: ['people/people-page'],
    words: ['people'],
    asks: () => [['/subscribers/search?limit=100', {}], ['/schema/names'], ['/lists']],
  },
  { at: /^people\/([^/]+)$/, files: ['people/person-page'], words: ['people', 'decisions', 'conditions'] },
  { at: /^live$/, files: ['live/live-page'], words: ['live', 'decisions', 'conditions'], asks: () => [['/schema'], ['/dead-letters?limit=1']] },
]

/** What the frame asks on every page. */
const ofFrame: readonly FirstQuestion[] = [['/session'], ['/workspace'], ['/stops']]

/** The sources of what the page at an address is made of; none for an address that nobody named. The address is what stands behind /console/. */
export function partsOfPage(address: string): readonly string[] {
  return pages.find(({ at }) => at.test(address))?.files.map((file) => `src/areas/${file}.tsx`) ?? []
}

/** Words as the console calls them, and the folder in its sources that they stand in. */
export interface PageWords {
  readonly area: string
  readonly folder: string
}

/** The words of the frame, and of the page at an address where there is one. */
export function wordsOfPage(address: string | undefined): readonly PageWords[] {
  const page = address === undefined ? undefined : pages.find(({ at }) => at.test(address))
  const own = page?.words.map((area) => ({ area, folder: area === 'journey-forms' ? 'areas/journeys/forms' : `areas/${area}` })) ?? []
  return [{ area: 'kit', folder: 'kit' }, { area: 'shell', folder: 'shell' }, ...own]
}

/** What the page at an address asks first; what the frame asks only, where something was chosen in the page, because it may ask for something else then. */
export function firstQuestionsOf(address: string, isChosenFrom: boolean): readonly FirstQuestion[] {
  const page = isChosenFrom ? undefined : pages.find(({ at }) => at.test(address))
  const [, name = ''] = page?.at.exec(address) ?? []
  return [...ofFrame, ...(page?.asks?.(encodeURIComponent(name)) ?? [])]
}

/** One address of each page that is named here, for whoever checks that all of its parts are built and asked for. */
export const namedAddresses: readonly string[] = pages.map(({ at }) => at.source.replace('([^/]+)', 'one').replaceAll(/[$\\^]/g, ''))
