// A client's own account with JavaScript off: a link from the mailbox, what is to be paid, and what was.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { CLIENT, closePage, launch, openPage, portalLink, signIn, signInAsPayer, startPortal, visit } from './support.mjs';

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

test('a link by mail leads to what is to be paid and to what was', async () => {
  const page = await openPage(browser, portal, { javaScriptEnabled: false });
  await visit(page, '/portal/sign-in');
  await page.locator('form[action="/portal/links"] input[name="email"]').fill(CLIENT.email);
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await page.getByRole('status').getByText('a link is on its way').waitFor();

  const staff = await openPage(browser, portal);
  await signIn(staff);
  const link = await portalLink(staff);
  await closePage(staff);

  await visit(page, link);
  await visit(page, link);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL((url) => url.pathname === '/portal');
  assert.equal(await page.locator('h1').innerText(), 'Your account');

  await page.locator('main').getByRole('link', { name: /^Pay/ }).first().click();
  await page.waitForURL((url) => /^\/portal\/requests\/\d+$/.test(url.pathname));
  await page.getByRole('link', { name: /^Another card/ }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/r/'));
  assert.match(await page.title(), /Payment/);
  await page.getByRole('link', { name: 'Back to your payments' }).click();
  await page.waitForURL((url) => url.pathname === '/portal');

  await visit(page, '/portal/payments');
  await page.locator('main table a').first().click();
  await page.waitForURL((url) => /^\/portal\/payments\/\d+$/.test(url.pathname));

  const again = await page.request.get(link);
  assert.equal(again.status(), 410, 'the link is used up');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/portal/sign-in');
  await closePage(page);
});

for (const javaScriptEnabled of [false, true]) {
  test(`what is asked for is paid with a saved card, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const own = await startPortal({ seed: 1 });
    try {
      const page = await openPage(browser, own, { javaScriptEnabled });
      await signInAsPayer(page);
      await page.locator('main').getByRole('link', { name: /^Pay/ }).first().click();
      await page.getByRole('radio', { name: /Visa .* 4242/ }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      const words = await page.locator('main form button').innerText();
      assert.match(words, /^Pay \$[\d,.]+ with Visa •••• 4242$/);
      await page.getByRole('button', { name: words }).click();
      await page.getByRole('status').getByText('Thank you. Your payment was received').waitFor();
      await page.getByRole('link', { name: /^Receipt/ }).first().click();
      await page.waitForURL((url) => url.pathname.startsWith('/receipts/'));
      await page.goBack();
      await page.getByRole('link', { name: 'Back to your payments' }).click();
      await page.waitForURL((url) => url.pathname === '/portal');
      await page.locator('main').getByText('Nothing is waiting to be paid.').waitFor();
      await closePage(page);
    } finally {
      await own.stop();
    }
  });
}

test('staff and clients are signed in side by side, each to their own pages', async () => {
  const page = await openPage(browser, portal);
  await signIn(page);
  await signInAsPayer(page);
  await visit(page, '/dashboard');
  await visit(page, '/portal/methods');
  await closePage(page);
});
