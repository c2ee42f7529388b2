// The operations of an OpenAPI document, flat, in the order in which they stand there. It checks nothing: the document is the server's own.

export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description: string | undefined
  /** Undefined where whoever comes may ask. */
  readonly role: string | undefined
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly description?: string }[]
  /** The schema of what is sent. */
  readonly body: unknown
  readonly problems: readonly { readonly status: string; readonly text: string }[]
}

interface RawOperation {
  readonly operationId: string
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly parameters?: Operation['parameters']
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>
  readonly 'x-oncue-role'?: string
}

/** All of them. */
export function operationsOf(document: unknown): readonly Operation[] {
  const { paths = {} } = document as { readonly paths?: Readonly<Record<string, Readonly<Record<string, RawOperation>>>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Operation => {
      const [content] = Object.values(one.requestBody?.content ?? {})
      return {
        name: one.operationId,
        method: method.toUpperCase(),
        path,
        group: one.tags?.[0] ?? '',
        summary: one.summary ?? '',
        description: one.description,
        role: one['x-oncue-role'],
        parameters: one.parameters ?? [],
        body: content?.schema,
        problems: Object.entries(one.responses ?? {}).flatMap(([status, { description = '' }]) =>
          Number(status) >= 400 ? [{ status, text: description }] : [],
        ),
      }
    }),
  )
}
