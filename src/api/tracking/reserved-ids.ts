// Ids that only Oncue gives: those of people who are known by nothing but an address that a form named. A page that could use one would be
// taken for them.

/** True for an anonymousId that a browser may not name. */
export function isReservedId(id: string): boolean {
  return /^address-[0-9a-f]{40}$/i.test(id)
}
