// Where something new is written: a file named after it. A name may be any words; its file keeps their letters and digits, so that two that are written
// alike, such as "Big sale" and "big-sale", are one file, and whoever asks has to say that it is taken.

/** pathOfNew('journeys', 'Welcome, new ones!') is "journeys/welcome-new-ones.yaml". */
export function pathOfNew(folder: 'journeys' | 'segments' | 'templates' | 'codes' | 'catalogue', name: string, ending = 'yaml'): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLocaleLowerCase('en')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 80)
    .replaceAll(/^-+|-+$/g, '')
  return `${folder}/${plain === '' ? folder.slice(0, -1) : plain}.${ending}`
}
