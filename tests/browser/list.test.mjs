// Payment Manager by keyboard alone: to the box, into the rows, along them, into a payment.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { closePage, launch, openPage, signIn, startPortal, visit } from './support.mjs';

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

// The address that the focused row leads to.
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.name);

test('rows are searched, walked and opened by keys', async () => {
  const page = await openPage(browser, portal);
  await signIn(page);
  await visit(page, '/payments');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q', 'the page’s own box');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await page.keyboard.type('amount:>1');
  await page.locator('.chip', { hasText: 'Amount is more than 1' }).waitFor();
  const rows = await page.locator('.table .row-link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.ok(rows.length > 3);
  for (const [key, at] of [['ArrowDown', 0], ['j', 1], ['ArrowDown', 2], ['k', 1], ['ArrowUp', 0], ['k', 0]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), rows[at], `${key} leads to row ${at}`);
  }
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'q', 'and back into the box');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${rows[0]}`);
  await closePage(page);
});

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page, selector) {
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab never leads to ${selector}`);
}

test('a payment is found, opened and given back by keys alone', async () => {
  const page = await openPage(browser, portal);
  await signIn(page);
  await visit(page, '/payments');
  await page.keyboard.press('/');
  await page.keyboard.type('status:approved');
  await page.locator('.quick .chip-on', { hasText: 'Approved' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/payments\/\d+$/);
  await tabTo(page, 'a[href$="/refunds/new"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/refunds/new');
  await tabTo(page, '[name=reason]');
  await page.keyboard.type('Paid twice');
  await tabTo(page, 'main form[action$="/refunds"] button[type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/payments\/\d+\?refund=\d+/);
  await closePage(page);
});

test('columns are moved by keys, and the focus stays where it was', async () => {
  const page = await openPage(browser, portal);
  await signIn(page);
  await visit(page, '/payments');
  await page.keyboard.press('c');
  await page.waitForURL('**/payments/columns**');
  const up = page.locator('button[value="up:amount"]');
  for (let press = 0; press < 2; press += 1) {
    await up.focus();
    const moved = page.waitForResponse((answer) => answer.url().includes('up%3Aamount') || answer.url().includes('up:amount'));
    await page.keyboard.press('Enter');
    await moved;
    await page.waitForFunction(() => document.activeElement?.value === 'up:amount');
  }
  const names = await page.locator('ol.choosing .choosing-name').allInnerTexts();
  assert.equal(names.indexOf('Amount'), names.length - 3);
  await page.locator('form[method=post][action="/payments/columns"] button').click();
  await page.waitForURL((url) => url.pathname === '/payments');
  const headings = await page.locator('#results thead th').allInnerTexts();
  assert.equal(headings.findIndex((text) => text.trim() === 'Amount'), headings.length - 3);
  await closePage(page);
});
