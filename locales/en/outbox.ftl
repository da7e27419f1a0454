### The outbox.

outbox-title = Outbox
outbox-intro = Mail that left, waits to leave, or is kept here because no mail server is set.
outbox-to = To
outbox-subject = Subject
outbox-none = No messages yet
outbox-none-text = Receipts appear here as soon as payments are approved.
outbox-older = Older messages
outbox-message = Message
outbox-text = Plain text part
outbox-attempts = Attempts
outbox-waiting = The message is put into words when it leaves.
outbox-not-kept = The words of this message are not kept.
outbox-error = Last error:
outbox-refund = Refund notice { $number }
outbox-report = Report
outbox-reminder = Payment reminder
outbox-failure-notice = Word of a failed payment
outbox-report-run = Open the run
outbox-file = File
outbox-file-size = { $name } ({ $size } KB)
outbox-alerts = Alerts
