### The sandbox’s card fields and its pretend bank.

card-title = Card details
card-number = Card number
card-expiry = Expiry date
card-expiry-hint = MM / YY
card-security-code = Security code
card-security-code-hint = Last 3 digits on the back
card-postal-code = Billing ZIP or postal code
card-postal-code-hint = As on the statement
card-holder = Name on card
card-street = Billing street address
card-use = Use this card
card-entered = Card entered:
card-another = Enter another card
card-tests = Test cards
card-test-approve = approved
card-test-prepaid = approved, prepaid card
card-test-unknown-funding = approved, kind of card not known
card-test-decline = declined: insufficient funds
card-test-action = the bank asks its holder to confirm
card-test-lose-answer = approved, but the answer is lost
card-test-lose-call = never arrives
card-error-not-a-test-card = This is not a test card. The sandbox takes published test numbers only; nothing was kept.
card-error-number = Check the card number. One of the digits looks wrong.
card-error-expiry = Enter the expiry date, such as 08 / 28
card-error-expiry-past = Enter an expiry date in the future
card-error-security-code = Check the security code: 3 digits, 4 for American Express
card-error-holder = Enter the name on the card
card-error-postal-code = Enter the ZIP or postal code of the card’s statement
card-error-used = This form was sent already. Open a new one to charge another card.
card-error-unavailable = The card could not be checked. Try again.

challenge-title = Confirm this payment
challenge-text = Your bank asks you to confirm the payment to { $firm }. This is the sandbox’s pretend bank: choose how it ends.
challenge-pass = Confirm
challenge-fail = This wasn’t me
