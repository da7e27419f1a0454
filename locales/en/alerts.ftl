### Alerts: the list, one alert, the bell, and mail about them.

alerts-title = Alerts
alerts-crumb = Alert
alerts-intro = What somebody must look at. An alert ends when its cause does, or when somebody resolves it with a note.
alerts-shelves = Alerts shown
alerts-shelf-open = Open
alerts-shelf-mine = Mine
alerts-shelf-snoozed = Snoozed
alerts-shelf-resolved = Resolved
alerts-causes = Causes
alerts-all-causes = All causes
alerts-cause-count = { $cause }, { $count }
alerts-none = Nothing needs attention
alerts-none-text = Failed scheduled payments, returns, disputes, open outcomes and undelivered mail appear here.
alerts-none-mine = Nothing is assigned to you
alerts-none-mine-text = Open alerts that somebody gives to you appear here.
alerts-none-snoozed = Nothing is snoozed
alerts-none-snoozed-text = A snoozed alert comes back by itself on its day.
alerts-none-resolved = Nothing has been resolved yet
alerts-none-resolved-text = Resolved alerts stay here with who resolved them and why.
alerts-show-all = Show all causes
alerts-more = More alerts
alerts-first = Back to the first
alerts-list = Alerts, table
alerts-select = Select: { $what }
alerts-what = What
alerts-who = Who
alerts-why = Why
alerts-when = Since
alerts-back-on = Back on
alerts-ended-on = Resolved
alerts-assignee = Assigned to
alerts-nobody = Nobody
alerts-me = Assign to me
alerts-amount = Amount
alerts-payment = Payment { $number }
alerts-message-to = To { $addresses }
alerts-account = Account { $name } •••• { $last }
alerts-since = Since { $when }
alerts-snoozed-until = Snoozed until { $when }
alerts-gone = What this was about can no longer be shown.
alerts-given = The payer has given { $method }.
alerts-given-scheduled =
    { $count ->
        [one] The payer has given { $method }; the schedule charges it from now on.
       *[other] The payer has given { $method }; { $count-text } schedules charge it from now on.
    }

## Why, and what happens next.

alerts-why-returned = The bank returned the debit, so the money has left the firm’s account again.
alerts-why-reversed = The payment failed after it was approved. The money did not arrive, or went back.
alerts-why-disputed = The payer disputes this payment with the bank. The money is held back.
alerts-why-dispute-lost = The dispute was decided for the payer. The money is gone.
alerts-why-method-expiring = { $method } expires in { $month }, before the next scheduled payment.
alerts-why-outcome-unknown = The processor has not said whether this payment went through.
alerts-why-refund-unknown = The processor has not said whether this refund went through.
alerts-why-mail-failed = The message could not be delivered, and is not tried again.
alerts-why-processor-unreachable = The processor has not answered for several minutes. Payments may fail, and news of earlier ones is late.
alerts-why-refund-failed = The refund did not go through. The money is still with the firm.
alerts-why-debits-ended = The payer’s authorization to debit has ended, so the schedule was paused before this payment.
alerts-why-request-overpaid = More was paid of this request than was asked for: a payment that had been given up went through after all, or the firm won a dispute.
alerts-why-card-testing = Card payments on the public pages are being declined at a rate that genuine payers don’t reach: somebody may be testing stolen cards.
alerts-why-not-authorized = The payer has not authorized this debit of the bank account, or not any more. Nothing was debited.
alerts-why-occurrence-failed = The scheduled payment was tried and not collected.
alerts-why-occurrence-missed = The day of the scheduled payment passed without a try.
alerts-raw = In the words of the other side:
alerts-next = What happens next
alerts-next-occurrence-failed = Later payments of the schedule go on. This one is tried again only when somebody asks for it.
alerts-next-occurrence-missed = Later payments of the schedule go on. This one is collected only when somebody asks for it.
alerts-next-debit-returned = Nothing is collected by itself. Ask the payer for another payment.
alerts-next-disputed = Send your evidence through the processor before its deadline. This alert closes by itself if the firm wins.
alerts-next-dispute-lost = Nothing is collected by itself. Decide with the payer how it will be paid.
alerts-next-method-expiring = The payment will fail unless the payer gives another method in time.
alerts-next-outcome-unknown = Don’t charge again. The portal keeps asking, and this alert closes by itself once there is an answer.
alerts-next-mail-failed = Check the address and send it again. This alert closes by itself once it has left.
alerts-next-processor-unreachable = The portal keeps trying. This alert closes by itself once the processor answers.
alerts-next-refund-failed = Refund again, or pay the money back another way. This alert closes by itself once it has gone back.
alerts-next-debits-ended = Nothing is collected while the schedule is paused. Record a new authorization or choose another method in the schedule, then resume it: this alert closes with that.
alerts-next-request-overpaid = Refund what is too much. This alert closes by itself once it has gone back; if the client wants the firm to keep it, resolve the alert with a note.
alerts-next-card-testing = Every payer is asked to show that they’re not a robot. That ends by itself once the declines stop, and this alert with it. If you know of a genuine reason, raise the limit in the settings.
alerts-public-pages = Public pages
alerts-open-bot-defence = Settings of the defence

## What can be done.

