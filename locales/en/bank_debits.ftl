### eChecks: bank accounts debited by ACH, in the fields, on every page and by email.

## The fields.

bank-title = Bank account
bank-tab-card = Card
bank-tab-account = eCheck (bank account)
bank-tabs = How to pay
bank-routing = Routing number
bank-routing-hint = 9 digits, at the bottom left of a check
bank-account = Account number
bank-account-hint = 4 to 17 digits
bank-account-again = Account number again
bank-type = Type of account
bank-type-checking = Checking
bank-type-savings = Savings
bank-holder-type = Whose account
bank-holder-personal = A person’s
bank-holder-business = A company’s
bank-holder = Name on the account
bank-use = Use this account
bank-entered = Bank account entered:
bank-another = Enter another account or a card
bank-tests = Test accounts (routing number 110000000)
bank-test-settles = settles after 2 business days
bank-test-unpaid = comes back on the day it would settle: R01, insufficient funds
bank-test-closed = comes back: R02, account closed
bank-test-late = settles and comes back 30 days later: R10, not authorized
bank-test-once = comes back once: R09; presented again, it is paid
bank-test-change = settles; the bank reports another account number
bank-test-lose-answer = accepted, but the answer is lost
bank-error-not-a-test-account = This is not a test account. The sandbox takes published test numbers only; nothing was kept.
bank-error-routing = Check the routing number: 9 digits. One of them looks wrong.
bank-error-account = Check the account number: 4 to 17 digits
bank-error-differ = The two account numbers are not the same
bank-error-type = Choose the type of account
bank-error-holder-type = Choose whose account it is
bank-error-holder = Enter the name on the account
bank-error-used = This form was sent already. Open a new one to debit another account.
bank-error-unavailable = The bank account could not be checked. Try again.

## The words of an authorization, as they are shown or read out, kept and mailed.

debit-words-checking = checking
debit-words-savings = savings
debit-words-personal = I, { $name }, authorize { $firm } to debit my { $account } account ending in { $last }, held at the bank with routing number { $routing }, by electronic transfer (ACH), and to credit it where an error has to be corrected. Date of this authorization: { $today }.
debit-words-business = { $name } (the company) authorizes { $firm } to debit its business { $account } account ending in { $last }, held at the bank with routing number { $routing }, by electronic transfer (ACH), and to credit it where an error has to be corrected. Date of this authorization: { $today }.
debit-words-phone = Today is { $today }. You, { $name }, authorize { $firm } to debit your { $account } account ending in { $last }, held at the bank with routing number { $routing }, by electronic transfer (ACH), and to credit it where an error has to be corrected.
debit-words-phone-business = Today is { $today }. On behalf of { $name }, you authorize { $firm } to debit the company’s { $account } account ending in { $last }, held at the bank with routing number { $routing }, by electronic transfer (ACH), and to credit it where an error has to be corrected.
debit-words-once = One debit of { $amount }, on or after { $from }.
debit-words-recurring = A debit of { $amount } { $every }, from { $from } until this authorization is revoked.
debit-words-recurring-until = A debit of { $amount } { $every }, from { $from } to { $until }.
debit-words-closing = This authorization stays in force until it is revoked, which must reach us at least three business days before a debit: { $contact }. Whoever gives it confirms that they may authorize debits of this account. If a debit is returned for want of funds, it may be presented again up to two times within 180 days.
debit-words-nacha = The debits follow the Nacha Operating Rules.
debit-words-ask = Do you authorize this debit?
debit-words-ask-recurring = Do you authorize these debits?
debit-words-at-most = { $amount } at most
debit-every-days =
    { $count ->
        [one] every day
       *[other] every { $count-text } days
    }
debit-every-weeks =
    { $count ->
        [one] every week
       *[other] every { $count-text } weeks
    }
debit-every-months =
    { $count ->
        [one] every month
       *[other] every { $count-text } months
    }
debit-every-years =
    { $count ->
        [one] every year
       *[other] every { $count-text } years
    }
debit-every-twice = on { $first } and { $second } of every month
debit-every-day-number = day { $number-text }
debit-every-last-day = the last day
debit-every-times =
    { $count ->
        [one] { $every }, { $count-text } debit in all
       *[other] { $every }, { $count-text } debits in all
    }
debit-every-total = { $every }, { $total } in all
debit-every-times-total =
    { $count ->
        [one] { $every }, { $count-text } debit, { $total } in all
       *[other] { $every }, { $count-text } debits, { $total } in all
    }

## Taking an authorization.

