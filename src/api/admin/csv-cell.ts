// One cell of a CSV file that a person will open in a spreadsheet. What a spreadsheet would take for a formula is given as text: names of admins
// and rows of imports come from people, and a formula can fetch from elsewhere.

/** Quoted where it must be; with an apostrophe before what begins like a formula. */
export function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
