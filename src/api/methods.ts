// What may be done at an address: for whoever comes with another method than its doors take. It follows from the doors themselves.

import type { FastifyInstance } from 'fastify'

/** Notes each door of the server from now on; the methods of the doors at an address, none where there is no door. */
export function noteMethods(app: FastifyInstance): (address: string) => readonly string[] {
  const methodsByPath = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPath.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    methodsByPath.set(url, methods)
  })
  let doors: readonly { readonly path: RegExp; readonly methods: ReadonlySet<string> }[] | undefined
  return (address) => {
    doors ??= [...methodsByPath].map(([url, methods]) => ({ path: patternOf(url), methods }))
    const [path = ''] = address.split('?')
    const methods = new Set(doors.filter((door) => door.path.test(path)).flatMap((door) => [...door.methods]))
    // Browsers may ask beforehand at any address of the tracking doors, also where there is none.
    return methods.size === 1 && methods.has('OPTIONS') ? [] : [...methods].toSorted()
  }
}

/** A path as Fastify writes it: `:name` stands for one part, a star for the rest. */
function patternOf(url: string): RegExp {
  const escaped = url.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`)
}