debit-section = Authorization to debit
debit-intro = Nothing was submitted yet. An eCheck needs the payer’s authorization in exactly these words.
debit-intro-recurring = Nothing was saved yet. Debits that recur need the payer’s authorization in exactly these words, and the payer gets a copy.
debit-how = How the payer gives it
debit-how-recorded = By phone; the call is recorded
debit-how-notice = By phone; a copy is emailed before the debit settles
debit-how-paper = On paper, signed, and kept by the firm
debit-how-recorded-copied = By phone; the call is recorded, and a copy is emailed to the payer
debit-filed = Where it is kept
debit-filed-hint = Name of the recording, or place of the form
debit-read-out = By phone: read this out, word for word
debit-signed = On paper: the signed form says
debit-agreed = The payer agreed to exactly these words
debit-next = Get the payer’s authorization in the words below. Nothing was submitted yet.
debit-error-changed = The amount, the account or the day has changed, and the words with it. Get the payer’s authorization in the words below. Nothing was submitted.
debit-error-how = Choose how the payer gives the authorization
debit-error-agreed = Tick the box once the payer has agreed
debit-error-email = Enter the address that the copy goes to, and leave the receipt on
debit-error-no-email = The payer has no email address that the copy could go to. Add one to the payer’s record, or take the authorization on paper
debit-error-not-taken = eChecks cannot go to this deposit account. Choose another one, or enter a card.
debit-error-authorize-only = An eCheck cannot be authorized only. Untick it, or enter a card.
debit-trust = Trust money: an eCheck is not good funds yet. Do not disburse it before { $day }, and remember that an unauthorized debit can come back until { $until }.
debit-hint = eChecks are submitted, not paid: they settle after 2 business days and can come back.

## What became of it.

result-debit = eCheck submitted, not money yet
result-debit-text = Expected to settle on { $day }.
result-debit-notice-to = The debit notice is on its way to { $addresses }.
result-another-method = Try another method
debit-card = eCheck
debit-class = Class
debit-sec-ppd = PPD: on signed paper
debit-sec-ccd = CCD: a company’s account
debit-sec-web = WEB: authorized online
debit-sec-tel = TEL: authorized by phone
debit-bank = Bank
debit-settles = Expected to settle
debit-good-from = Good funds from
debit-until = Can come back until
debit-authorization = Authorization
debit-authorization-open = View authorization { $number }
debit-presented = Presented
debit-presented-first = { $count } of at most 3; the first was payment { $number }
debit-presented-again = Presented again as payment { $number }
debit-pending-note = Submitted, not money yet. Expected to settle on { $day }.
debit-returned-note = { $code }: { $reason }
debit-returned-unknown = The bank has not said why.
debit-returned-stopped = The bank account may no longer be debited. Ask the payer for another method, or for a new authorization.
debit-change-note = { $code }: { $change } Ask the payer for it before the next debit.
debit-again-open = Present again
debit-again-text = A debit that came back for want of funds may be presented again twice within 180 days, on the same authorization.
debit-again-code = After { $code } it may not be presented again. Ask the payer for another method.
debit-again-often = It was presented three times, as often as the rules allow. Ask the payer for another method.
debit-again-late = It was presented first more than 180 days ago. Ask the payer for a new authorization.
debit-again-under-way = It was presented again as payment { $number }.
debit-again-ended = Nothing may be debited on this authorization any more.
debit-again-not-wanted = What it was for is paid otherwise by now, taken back, or sold to somebody else. It isn’t presented again.
debit-again-of-schedule = The schedule that owes it presents it again: see there.
debit-again-unavailable = It could not be saved, so nothing was debited. Try again in a moment.
refund-hindrance-debit = The debit has gone to the banks and can no longer be cancelled. It can be refunded once it has settled, expected on { $day }.

history-debit-authorized = The payer authorized the debit
history-debit-notice = Debit notice queued
history-debit-represented = Presented again as payment { $number }
history-authorization-ended = Nothing more may be debited on the authorization
history-authorization-copy = Copy of the authorization queued
history-method-stopped = The saved bank account may no longer be debited
history-return-queued = Return notice queued
history-return-sent = Return notice emailed to { $addresses }
history-return-kept = Return notice to { $addresses } kept in the outbox
outbox-return = Return notice { $number }
outbox-authorization-copy = Copy of an authorization to debit

## The proof of an authorization.

