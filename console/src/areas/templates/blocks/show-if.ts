// When a block is shown, as its {% if %} says it, and as a person chooses it: to a segment, by a condition of the template, by a field. What says it in another way
// stays as it was written.

export type ShownIf =
  | { readonly by: 'segment'; readonly segment: string; readonly isNot: boolean }
  | { readonly by: 'condition'; readonly condition: string; readonly isNot: boolean }
  | { readonly by: 'field'; readonly path: string; readonly is: 'there' | 'missing' | 'equal' | 'other'; readonly value: string }
  | { readonly by: 'liquid'; readonly text: string }

const path = /^[A-Za-z_][\w.[\]-]*$/
const name = /^[\w-]+$/

/** What a tag says. */
export function readShownIf(tag: string, rest: string): ShownIf {
  const isNot = tag === 'unless'
  const segment = /^segments contains '([^']+)'$/.exec(rest)?.[1]
  if (segment !== undefined) return { by: 'segment', segment, isNot }
  const condition = /^conditions\.([\w-]+)$/.exec(rest)?.[1]
  if (condition !== undefined) return { by: 'condition', condition, isNot }
  if (path.test(rest)) return { by: 'field', path: rest, is: isNot ? 'missing' : 'there', value: '' }
  const [, left = '', sign, value = ''] = /^([\w.[\]-]+) (==|!=) '([^']*)'$/.exec(rest) ?? []
  if (!isNot && path.test(left)) return { by: 'field', path: left, is: sign === '==' ? 'equal' : 'other', value }
  return { by: 'liquid', text: rest }
}

/** The tags around the block; undefined while something is missing or cannot be written. */
export function writeShownIf(shown: ShownIf): { readonly open: string; readonly close: string } | undefined {
  const around = (tag: 'if' | 'unless', text: string) => ({ open: `{% ${tag} ${text} %}`, close: `{% end${tag} %}` })
  switch (shown.by) {
    case 'segment':
      return shown.segment === '' || shown.segment.includes("'") ? undefined : around(shown.isNot ? 'unless' : 'if', `segments contains '${shown.segment}'`)
    case 'condition':
      return name.test(shown.condition) ? around(shown.isNot ? 'unless' : 'if', `conditions.${shown.condition}`) : undefined
    case 'field': {
      if (!path.test(shown.path) || shown.value.includes("'") || /[%{}]/.test(shown.value)) return undefined
      if (shown.is === 'there') return around('if', shown.path)
      if (shown.is === 'missing') return around('unless', shown.path)
      return around('if', `${shown.path} ${shown.is === 'equal' ? '==' : '!='} '${shown.value}'`)
    }
    case 'liquid':
      return shown.text.trim() === '' || /[%{}]/.test(shown.text) ? undefined : around('if', shown.text.trim())
  }
}
