// Who may do what: every admin door, asked by everybody there is. A door that is added has to be written down here, so that nobody gets a right unseen.

import { expect, test } from 'vitest'
import { needsOf } from '../../src/api/admin/admin-route.ts'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { isAllowed, roles } from '../../src/model/admin-role.ts'
import { createAdminWorld } from '../api/admin-world.ts'

/** The doors by who may ask at the least. */
const rights = {
  nobody: `getSetup makeFirstOwner signIn`,
  viewer: `beginSecondFactor changePassword checkCondition checkDrafts confirmSecondFactor countCondition deadLetters dropSecondFactor endOtherSessions endOwnSession findSubscribers findSuppressions getBacktest getCode getCount getDefinitionFile getDomainSetup getHook getImport getItem getJourneyVolume getNames getOverview getPublication getRecommendations getSchema getSegment getSession getTemplate getTemplateVersion getWorkspace importMappings journeyStatistics journeyVersions listAdmins listAlerts listAllowances listAudit listBacktests listChannels listCollections listCorrections listDefinitions listDomains listExperiments listHooks listImports listItems listJourneys listKeys listMembers listMerges listOwnSessions listPageWords listPauses listPlaceholders listPools listRequests listSegmentDays listSegments listSettings listSources listStops listSuppressions listTemplateGaps listTemplatePeople listTemplateVersions listTemplates listWebhookSecrets listWriteKeys lists liveEvents messageStatistics messagesOfScope previewPicture previewPreferencesPage previewResend previewResume previewTemplate previewUnmerge readClock readFirstSteps readMessage readOpenApi recordCase renewSpareCodes reviewJourney searchMessages searchSubscribers showMessage showSubscriber showTimeline signOut stopCount templateStatistics traceBacktest tryCondition tryHook viewMessage walkJourney why`,
  sender: `acknowledgeAlert allowMore chooseWinner correct endAllowance messageSource pauseJourney resendMessage resume resumeJourney sendDraftTest sendTestMail stop windClock`,
  editor: `beginBacktest beginLoad cancelBacktest cancelImport changeListMembers changesOfStagingCopy checkDomain countRecommendations createImport discardDeadLetter discardDrafts exportCodes exportConsents exportSubscriber fetchFeed finishLoad forecast importPeople importReport keepDraft liftSuppression listStagingCopies lookAtImport measureCondition publish publishDrafts putItems putRows removeImport removeItems renameDefinitionFile replayDeadLetter restoreTemplateVersion sayTopic sendEventFor sendFirstEvent setAttributes startImport takeOutOfJourney takeOverFromStagingCopy takeReturnedMail tryImport unmerge uploadCodes uploadImport`,
  owner: `beginOwnSite changeAdmin createAdmin createKey createWriteKey endSessions eraseSubscriber exportAudit fillDemo giveUpStagingCopy listSessions makeDomainKey makeStagingCopy removeAdmin removeStagingCopy resetPassword retireWebhookSecrets revokeKey revokeWriteKey rotateWebhookSecret testMailServer`,
}

test('every door is for whom it is written down here', () => {
  const found = Object.groupBy(adminRoutes, needsOf)
  const names = Object.fromEntries(Object.entries(found).map(([who, routes]) => [who, routes.map(({ name }) => name).toSorted()]))
  expect(names).toEqual(Object.fromEntries(Object.entries(rights).map(([who, doors]) => [who, doors.split(/\s+/)])))
})

test('a door whose body may be left out does without one what it does with its defaults', async () => {
  const world = await createAdminWorld()
  const without = adminRoutes.filter(({ body, method }) => method !== 'GET' && body?.safeParse(undefined).success === true)
  expect(without.map(({ name }) => name)).toEqual(expect.arrayContaining(['publish', 'checkDrafts', 'forecast']))
  for (const { name, method, path, body } of without) {
    const asked = (given?: object) => world.ask(method, path.replaceAll(/\{\w+\}/g, 'x'), given as never)
    const [left, said] = [await asked(), await asked({ body: body?.parse(undefined) as object })]
    expect([name, left.status, left.body.detail]).toEqual([name, said.status, said.body.detail])
  }
})

test('each door refuses whoever has not signed in and whose role is too low, and reads what it was asked only of others', async () => {
  const world = await createAdminWorld()
  const password = 'three odd words'
  const cookies = new Map<string, string>()
  for (const role of roles) {
    await world.ask('POST', '/admins', { body: { name: `some ${role}`, role, password } })
    const signedIn = await world.ask('POST', '/session', { key: null, body: { name: `some ${role}`, password }, headers: { 'x-oncue-page': '1' } })
    cookies.set(role, String(signedIn.headers['set-cookie']).split(';')[0] ?? '')
  }
  const keys = new Map<string, string>()
  for (const role of roles) keys.set(`a key, ${role}`, (await world.ask('POST', '/keys', { body: { name: `program ${role}`, role } })).body.key)
  for (const who of ['nobody', 'a foreign site', ...keys.keys(), ...roles]) {
    // Nothing is done by it: no door knows this word.
    const key = keys.get(who) ?? null
    const cookie = cookies.get(who === 'a foreign site' ? 'owner' : who)
    const headers = { ...(cookie !== undefined && { cookie }), ...(who === 'a foreign site' ? { 'sec-fetch-site': 'cross-site' } : { 'x-oncue-page': '1' }) }
    const wrong: string[] = []
    for (const route of adminRoutes) {
      world.clock.instant += 1000
      const { status } = await world.ask(route.method, `${route.path.replaceAll(/\{\w+\}/g, 'x')}?no-such-word=1`, {
        key,
        headers,
        body: route.method === 'GET' ? undefined : {},
      } as never)
      const needs = needsOf(route)
      const isIn = key !== null || (cookie !== undefined && who !== 'a foreign site')
      const role = roles.find((one) => who === (key === null ? one : `a key, ${one}`))
      const expected = needs === 'nobody' ? (who === 'a foreign site' ? 401 : 400) : !isIn || role === undefined ? 401 : isAllowed(role, needs) ? 400 : 403
      // Beyond so many a second without a key one is told to wait instead, which is a refusal too.
      if (status !== expected && !(expected === 401 && status === 429)) wrong.push(`${who} at ${route.name}: ${status} instead of ${expected}`)
    }
    expect(wrong).toEqual([])
  }
})
