// The main job with JavaScript off: plain links and forms carry it from sign-in to search.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  BILLING, LANGUAGES, charge, choose, closePage, fillPayment, launch, openPage, receiptOf, search, sendCardByItself, signIn,
  startPortal, visit,
} from './support.mjs';

const words = LANGUAGES.en;
let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

test('an empty form comes back with its errors and what was typed', async () => {
  const page = await openPage(browser, portal, { javaScriptEnabled: false });
  await signIn(page);
  await visit(page, '/payments/new');
  const main = page.locator('main');
  await main.getByLabel(words.payer).first().fill('Someone Forgetful');
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await main.getByRole('button', { name: words.charge }).click();
  assert.equal((await answered).status(), 422);
  await page.waitForLoadState();
  assert.match(await page.title(), /^Error/);
  assert.ok(await main.getByRole('alert').first().isVisible(), 'the summary of errors is shown');
  assert.equal(await main.getByLabel(words.payer).first().inputValue(), 'Someone Forgetful');
  // Chromium writes every answer of 400 and above into the console; this one was asked for.
  page.complaints = page.complaints.filter((complaint) => !complaint.includes('422'));
  await closePage(page);
});

test('a payment is keyed, found and receipted without scripts', async () => {
  const page = await openPage(browser, portal, { javaScriptEnabled: false });
  await signIn(page);
  await fillPayment(page, words, { payer: 'Plain Paper Ltd', email: 'plain@client.example', invoice: 'BR-PLAIN-1' });
  await sendCardByItself(page);
  const payment = await charge(page, words);
  assert.match(await page.locator('main').innerText(), words.shown);
  assert.match(await search(page, 'plain paper'), words.shown);
  await visit(page, await receiptOf(page, payment));
  assert.match(await page.locator('main').innerText(), words.shown);
  await closePage(page);
});

test('a part is refunded without scripts, after the page has said what will happen', async () => {
  const page = await openPage(browser, portal, { javaScriptEnabled: false });
  await signIn(page);
  await fillPayment(page, words, { payer: 'Refund By Hand Ltd', email: 'hand@client.example', invoice: 'BR-PLAIN-2' });
  await sendCardByItself(page);
  const payment = await charge(page, words);
  await visit(page, `${payment}/refunds/new`);
  const main = page.locator('main');
  assert.ok(await main.getByRole('button', { name: 'Void $1,250.75' }).count(), 'the whole is a void');
  await main.getByLabel('Amount').fill('250.75');
  await main.getByLabel('Reason').fill('Billed twice');
  const asked = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await main.getByRole('button', { name: 'Void $1,250.75' }).click();
  assert.equal((await asked).status(), 422, 'another amount is asked about again');
  await page.waitForLoadState();
  await main.getByRole('button', { name: 'Refund $250.75' }).click();
  await page.waitForURL((url) => url.pathname === payment);
  assert.match(await main.innerText(), /Refunded \$250\.75\./);
  page.complaints = page.complaints.filter((complaint) => !complaint.includes('422'));
  await closePage(page);
});

test('language and theme are chosen without scripts', async () => {
  const page = await openPage(browser, portal, { javaScriptEnabled: false });
  await signIn(page, BILLING);
  await visit(page, '/payments');
  await choose(page, 'theme', 'contrast');
  await choose(page, 'language', 'fr');
  await closePage(page);
});
