// Sends a file in pieces, each as large as one request may be, so that it may be of any size and its progress can be seen. It reads nothing of it.

import { ask, askWithBytes } from '../../client/ask.ts'

const pieceBytes = 2 * 1024 * 1024

/** Resolves with the import once all of it has arrived; throws a Problem. */
export async function uploadFile({
  kind,
  file,
  onProgress,
}: {
  readonly kind: 'subscribers' | 'events'
  readonly file: File
  readonly onProgress: (share: number) => void
}) {
  const begun = await ask('POST /imports', { body: { kind, name: file.name, bytes: file.size } })
  for (let from = 0; from < file.size; from += pieceBytes) {
    await askWithBytes('PUT /imports/{id}/content', file.slice(from, from + pieceBytes), { params: { id: begun.id }, query: { from } })
    onProgress(Math.min(1, (from + pieceBytes) / file.size))
  }
  return begun
}
