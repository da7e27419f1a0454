### Quick Pay: charging a saved method again.

quick-pay-title = Quick Pay
quick-pay-heading = Charge the same method again
quick-pay-open = Charge again
quick-pay-enter = Enter payment
quick-pay-not = This method cannot be charged again
quick-pay-not-saved = The method was not saved, so it is good for one payment. Enter a new payment instead; everything but the method is filled in.
quick-pay-undecided = It is not decided yet what became of this payment. Don’t charge again before it is.
quick-pay-restored = You were signed out. Here is what you had typed. Nothing was charged yet.
quick-pay-error-account = The deposit account of this payment is closed. Enter a new payment instead.
