### Les champs de carte du bac à sable et sa banque fictive.

card-title = Données de la carte
card-number = Numéro de carte
card-expiry = Date d’expiration
card-expiry-hint = MM / AA
card-security-code = Code de sécurité
card-security-code-hint = 3 derniers chiffres au dos
card-postal-code = Code postal de facturation
card-postal-code-hint = Comme sur le relevé
card-holder = Nom sur la carte
card-street = Adresse de facturation
card-use = Utiliser cette carte
card-entered = Carte saisie :
card-another = Saisir une autre carte
card-tests = Cartes d’essai
card-test-approve = approuvée
card-test-prepaid = approuvée, carte prépayée
card-test-unknown-funding = approuvée, type de carte inconnu
card-test-decline = refusée : provision insuffisante
card-test-action = la banque demande une confirmation
card-test-lose-answer = approuvée, mais la réponse se perd
card-test-lose-call = n’arrive jamais
card-error-not-a-test-card = Ce n’est pas une carte d’essai. Le bac à sable n’accepte que les numéros d’essai publiés; rien n’a été conservé.
card-error-number = Vérifiez le numéro de carte. Un des chiffres semble inexact.
card-error-expiry = Entrez la date d’expiration, par exemple 08 / 28
card-error-expiry-past = Entrez une date d’expiration à venir
card-error-security-code = Vérifiez le code de sécurité : 3 chiffres, 4 pour American Express
card-error-holder = Entrez le nom sur la carte
card-error-postal-code = Entrez le code postal du relevé de la carte
card-error-used = Ce formulaire a déjà été envoyé. Ouvrez-en un nouveau pour débiter une autre carte.
card-error-unavailable = La carte n’a pas pu être vérifiée. Réessayez.

challenge-title = Confirmez ce paiement
challenge-text = Votre banque vous demande de confirmer le paiement à { $firm }. C’est la banque fictive du bac à sable : choisissez l’issue.
challenge-pass = Confirmer
challenge-fail = Ce n’était pas moi
