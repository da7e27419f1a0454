### Pages shown when a request cannot be answered.

error-home = Go to the start page
error-not-found-title = Page not found
error-not-found-text = The address may be misspelled, or what it led to is not here.
error-forbidden-title = You don’t have access to this
error-forbidden-text = Your role doesn’t include it. An administrator can change that.
error-forged-title = This form can’t be accepted
error-forged-text = It is too old or was not sent from a page of this portal. Nothing was changed. Reload the page and try again.
error-card-number-title = A card number doesn’t belong there
error-card-number-text = What you sent contains the number of a card or bank account, so it was refused and nothing of it was kept. Enter such numbers in the fields for them only.
error-too-large-title = That is too much at once
error-too-large-text = The form is larger than is accepted. Nothing was changed.
error-file-too-large-title = This file is too large
error-file-too-large-text = A file may be 10 MB at most, so this one was not taken. Nothing was changed.
error-back = Back to the form
error-unreadable-title = The request could not be read
error-unreadable-text = Nothing was changed. Go back and try again.
error-unavailable-title = Not possible at the moment
error-unavailable-text = Nothing was charged or changed by this request. Try again in a moment; if you were sending a payment again, look for it in Payment Manager first.
error-failed-title = Something went wrong here
error-failed-text = It has been noted. If you were charging a card, look for the payment in Payment Manager before you try again.
error-client-unavailable-title = Not possible at the moment
error-client-unavailable-text = Nothing was charged or changed by this request. Try again in a moment; if you had sent the payment before, check your email for its receipt first.
error-client-failed-title = Something went wrong here
error-client-failed-text = It has been noted. If you were paying, you may have been charged: don’t pay again, but check your email for a receipt, or contact the firm.
error-reference = Reference: { $reference }
