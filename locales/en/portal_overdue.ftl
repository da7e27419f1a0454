### Paying, in the payer portal, a payment of a schedule that failed.

portal-overdue-title = Scheduled payment of { $day }
portal-overdue-pay = Pay now
portal-overdue-since = Due { $day }, could not be collected
portal-overdue-again = We will try again on { $day }.
portal-overdue-returned = The bank took this money back, so it is not paid.
portal-overdue-declined = The try of { $time } didn’t go through.
portal-overdue-agree-account = When you press the button, { $firm } debits { $amount } from this bank account, as you authorized for these scheduled payments. The debit will appear as { $statement }.
portal-overdue-no-method = None of the payment methods that you have saved can be charged for this. Save another card, or ask { $firm } how to pay.
portal-overdue-error-changed = Something about this payment has changed in the meantime. Nothing was charged. Please check it and press again.
portal-overdue-back = Back to the schedule
