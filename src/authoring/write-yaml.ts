// Plain data as YAML that people like to read and edit: short things on one line, no anchors.

import { Document, isCollection, type Node, visit } from 'yaml'

/** Characters up to which a small thing stands on one line. */
const oneLine = 100

/** The text of one document. */
export function writeYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false, schema: 'core', version: '1.2' })
  visit(document, {
    Collection: (_, node, path) => {
      if (path.length > 2 && isShort(node)) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: true })
}

function isShort(node: Node): boolean {
  return isCollection(node) && JSON.stringify(node.toJSON()).length <= oneLine
}
