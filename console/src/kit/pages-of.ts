// What a DataTable needs of a list that is fetched in pages.

interface Pages<Answer> {
  readonly data: { readonly pages: readonly Answer[] } | undefined
  readonly hasNextPage: boolean
  readonly fetchNextPage: () => unknown
  readonly isFetchingNextPage: boolean
  readonly isPending: boolean
}

/** <DataTable {...pagesOf(messages, (answer) => answer.messages)} … /> */
export function pagesOf<Answer, Row>(pages: Pages<Answer>, rowsOf: (answer: Answer) => readonly Row[]) {
  return {
    rows: pages.data?.pages.flatMap(rowsOf) ?? [],
    isLoading: pages.isPending,
    more: { has: pages.hasNextPage, fetch: () => void pages.fetchNextPage(), isFetching: pages.isFetchingNextPage },
  }
}
