// After an approved payment the browser goes on to the firm's own page by itself: with and without scripts, on the page and
// in a frame on the firm's site, also where that site passes it on to another name; and Back charges nobody again.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  LANGUAGES, TEST_CARD, axe, cardFields, closePage, foundPayments, isTooWide, launch, openPage, search, sendCardByItself, signIn,
  startPortal, visit,
} from './support.mjs';

const SITE = 'https://www.firm.example';
const ELSEWHERE = 'https://firm.example/thanks';
const card = LANGUAGES.en;

let portal;
let browser;
before(async () => {
  portal = await startPortal();
  // A site that is made up has no address, and Chromium lets no such site show what is served on this machine.
  browser = await launch('--disable-features=LocalNetworkAccessChecks');
  const page = await openPage(browser, portal);
  await signIn(page);
  await visit(page, '/payment-pages/1/edit');
  for (const words of ['Look and website', 'Defence']) {
    const folded = page.locator('main section, main .card', { hasText: words }).locator('details.more').last();
    if (!(await folded.evaluate((one) => one.open))) await folded.locator('summary').click();
  }
  await page.locator('[name=sites]').fill(SITE);
  await page.locator('[name=continue]').fill(`${SITE}/next`);
  await page.getByLabel('Straight away').check();
  await page.locator('[name=pow]').uncheck();
  await page.locator('[name=fill]').fill('0');
  assert.deepEqual(await axe(page), []);
  await page.locator('main').getByRole('button', { name: 'Save' }).last().click();
  await page.waitForURL((url) => url.pathname === '/payment-pages/1');
  await closePage(page);
});
after(async () => { await browser?.close(); await portal?.stop(); });

// The firm's site: a page with the form in a frame, and one that passes its visitors on to another name.
async function openAsClient(options) {
  const page = await openPage(browser, portal, options);
  const answer = (body) => (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Firm</title>${body}` });
  await page.context().route(`${SITE}/form`, answer(`<iframe src="${portal.url}/pay/trust-deposit" width="390" height="1400"></iframe>`));
  await page.context().route(`${SITE}/next`, answer(`<meta http-equiv="refresh" content="0; url=${ELSEWHERE}">`));
  await page.context().route(ELSEWHERE, answer('<h1>Thanks from the firm</h1>'));
  return page;
}

// Fills the form in, on a page or in a frame of one.
async function fillIn(where, name, scripts) {
  const main = where.locator('main');
  await main.locator('[name=amount]').fill('150.00');
  await main.locator('[name=matter]').fill('M-1');
  await main.locator('[name=name]').fill(name);
  await main.locator('[name=email]').fill('onward@client.example');
  const fields = where.frameLocator('main iframe');
  await fields.getByLabel(card.number).fill(TEST_CARD.number);
  await fields.getByLabel(card.expiry).fill(TEST_CARD.expiry);
  await fields.getByLabel(card.code).fill(TEST_CARD.code);
  await fields.getByLabel(card.cardName).fill(name);
  await fields.getByLabel(card.postalCode).fill(TEST_CARD.postalCode);
  if (!scripts) {
    await fields.getByRole('button').first().click();
    await fields.getByText('4242').first().waitFor();
  }
  await main.getByLabel(/^I agree to pay/).check();
}

async function closeAsClient(page) {
  page.complaints = page.complaints.filter((line) => !line.startsWith(`request to ${SITE}`) && !line.startsWith(`request to ${ELSEWHERE}`));
  await closePage(page);
}

async function paymentsOf(name) {
  const page = await openPage(browser, portal);
  await signIn(page);
  await search(page, name);
  const found = await foundPayments(page);
  await closePage(page);
  return found.length;
}

for (const [scripts, width] of [[true, 390], [true, 1440], [false, 390], [false, 1440]]) {
  const how = `${scripts ? 'with' : 'without'} scripts, at ${width}`;
  test(`a client is sent on from the page, and Back charges nobody again (${how})`, async () => {
    const name = `Onward ${scripts ? 'Script' : 'Plain'} ${width}`;
    const page = await openAsClient({ javaScriptEnabled: scripts, viewport: { width, height: 900 } });
    await visit(page, '/pay/trust-deposit');
    await fillIn(page, name, scripts);
    await page.locator('main').getByRole('button', { name: /^Pay/ }).last().dblclick();
    await page.waitForURL(ELSEWHERE);
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, '/pay/trust-deposit', 'Back leads to the form, not to what would go on again');
    const again = page.locator('main').getByRole('button', { name: /^Pay/ }).last();
    if (await again.isEnabled()) await Promise.all([page.waitForLoadState(), again.click()]);
    await page.reload().catch(() => {});
    assert.equal(await paymentsOf(name), 1);
    page.complaints = page.complaints.filter((line) => !line.includes('422'));
    await closeAsClient(page);
  });

  test(`a client is sent on in a frame on the firm’s site (${how})`, async () => {
    const name = `Onward Framed ${scripts ? 'Script' : 'Plain'} ${width}`;
    const page = await openAsClient({ javaScriptEnabled: scripts, viewport: { width, height: 900 } });
    await page.goto(`${SITE}/form`);
    const frame = page.frameLocator('iframe').first();
    await fillIn(frame, name, scripts);
    await frame.locator('main').getByRole('button', { name: /^Pay/ }).last().click();
    await frame.getByRole('heading', { name: 'Thanks from the firm' }).waitFor();
    assert.equal(page.url(), `${SITE}/form`, 'the frame goes, not the site around it');
    assert.equal(await paymentsOf(name), 1);
    await closeAsClient(page);
  });
}

test('a browser that does not go by itself has the button and the receipt', async () => {
  const page = await openAsClient({ viewport: { width: 390, height: 900 } });
  const paid = page.waitForRequest((request) => /\/paid\//.test(request.url()));
  await visit(page, '/pay/trust-deposit');
  await fillIn(page, 'Onward Halted', true);
  await page.locator('main').getByRole('button', { name: /^Pay/ }).last().click();
  await page.waitForURL(ELSEWHERE);
  // The same page once more, as a browser shows it that was told to go nowhere by itself.
  await page.context().route('**/paid/*', async (route) => {
    const answer = await route.fetch();
    const { refresh, ...headers } = answer.headers();
    assert.equal(refresh, `0; url=${SITE}/next`);
    await route.fulfill({ response: answer, headers });
  });
  await visit(page, (await paid).url());
  const main = page.locator('main');
  assert.match(await main.innerText(), /Payment approved[\s\S]*\$150\.00[\s\S]*www\.firm\.example/);
  assert.deepEqual(await axe(page), []);
  assert.ok(!(await isTooWide(page)));
  assert.ok(await main.getByRole('link', { name: 'View the receipt' }).count());
  await main.getByRole('link', { name: 'Continue to www.firm.example' }).click();
  await page.waitForURL(ELSEWHERE);
  await closeAsClient(page);
});
