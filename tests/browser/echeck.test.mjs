// A client pays on a payment page from a bank account, with scripts: the account is entered, the debit is authorized and
// signed in a step of its own, and the receipt says that it is on its way.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  TEST_ACCOUNT, axe, closePage, enterAccount, isTooWide, launch, openPage, startPortal, visit,
} from './support.mjs';

const PAGE = '/pay/trust-deposit';

// What a client reads and presses in each language, at one width each.
const WORDS = {
  en: {
    width: 390, name: /^Full name/, email: /^Email/, amount: /^Amount/, typed: '120.00', agree: /^I agree/, pay: /^Pay/, step: 'One more step',
    words: /I, Anna Client, authorize .*\$120\.00/s, signature: /^Your name, as a signature/, authorize: 'I have read this and authorize it',
    problem: /There is a problem/, pending: 'Debit submitted',
  },
  fr: {
    width: 1440, name: /^Nom complet/, email: /^Courriel/, amount: /^Montant/, typed: '120,00', agree: /^J’accepte/, pay: /^Payer/, step: 'Encore une étape',
    words: /Je soussigné\(e\), Anna Client, autorise .*120,00\s\$/s, signature: /^Votre nom, en guise de signature/, authorize: 'J’ai lu ce texte et je donne cette autorisation',
    problem: /Un problème est survenu/, pending: 'Débit soumis',
  },
};

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

// Presses Pay and waits for what comes of it; the frame hands the account over first.
async function press(page, words) {
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && new URL(answer.url()).pathname === PAGE);
  await page.locator('main').getByRole('button', { name: words.pay }).click();
  const status = (await answered).status();
  await page.waitForLoadState();
  return status;
}

for (const [language, words] of Object.entries(WORDS)) {
  test(`an eCheck is authorized, signed and on its way (${language}, ${words.width} px)`, async () => {
    const page = await openPage(browser, portal, { viewport: { width: words.width, height: 1000 } });
    await visit(page, `${PAGE}?lang=${language}`);
    const opened = Date.now();
    const main = page.locator('main');
    await enterAccount(page, 'Anna Client');
    await main.getByLabel(words.amount).first().fill(words.typed);
    await main.getByLabel(words.name).first().fill('Anna Client');
    await main.getByLabel(words.email).first().fill(`anna.${language}@client.example`);
    await main.locator('[name=matter]').fill('10482-0002');
    await main.getByLabel(words.agree).check();

    // What is asked for next is no problem; it has the focus and a name, and leads to the words.
    assert.equal(await press(page, words), 200);
    const step = main.getByRole('status', { name: words.step });
    await step.waitFor();
    assert.ok(await step.evaluate((box) => box === document.activeElement), 'the step has the focus');
    assert.equal(await main.getByRole('alert').count(), 0);
    assert.doesNotMatch(await main.innerText(), words.problem);
    assert.match(await main.locator('.words').innerText(), words.words);
    assert.ok(!(await page.content()).includes(TEST_ACCOUNT.number), 'no page shows a whole account number');
    assert.deepEqual(await axe(page), []);
    assert.ok(!(await isTooWide(page)));
    await step.getByRole('link').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'debit');

    // Unsigned it is a problem.
    assert.equal(await press(page, words), 422);
    await main.getByRole('alert').waitFor();
    assert.match(await main.getByRole('alert').innerText(), words.problem);
    assert.deepEqual(await axe(page), []);
    page.complaints = page.complaints.filter((complaint) => !complaint.includes('422'));

    await main.getByLabel(words.authorize).check();
    await main.getByLabel(words.signature).fill('Anna Client');
    // Nobody reads the words in less than the three seconds for which a form must have been open.
    await page.waitForFunction((least) => Date.now() > least, opened + 4000);
    await main.getByRole('button', { name: words.pay }).click();
    await page.waitForURL(/\/receipts\//);
    await main.getByText(words.pending).first().waitFor();
    assert.match(await main.innerText(), words.words);
    assert.deepEqual(await axe(page), []);
    assert.ok(!(await isTooWide(page)));
    await closePage(page);
  });
}
