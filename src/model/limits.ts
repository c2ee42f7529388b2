// Every limit of the product, in one place. Each is documented in docs/reference/limits.md and tested at its edge.

export const limits = {
  /** Bytes of one event's JSON on the wire. */
  eventBytes: 32 * 1024,
  /** Bytes of one batch's JSON on the wire, after decompression. */
  batchBytes: 500 * 1024,
  /** Events in one batch. */
  batchEvents: 1000,
  /** Levels of nesting in an event's properties or traits. */
  eventDepth: 16,
  /** Keys of all objects in one message together. */
  eventKeys: 1000,
  /** Characters of userId, anonymousId, messageId and event names. */
  idCharacters: 256,
  /** Days for which a repeated messageId is recognized. */
  messageIdDays: 30,
  /** Largest threshold that a count may be compared with. */
  countThreshold: 1000,
  /** Values of a `by` or `ref` path remembered per memory and subscriber; the least recently used leaves. */
  memoryKeys: 100,
  /** Occurrences remembered by a windowed sum, avg, min or max; the oldest leaves. */
  memoryEntries: 500,
  /** Occurrences remembered per item of an `in-order` condition. */
  sequenceEntries: 64,
  /** Characters of a property value that a memory tells apart by; of a longer text it keeps the beginning and a hash. */
  memoryTextCharacters: 256,
  /** Attributes of one subscriber. */
  attributes: 300,
  /** Bytes of one subscriber's attributes as JSON. */
  attributeBytes: 16 * 1024,
  /** Products in one cart. */
  cartItems: 100,
  /** Carts of one subscriber that are followed at a time. */
  carts: 10,
  /** Bytes of all carts of one subscriber; a product that does not fit is not taken in. */
  cartBytes: 32 * 1024,
  /** Lists a subscriber may be on. */
  lists: 200,
  /** Enrollments of one subscriber that are active at a time. */
  enrollments: 100,
  /** Messages of one enrollment that wait to be handed over; a further one is not decided. */
  pendingEffects: 50,
  /** Bytes of one value of the triggering event that is remembered with an enrollment; a larger one is missing there. */
  triggerValueBytes: 1024,
  /** Beginnings of former effect keys remembered with an enrollment that was merged or moved; the oldest leaves. */
  formerKeys: 5,
  /** Variants of splits remembered per subscriber, so that edits of weights move nobody; the oldest leaves. */
  arms: 100,
  /** Past entries remembered per journey and subscriber, for `again`. */
  entries: 500,
  /** Characters of the reason by which exits are counted apart. */
  countedReasonCharacters: 200,
  /** Steps and internal events that one input may set off before the cascade is cut with a decision; 50 more for each passage under way. */
  cascade: 500,
  /** Characters that are kept of what a mail server or service said when it took a message. */
  answerCharacters: 500,
  /** Characters of one part of a template (subject, HTML or text). */
  templateCharacters: 500_000,
  /** Conditions for blocks in one template. */
  blockConditions: 50,
  /** Characters of one rendered part of a message. */
  renderedCharacters: 1_000_000,
  /** Tags and placeholders in one part of a template: more are not looked over. */
  templateTags: 10_000,
  /** Tags and placeholders that one template may pass through while it is rendered. */
  renderSteps: 50_000,
  /** Milliseconds of processor time that rendering one template may take; compiling it, which is done once, may take four times as much. */
  renderMs: 150,
  /** Milliseconds of processor time that making HTML of one page in MJML may take, in a thread, when it is saved, checked or previewed. */
  pageMs: 1000,
  /** Pictures of one `<mj-carousel>`: what it becomes grows with their square. */
  carouselPictures: 20,
  /** Fields that are missing of which a preview of a template tells. */
  missingFields: 25,
  /** Previews of templates whose page a browser may still fetch; the oldest leaves. */
  previewsKept: 50,
  /** How long the page of a preview can be fetched. */
  previewMs: 900_000,
  /** Files that one preview may bring along unsaved. */
  previewFiles: 50,
  /** Entries at the end of the log in which people are looked for that a template could be shown with. */
  previewEntries: 20_000,
  /** Entries at the end of the log from which is counted what goes together. */
  recommendedEntries: 1_000_000,
  /** Items of one person that count for what goes together; the newest. */
  recommendedBasket: 30,
  /** Items for which a lookup asks what goes with them. */
  recommendedSeeds: 20,
  /** Items that one question of a search in the catalogue looks through. */
  itemsSearched: 20_000,
  /** Profiles that are looked at for the fields that a template asks for. */
  profileSample: 500,
  /** Characters of a template's HTML up to which its mails are compressed against it in the archive. */
  archiveDictionaryCharacters: 200_000,
  /** How long a link works under which a browser shows a message of the archive. */
  messageViewMs: 600_000,
  /** Days of one question about what became of messages. */
  statisticsDays: 366,
  /** Messages that are taken out of the archive in one transaction when they are old. */
  archiveRows: 100,
  /** Mails that the built-in mailbox keeps; the oldest leaves. */
  mailboxMessages: 10_000,
  /** Bytes of mail that the built-in mailbox keeps; the oldest leaves. */
  mailboxBytes: 128 * 1024 * 1024,
  /** Inputs that are decided and committed in one transaction; a single request is never split. */
  groupInputs: 500,
  /** Events that may wait for the writer; more are refused with `overloaded`. */
  queuedEvents: 20_000,
  /** Subscribers whose deadline is processed in one group, when no arrival waits. */
  groupDeadlines: 500,
  /** The same, beside waiting arrivals. */
  groupDeadlinesBesideArrivals: 250,
  /** Subscribers that one group visits after a change of the definitions, when no arrival waits. */
  groupSweep: 200,
  /** The same, beside waiting arrivals. */
  groupSweepBesideArrivals: 25,
  /** Decoded states kept in memory, of subscribers who were changed more than once lately. */
  cachedSubscribers: 2_000,
  /** Identities kept in memory. */
  cachedIdentities: 50_000,
  /** Fingerprints of message ids kept on the subscriber's own row; older ones get a row of their own. */
  recentMessages: 64,
  /** Newest entries and decisions of one subscriber that new memories are filled from. */
  historyEntries: 100_000,
  /** People whom a preview of an import looks at; of a larger file it says what it would set off at least. */
  triedPeople: 100_000,
  /** Characters of one line of an imported file; a longer one is refused. */
  importLineCharacters: 1_000_000,
  /** Rows of an imported file within which equal rows are told apart, as many events; of those further apart it is forgotten that there were any */
  importRowsApart: 500_000,
  /** Rows one after another that cannot be read before an imported file or a feed is left alone. One that is too long counts as a twentieth of them. */
  importUnreadRows: 20_000,
  /** Columns of an imported file, or of a feed in CSV, that are looked at. */
  importColumns: 500,
  /** Bytes of one file that is uploaded to be imported. */
  importBytes: 2 * 1024 * 1024 * 1024,
  /** The same, when it is unpacked. */
  importUnpackedBytes: 16 * 1024 * 1024 * 1024,
  /** Bytes of one piece of an upload. */
  importPieceBytes: 4 * 1024 * 1024,
  /** Uploads that are neither imported nor taken back. */
  importUploads: 5,
  /** How long an upload waits to be imported, and how long a report of one is kept. */
  importDays: 7,
  /** Imports whose report is kept; the oldest leaves. */
  importsKept: 50,
  /** Rows that a dry run looks at. */
  importTriedRows: 50_000,
  /** People that one request may bring. */
  importedPeople: 500,
  /** Refused rows of one import that its report keeps; further ones are counted. */
  importRefusals: 100_000,
  /** Entries of the log that a filling of new memories reads in one go. */
  fillEntries: 20_000,
  /** Subscribers whose new memories are held in memory while the log is read; then they are set down. */
  filledSubscribers: 500_000,
  /** Instants of events that are held instead, where new memories read nothing else; at most 4,174,304. */
  filledInstants: 4_000_000,
  /** Subscribers whose new memories are set down in one go. */
  filledRows: 2000,
  /** Messages that were put off which the preview of a publication counts. */
  putOffCounted: 10_000,
  /** A log with fewer entries is not read beforehand: each subscriber's new memories are filled when it is next looked at. */
  fillFromEntries: 20_000,
  /** A subscriber whose deadline cannot be processed is tried again after this long. */
  poisonedDeadlineMs: 3_600_000,
  /** How long a stop, or the acknowledgement of an unsubscribe, waits for messages that are being handed over. */
  handoverWaitMs: 30_000,
  /** People that one question about who is where looks through. */
  peopleLookedThrough: 20_000,
  /** People inside a journey whose states are looked at for one page of those at a step. */
  peopleAtStepLookedThrough: 4000,
  /** Words of a name by which somebody is found. */
  nameWords: 8,
  /** People of the team who may watch events arrive at a time. */
  liveListeners: 50,
  /** How long one may watch before who it is is asked again; browsers do so by themselves. */
  liveStreamMs: 900_000,
  /** Refused events that are kept with their reason; the oldest leaves. */
  deadLetters: 100_000,
  /** Bytes of one mail that comes back. */
  returnedMailBytes: 1024 * 1024,
  /** Connections that the receiver of returned mail holds at a time. */
  returnedMailClients: 50,
  /** Of those, from one address; this machine itself may hold them all. */
  returnedMailClientsPerAddress: 10,
  /** How long one of them may last, however it is used. */
  returnedMailConnectionMs: 300_000,
  /** Clicks on links of one message that are held for a moment to be judged together; more at once are not recorded. */
  heldClicks: 200,
  /** Visits of one message that are recorded within an hour, for each kind of visitor. */
  visitsPerHour: 100,
  /** Characters of what a mail server or a link said, as a report keeps it. */
  reportCharacters: 500,
  /** Subscribers with one address for whom a word about the address holds; of more, those with the lowest numbers. */
  sharedAddress: 1000,
  /** Days on which an address bounced softly, and nothing showed that mail arrives, before it is suppressed. */
  softBounceDays: 5,
  /** Days within which those have to lie. */
  softBounceWithinDays: 30,
  /** Entries of the audit log that are kept; the oldest leaves. */
  auditEntries: 1_000_000,
  /** Changes of stop switches that are remembered, so that what was decided under them can be decided again; the oldest leaves. */
  stopChanges: 10_000,
  /** Bytes of one request's body at the admin doors. */
  adminBodyBytes: 256 * 1024,
  /** Requests each second with one admin key; twice as many may come at once. */
  adminRequestsPerSecond: 100,
  /** Requests each second without a valid admin key that are told so, all together; more are told to wait. At the doors of signing in, from each network address, and four times as many from all. */
  adminRefusalsPerSecond: 5,
  /** Test mails, and copies of kept mails, that one admin or one key may have sent to addresses within an hour. */
  testMailsHourly: 60,
  /** Characters of an admin's password, at the least. */
  passwordCharactersLeast: 10,
  /** Characters of an admin's password, at the most. */
  passwordCharactersMost: 200,
  /** Times that a name may be tried to sign in with from one network address, and ten times that from all, before it has to wait. */
  signInTries: 10,
  /** How long those count. */
  signInWindowSeconds: 900,
  /** Names and addresses whose tries are counted; the longest unused is forgotten. */
  signInNames: 10_000,
  /** Passwords that are checked at one time: each takes 19 MB for a fifth of a second. */
  signInsAtOnce: 4,
  /** Sessions that one admin has open; the oldest is closed by the next. */
  sessionsPerAdmin: 10,
  /** How long a session stays open unused. */
  sessionIdleHours: 12,
  /** How long a session stays open at all. */
  sessionDays: 30,
  /** How long after a start the link works that makes the first owner. */
  setupHours: 24,
  /** Keys with which events are sent. */
  writeKeys: 100,
  /** Requests at the tracking doors that are shown to whoever connects a site. */
  requestsLogged: 200,
  /** Admins who may sign in. */
  admins: 200,
  /** Items of one page of a list at the admin doors. */
  adminPage: 500,
  /** Characters of an idempotency key. */
  idempotencyKeyCharacters: 255,
  /** How long the repetition of a request with an idempotency key is answered as the first was. */
  idempotencyKeyMs: 86_400_000,
  /** Lines of the log, and rows of decisions and deliveries, that an erasure takes out in one transaction. */
  erasureRows: 500,
  /** Events of somebody made up who is led through a journey. */
  walkEvents: 100,
  /** How far ahead, and how far back for somebody made up, a person is led through a journey. */
  walkDaysAhead: 400,
  /** People whom one thread of a backtest holds at a time; where there are more, the log is read again for the next ones. */
  backtestPeople: 50_000,
  /** Lines of imported history for each thread of a backtest and reading of the log: they are held until they happened. */
  backtestLines: 2_000_000,
  /** Lines of the log that a backtest reads in one go. */
  backtestPage: 4_000,
  /** Lines of the log that each thread of a backtest keeps, to go through them person by person. */
  backtestBlock: 200_000,
  /** Entries and messages of one person that two arms of a backtest are compared by. */
  backtestSignature: 1000,
  /** Threads of one backtest. */
  backtestThreads: 64,
  /** Lines of one person's history, the newest, that "why" goes through on the command line. */
  whyLines: 200_000,
  /** The same at the admin doors, where others wait meanwhile. */
  whyLinesAtDoor: 30_000,
  /** Lines of one person's history, the newest, of which `oncue subscriber record` makes a test. */
  recordedLines: 10_000,
  /** The same at the admin doors, where others wait meanwhile. */
  recordedLinesAtDoor: 2000,
  /** Bytes of histories that the reading desk keeps for the next question about the same people: "why", and a condition tried on somebody. */
  historyBytesKept: 8 * 2 ** 20,
  /** Definitions that one backtest tries side by side. */
  backtestArms: 8,
  /** Events of a file that a backtest reads; of more, import them into a workspace first. */
  backtestFileEvents: 5_000_000,
  /** Mails of the past whose answers are drawn from. */
  backtestResponses: 20_000,
  /** Backtests of which a server keeps what came of them, in its data folder. */
  backtestsKept: 20,
  /** Lines of a log that is read to predict how journeys will run; of a longer one nothing is predicted. */
  forecastLines: 50_000_000,
  /** People whom a forecast of a running server holds at a time, or a twentieth of all where that is more, but never more than any backtest. */
  forecastPeople: 20_000,
  /** Days ahead up to which the guard may be told to allow more than usual. */
  allowanceDays: 92,
  /** Alerts that the team is told of in an hour; further ones only stand in the list and the log. */
  alertsAnHour: 20,
  /** Addresses of the team that a workspace may name for alerts. */
  alertAddresses: 20,
  /** Collections that a workspace may declare. */
  collections: 50,
  /** Bytes of one item of the catalogue as JSON, all its languages together. */
  itemBytes: 16 * 1024,
  /** Items of one collection whose change people are still to be told of; of further ones nobody is. */
  itemNews: 5000,
  /** Items that one request to the catalogue may put or remove. */
  itemBatch: 500,
  /** Characters of a value that items can be found by. */
  itemKeyCharacters: 256,
  /** Values of one list that an item can be found by. */
  itemKeys: 50,
  /** Lookups in the catalogue that one template may declare. */
  lookups: 10,
  /** Items of the catalogue that are read for one mail; further ones are left out. */
  itemsPerMail: 100,
  /** Newest entries of a person's history in which a mail looks for what they viewed or bought. */
  viewedEntries: 1000,
  /** Items with the same value that are looked through for those that a lookup leaves out. */
  itemsLookedThrough: 200,
  /** Characters of a discount code. */
  codeCharacters: 128,
  /** Discount codes that one request may upload. */
  codeBatch: 1000,
  /** Bytes of a feed of the catalogue, as it is fetched. */
  feedBytes: 1024 * 1024 * 1024,
  /** Bytes of a gzipped feed when it is unpacked. */
  feedUnpackedBytes: 8 * 1024 * 1024 * 1024,
  /** How long fetching a feed may take. */
  feedMs: 15 * 60_000,
  /** How far the clock of a demo or a staging copy may be wound at a time. */
  windMs: 366 * 86_400_000,
  /** Texts of definitions and catalogue that a copy for staging knows to be nobody's own; further ones are replaced. */
  stagingKnownWords: 1_000_000,
  /** Made-up discount codes of one pool in a copy for staging. */
  stagingCodes: 100_000,
  /** Copies for staging that a server keeps in its data folder. */
  stagingCopies: 10,
  /** Codes of a pool that are counted to say how many are left. */
  codesCounted: 1000,
  /** Tries to make up a discount code that nobody has, before there is none. */
  codeTries: 20,
  /** Pause before work that nobody waits for is tried again after a failed commit. */
  commitRetryMs: 1000,
  /** Drafts of definition files that are kept. */
  drafts: 500,
  /** Keys of which it is kept when they last sent something; the one that was silent longest makes room. */
  sourcesKept: 1000,
  /** Bytes of one call at a hook of the workspace. */
  hookBytes: 1024 * 1024,
  /** Hooks of one workspace. */
  hooks: 100,
  /** Rules of one hook. */
  hookRules: 100,
  /** Secrets that sign webhooks at a time, while receivers change over. */
  webhookSecrets: 3,
  /** Bytes of all drafts of definition files together. */
  draftsBytes: 32 * 1024 * 1024,
  /** Bytes of one definition file, and of a draft of one. */
  definitionBytes: 2 * 1024 * 1024,
  /** Characters of the path of a definition file. */
  definitionPathCharacters: 200,
  /** Names of events in the schema of what arrives; of more, those that hardly ever came are left out. */
  schemaEvents: 500,
  /** Properties of one event, and attributes, in that schema. */
  schemaProperties: 100,
  /** Example values of one property in it. */
  schemaSamples: 8,
  /** Characters of an example value; a longer one is not shown. */
  schemaSampleCharacters: 60,
  /** People who must have had a value before it is shown as an example, unless it is a code of the shop. */
  schemaSamplePeople: 3,
  /** Lines of the log that the schema reads in one go: few, because what lives while garbage is collected outlives its youth. */
  schemaPage: 250,
  /** Parts of a condition that is counted or tried before it is published, however deep. */
  askedParts: 500,
  /** People of the sample from which it is first estimated how many a condition holds for. */
  countSample: 2000,
  /** People whose new memories are held while a condition is counted; where there are more, the log is read again for the next ones. */
  countedAtOnce: 200_000,
  /** Counts that go on at a time; the next one takes the place of the oldest. */
  countsAtOnce: 6,
  /** Counts whose result is kept. */
  countsKept: 50,
  /** People who are looked through for one page of a segment's members. */
  membersLookedThrough: 10_000,
  /** Days of one question about who entered and left a segment. */
  segmentDays: 366,
  /** Days for which the mails of a sending domain are counted back. */
  sendingDays: 101,
  /** Messages that were asked about, the newest, of which "why" says what each rule said. */
  whyMessagesAsked: 10,
  /** Messages that a journey would send now of which "why" says what each rule would say. */
  whyMessagesImagined: 20,
} as const
