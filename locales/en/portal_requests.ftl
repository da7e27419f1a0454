### Paying what one is asked for in the payer portal, with a method that is saved; and the way back there.

portal-back = Back to your payments
portal-request-with = Pay with
portal-request-continue = Continue
portal-request-check = Check and pay
portal-request-receipt-to = Receipt goes to
portal-request-pay-card = Pay { $amount } with { $brand } •••• { $last }
portal-request-pay-account = Pay { $amount } from bank account •••• { $last }
portal-request-agree = When you press the button, you authorize { $firm } to charge { $amount } to this card today. The charge will appear as { $statement }.
portal-request-again = Change
portal-request-other-cards = Another card
portal-request-other-bank-accounts = Another bank account
portal-request-other-both = Another card or bank account
portal-request-error-method = Choose what to pay with. Nothing was charged.
