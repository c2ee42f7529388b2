// Why a message could not be handed over, or not yet: what ways out say, and what they were told. `words` are those of another program, which are kept as
// they came and read for what they mean (outside-words.ts); `tried` is a sentence of this list, or such words. Here is no logic.

export const outcomes = {
  'gave-up': 'gave up after {count} attempts: {tried}',
  'not-sent': 'not sent: {tried}',
  'not-called': 'not called: {tried}',
  'not-rendered': 'it could not be rendered: {words}',
  'in-template': 'template "{template}", {field}: {tried}',
  'at-place': 'line {line}, column {position}: {tried}',
  'no-such-field': 'there is no {path}',
  'grew-large': 'its intermediate values grew too large',
  'not-laid-out': 'it could not be laid out: {words}',
  'cut-off': 'Oncue stopped while it was being handed over',
  stopping: 'the server is stopping',
  'way-rests': 'whoever sends did not answer several times in a row, and is tried again in a while',
  'channel-failed': 'the channel failed: {words}',
  'no-phone-way': 'there is no provider of text messages: set smsUrl (ONCUE_SMS_URL)',
  'no-server': 'no server runs that could send it; start one with `oncue start`',
  'template-gone': 'the template {template} does not exist any more',
  'step-of-gone': 'the step {step} of {journey} does not exist any more',
  'archive-gone': 'the archive does not have the message any more',
  'nobody-to-send-from': 'nobody to send from: name a sender in the workspace, or from in the template',

  // The mail server.
  'mail-login': 'the mail server refused the login: {words}; check the user and the password of the mail server',
  'mail-answered': 'the mail server answered: {words}',
  'mail-takes-nothing': 'the mail server answered: {words}; it takes no mail from here at all',
  'mail-lost': 'the connection was lost before the mail server answered: {words}',
  'mail-unreached': 'the mail server was not reached: {words}',

  // A sending service, and the provider of text messages.
  'service-answered': '{service} answered {status}[: {words}]',
  'service-account': '{service} answered {status}[: {words}]; check the account, its key and its sender',
  'service-silent': '{service} did not answer within {count} ms',
  'service-unreached': '{service} was not reached: {words}',
  'service-broke': 'the connection to {service} broke: {words}',
  'provider-answered': 'the provider answered {status}[, error {error}][: {words}]',
  'provider-sender': 'the provider answered {status}[, error {error}][: {words}]; check the sender and where it may write to',

  // A call of a URL.
  'no-answer': 'no answer within {count} ms',
  'not-reached': 'not reached: {words}',
  'connection-broke': 'the connection broke: {words}',
  'receiver-answered': 'the receiver answered {status}',
  'not-asked': 'not asked: {tried}',
  'receiver-moved': 'the receiver answered {status}: redirects are not followed, call its final address',
  'receiver-gone': 'the receiver answered 410: it is gone and wants no more calls',
  'no-url': 'it is not a URL',
  'other-scheme': 'its scheme is {scheme} instead of https: or http:',
  'login-in-url': 'it carries a user name or a password; send them as a header instead',
  'dots-in-path': 'a part of its path is made of dots only',
  'private-address': '{host} is not a public address ({range}); when it is meant, add {entry} to webhookAllow (ONCUE_WEBHOOK_ALLOW)',
  'own-network': '{host} is a name of this machine or network; when it is meant, add {entry} to webhookAllow (ONCUE_WEBHOOK_ALLOW)',
  'other-port': 'port {port} is not among {ports}; when it is meant, add {entry} to webhookAllow (ONCUE_WEBHOOK_ALLOW)',
  'leads-to': '{host} leads to {tried}',

  // What a message lacks.
  'recipient-no-address': 'the recipient is not one mail address',
  'sender-no-address': 'the sender is not one mail address',
  'number-no-number': 'the number is not in the international form (+491701234567)',
  'text-empty': 'the text came out empty',
  'text-long': 'the text came out longer than {count} characters',
} as const satisfies Readonly<Record<string, string>>