alerts-actions = What you can do
alerts-read-only = You can see alerts. To act on them, ask an administrator for the role Billing.
alerts-ask-now = Ask the processor now
alerts-ask-payer = Email the payer for another method
alerts-pay-otherwise = Enter another payment
alerts-pay-otherwise-text = Opens the terminal with the payer and amount filled in. Once that payment is approved, this alert closes.
alerts-refund-again = Refund again
alerts-refund = Refund
alerts-open-request = Open the request
alerts-open-payment = Open the payment
alerts-open-message = Open the message
alerts-send-again = Send it again
alerts-assign = Assign
alerts-assign-to = Assign to
alerts-assign-nobody = Nobody
alerts-snooze = Snooze until
alerts-snooze-tomorrow = Tomorrow
alerts-snooze-three-days = In three days
alerts-snooze-week = In a week
alerts-resolve = Resolve
alerts-resolve-how = How it was resolved
alerts-note = Note
alerts-note-hint = For the firm’s records, up to 500 characters.
alerts-selected = With the selected alerts
alerts-history = History
alerts-details = Details
alerts-raised = Raised
alerts-state-open = Open
alerts-state-snoozed = Snoozed
alerts-state-resolved = Resolved
alerts-note-said = Note

## What was done.

alerts-done-snoozed = Snoozed. It comes back by itself.
alerts-done-assigned = Assigned.
alerts-done-resolved = Resolved.
alerts-done-asked-open = The processor was asked and has no answer yet. The portal keeps asking.
alerts-done-asked-closed = The processor answered. This alert is closed.
alerts-done-asked-payer = The payer is asked by email. The link is good for a week.
alerts-done-mail = Saved.
alerts-done-several-resolved = { $count ->
    [one] { $count-text } alert resolved.
   *[other] { $count-text } alerts resolved.
}
alerts-done-several-assigned = { $count ->
    [one] { $count-text } alert assigned.
   *[other] { $count-text } alerts assigned.
}
alerts-done-left = { $count ->
    [one] { $count-text } was changed by somebody else in the meantime and left as it is.
   *[other] { $count-text } were changed by somebody else in the meantime and left as they are.
}

## What is wrong with a form.

alerts-error-stale = Somebody changed this alert in the meantime. Nothing was done; this is how it stands now.
alerts-error-ended = This alert was resolved in the meantime. Nothing was done.
alerts-error-note = Say in a few words how it was resolved
alerts-error-note-long = The note is longer than 500 characters
alerts-error-how = Choose how it was resolved
alerts-error-until = Choose until when
alerts-error-assignee = This person cannot act on alerts. Choose somebody else.
alerts-error-none = Select at least one alert
alerts-error-unavailable = Nothing can be written at the moment. Nothing was done; try again in a minute.
alerts-error-settle = The alert that this payment was for was resolved in the meantime. Nothing was charged.

## What happened to an alert.

alerts-history-raised = Raised
alerts-history-snoozed = Snoozed until { $when }
alerts-history-woken = Open again
alerts-history-asked-payer = Payer asked by email for another method
alerts-history-given = The payer gave a method
alerts-history-assigned = Assigned to { $name }
alerts-history-assigned-nobody = Assigned to nobody
alerts-history-resolved = Resolved: { $how }

## The bell.

alerts-bell-all = All alerts
alerts-bell-count = { $count ->
    [one] { $count-text } open
   *[other] { $count-text } open
}

## Mail.

alerts-mail = Mail about alerts
alerts-mail-text = Goes to { $address }.
alerts-mail-choice = When
alerts-mail-save = Save
alerts-mail-subject = { $count ->
    [one] { $count-text } alert needs attention
   *[other] { $count-text } alerts need attention
}
alerts-mail-none = What this was about has been dealt with since.
alerts-mail-line = { $payer }: { $cause }
alerts-mail-more = { $count ->
    [one] and { $count-text } more
   *[other] and { $count-text } more
}
alerts-mail-view = View the alerts
alerts-mail-why = You get this mail because you chose so on the alerts page. You can change it there.
alerts-terminal = This payment settles alert { $what }. Once it is approved, the alert closes.

## Payments of schedules.

alerts-occurrence = { $schedule }, payment { $number }
alerts-due = due { $day }
alerts-why-not-reached = The processor could not be reached. Nothing was charged.
alerts-why-voided = The payment was cancelled before it settled.
alerts-why-no-method = The saved method is gone, or belongs to another merchant account.
alerts-why-no-account = The merchant account is closed.
alerts-next-retry = It is tried again by itself on { $when }. Later payments of the schedule go on.
alerts-collect = Try again now
alerts-collect-method = Payment method
alerts-collect-no-method = The payer has no saved method for this account. Enter another payment, or ask the payer for a method.
alerts-done-collected = Collected. This alert is closed once the money is the firm’s.
alerts-done-not-collected = It was tried again and not collected. The reason is below.
alerts-done-collecting = It is being collected. The outcome will show here.
alerts-error-not-now = This is being collected at the moment, or was settled in another way. Nothing was done.
alerts-error-method = This method cannot be charged. Choose another.
alerts-error-not-authorized = The payer has not authorized this debit, or not so soon or so often. Choose a card, or enter another payment.
alerts-error-being-confirmed = It is not known yet whether the payment went through. Don’t try again; the portal is asking.
alerts-why-declined = { $reason }.
alerts-open-schedule = Open the schedule
