### A payer's own methods, under a link.

own-methods-title = Your payment methods
own-methods-intro = { $name }: enter a new card, or remove one that should not be used any more.
own-methods-now = Saved now
own-methods-new = New card
own-methods-consent = Nothing is charged now. By saving the card you agree that the firm may use it for payments that you have arranged with it.
own-methods-error-often = Several cards were entered from your network, or this one several times, in the last hour. Nothing was saved. Try again later, or contact the firm.
own-methods-save = Save the card
own-methods-removed = The payment method was removed.
own-methods-remove-of = Remove the card ending in { $last }
own-methods-used = Thank you, your card is saved
own-methods-used-text = This link was used on { $day }. If you want to change something else, ask us for a new link.
own-methods-revoked = This link was cancelled
own-methods-expired = This link has expired
own-methods-ask-again = Please ask us for a new one.