authorization-title = Authorization { $number }
authorization-crumb = Authorization
authorization-words = The words, as they were agreed to
authorization-proof = Proof
authorization-payer = Payer
authorization-given = Given
authorization-how = How it was given
authorization-by-web = Online; { $name } typed as signature
authorization-by-recording = By phone; the call is recorded
authorization-by-notice = By phone; a copy was emailed
authorization-by-paper = On signed paper
authorization-staff = Recorded by
authorization-filed = Kept at
authorization-ip = IP address
authorization-browser = Browser
authorization-hash = SHA-256 of the words
authorization-language = Language
authorization-account = Account
authorization-ended = Ended on { $day } after { $code }
authorization-revoked = Revoked by the payer on { $day }
authorization-over = No longer in force
authorization-missing = None yet
authorization-revoke = Revoke
authorization-revoke-title = The payer revokes it
authorization-revoke-text = Nothing more is debited on it from then on, and a schedule that would is paused. What has gone to the banks already cannot be called back. This cannot be undone; a new authorization can be taken at any time.
authorization-revoke-how = How the payer said so
authorization-revoke-how-hint = For example: call on March 3, or letter of March 3
authorization-revoke-error = Say how the payer revoked it
authorization-revoke-unavailable = It could not be noted. Try again in a moment
authorization-revoke-done = The revocation was noted.
authorization-debits = Debits on it
authorization-debits-table = Table of debits
authorization-kept = Kept for good; the rules ask for two years after the last debit.

## Messages to the payer.

receipt-title-debit = Debit notice { $number }
receipt-settles = Expected to settle
receipt-authorization = Your authorization
return-mail-subject = Debit of { $amount } by { $firm } came back
return-mail-heading = Debit returned
return-mail-words = Your bank has returned this debit, so it is not paid. Please contact us to settle the amount in another way. If we present the debit again, as you authorized, we tell you.
return-mail-words-again = Your bank has returned this debit, so it is not paid. As you authorized, we present it again on { $day }. Please make sure that the account covers it, or contact us to pay in another way.
return-mail-total = Not paid
authorization-mail-subject = Your authorization of debits by { $firm }
authorization-mail-heading = Copy of your authorization
authorization-mail-words = This is what you authorized { $firm } to debit from your bank account on { $day }. Please keep it.
authorization-mail-wrong = If you did not authorize this, or want to revoke it, please contact us.

## Why a debit came back.

return-r01 = There was not enough money in the account.
return-r02 = The account is closed.
return-r03 = There is no such account, or it is not in this name.
return-r04 = The account number is not valid.
return-r05 = A person’s account was debited as if it were a company’s, without their authorization.
return-r06 = Our own bank asked for it back.
return-r07 = The payer has revoked the authorization.
return-r08 = The payer has stopped this payment.
return-r09 = There is money in the account, but it is not collected yet.
return-r10 = The payer says that they did not authorize it.
return-r11 = It does not match what the payer authorized. It may be corrected and submitted anew within 60 days.
return-r12 = The account has moved to another bank.
return-r13 = The bank does not take part in ACH.
return-r14 = The payer’s representative has died or can no longer act.
return-r15 = The holder of the account has died.
return-r16 = The account is frozen.
return-r17 = The bank could not read it, or finds it suspicious.
return-r20 = The account does not allow debits.
return-r21 = Our identification was not accepted. Ask the processor.
return-r22 = The payer’s identification was not accepted. Ask the processor.
return-r23 = The payer refused a credit.
return-r24 = The bank took it for a duplicate.
return-r28 = The check digit of the routing number is wrong.
return-r29 = The company says that it did not authorize it.

change-c01 = The bank reports another account number.
change-c02 = The bank reports another routing number.
change-c03 = The bank reports another routing number and another account number.
change-c04 = The bank reports another name on the account.
change-c05 = The bank reports another type of account.
change-c06 = The bank reports another account number and another type of account.
change-c07 = The bank reports another routing number, account number and type of account.

## What clients may pay with, and the step in which they authorize an eCheck themselves.

accepted = Ways to pay
accepted-both = Card or bank account (eCheck)
accepted-cards = Card only
accepted-bank-accounts = Bank account (eCheck) only
debit-step = Authorize the debit
debit-step-intro = Nothing has been submitted yet. Read what you authorize, tick the box and sign with your name. Then press the button once more.
debit-step-agreed = I have read this and authorize it
debit-step-name = Your name, as a signature
debit-step-name-hint = As you would sign a check
debit-step-after = You get a copy by email. The debit usually settles within 2 banking days; the amount is paid only then. If your bank returns it, you get an email.
debit-step-hint = An eCheck from a U.S. bank account usually settles within 2 banking days and counts as paid only then.
debit-step-next = Read and sign the authorization below. Nothing was submitted yet.
debit-step-error-changed = The amount, the account, the language or the day has changed, and the words of the authorization with it. Nothing was submitted. Read and sign it below.
debit-step-error-again = The amount, the account or the day has changed, and the words of the authorization with it. Nothing was submitted. Press Pay again to read and sign it.
debit-step-error-agreed = Tick the box to authorize the debit
debit-step-error-name = Enter your name as a signature
