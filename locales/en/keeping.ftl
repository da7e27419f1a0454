### Keeping a client's card for later payments: what they agree to where they pay, and how it is told afterwards.

## The box, on payment pages and on the pages of requests
keep-label = Keep this card for later payments
keep-who-typed = I authorize { $firm } to keep this card on file for later payments under the name given above.
keep-who-payer = I authorize { $firm } to keep this card on file for later payments of { $payer }.
keep-what = Its number stays with the firm’s payment processor; the firm sees only the last four digits. The card is charged only for payments that I ask for or agree to, such as those of a payment schedule I have accepted, and never without that.
keep-withdraw = I can take this back at any time by telling the firm.
keep-withdraw-portal = I can take this back at any time by telling the firm, or by removing the card in my online account.
keep-error-changed = What you agree to here has changed, so nothing was charged. Read it again, and tick the box if you still agree.
keep-error-gone = Cards are no longer kept here, so nothing was charged. Press the button again to pay without your card being kept.
keep-cards-only = Only cards are kept for later payments. This bank account will not be.
keep-only-cards = Only cards are kept, bank accounts are not.

## After the payment
keep-done = Your card is kept for later payments, as you agreed.
keep-not-done = Your card could not be kept for later payments. That does not affect this payment.

## With the payer’s methods
keep-agreed = Kept as the payer agreed on { $day }
keep-agreed-payer = Kept as you agreed on { $day }
keep-recorded = { $name } recorded on { $day } that the payer agreed to it.
keep-recorded-payer = { $firm } recorded on { $day } that you agreed to its being kept.
keep-only-typed = Whoever paid typed this payer’s name and address themselves. The firm can charge the card as agreed; in the payer portal nobody can pay with it until it is entered there again.
keep-only-typed-payer = Only { $firm } can charge this card for now. To pay with it here yourself, enter it here once more.

## With a request
keep-offered = Keeping the card
keep-offered-yes = Offered
