// The pages as they are sent, before any script: valid HTML, whoever reads it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { HtmlValidate } from 'html-validate';
import {
  PORTAL_PAGES, closePage, launch, openPage, ownPages, receiptOf, signIn, signInAsPayer, somePayment, startPortal,
} from './support.mjs';

const OPEN_PAGES = ['/pay/trust-deposit', '/pay/estate-planning-seminar?lang=fr', '/pay/estate-planning-seminar?lang=es', '/sign-in', '/portal/sign-in', '/nothing'];
const STAFF_PAGES = ['/dashboard', '/payments', '/payments/new', '/payments/columns', '/payers', '/payers/1', '/payers/1/methods', '/payers/new',
  '/schedules', '/schedules/2', '/schedules/new', '/alerts', '/outbox', '/reports', '/reports/new', '/reports/standard/today',
  '/payment-pages', '/payment-pages/2', '/payment-pages/2/edit', '/payment-pages/new',
  '/schedules/imports/new', '/send-for-payment', '/send-for-payment/bulk', '/send-for-payment/bulk/new', '/send-for-payment/sent', '/send-for-payment/sent/1', '/payers/1/portal', '/settings/portal'];

// What the standard says, not what some like: quotes where there must be, void elements as maud writes them.
const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off' },
});

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

async function faults(page, addresses) {
  const found = [];
  for (const address of addresses) {
    const answer = await page.request.get(new URL(address, page.url()).href);
    const report = await html.validateString(await answer.text(), address);
    for (const { messages } of report.results) {
      found.push(...messages.map(({ ruleId, message, line, column }) => `${address}:${line}:${column} ${ruleId}: ${message}`));
    }
  }
  return found;
}

test('open pages are valid HTML', async () => {
  const staff = await openPage(browser, portal);
  await signIn(staff);
  const receipt = await receiptOf(staff, await somePayment(staff));
  await closePage(staff);
  const page = await openPage(browser, portal);
  await page.goto('/sign-in');
  assert.deepEqual(await faults(page, [...OPEN_PAGES, receipt]), []);
  await closePage(page);
});

test('a client’s own pages are valid HTML', async () => {
  const page = await openPage(browser, portal);
  await signInAsPayer(page);
  const own = await ownPages(page);
  assert.deepEqual(await faults(page, [...PORTAL_PAGES, ...own]), []);
  await closePage(page);
});

test('staff pages are valid HTML', async () => {
  const page = await openPage(browser, portal);
  await signIn(page);
  const payment = await somePayment(page);
  assert.deepEqual(await faults(page, [...STAFF_PAGES, payment, `${payment}/refunds/new`, `${payment}/quick-pay`]), []);
  await closePage(page);
});
