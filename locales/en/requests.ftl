### Requests for payment: how staff send them, how clients see and pay them, and the mail about them.

## The mail
request-mail-subject = { $firm } asks you to pay { $amount }
request-mail-subject-reminder = Reminder: { $amount } to pay to { $firm }
request-mail-greeting = Hello { $name },
request-mail-why = { $firm } asks you to pay { $amount }. { $ways ->
    [both] You can pay by card or from your bank account on a secure page; you don’t need to sign up.
    [bank-accounts] You can pay from your bank account on a secure page; you don’t need to sign up.
   *[cards] You can pay by card on a secure page; you don’t need to sign up.
}
request-mail-why-reminder = this is a reminder that { $amount } is still to be paid to { $firm }. If you have just paid, you can ignore this message.
request-mail-button = See and pay
request-mail-trust = The link is meant for you alone. { $firm } never asks for card details by email or phone; if you’re not sure that this message is from us, please call us.

## The client’s page
request-title = Payment to { $firm }
request-to = Client
request-due = Due
request-expires = Link valid until
request-total = Asked for
request-paid = Paid
request-held = Being confirmed
request-rest = To pay
request-leg-operating = Fees and costs
request-leg-trust = Into the client trust account
request-how-much = How much
request-all = All of it: { $amount }
request-part = A part of it
request-agree-part = I authorize { $firm } to charge my card today for the amount chosen above.
request-agree-part-bank-accounts = I agree to pay { $firm } the amount chosen above today from my bank account.
request-agree-part-both = I agree to pay { $firm } the amount chosen above today with the card or bank account entered above.
request-thanks = Thank you. Your payment was received
request-thanks-text = Nothing is left to pay. A receipt is on its way to you by email.
request-thanks-rest = A receipt is on its way to you by email. { $rest } is left to pay; you can use this same page.
request-thanks-held = A receipt is on its way to you by email. Another { $held } is still being confirmed; don’t pay that again.
request-meanwhile = This is about { $held }. The { $rest } that is left can be paid below.
request-receipt = Receipt: { $amount }
request-debit-notice = Debit notice: { $amount }
request-held-pending = On its way from your bank
request-pending = Your eCheck was submitted
request-pending-text = It usually settles within 2 banking days, here by { $day }, and only then is it paid. If your bank returns it, you get an email. Don’t pay again meanwhile.
request-pending-text-soon = It usually settles within 2 banking days, and only then is it paid. If your bank returns it, you get an email. Don’t pay again meanwhile.
request-returned = Your bank returned your eCheck
request-returned-line = The eCheck of { $amount } from { $day } came back, so it isn’t paid.
request-returned-text = Please pay below in another way, or contact us.
request-line-pending = { $amount } to { $statement }: eCheck submitted, not paid yet
request-half = One of two amounts went through
request-half-text = What went through stands; please don’t pay it again. You can pay the rest below, in another way if you like.
request-line-paid = { $amount } to { $statement }: paid
request-line-refused = { $amount } to { $statement }: not accepted, nothing was taken
request-line-voided = { $amount } to { $statement }: cancelled, nothing is taken
request-line-taken-back = { $amount } to { $statement }: taken back
request-line-open = { $amount } to { $statement }: being confirmed
request-is-paid = This is paid
request-is-paid-text = Nothing is left to pay. Thank you.
request-is-cancelled = This request was cancelled
request-is-cancelled-text = Nothing needs to be paid here. If you have questions, please contact { $firm }.
request-is-expired = This link has expired
request-is-expired-text = It doesn’t take payments any more. Please ask { $firm } for a new one.
request-unknown = This link isn’t valid
request-unknown-text = It may be incomplete, or a newer one was sent in its place. Use the link in the latest message, or ask the firm for a new one.
request-error-rest = { $rest } is left to pay by now. Nothing was charged. If that’s right, press Pay again.
request-error-closed = This request doesn’t take payments any more. Nothing was charged.
request-error-nothing = Nothing was charged this time.
request-error-how-much = “All of it” is chosen above. To pay this amount, choose “A part of it”; to pay { $rest }, empty this field.

