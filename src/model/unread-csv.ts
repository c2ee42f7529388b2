// Why a row of a CSV file could not be read, in a sentence that can be said in every language, from what the reader of CSV says in English.

import { limits } from './limits.ts'
import { sentence } from './sentence.ts'

/** The sentence; the error's own words where it is none of the usual. */
export function unreadCsv(error: Error & { readonly code?: string }): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const [, heads, cells] = /(\d+), got (\d+)/.exec(error.message) ?? []
      return heads === undefined || cells === undefined ? error.message : sentence('row-columns', { cells, heads })
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return sentence('row-quote')
    case 'CSV_MAX_RECORD_SIZE':
      return sentence('row-long', { many: limits.importLineCharacters.toLocaleString('en') })
    default:
      return error.message
  }
}
