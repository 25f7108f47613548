// A provider of OpenID Connect for the tests: the real oidc-provider from npm, with a
// page on which one chooses who to be, resident or staff, at which level, for whom, or to
// stop. It asks for
// no password. It prints its address and ends when its standard input does.
//
//   CLIENT_SECRET=... REDIRECT_URIS=a,b node provider.mjs

import http from 'node:http'
import { Provider } from 'oidc-provider'

const levels = ['low', 'substantial', 'high'].map((level) => `http://eidas.europa.eu/LoA/${level}`)
const typeOfBSN = 'urn:nl-eid-gdi:1.0:id:BSN'
const chosen = new Map() // account -> what its token says

const server = http.createServer()
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'portal', client_secret: process.env.CLIENT_SECRET, redirect_uris: process.env.REDIRECT_URIS.split(','),
    response_types: ['code'], grant_types: ['authorization_code'], token_endpoint_auth_method: 'client_secret_basic',
  }],
  cookies: { keys: ['of the tests only'] },
  pkce: { required: () => true },
  scopes: ['openid'],
  claims: { openid: ['sub', 'bsn', 'sub_id_type', 'represents', 'roles'], acr: null },
  acrValues: levels,
  conformIdTokenClaims: false, // so that the id token holds the BSN
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/choose/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...chosen.get(id) }) }),
  async loadExistingGrant({ oidc }) { // nobody is asked for consent
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid')
    await grant.save()
    return grant
  },
})

const page = `<!doctype html><html lang="nl"><title>Test-DigiD</title><main><h1>Test-DigiD</h1><form method="post">
<p><label for="bsn">BSN</label> <input id="bsn" name="bsn"></p><p><label for="namens">Namens</label> <input id="namens" name="namens"></p>
<p><label for="medewerker">Medewerker</label> <input id="medewerker" name="medewerker"> <label for="rollen">Rollen</label> <input id="rollen" name="rollen"></p>
<p><label for="level">Niveau</label> <select id="level" name="level"><option>low<option selected>substantial<option>high</select></p>
<button>Inloggen</button> <button name="cancel" value="1">Annuleren</button></form></main></html>`

async function choose(request, response) {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(page)
    return
  }
  let body = ''
  for await (const part of request) body += part
  const form = new URLSearchParams(body)
  const end = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  if (form.get('cancel')) return end({ error: 'access_denied' })
  const [bsn, other] = [form.get('bsn'), form.get('namens')]
  const account = form.get('medewerker') || (other ? `${bsn}~${other}` : bsn)
  chosen.set(account, form.get('medewerker') ? { roles: form.get('rollen')?.split(',') } : { bsn, sub_id_type: typeOfBSN, ...(other && { represents: { sub: other, iss: issuer, sub_id_type: typeOfBSN } }) })
  return end({ login: { accountId: account, acr: `http://eidas.europa.eu/LoA/${form.get('level')}`, remember: false } })
}

const answer = provider.callback()
server.on('request', (request, response) => {
  if (!request.url.startsWith('/choose/')) return answer(request, response)
  choose(request, response).catch((error) => {
    response.statusCode = 400
    response.end(error.message)
  })
})
process.stdin.on('end', () => process.exit(0)).resume()
console.log(`provider ${issuer}`)
