// The words by which a subject is found: small letters without accents. Both what is kept and what is asked for go through here.

/** Words of one text that count. */
const mostWords = 40
const mostCharacters = 40

/** Where no spaces stand between words, each character is one. */
const words = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]]+/gv

/** Each once, in order. */
export function searchWords(text: string): readonly string[] {
  const plain = text
    .slice(0, 2000)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  const found = new Set<string>()
  for (const [word] of plain.matchAll(words)) {
    if (found.size >= mostWords) break
    found.add(word.slice(0, mostCharacters))
  }
  return [...found]
}