## States
request-state-sent = Sent
request-state-viewed = Viewed
request-state-part-paid = Part paid
request-state-paid = Paid
request-state-failed = Last try failed
request-state-bounced = Mail not delivered
request-state-cancelled = Cancelled
request-state-expired = Expired

## Sending
send-title = Send for Payment
send-intro = Ask a client for a payment by a secure link. They pay by card or eCheck, without signing up.
send-sent = Sent requests
send-new = New request
send-who = Client
send-name = Name
send-name-hint = The message greets the client by this name
send-emails = Email
send-emails-hint = Several addresses are separated by commas. Not needed if you copy the link.
send-language = Language of the message
send-for-payer = Payments go on the record of { $name }.
send-what = Amount
send-amount = Amount
send-account = Deposit to
send-split = Ask for a second amount, into trust
send-split-hint = The client pays both at once, as two charges: fees into the operating account, the rest into trust. Two amounts are always paid whole.
send-second-amount = Second amount
send-second-account = Deposit the second amount to
send-parts = The client may pay in parts
send-least = Smallest part
send-least-hint = Empty: any amount
send-about = What it is for
send-message = Message to the client
send-message-hint = Shown in the message and on the page
send-terms = Dates and reminders
send-accepted-hint = What the deposit account can’t take isn’t offered: eChecks are for U.S. bank accounts, in U.S. dollars.
send-keep = Offer to keep the card
send-keep-hint = A box on the payment page that the client may tick: the card is then kept for later payments that they ask for or agree to. You’ll find it with the payer’s methods.
send-due = Due on
send-expires = Link valid through
send-expires-hint = Empty: the link doesn’t expire
send-reminders = Reminders, days after sending
send-reminders-hint = Up to four, such as 3, 7, 14. They stop once it is paid, cancelled or over.
send-by-mail = Send the link by email
send-as-link = Make a link to copy
send-error-name = Enter the client’s name
send-error-emails = Enter an email address, or make a link to copy
send-error-emails-many = Enter five email addresses at most
send-error-account = Choose where to deposit the payment
send-error-split = A second amount needs the other kind of account: one for operating, one for trust
send-error-part-of-split = Two amounts are always paid whole
send-error-least = The smallest part can’t be more than the amount
send-error-least-unticked = Tick this box to let the client pay in parts, or empty “Smallest part”
send-error-date = Enter a date, such as 2026-11-30
send-error-expires = The link would have expired already
send-error-due = The link expires before the due date. Choose an earlier due date, or make the link valid longer.
send-error-reminders = Enter up to four numbers of days, each larger than the one before, such as 3, 7, 14
send-error-remind-late = The last reminder would go out on the link’s last day or later. Remind sooner, or make the link valid longer.
send-error-remind-whom = A reminder needs an email address
send-error-card = A card number can’t be kept. Take it out.
send-error-no-debits = This deposit account takes no eChecks. Choose another way to pay, or another account.
send-error-unavailable = The request couldn’t be saved. Try again in a moment.

