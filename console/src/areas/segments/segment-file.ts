// The text of the file that a segment stands in, with the segment written anew, put in or taken out. What else stands in the file stays as it is, with
// its comments.

import type { ConditionJson } from '../conditions/condition-json.ts'

export interface SegmentContent {
  readonly segment: string
  readonly description: string
  readonly condition: ConditionJson
}

/** A file of its own for a segment. */
export async function textOfNew(content: SegmentContent): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(fileValueOf(content), { lineWidth: 100 })
}

/** The file's text with what the segment says now; null when nothing would be left of the file. `content` undefined takes the segment out. */
export async function textWith(text: string, segment: string, content: SegmentContent | undefined): Promise<string | null> {
  const { parseAllDocuments } = await import('yaml')
  const documents = [...parseAllDocuments(text, { version: '1.2', schema: 'core' })]
  const at = documents.findIndex((document) => 'get' in document && document.get('segment') === segment)
  const document = documents[at]
  if (document === undefined) return text
  if (content === undefined) documents.splice(at, 1)
  else {
    document.set('if', document.createNode(content.condition))
    if (content.description.trim() === '') document.delete('description')
    else if (document.get('description') !== content.description) document.set('description', content.description)
  }
  if (documents.length === 0) return null
  return documents
    .map((one, index) => {
      const own = one.toString({ lineWidth: 100 })
      return index === 0 || own.startsWith('---') ? own : `---\n${own}`
    })
    .join('')
}

function fileValueOf({ segment, description, condition }: SegmentContent): object {
  return { segment, ...(description.trim() === '' ? {} : { description }), if: condition }
}
