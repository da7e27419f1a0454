### Les pages de paiement telles que les clients les voient.

pay-what = Ce que vous payez
pay-who = Vos coordonnées
pay-confirm = Confirmation
pay-summary = Sommaire
pay-summary-empty = Choisissez ce que vous payez pour voir le total.
pay-total = Total
pay-amount = Montant
pay-between = Entre { $least } et { $most }
pay-invoice = Numéro de facture
pay-matter = Dossier
pay-reference = Référence
pay-name = Nom complet ou entreprise
pay-email = Courriel
pay-email-hint = Votre reçu y sera envoyé
pay-phone = Téléphone
pay-update = Mettre le total à jour
pay-quantity = Quantité : { $name }
pay-more = Ajouter : { $name }
pay-less = Retirer : { $name }
pay-exempt = non taxable
pay-sold-out = Épuisé
pay-quantity-bounds = de { $least-text } à { $most-text } à la fois
pay-few-left = { $left ->
    [one] { $left-text } restant
    [many] { $left-text } restants
   *[other] { $left-text } restants
}
pay-agree = J’autorise { $firm } à débiter ma carte aujourd’hui du total indiqué.
pay-agree-bank-accounts = J’accepte de payer aujourd’hui à { $firm } le total indiqué, à même mon compte bancaire.
pay-agree-both = J’accepte de payer aujourd’hui à { $firm } le total indiqué, avec la carte ou le compte bancaire indiqué ci-dessus.
pay-checked = Vérifié : vous n’êtes pas un robot
pay-pay = Payer
pay-pay-amount = Payer { $amount }
pay-hint = Les données de votre carte vont directement au service de paiement par une connexion chiffrée. Le débit figurera sur votre relevé sous le nom { $statement }.
pay-hint-both = Les données de votre carte ou de votre compte vont directement au service de paiement par une connexion chiffrée. Le paiement figurera sur votre relevé sous le nom { $statement }.
pay-hint-bank-accounts = Les données de votre compte vont directement au service de paiement par une connexion chiffrée. Le paiement figurera sur votre relevé sous le nom { $statement }.
pay-method-frame = Données de la carte ou du compte bancaire
pay-leave-empty = Laissez ce champ vide
pay-broken-link = Ce lien a été modifié en chemin; rien n’a donc été rempli d’avance. Demandez-en un nouveau au cabinet ou remplissez le formulaire vous-même.
pay-closed = Cette page est fermée
pay-closed-text = { $firm } n’accepte pas de paiements sur cette page pour le moment. Si l’on vous a demandé de payer ici, communiquez avec le cabinet.
pay-resting = Les paiements sont momentanément suspendus sur cette page
pay-resting-text = { $minutes ->
    [one] Réessayez dans une minute ou communiquez avec le cabinet pour payer autrement.
    [many] Réessayez dans { $minutes-text } minutes ou communiquez avec le cabinet pour payer autrement.
   *[other] Réessayez dans { $minutes-text } minutes ou communiquez avec le cabinet pour payer autrement.
}
pay-nothing-charged = Rien n’a été débité.
pay-questions = Des questions? Appelez-nous ou écrivez-nous.
pay-confirming = Nous confirmons votre paiement
pay-confirming-text = La réponse du service de paiement tarde. Ne payez pas une seconde fois : cette page indiquera le résultat dès qu’il sera connu.
pay-action = Votre banque veut s’assurer que c’est bien vous
pay-action-text = Rien n’a encore été débité. Poursuivez sur la page de votre banque pour terminer.
pay-held = Votre paiement est en cours d’examen
pay-held-text = Le service de paiement l’examine de plus près. Ne payez pas une seconde fois. Le cabinet vous tiendra au courant.
pay-declined = Le paiement n’a pas été accepté
pay-declined-text = Aucune somme n’a été prélevée. Vérifiez les données de la carte ou essayez-en une autre. Si cela se reproduit, votre banque peut vous dire pourquoi.
pay-declined-text-debit = Aucune somme n’a été prélevée. Vérifiez les données du compte bancaire ou payez autrement.
pay-try-again = Réessayer
pay-look-again = Vérifier de nouveau
pay-continue = Continuer vers { $site }
pay-onward = Paiement approuvé
pay-onward-text = Nous vous dirigeons vers { $site }. Le reçu vous parvient par courriel.
pay-error-name = Entrez votre nom complet ou celui de l’entreprise
pay-error-email = Entrez votre adresse courriel
pay-error-phone = Entrez votre numéro de téléphone
pay-error-invoice = Entrez le numéro de facture
pay-error-matter = Entrez le numéro du dossier
pay-error-reference = Entrez la référence
pay-error-agree = Cochez la case pour autoriser le paiement
pay-error-method = Ce mode de paiement n’est pas offert ici. Rien n’a été débité. Saisissez ce que les champs demandent.
pay-error-nothing-entered = Entrez les données d’une carte ou d’un compte bancaire
pay-error-no-account-entered = Entrez les données de votre compte bancaire
pay-error-choice = Faites un choix
pay-error-nothing = Choisissez au moins un article
pay-error-quantity = Entrez un nombre entier
pay-error-quantity-between = Entrez un nombre de { $least-text } à { $most-text }
pay-error-left = { $left ->
    [0] Il n’en reste plus
    [one] Il n’en reste que { $left-text }
    [many] Il n’en reste que { $left-text }
   *[other] Il n’en reste que { $left-text }
}
pay-error-between = Entrez un montant entre { $least } et { $most }
pay-error-total = Le total est de { $total }. Rien n’a encore été débité. S’il est exact, appuyez de nouveau sur Payer.
pay-error-changed = Le cabinet vient de modifier cette page. Rien n’a été débité. Vérifiez votre choix et appuyez de nouveau sur Payer.
pay-error-missing = Remplissez ce champ
pay-error-of-question = { $question } : { $words }
pay-error-too-long = Raccourcissez ce texte
pay-error-number = Entrez un nombre entier
pay-error-day = Entrez une date, par exemple 2026-11-30
pay-error-stale = Ce formulaire est resté ouvert trop longtemps. Rien n’a été débité. Vérifiez les données et appuyez de nouveau sur Payer.
pay-error-resting = Les paiements sont momentanément suspendus sur cette page. Rien n’a été débité. Réessayez plus tard ou communiquez avec le cabinet pour payer autrement.
pay-error-more-work = Nous devons vérifier encore une fois que vous n’êtes pas un robot. Rien n’a été débité. Appuyez de nouveau sur Payer.
pay-error-too-fast = Le formulaire a été envoyé trop vite. Rien n’a été débité. Vérifiez les données, attendez quelques secondes (jusqu’à deux minutes dans un navigateur sans scripts) et appuyez de nouveau sur Payer.
pay-error-too-many = Il y a eu plusieurs essais à partir de votre réseau dans la dernière heure. Rien n’a été débité. Réessayez plus tard ou communiquez avec le cabinet pour payer autrement.
pay-error-unavailable = Le paiement n’a pas pu être enregistré; rien n’a donc été débité. Réessayez dans un instant.
pay-error-card-too-often = Cette carte ou ce compte bancaire a été essayé plusieurs fois dans la dernière heure. Rien n’a été débité. Utilisez-en un autre ou communiquez avec le cabinet pour payer autrement.
pay-error-check-missing = La vérification par { $company } n’est pas terminée. Rien n’a été débité. Terminez-la et appuyez de nouveau sur Payer. Si vous ne la voyez pas, votre navigateur ou votre réseau la bloque.
pay-error-check-refused = La vérification par { $company } a expiré ou n’a pas réussi. Rien n’a été débité. Refaites-la et appuyez de nouveau sur Payer.
pay-error-check-unreachable = { $company } est injoignable pour le moment; votre navigateur fait donc un calcul à la place. Rien n’a été débité. Appuyez de nouveau sur Payer; cela peut prendre une demi-minute.
pay-error-check-doubtful = Nous devons vérifier encore une fois que vous n’êtes pas un robot : votre navigateur fait un calcul. Rien n’a été débité. Appuyez de nouveau sur Payer; cela peut prendre une demi-minute.
pay-error-no-sum = Votre navigateur n’a pas fait le calcul qui montre que vous n’êtes pas un robot. Il lui faut JavaScript et une connexion sécurisée. Rien n’a été débité. Appuyez de nouveau sur Payer ou communiquez avec le cabinet pour payer autrement.
pay-check-by = { $company } vérifie que c’est une personne qui paie.
pay-check-script = La vérification par { $company } exige JavaScript. Pour payer sur cette page, activez JavaScript ou communiquez avec le cabinet pour payer autrement.
pay-sum-script = En ce moment, payer sur cette page exige JavaScript : votre navigateur doit faire un calcul. Activez JavaScript ou communiquez avec le cabinet pour payer autrement.
