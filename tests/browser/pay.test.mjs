// The main job in each language: a cashier keys a card payment, reads the result and finds it again by search.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  LANGUAGES, charge, choose, closePage, fillPayment, foundPayments, frameTitle, launch, openPage, search, sendAgain, signIn,
  startPortal, visit,
} from './support.mjs';

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`a keyed payment is found by search (${language})`, async () => {
    const payer = `Éloïse Núñez ${language}`;
    const invoice = `BR-${language}-7731`;
    const page = await openPage(browser, portal);
    await signIn(page);
    await visit(page, '/payments/new');
    await choose(page, 'language', language);
    await fillPayment(page, words, { payer, email: `eloise.${language}@client.example`, invoice });
    assert.match(await frameTitle(page), new RegExp(words.frame));
    const payment = await charge(page, words);

    const result = await page.locator('main').innerText();
    assert.match(result, words.shown);
    assert.ok(result.includes(payer) && result.includes('4242'), 'the result names the payer and the last four digits');
    assert.ok(!(await page.content()).replace(/\D/g, '').includes('4242424242424242'), 'no page shows a whole card number');

    // Accents and case do not matter; neither does which of its facts one remembers.
    for (const query of [`eloise nunez ${language}`, invoice, invoice.toLowerCase()]) {
      const found = await search(page, query);
      assert.ok(found.includes(payer), `“${query}” finds ${payer}`);
      assert.match(found, words.shown);
      assert.ok(await page.locator(`main a[href^="${payment}"]`).count(), `“${query}” links to ${payment}`);
    }
    assert.ok(!(await search(page, `BR-${language}-7732`)).includes(payer), 'another invoice’s number does not find it');
    await closePage(page);
  });
}

test('the same form sent again charges once', async () => {
  const words = LANGUAGES.en;
  const page = await openPage(browser, portal);
  await signIn(page);
  await visit(page, '/payments/new');
  await choose(page, 'language', 'en');
  await fillPayment(page, words, { payer: 'Doublet Brothers', email: 'doublet@client.example', invoice: 'BR-TWICE-1' });
  const sent = page.waitForRequest((request) => request.method() === 'POST' && new URL(request.url()).pathname === '/payments');
  const payment = await charge(page, words);
  await sendAgain(page, await sent);
  await search(page, 'BR-TWICE-1');
  assert.deepEqual(await foundPayments(page), [payment]);
  await closePage(page);
});
