### Mail that asks a payer for a payment method.

method-mail-subject = { $firm } asks you to update your payment method
method-mail-subject-expiring = Your { $card } expires soon: please update it for { $firm }
method-mail-heading = Update your payment method
method-mail-heading-expiring = Your card expires in { $month }
method-mail-greeting = Hello { $name },
method-mail-why = { $firm } asks you to add or update the card that your payments are made with.
method-mail-why-expiring = the { $card } that { $firm } has on file for your payments expires in { $month }. Please enter your new card, so that no payment is missed.
method-mail-heading-failed = We need another payment method
method-mail-why-failed = the card or account that { $firm } has on file for your payments can’t be used as agreed. Please enter another one, so that your payments go through.
method-mail-button = See to my payment methods
method-mail-until = The link is good until { $day }, for you alone: please do not pass it on.
method-mail-trust = { $firm } never asks for card numbers by email or on the phone. If you did not expect this message, please call us.
outbox-method-request = Request for a payment method
