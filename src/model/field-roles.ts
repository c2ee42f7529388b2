// Which fields hold what tells a person apart, by their names. Whatever is not named here is not taken for harmless: whoever pseudonymizes replaces it unless
// it is known to be no person's own.

export type FieldRole = 'address' | 'phone' | 'first name' | 'last name' | 'full name' | 'id' | 'place' | 'point' | 'birth' | 'secret'

const roles: readonly (readonly [role: FieldRole, pattern: RegExp])[] = [
  ['address', /e?mail(address)?$|^mail/],
  ['phone', /phone|mobile|^tel$|^fax|telefon|handy|whatsapp|msisdn/],
  ['first name', /^(first|given|fore|middle)name$|^vorname$|^prenom$|^nombre$/],
  ['last name', /^(last|family|sur|second|maiden|birth)name$|^nachname$|^nom$|^apellidos?$/],
  ['full name', /^(full|display|legal|contact|account|user|nick|recipient|customer|billing|shipping|holder)name$|^username$|^recipient$/],
  ['birth', /birth|^dob$|geburt/],
  ['id', /(user|customer|client|account|member|person|contact|profile|visitor|device|anonymous|session|advertising)(id|number|no|nr|key|hash)$/],
  ['id', /(order|invoice|contract|ticket|booking|reservation|transaction|payment|policy|tracking)(id|number|no|nr)$|(nummer|kennung)$/],
  [
    'place',
    /street|address|strasse|^house(number|no)$|^zip|postal|postcode|postleitzahl|^plz$|^ort$|wohnort|^city$|^town$|^lat(itude)?$|^(lon|lng|long)(itude)?$|^geo|coordinates/,
  ],
  // What it is called says little in words, and all in numbers.
  ['point', /^loc(ation)?$|^(gps)?(point|position|coords?)$|^(lat(lng|lon)|(lng|lon)lat)$|^gps/],
  ['secret', /^ip|ipaddress|ssn|iban|^bic$|taxid|vatid|passport|licen[cs]e|card(number|no)?$|token|password|secret|company|employer|^agent$|useragent/],
]

/** What a field of this name holds about a person; undefined where its name does not say. */
export function roleOf(name: string): FieldRole | undefined {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return roles.find(([, pattern]) => pattern.test(plain))?.[0]
}
