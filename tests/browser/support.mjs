// The browser tests' one door to the product: starts it, opens Chromium, and knows every accessible name that the
// tests rely on. A test talks about the job; a changed label or place is mended here and nowhere else.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const binary = process.env.CLIENTPAY_BIN
  ?? path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'clientpay');
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const THEMES = ['device', 'light', 'dark', 'contrast', 'contrast-light'];
export const WIDTHS = [390, 1440];
export const ADMIN = { email: 'admin@demo.example', password: 'clientpay-demo' };
export const BILLING = { email: 'billing@demo.example', password: 'clientpay-demo' };
export const CLIENT = { email: 'client@demo.example', password: 'clientpay-demo' };
// Pages of a client who is signed in to the payer portal.
export const PORTAL_PAGES = ['/portal', '/portal/payments', '/portal/schedules', '/portal/methods', '/portal/settings'];
export const TEST_CARD = { number: '4242 4242 4242 4242', expiry: '12 / 34', code: '123', postalCode: '60601' };

// A bank account of the sandbox whose debits settle.
export const TEST_ACCOUNT = { routing: '110000000', number: '000123456789' };

// What a person reads and hears in each language. `typed` is an amount as keyed, `shown` the same as printed.
export const LANGUAGES = {
  en: {
    payer: /^Payer name/, email: /^Receipt email/, amount: /^Amount/, account: /^Deposit to/, invoice: /^Invoice number/,
    charge: /^Charge/, typed: '1,250.75', shown: /\$1,250\.75/,
    frame: 'Card details', number: /^Card number/, expiry: /^Expiry date/, code: /^Security code/,
    cardName: /^Name on card/, postalCode: /^Billing ZIP/,
  },
  fr: {
    payer: /^Nom du payeur/, email: /^Courriel pour le reçu/, amount: /^Montant/, account: /^Déposer dans/,
    invoice: /^Numéro de facture/, charge: /^Débiter/, typed: '1 250,75', shown: /1\s250,75\s\$/,
    frame: 'Données de la carte', number: /^Numéro de carte/, expiry: /^Date d’expiration/, code: /^Code de sécurité/,
    cardName: /^Nom sur la carte/, postalCode: /^Code postal/,
  },
  es: {
    payer: /^Nombre del pagador/, email: /^Correo para el recibo/, amount: /^Importe/, account: /^Depositar en/,
    invoice: /^Número de factura/, charge: /^Cobrar/, typed: '1,250.75', shown: /\$1,250\.75/,
    frame: 'Datos de la tarjeta', number: /^Número de tarjeta/, expiry: /^Fecha de vencimiento/, code: /^Código de seguridad/,
    cardName: /^Nombre en la tarjeta/, postalCode: /^Código postal/,
  },
};

// The path of one payment's own page.
const PAYMENT = /^\/payments\/(?!new$|columns$|export)[^/]+$/;

// The path of the page that says what came of one.
const RESULT = /^\/payments\/[^/]+\/result$/;

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Asks until the portal says that it is ready; a portal that ended, or takes a minute, fails with what it printed.
const ready = async (url, child, printed) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
    assert.equal(child.exitCode ?? child.signalCode, null, `the portal ended at once:\n${printed.join('')}`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`the portal was not ready within a minute:\n${printed.join('')}`);
};

// Serves a demo firm from a folder of its own. `stop()` ends it and removes the folder.
export async function startPortal({ payments = 200, seed = 7 } = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'clientpay-browser-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CLIENTPAY_')));
  const child = spawn(binary, ['demo', '--data', data, '--listen', url.slice('http://'.length),
    '--payments', `${payments}`, '--seed', `${seed}`], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  child.stdout.on('data', (text) => printed.push(text));
  child.stderr.on('data', (text) => printed.push(text));
  const ended = new Promise((resolve) => { child.once('exit', resolve).once('error', (error) => { printed.push(`${error}`); resolve(); }); });
  const stop = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(url, child, printed);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

export const launch = (...more) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...more],
});