## Sent requests
sent-title = Sent requests
sent-intro = What clients were asked to pay, and where each request stands.
sent-search = Search by name, email, invoice or matter
sent-search-go = Search
sent-state = State
sent-all = All
sent-outstanding = Outstanding
sent-list = Requests
sent-select = Select
sent-select-all = Select all on this page
sent-select-one = Select request { $number }
sent-date = Sent
sent-recipient = Client
sent-for = For
sent-amount = Amount
sent-left = { $rest } left
sent-held = { $held } being confirmed
sent-cancel = Cancel requests
sent-cancel-one = Cancel request
sent-cancel-heading = { $count ->
    [0] Nothing to cancel
    [one] Cancel this request?
   *[other] Cancel these { $count-text } requests?
}
sent-cancel-text = Still to be paid: { $sum }. { $count ->
    [one] Once cancelled, the link takes no payments and says so. What was paid or is on its way stays paid. The request can’t be opened again.
   *[other] Once cancelled, the links take no payments and say so. What was paid or is on its way stays paid. Cancelled requests can’t be opened again.
}
sent-cancel-go = { $count ->
    [one] Cancel 1 request
   *[other] Cancel { $count-text } requests
}
sent-cancel-keep = Back without cancelling
sent-cancel-left = { $left ->
    [one] 1 of those selected is paid, cancelled or expired already and stays as it is.
   *[other] { $left-text } of those selected are paid, cancelled or expired already and stay as they are.
}
sent-cancel-error-changed = These requests changed meanwhile. Nothing was cancelled; check the number and the sum.
sent-resend = Send again
sent-none = No requests yet
sent-none-text = What you send for payment appears here.
sent-none-found = No requests found
sent-none-found-text = Nothing matches this search.
sent-newer = Latest
sent-older = Older
sent-done-cancelled = { $count ->
    [0] None of them could be cancelled.
    [one] 1 request was cancelled.
   *[other] { $count-text } requests were cancelled.
}
sent-done-cancelled-left = { $left ->
    [one] 1 was paid, cancelled or expired already.
   *[other] { $left-text } were paid, cancelled or expired already.
}
sent-done-resent = { $count ->
    [0] None of them could be sent again.
    [one] 1 message is on its way.
   *[other] { $count-text } messages are on their way.
}
sent-done-resent-left = { $left ->
    [one] 1 request was not sent again: it is paid or being paid, cancelled or expired, or has no email address.
   *[other] { $left-text } requests were not sent again: they are paid or being paid, cancelled or expired, or have no email address.
}
sent-error-none = Select at least one request

## One request
request-number = Request { $number }
request-crumb = Request for payment
request-facts = The request
request-link = Link
request-link-address = Address for the client
request-link-closed = The link takes no payments any more; it says why.
request-link-new = Make a new link
request-link-new-hint = The link before stops working at once.
request-payments = Payments
request-payments-none = Nobody has tried to pay yet.
request-history = History
request-sent-to = Sent to
request-copied = Link copied
request-payer = Payer
request-parts = Parts
request-parts-from = From { $amount }
request-whole = Paid whole
request-reminders = Reminders
request-reminder-waiting = { $day }: planned
request-reminder-sent = { $day }: sent
request-reminder-unsent = { $day }: not sent
request-reminder-passed = { $day }: not needed
request-half-staff = One of the two amounts was paid, the other was not. The client can pay the rest under the same link. If nothing should be paid, void the payment that went through; it never appears on the client’s statement. Then cancel this request: until you do, it asks for the full amount again.
request-half-staff-settled = One of the two amounts was paid, the other was not. The client can pay the rest under the same link. If nothing should be paid, refund the payment that went through: it has settled and can’t be voided any more. Then cancel this request, so that the rest isn’t asked for any more.
request-half-void = Void payment { $number }
request-half-refund = Refund payment { $number }
request-overpaid = { $amount } more was paid than was asked for: a payment that had been given up was approved after all, or the firm won a dispute. Give the money back.
request-done-mailed = The message with the link is on its way.
request-done-link = The link is ready to copy.
request-done-reissued = The request has a new link. The one before leads nowhere.
request-not-open = The request is paid, cancelled or over, so this can’t be done.
request-told-made = Request made
request-told-queued = Message with the link queued
request-told-reminded = Reminder { $number } queued
request-told-viewed = The client opened it and went on
request-told-cancelled = Cancelled
request-told-reissued = New link made; the one before leads nowhere
request-told-expired = The link expired
request-told-delivered = Message sent
request-told-undelivered = Message not delivered
request-told-other = Something else happened
request-tried = Payment { $number }: { $amount }
outbox-payment-request = Request for payment
shell-nav-send = Send for Payment
payer-send = Send request for payment

## As a file
exports-requests = Requests for payment
request-column-request = Request
request-column-paid = Paid
request-column-left = Left
request-column-viewed = Viewed
request-column-kind = Accounts
