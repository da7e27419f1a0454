### Payer dans le portail des payeurs ce qui est demandé, avec un mode de paiement enregistré; et le retour au portail.

portal-back = Retour à vos paiements
portal-request-with = Payer avec
portal-request-continue = Continuer
portal-request-check = Vérifier et payer
portal-request-receipt-to = Reçu envoyé à
portal-request-pay-card = Payer { $amount } avec { $brand } •••• { $last }
portal-request-pay-account = Payer { $amount } à même le compte bancaire •••• { $last }
portal-request-agree = En appuyant sur le bouton, vous autorisez { $firm } à débiter { $amount } de cette carte aujourd’hui. Le débit figurera sur votre relevé sous le nom { $statement }.
portal-request-again = Modifier
portal-request-other-cards = Une autre carte
portal-request-other-bank-accounts = Un autre compte bancaire
portal-request-other-both = Une autre carte ou un autre compte bancaire
portal-request-error-method = Choisissez avec quoi payer. Rien n’a été débité.
