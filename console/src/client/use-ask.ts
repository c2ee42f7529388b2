// Answers of the server in pages, kept and asked for again by TanStack Query. A page names the door; what it keeps is named by the door too, so
// that a change makes everything below a path fresh: useTell('POST /stops', { refreshes: ['/stops'] }).

import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  type QueryFunctionContext,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type AnswerOf, type Asked, ask, type DoorName, type InputOf } from './ask.ts'
import { untilBack } from './connection.ts'
import type { Problem } from './problem.ts'

/** One for the whole console. */
export const answers: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may be on this very machine: what the browser knows of a network says nothing of it.
      networkMode: 'always',
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && ['unreachable', 'overloaded', 'draining'].includes((error as Problem).code),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

export interface AskOptions {
  /** Asks again after so long, for what changes by itself. */
  readonly everyMs?: number
  /** How long an answer counts as fresh when somebody comes back to it; 10 seconds, or 0 for what is asked for again at once. */
  readonly freshMs?: number
  /** false: not yet. */
  readonly when?: boolean
  /** Shows the answer of before while that of another input is on its way. */
  readonly keepsPrevious?: boolean
}

type Asking = Pick<QueryFunctionContext, 'client' | 'queryKey'>

/** The name that an answer is kept under, for whoever keeps one by other means. */
export function answerKey<Name extends DoorName>(door: Name, input: InputOf<Name>): readonly unknown[] {
  return keyOf(door, input)
}

function keyOf(door: DoorName, input: unknown): readonly unknown[] {
  return [door.slice(door.indexOf(' ') + 1), door, input ?? {}]
}

function pagesKeyOf(door: DoorName, input: unknown): readonly unknown[] {
  return [...keyOf(door, input), 'pages']
}

/** What a door answers: const stops = useAsk('GET /stops', {}). `data`, `error` (a Problem), `isPending`, `refetch`. */
export function useAsk<Name extends DoorName>(door: Name, input: InputOf<Name>, options: AskOptions = {}) {
  return useQuery<AnswerOf<Name>, Problem>({
    queryKey: keyOf(door, input),
    queryFn: (context) => keepShown(context, () => ask(door, ...([{ ...input, signal: context.signal }] as unknown as Asked<Name>))),
    enabled: options.when ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.freshMs === undefined ? {} : { staleTime: options.freshMs }),
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData as never } : {}),
  })
}

/** Begins to ask before the page that will want it is there. Undefined where there is no answer: the page that asks again says why. */
export function askAhead<Name extends DoorName>(door: Name, input: InputOf<Name>): Promise<AnswerOf<Name> | undefined> {
  const queryFn = ({ signal }: { readonly signal: AbortSignal }) => ask(door, ...([{ ...input, signal }] as unknown as Asked<Name>))
  return answers.fetchQuery<AnswerOf<Name>>({ queryKey: keyOf(door, input), queryFn }).catch(() => undefined)
}

/** What was answered to one question is kept as the answer to another that asks for the same, unless that has a newer one. */
export function keepSameAnswer<Name extends DoorName>(door: Name, { of, also }: { readonly of: InputOf<Name>; readonly also: InputOf<Name> }): void {
  const [known, there] = [of, also].map((input) => answers.getQueryState(keyOf(door, input)))
  if (known?.data === undefined || known.dataUpdatedAt <= (there?.dataUpdatedAt ?? 0)) return
  answers.setQueryData(keyOf(door, also), known.data, { updatedAt: known.dataUpdatedAt })
}

/** Begins to ask for the first page of a list before the page that will want it is there. */
export function askPagesAhead<Name extends DoorName>(door: Name, input: InputOf<Name>): void {
  const queryFn = ({ signal }: { readonly signal: AbortSignal }) => ask(door, ...([{ ...input, signal }] as unknown as Asked<Name>))
  void answers.prefetchInfiniteQuery({ queryKey: pagesKeyOf(door, input), queryFn, initialPageParam: undefined })
}

/** A list that is answered in pages, with `next` as the place where it goes on. */
export function useAskPages<Name extends DoorName>(door: Name, input: InputOf<Name>, options: AskOptions = {}) {
  type Answer = AnswerOf<Name> & { readonly next?: string | null }
  return useInfiniteQuery<Answer, Problem, InfiniteData<Answer>, readonly unknown[], string | undefined>({
    queryKey: pagesKeyOf(door, input),
    initialPageParam: undefined,
    queryFn: (context) => {
      const { signal, pageParam } = context
      const query = { ...(input as { readonly query?: object }).query, ...(pageParam === undefined ? {} : { cursor: pageParam }) }
      return keepShown(context, () => ask(door, ...([{ ...input, query, signal }] as unknown as Asked<Name>)) as Promise<Answer>)
    },
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: options.when ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData as never } : {}),
  })
}

/** What a page shows already is not taken from it because the server is away: it is asked for again once there is somebody to ask. */
async function keepShown<Answer>(asking: Asking, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if ((error as Problem).code !== 'unreachable' || asking.client.getQueryData(asking.queryKey) === undefined) throw error
    await untilBack()
    return keepShown(asking, work)
  }
}

/** Changes something: const stop = useTell('POST /stops', { refreshes: ['/stops'] }); stop.mutate({ body }). */
export function useTell<Name extends DoorName>(door: Name, options: { readonly refreshes?: readonly string[] } = {}) {
  const client = useQueryClient()
  return useMutation<AnswerOf<Name>, Problem, InputOf<Name>>({
    mutationFn: (input) => ask(door, ...([input] as unknown as Asked<Name>)),
    onSuccess: () => refresh(client, options.refreshes ?? []),
  })
}

/** Asks again for whatever is below these paths. */
export async function refresh(client: QueryClient, paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(path) })))
}
