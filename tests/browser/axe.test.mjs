// Every page in every theme, on a phone and on a desk: axe finds nothing, and nothing scrolls sideways.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  PORTAL_PAGES, THEMES, WIDTHS, axe, choose, closePage, isTooWide, launch, openPage, ownPages, receiptOf, signIn, signInAsPayer,
  somePayment, startPortal, visit,
} from './support.mjs';

// Pages that staff see once signed in; the payment's and the receipt's own pages are added below.
const STAFF_PAGES = ['/dashboard', '/payments/new', '/payments', '/payments?q=zzzz', '/payments?q=amount:%3E10%20-zzz%20status:&any=1&rows=1',
  '/payments/columns', '/outbox', '/payers', '/payers/1', '/payers/1/methods', '/schedules', '/schedules/2', '/schedules/new', '/schedules/groups', '/schedules/groups/1', '/schedules/groups/new', '/schedules/imports/new', '/payers/15/schedules', '/payers/15/associations', '/payers/1/portal', '/settings/portal', '/settings/bot-defence', '/alerts', '/payment-pages', '/payment-pages/2', '/payment-pages/2/edit', '/payment-pages/new', '/settings/surcharges', '/reports', '/reports/standard/tax-collected?range=all_time', '/reports/new', '/send-for-payment', '/send-for-payment/bulk', '/send-for-payment/bulk/new', '/send-for-payment/sent', '/send-for-payment/sent?state=paid', '/send-for-payment/sent/1', '/send-for-payment/sent/cancellations?requests=1-2'];
// Pages that anyone sees.
const OPEN_PAGES = ['/pay/trust-deposit', '/pay/estate-planning-seminar?lang=fr', '/sign-in', '/sign-in?lang=fr', '/portal/sign-in', '/portal/sign-in?lang=es&done=sent'];

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

// Every page at every width, so that one run tells all there is to mend.
async function inspect(page, addresses) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 1000 });
    for (const address of addresses) {
      await visit(page, address);
      const said = (what) => `${address} at ${width} px: ${what}`;
      found.push(...(await axe(page)).map(said));
      if (await isTooWide(page)) found.push(said('scrolls sideways'));
    }
  }
  assert.deepEqual(found, []);
}

for (const theme of THEMES) {
  test(`staff pages, ${theme} theme`, async () => {
    // A page that matches its device is looked at in the dark; the light theme has its own turn.
    const page = await openPage(browser, portal, { colorScheme: theme === 'device' ? 'dark' : 'light' });
    await signIn(page);
    const payment = await somePayment(page);
    await choose(page, 'theme', theme);
    await inspect(page, [...STAFF_PAGES, payment, `${payment}/refunds/new`, `${payment}/quick-pay`]);
    await closePage(page);
  });
}

for (const theme of THEMES) {
  test(`a client's own pages, ${theme} theme`, async () => {
    const page = await openPage(browser, portal, { colorScheme: theme === 'device' ? 'dark' : 'light' });
    await signInAsPayer(page);
    await visit(page, '/portal/settings');
    await choose(page, 'theme', theme);
    await inspect(page, [...PORTAL_PAGES, ...(await ownPages(page))]);
    await closePage(page);
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`open pages, ${colorScheme} device`, async () => {
    const staff = await openPage(browser, portal);
    await signIn(staff);
    const receipt = await receiptOf(staff, await somePayment(staff));
    await closePage(staff);
    const page = await openPage(browser, portal, { colorScheme });
    await inspect(page, [...OPEN_PAGES, receipt]);
    await closePage(page);
  });
}
