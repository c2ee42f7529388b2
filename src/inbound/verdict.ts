// Whether a bounce means that no mail will ever arrive there. Servers say the same thing in a hundred ways, and the same code (550, 5.7.1, 5.0.0)
// for very different things, so the words decide before the code does; and where neither says that the address is wrong, it is not taken for
// wrong: a mailbox that is full, a server that dislikes ours, a mail that looks like spam are nothing against the address.

export interface Verdict {
  readonly hard: boolean
  /** What it amounts to, in two or three words. */
  readonly what: string
}

interface Words extends Verdict {
  readonly says: RegExp
}

/** Asked in order; the first that fits decides. What is said of the sender or the mail comes before what is said of the address. */
const words: readonly Words[] = [
  // What Microsoft, Orange, Yahoo and cPanel say of somebody whom they do not have, among words that would mean something else.
  {
    what: 'unknown user',
    hard: true,
    says: /5\.4\.1.{0,120}recipient address rejected: access denied|\b(?:LPN|OFR)\d*_416\b|this user does ?n[o']t have an? \S+ account|account or domain may not exist/i,
  },
  { what: 'the name of its domain could not be looked up now', hard: false, says: /not found,? try again|temporary lookup|name server.{0,40}timed? ?out/i },
  // Whoever takes an address and knows nobody of that name only once it has seen the mail, has filtered the mail.
  {
    what: 'refused after the mail was seen',
    hard: false,
    // The first is what a Japanese carrier says of addresses it took, and only then.
    says: /550 : user unknown|in reply to (?:the )?(?:end of )?DATA|after (?:end of )?data|>>> DATA\s*<<< 5/i,
  },
  {
    what: 'the other side could not store it',
    hard: false,
    says: /procmail|mail\.local|could ?n[o']t create|cannot (?:open|create|append|write)|error writing/i,
  },
  {
    what: 'mailbox full',
    hard: false,
    says: /mailbox.{0,30}(?:full|exceed|quota)|over ?-?quota|quota.{0,30}(?:full|exceed|limit|violat|reached)|exceed.{0,40}(?:quota|storage|mailbox|maildir|capacity|allocat)|(?:insufficient|not enough|out of|no).{0,20}(?:storage|disk|space)|disk (?:is |was )?full|maildir.{0,20}(?:quota|over)|storage (?:space|limit)|is (?:too )?full\b/i,
  },
  {
    what: 'too large',
    hard: false,
    says: /message.{0,30}(?:too (?:large|big)|exceed)|size.{0,20}exceed|exceed.{0,30}(?:size|maximum)/i,
  },
  {
    what: 'refused as spam or by policy',
    hard: false,
    says: /spam|black ?-?list|block ?-?list|deny ?list|dnsbl|\brbl\b|reputation|unsolicited|\bjunk\b|virus|malware|phish|infected|reverse dns|\bptr\b|\brdns\b|(?:resolve|find|lookup|verify) your|your (?:ip|host|server|domain|mail server|e?-?mail address)|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication|policy|banned|blocked|client host rejected|header error|content (?:reject|filter)|rate ?-?limit|too many|throttl|gr[ea]y ?-?list|relay(?:ing)? (?:access )?(?:denied|not|prohib)|(?:not?|unable to|cannot|open) relay|access denied|no access from|after mail from|in reply to mail from|recipient preferences|sender.{0,80}(?:does not exist|reject|denied|verif|invalid|not exist|unknown|not found|blocked|refused)|mail from.{0,40}(?:reject|denied|invalid|not exist)|starttls|certificate|must issue a|not accept(?:ing)? (?:mail|messages?) from/i,
  },
  {
    what: 'moved',
    hard: true,
    says: /(?:has|have) (?:been )?moved|moved to|no longer (?:at|with|works|employed|here|valid|in use|available|on (?:this )?server)|has been replaced|new address|changed (?:his|her|their) address/i,
  },
  {
    what: 'takes no mail',
    hard: true,
    says: /does not accept (?:any )?(?:mail|email|e-mail|messages)(?! from)|not accept(?:ing)? (?:any )?(?:mail|email|incoming)(?! from)|null mx|not accepting network messages|no mx found|no mail is accepted|smtp protocol returned a permanent error|doesn't (?:receive|accept) (?:mail|email)/i,
  },
  {
    what: 'disabled for now',
    hard: false,
    says: /(?<!5\.1\.1.{0,80})(?:account|mailbox|address|user|recipient).{0,40}(?:disabled|inactive|suspend|deactivat|locked|expired|not active|frozen|discontinued|temporarily)|(?<!5\.1\.1.{0,80})(?:disabled|inactive|suspended|not active|discontinued).{0,20}(?:account|mailbox|address|user|recipient)/i,
  },
  {
    what: 'unknown host',
    hard: true,
    says: /host (?:or domain name )?not found|host unknown|unknown (?:host|domain)|name service error.{0,60}not found|could ?n[o']t find a mail exchanger|domain (?:name )?(?:not found|does ?n[o']t exist|has no|is not|name not|doesn't)|no such (?:domain|host)|couldn't find any host|unrouteable (?:mail )?domain|unable to (?:find|resolve|route)|no (?:mx|a|dns) (?:record|entr)|no mail servers?|domain is not reachable|could not resolve|dns (?:error|query|lookup).{0,40}(?:not exist|not found|nxdomain)|nxdomain|not a valid (?:domain|host)|invalid domain|bad destination (?:host|system)|illegal (?:host|domain)|recipient.{0,20}domain.{0,20}not/i,
  },
  {
    what: 'unknown user',
    hard: true,
    says: /(?:no such|unknown|invalid|nonexistent|non-existent|bad|undeliverable|unrouteable|unroutable|unresolvable) (?:local )?(?:user|recipient|mailbox|address|account|addressee|person|destination mailbox|users|name|e-?mail|local part|mail ?drop|uid|here)|(?:user|recipient|mailbox|address|account|addressee|alias|person|login|addresses).{0,60}(?:unknown|not found|does ?n[o']t exist|not exist|doesn't exist|no such|not (?:a )?(?:known|valid|listed|local|recognized|registered|have)|invalid|nonexist|non-exist|undeliver|not here|could ?n[o']t be found|wasn't found|cannot be found|is not found|isn't|not present|unavailable|doesn't have|not in|not match)|(?:does ?n[o']t|do not) (?:have|exist|like).{0,40}(?:account|recipient|user|mailbox|address|e-?mail)|(?:no|not a|not our) (?:such |valid |local )?(?:mailbox|account|user|customer|recipient|addressee|one)\b.{0,20}(?:by that|here|with|name|at|called|exist)?|this (?:user|account|address) (?:does|has)|unknown to (?:the )?|not listed in|unable to (?:find|locate|lookup)|user[_ ]?unknown|recipnotfound|recipient address rejected\.?\s*(?:\(|$)|\b542 \S+ rejected|not a registered|resolver\.adr|not in (?:directory|my database)|mailbox not|not found in/i,
  },
]

/** Enhanced status codes (RFC 3463) that speak of the address itself, when no words were understood. */
const hardStatus = /^5\.1\.(?:0|1|2|3|6|10)$/

/** Judges what was said about one recipient. `words` is what the other server said; `status` and `code` such as 5.1.1 and 550. */
export function verdictOf(said: { readonly text: string; readonly status: string | undefined; readonly code: string | undefined }): Verdict {
  const { text, status } = said
  const isTemporary = status?.startsWith('4.') === true || (status === undefined && said.code?.startsWith('4') === true)
  const understood = words.find(({ says }) => says.test(text))
  // X.2.x says that the mailbox is there (RFC 3463).
  if (understood?.what === 'unknown user' && /^[45]\.2\./.test(status ?? '')) return { hard: false, what: 'refused' }
  // A temporary no about a name that nobody has, given until the sender gave up, is a no. One about a domain may be a bad day of its name server.
  if (isTemporary && understood?.what !== 'unknown user') return { hard: false, what: understood?.hard === false ? understood.what : 'for now' }
  if (understood !== undefined) return { hard: understood.hard, what: understood.what }
  return status !== undefined && hardStatus.test(status) ? { hard: true, what: 'wrong address' } : { hard: false, what: 'not understood' }
}
