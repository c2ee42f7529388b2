// The way back from a page with its shared parts in it to one that includes them: where the words of a partial stand as they are today, `{% include %}` takes
// their place. It is done only where reading the result gives the very same page.

import { expandPartials } from './expand-partials.ts'
import { partialsOf } from './folder-texts.ts'
import { type PartialsFor, partialEndings, partialReader } from './inline-files.ts'

/** A shorter text may well stand in a page without having come from a partial. */
const shortestCharacters = 24

/** The page with includes; as it came where no partial stands in it. */
export async function foldPartials(page: string, { folder, unsaved, part, locale }: PartialsFor): Promise<string> {
  const read = partialReader({ folder, unsaved, part, locale })
  const expand = async (text: string): Promise<string> => (await expandPartials({ file: 'page', text }, read)).text
  const endings: readonly string[] = partialEndings[part]
  const names = (await partialsOf(folder, unsaved)).flatMap(({ file }) => {
    const [, name = '', ending = ''] = /^partials\/(.*)\.(\w+)$/.exec(file) ?? []
    return endings.includes(ending) && !name.includes("'") ? [name] : []
  })
  const partials = await Promise.all(
    [...new Set(names)].map(async (name) => ({ tag: `{% include '${name}' %}`, text: await expand(`{% include '${name}' %}`) })),
  )
  let folded = page
  // The longest first: it may hold others. What is found by its name alone is not called by its language.
  for (const { tag, text } of partials.toSorted((one, other) => other.text.length - one.text.length || one.tag.length - other.tag.length)) {
    if (text.length < shortestCharacters || !folded.includes(text)) continue
    const next = folded.replaceAll(text, () => tag)
    if ((await expand(next)) === page) folded = next
  }
  return folded
}
