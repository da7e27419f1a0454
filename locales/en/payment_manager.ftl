### Payment Manager: the list of payments and a payment’s own page.

payments-title = Payment Manager
payments-results = Results
payments-search = Search payments
payments-search-hint = Payer, invoice, matter, last four digits, amount or approval code. Or precisely: status:declined, amount:>500, date:2026-11
payments-search-go = Search
payments-show-unsuccessful = Show declines, failures and voids
payments-match = match “{ $query }”
payments-approved = Approved
payments-refunded = Refunded
payments-net = Net
payments-ignored = Not understood and left out: { $parts }
payments-forgiven = Nothing contains { $words }, so similar words were searched.
payments-hidden = { $count ->
    [one] One more was declined, failed or voided.
   *[other] { $count-text } more were declined, failed or voided.
}
payments-show-hidden = Show them
payments-none = No payments found
payments-none-text = Try fewer words, or search for the amount or the last four digits.
payments-clear = Show all payments
payments-rebuilding = The search index is being rebuilt: { $done } of { $total }. Here are the latest payments.
payments-table = Payments
payments-date = Date
payments-payer = Payer
payments-reference = Reference
payments-method = Method
payments-account = Account
payments-status = Status
payments-amount = Amount
payments-source = Source
payments-status-refunded = Refunded
payments-status-part-refunded = Part refunded

payment-crumb = Payment
payment-heading = { $amount } from { $payer }
payment-number = No. { $number }
payment-details = Details
payment-expires = Expires
payment-holder = Name on card
payment-approval = Approval code
payment-gateway-id = Processor’s ID
payment-email = Email
payment-of-payer = All payments of this payer
payment-refunds = Refunds
payment-history = History
payment-resend = Resend receipt
payment-resent = The receipt is on its way to { $addresses }.
payment-resend-none = This payment was never approved, so it has no receipt.

actor-client = the client
actor-system = the portal

history-requested = Payment requested
history-opened = Charge opened at the processor
history-approve = Payment approved
history-authorize = Payment authorized
history-accept = Bank debit accepted
history-require-action = Waiting for the payer’s confirmation
history-hold = Held for review
history-decline = Payment declined
history-fail = Payment failed
history-lose-track = No answer from the processor; confirming
history-not-found = The processor never received it; nothing was charged
history-capture = Payment captured
history-settle = Settled to the bank account
history-void = Payment voided
history-reverse = Payment reversed
history-return = Payment returned by the bank
history-open-dispute = Dispute opened by the payer
history-win-dispute = Dispute won
history-lose-dispute = Dispute lost
history-contradicted = The processor reported something that contradicts this payment: { $news }
history-refund-unknown = No answer about the refund; the processor is being asked
history-receipt-queued = Receipt queued
history-receipt-again = Receipt requested again
history-delivered = Receipt delivered
history-sent = Receipt emailed to { $addresses }
history-kept = Receipt to { $addresses } kept in the outbox
history-other = Change
