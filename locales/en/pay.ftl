### Payment pages as clients see them.

pay-what = What you’re paying
pay-who = Your details
pay-confirm = Confirm
pay-summary = Summary
pay-summary-empty = Choose what you’re paying to see the total.
pay-total = Total
pay-amount = Amount
pay-between = Between { $least } and { $most }
pay-invoice = Invoice number
pay-matter = Matter
pay-reference = Reference
pay-name = Full name or company
pay-email = Email
pay-email-hint = Your receipt goes here
pay-phone = Phone
pay-update = Update total
pay-quantity = Quantity: { $name }
pay-more = Add one: { $name }
pay-less = Remove one: { $name }
pay-exempt = not taxed
pay-sold-out = Sold out
pay-quantity-bounds = { $least-text } to { $most-text } at a time
pay-few-left = { $left ->
    [one] 1 left
   *[other] { $left-text } left
}
pay-agree = I authorize { $firm } to charge my card today for the total shown.
pay-agree-bank-accounts = I agree to pay { $firm } the total shown today from my bank account.
pay-agree-both = I agree to pay { $firm } the total shown today with the card or bank account entered above.
pay-checked = Checked: you’re not a robot
pay-pay = Pay
pay-pay-amount = Pay { $amount }
pay-hint = Your card details go straight to the payment processor over an encrypted connection. The charge will appear as { $statement }.
pay-hint-both = Your card or bank details go straight to the payment processor over an encrypted connection. The payment will appear as { $statement }.
pay-hint-bank-accounts = Your bank details go straight to the payment processor over an encrypted connection. The payment will appear as { $statement }.
pay-method-frame = Details of the card or bank account
pay-leave-empty = Leave this empty
pay-broken-link = This link was changed on its way to you, so nothing was filled in. Ask the firm for a new one, or fill in the form yourself.
pay-closed = This page is closed
pay-closed-text = { $firm } doesn’t take payments on this page at the moment. If you were asked to pay here, please contact the firm.
pay-resting = Payments are paused here for a short while
pay-resting-text = { $minutes ->
    [one] Try again in a minute, or contact the firm to pay another way.
   *[other] Try again in { $minutes-text } minutes, or contact the firm to pay another way.
}
pay-nothing-charged = Nothing was charged.
pay-questions = Questions? Call us or write to us.
pay-confirming = We’re confirming your payment
pay-confirming-text = The answer from the payment processor is late. Don’t pay again: this page shows what came of it as soon as we know.
pay-action = Your bank wants to make sure it’s you
pay-action-text = Nothing has been charged yet. Go on to your bank’s page to finish.
pay-held = Your payment is being reviewed
pay-held-text = The card processor is taking a closer look. Don’t pay again. The firm will let you know.
pay-declined = The payment didn’t go through
pay-declined-text = No money has been taken. Check the card details or try another card. If it happens again, your bank can tell you why.
pay-declined-text-debit = No money has been taken. Check the bank account’s details, or pay another way.
pay-try-again = Try again
pay-look-again = Check again
pay-continue = Continue to { $site }
pay-onward = Payment approved
pay-onward-text = We’re taking you to { $site }. The receipt comes by email.
pay-error-name = Enter your full name or company
pay-error-email = Enter your email address
pay-error-phone = Enter your phone number
pay-error-invoice = Enter the invoice number
pay-error-matter = Enter the matter
pay-error-reference = Enter the reference
pay-error-agree = Check the box to authorize the payment
pay-error-method = That way to pay isn’t offered here. Nothing was charged. Enter what the fields ask for.
pay-error-nothing-entered = Enter a card or a bank account
pay-error-no-account-entered = Enter your bank account
pay-error-choice = Choose one
pay-error-nothing = Choose at least one item
pay-error-quantity = Enter a whole number
pay-error-quantity-between = Enter a number from { $least-text } to { $most-text }
pay-error-left = { $left ->
    [0] This is sold out
    [one] Only 1 is left
   *[other] Only { $left-text } are left
}
pay-error-between = Enter an amount between { $least } and { $most }
pay-error-total = The total is { $total }. Nothing was charged yet. If that’s right, press Pay again.
pay-error-changed = The firm has just changed this page. Nothing was charged. Check your choice and press Pay again.
pay-error-missing = Fill this in
pay-error-of-question = { $question }: { $words }
pay-error-too-long = Shorten this
pay-error-number = Enter a whole number
pay-error-day = Enter a date, such as 2026-11-30
pay-error-stale = This form was open for too long. Nothing was charged. Check the details and press Pay again.
pay-error-resting = Payments are paused here for a short while. Nothing was charged. Try again later, or contact the firm to pay another way.
pay-error-more-work = We need to check once more that you’re not a robot. Nothing was charged. Press Pay again.
pay-error-too-fast = The form was sent very quickly. Nothing was charged. Check the details, wait a few seconds (in a browser without scripts up to two minutes) and press Pay again.
pay-error-too-many = There were several tries from your network in the last hour. Nothing was charged. Try again later, or contact the firm to pay another way.
pay-error-unavailable = The payment couldn’t be saved, so nothing was charged. Try again in a moment.
pay-error-card-too-often = This card or bank account was tried several times in the last hour. Nothing was charged. Use another one, or contact the firm to pay another way.
pay-error-check-missing = The check by { $company } isn’t finished. Nothing was charged. Finish it and press Pay again. If you don’t see it, your browser or network is blocking it.
pay-error-check-refused = The check by { $company } expired or didn’t succeed. Nothing was charged. Do it once more and press Pay again.
pay-error-check-unreachable = { $company } can’t be reached at the moment, so your browser does a calculation instead. Nothing was charged. Press Pay again; it can take half a minute.
pay-error-check-doubtful = We need to check once more that you’re not a robot: your browser does a calculation. Nothing was charged. Press Pay again; it can take half a minute.
pay-error-no-sum = Your browser didn’t do the calculation that shows you’re not a robot. It needs JavaScript and a secure connection. Nothing was charged. Press Pay again, or contact the firm to pay another way.
pay-check-by = { $company } checks that a person is paying.
pay-check-script = The check by { $company } needs JavaScript. To pay on this page, turn JavaScript on, or contact the firm to pay another way.
pay-sum-script = At the moment, paying on this page needs JavaScript: your browser has to do a calculation. Turn JavaScript on, or contact the firm to pay another way.
