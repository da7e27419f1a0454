### Names of the domain's values, used on every page. Keys are listed in src/i18n/labels.rs.

## Where a payment stands, as staff see it.

status-created = Processing
status-unknown = Confirming
status-action-required = Waiting for payer
status-held = Under review
status-declined = Declined
status-failed = Failed
status-authorized = Authorized
status-pending = Pending
status-captured = Approved
status-settled = Settled
status-voided = Voided
status-reversed = Reversed
status-returned = Returned
status-disputed = Disputed
status-dispute-won = Dispute won
status-dispute-lost = Dispute lost

## What the processor was asked to do.

kind-sale = Sale
kind-authorization = Authorization

## Where a payment came from: the names of the menu.

source-enter-payment = Enter Payment
source-quick-pay = Quick Pay
source-payment-page = Payment Page
source-payment-schedule = Payment Schedule
source-send-for-payment = Send for Payment
source-invoice = Invoice
source-payer-portal = Payer Portal
source-connect = Connect

## Why a payment was refused, for staff; payers get a general text.

decline-generic = The card was declined without a stated reason
decline-insufficient-funds = There is not enough money in the account
decline-limit-exceeded = The amount is over the card’s limit
decline-expired-card = The card has expired
decline-invalid-number = The card number is not valid
decline-security-code = The security code does not match
decline-address-mismatch = The billing address does not match
decline-call-issuer = The cardholder needs to call the card issuer
decline-do-not-honor = The card issuer refused the payment
decline-type-not-accepted = This account does not accept this type of card
decline-processor-down = The processor is not available; try again later
decline-duplicate = The processor took this for a duplicate payment
decline-fraud = The card issuer suspects fraud, or the card was reported lost or stolen

## Address and security code checks.

check-match = Match
check-mismatch = No match
check-not-checked = Not checked

## Where the money on a card comes from.

funding-credit = Credit
funding-debit = Debit
funding-prepaid = Prepaid
funding-unknown = Type not known

## Whose money a deposit account holds.

account-kind-operating = Operating
account-kind-trust = Trust

## How far a refund has got.

refund-status-pending = Pending
refund-status-unknown = Confirming
refund-status-submitted = Submitted
refund-status-settled = Refunded
refund-status-failed = Failed

## How far a message has got.

delivery-status-waiting = Waiting
delivery-status-sent = Sent
delivery-status-kept = Kept here
delivery-status-failed = Failed

## Roles of staff; in French and Spanish the function, which has no gender.

role-administrator = Administrator
role-billing = Billing
role-cashier = Cashier
role-auditor = Auditor

## What a role allows.

permission-take-payments = Take payments
permission-view-payments = View payments
permission-export-payments = Export payments
permission-view-totals = View totals
permission-resend-receipts = Resend receipts
permission-refund-payments = Refund payments
permission-refund-trust = Refund payments from trust accounts
permission-annotate-payments = Tag payments and write internal notes
permission-view-outbox = View the outbox
permission-view-journal = View the journal
permission-manage-settings = Manage settings
permission-manage-reports = Manage shared reports
permission-manage-payers = Manage payers and their payment methods
permission-manage-schedules = Manage payment schedules
permission-resolve-alerts = Act on alerts
permission-send-requests = Send payment requests
permission-manage-payment-pages = Manage payment pages

## Colours of the portal.

theme-device = Same as device
theme-light = Light
theme-dark = Dark
theme-contrast = High contrast, dark
theme-contrast-light = High contrast, light

## Languages, named in the language of the page.

language-en = English
language-fr = French
language-es = Spanish

## Why somebody must look at something, and what ended it.

cause-occurrence-failed = Scheduled payment failed
cause-occurrence-missed = Scheduled payment missed
cause-debit-returned = Payment returned
cause-disputed = Payment disputed
cause-method-expiring = Saved card expiring
cause-outcome-unknown = Outcome not known
cause-mail-failed = Message not delivered
cause-processor-unreachable = Processor not answering
cause-refund-failed = Refund failed
cause-debits-ended = Authorization to debit ended
cause-request-overpaid = Request overpaid
cause-card-testing = Card testing on public pages

resolution-retried = Tried again, and it worked
resolution-other-method = Collected by another method
resolution-payment = Another payment was taken
resolution-paid-elsewhere = Paid outside the portal
resolution-written-off = Written off
resolution-skipped = Left out of the schedule
resolution-no-action-needed = No action needed
resolution-by-itself = Its cause is over

## When somebody gets mail about alerts.

alert-mail-never = Never
alert-mail-daily = Once a day, at 8 in the morning
alert-mail-at-once = As soon as there is one

## Small parts of sentences.

payment-count =
    { $count ->
        [one] { $count-text } payment
       *[other] { $count-text } payments
    }
list-and = { $first } and { $second }
form-table = Table: { $name }
form-copy = Copy
form-copied = Copied