// A window of its own. `page.complaints` gathers what no page may cause: errors in the console (violations of the
// content security policy are among them), uncaught exceptions, and requests to anyone but the portal.
export async function openPage(browser, portal, options = {}) {
  const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1440, height: 1000 }, locale: 'en-US', ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => { if (message.type() === 'error') page.complaints.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => page.complaints.push(`exception: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(portal.url) && !request.url().startsWith('data:')) page.complaints.push(`request to ${request.url()}`);
  });
  return page;
}

// Closes the window, and fails if its pages caused a complaint.
export async function closePage(page) {
  await page.context().close();
  assert.deepEqual(page.complaints, []);
}

// Visits a path that must answer 200.
export async function visit(page, address) {
  const answer = await page.goto(address);
  assert.equal(answer.status(), 200, `${address} answers ${answer.status()}`);
}

export async function signIn(page, { email, password } = ADMIN) {
  await visit(page, '/sign-in');
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('main form button[type="submit"], main form button:not([type])').first().click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

// Signs a client in to the payer portal with a password.
export async function signInAsPayer(page, { email, password } = CLIENT) {
  await visit(page, '/portal/sign-in');
  const form = page.locator('form[action="/portal/sign-in"]');
  await form.locator('input[name="email"]').fill(email);
  await form.locator('input[name="password"]').fill(password);
  await form.locator('button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === '/portal');
}

// The pages of one request, payment, schedule and method of the client's own, as far as there are any.
export async function ownPages(page) {
  const found = [];
  for (const list of ['/portal/payments', '/portal/schedules', '/portal/methods']) {
    await visit(page, list);
    const links = await page.locator('main a').evaluateAll((all) => all.map((link) => new URL(link.href)));
    const own = links.find((url) => new RegExp(`^${list}/\\d+$`).test(url.pathname));
    if (own) found.push(own.pathname);
    const add = links.find((url) => url.pathname === '/portal/methods/new');
    if (add) found.push(add.pathname + add.search);
  }
  await visit(page, '/portal');
  const asked = await page.locator('main a[href^="/portal/requests/"]').first().getAttribute('href');
  await visit(page, asked);
  const shown = await page.locator('input[name="shown"]').getAttribute('value');
  const methods = await page.locator('input[name="method"]').evaluateAll((all) => all.map((one) => one.value));
  return [...found, asked, ...methods.map((method) => `${asked}?shown=${shown}&method=${method}`)];
}

// The path of the link to the portal that was mailed last, as the outbox keeps it; mail leaves within seconds.
export async function portalLink(staff) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(500)) {
    await visit(staff, '/outbox');
    const first = staff.locator('main table a').filter({ hasText: /link to sign in/ }).first();
    if (!(await first.count())) continue;
    await first.click();
    await staff.waitForURL((url) => /^\/outbox\/\d+$/.test(url.pathname));
    const found = (await staff.content()).match(/\/portal\/links\/[a-z2-7]+/);
    if (found) return found[0];
  }
  throw new Error('no link to the portal left within half a minute');
}

// Chooses a language or theme in the profile menu, as a person does.
export async function choose(page, preference, value) {
  const button = page.locator(`button[name="${preference}"][value="${value}"]`);
  const menu = page.locator('details', { has: button });
  if (!(await button.isVisible())) await menu.locator('summary').click();
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), button.click()]);
  await page.waitForLoadState();
  const [attribute, shown] = preference === 'theme' ? ['data-theme', value] : ['lang', value];
  const found = await page.locator('html').getAttribute(attribute);
  assert.ok(found.startsWith(shown), `chose ${preference} ${value}, the page says ${attribute}=${found}`);
}

// Fills Enter Payment, the card's frame included, without sending it.
export async function fillPayment(page, words, { payer, email, invoice }) {
  await visit(page, '/payments/new');
  const form = page.locator('main');
  await form.getByLabel(words.payer).first().fill(payer);
  await form.getByLabel(words.email).first().fill(email);
  await form.getByLabel(words.amount).first().fill(words.typed);
  await form.getByLabel(words.account).first().selectOption({ index: 1 });
  await form.getByLabel(words.invoice).first().fill(invoice);
  const card = cardFields(page);
  await card.getByLabel(words.number).fill(TEST_CARD.number);
  await card.getByLabel(words.expiry).fill(TEST_CARD.expiry);
  await card.getByLabel(words.code).fill(TEST_CARD.code);
  await card.getByLabel(words.cardName).fill(payer);
  await card.getByLabel(words.postalCode).fill(TEST_CARD.postalCode);
}

// The card's own frame; its title is checked by `frameTitle`, so that a screen reader's user knows what it is.
export const cardFields = (page) => page.frameLocator('main iframe');
export const frameTitle = (page) => page.locator('main iframe').getAttribute('title');

// Chooses the bank account in the frame and fills its fields.
export async function enterAccount(page, holder) {
  const fields = cardFields(page);
  await fields.locator('.tabs a:not([aria-current])').click();
  await fields.locator('input[name=routing]').fill(TEST_ACCOUNT.routing);
  await fields.locator('input[name=account_number]').fill(TEST_ACCOUNT.number);
  await fields.locator('input[name=account_number_again]').fill(TEST_ACCOUNT.number);
  await fields.locator('input[name=account_holder]').fill(holder);
}

// Without scripts the frame's own button hands the card over; with them the page does.
export async function sendCardByItself(page) {
  const taken = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await cardFields(page).getByRole('button').first().click();
  assert.ok((await taken).status() < 400, 'the card was not taken');
  await cardFields(page).getByText('4242').first().waitFor();
}

// Sends the payment, waits for the page with its result and gives the path of the payment's own page.
export async function charge(page, words) {
  await page.locator('main').getByRole('button', { name: words.charge }).click();
  await page.waitForURL((url) => RESULT.test(url.pathname));
  return new URL(page.url()).pathname.replace(/\/result$/, '');
}

// Types into the search box of the top bar and gives the text of the results, white space as it is.
export async function search(page, query) {
  const box = page.getByRole('searchbox').first();
  await box.fill(query);
  await box.press('Enter');
  await page.waitForURL((url) => url.pathname === '/payments' && url.searchParams.get('q') === query);
  await page.waitForLoadState();
  return page.locator('main').innerText();
}

// Sends a form's request once more, byte for byte, as a second tab or an impatient hand does.
export async function sendAgain(page, request) {
  const headers = Object.fromEntries(Object.entries(await request.allHeaders())
    .filter(([name]) => !name.startsWith(':') && name !== 'content-length' && name !== 'host'));
  const answer = await page.request.post(request.url(), { headers, data: request.postDataBuffer() });
  assert.ok(answer.status() < 400, `sent again, the form is answered ${answer.status()}`);
}

// The paths of the payments on this page, each once.
export async function foundPayments(page) {
  const links = await page.locator('main a[href*="/payments/"]').evaluateAll((found) => found.map((link) => new URL(link.href).pathname));
  return [...new Set(links.filter((address) => PAYMENT.test(address)))];
}

// The path of a payment in Payment Manager.
export async function somePayment(page) {
  await visit(page, '/payments');
  const [payment] = await foundPayments(page);
  assert.ok(payment, 'Payment Manager links to no payment');
  return payment;
}

// The path of the receipt that a payment's page links to, if it does.
export async function receiptOf(page, payment) {
  await visit(page, payment);
  const link = page.locator('a[href*="/receipts/"]').first();
  assert.ok(await link.count(), `${payment} links to no receipt`);
  return new URL(await link.getAttribute('href'), page.url()).pathname;
}

// What axe holds against the page and its frames, one line each: WCAG 2.0 to 2.2, A and AA, and best practice.
export async function axe(page) {
  // What a preview shows is looked at as the page of its own that it is.
  for (const frame of page.frames().filter((each) => each.name() !== 'preview')) await frame.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ exclude: [['iframe[name=preview]']] }, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.flat().join(' ')}`));
}

// Whether the page is wider than its window.
export const isTooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
