### Les demandes de paiement : comment le personnel les envoie, comment les clients les voient et les paient, et les courriels à leur sujet.

## Le courriel
request-mail-subject = { $firm } vous demande de payer { $amount }
request-mail-subject-reminder = Rappel : { $amount } à payer à { $firm }
request-mail-greeting = Bonjour { $name },
request-mail-why = { $firm } vous demande de payer { $amount }. { $ways ->
    [both] Vous pouvez payer par carte ou à même votre compte bancaire sur une page sécurisée; aucune inscription n’est requise.
    [bank-accounts] Vous pouvez payer à même votre compte bancaire sur une page sécurisée; aucune inscription n’est requise.
   *[cards] Vous pouvez payer par carte sur une page sécurisée; aucune inscription n’est requise.
}
request-mail-why-reminder = ceci est un rappel : la somme de { $amount } reste à payer à { $firm }. Si vous venez de payer, ne tenez pas compte de ce message.
request-mail-button = Consulter et payer
request-mail-trust = Ce lien n’est destiné qu’à vous. { $firm } ne demande jamais de données de carte par courriel ni par téléphone; si vous doutez de l’origine de ce message, appelez-nous.

## La page du client
request-title = Paiement à { $firm }
request-to = Client
request-due = Échéance
request-expires = Lien valable jusqu’au
request-total = Somme demandée
request-paid = Payé
request-held = En cours de confirmation
request-rest = À payer
request-leg-operating = Honoraires et débours
request-leg-trust = Au compte en fidéicommis
request-how-much = Combien
request-all = La totalité : { $amount }
request-part = Une partie
request-agree-part = J’autorise { $firm } à débiter ma carte aujourd’hui du montant choisi ci-dessus.
request-agree-part-bank-accounts = J’accepte de payer aujourd’hui à { $firm } le montant choisi ci-dessus, à même mon compte bancaire.
request-agree-part-both = J’accepte de payer aujourd’hui à { $firm } le montant choisi ci-dessus, avec la carte ou le compte bancaire indiqué ci-dessus.
request-thanks = Merci. Nous avons reçu votre paiement
request-thanks-text = Il ne reste rien à payer. Un reçu vous parviendra par courriel.
request-thanks-rest = Un reçu vous parviendra par courriel. Il reste { $rest } à payer; vous pouvez revenir à cette même page.
request-thanks-held = Un reçu vous parviendra par courriel. Un autre montant, de { $held }, est en cours de confirmation; ne le payez pas une seconde fois.
request-meanwhile = Il s’agit d’un montant de { $held }. Le solde de { $rest } peut être payé ci-dessous.
request-receipt = Reçu : { $amount }
request-debit-notice = Avis de débit : { $amount }
request-held-pending = En route depuis votre banque
request-pending = Votre eCheck a été soumis
request-pending-text = Il est d’ordinaire réglé en 2 jours ouvrables bancaires, ici au plus tard le { $day }; il n’est payé qu’à ce moment. Si votre banque le retourne, vous recevrez un courriel. D’ici là, ne payez pas une seconde fois.
request-pending-text-soon = Il est d’ordinaire réglé en 2 jours ouvrables bancaires; il n’est payé qu’à ce moment. Si votre banque le retourne, vous recevrez un courriel. D’ici là, ne payez pas une seconde fois.
request-returned = Votre banque a retourné votre eCheck
request-returned-line = L’eCheck de { $amount } du { $day } a été retourné; cette somme n’est donc pas payée.
request-returned-text = Payez ci-dessous d’une autre façon ou communiquez avec nous.
request-line-pending = { $amount } à { $statement } : eCheck soumis, pas encore payé
request-half = Un des deux montants est passé
request-half-text = Ce qui est passé est acquis; ne le payez pas une seconde fois. Vous pouvez payer le reste ci-dessous, d’une autre façon si vous le voulez.
request-line-paid = { $amount } à { $statement } : payé
request-line-refused = { $amount } à { $statement } : non accepté, rien n’a été prélevé
request-line-voided = { $amount } à { $statement } : annulé, rien n’est prélevé
request-line-taken-back = { $amount } à { $statement } : repris
request-line-open = { $amount } à { $statement } : en cours de confirmation
request-is-paid = Cette demande est payée
request-is-paid-text = Il ne reste rien à payer. Merci.
request-is-cancelled = Cette demande a été annulée
request-is-cancelled-text = Il n’y a rien à payer ici. Pour toute question, communiquez avec { $firm }.
request-is-expired = Ce lien a expiré
request-is-expired-text = Il n’accepte plus de paiements. Demandez-en un nouveau à { $firm }.
request-unknown = Ce lien n’est pas valide
request-unknown-text = Il est peut-être incomplet, ou un plus récent l’a remplacé. Utilisez le lien du dernier message ou demandez-en un nouveau au cabinet.
request-error-rest = Il reste maintenant { $rest } à payer. Rien n’a été débité. Si c’est exact, appuyez de nouveau sur Payer.
request-error-closed = Cette demande n’accepte plus de paiements. Rien n’a été débité.
request-error-nothing = Rien n’a été débité cette fois.
request-error-how-much = « La totalité » est choisi ci-dessus. Pour payer ce montant, choisissez « Une partie »; pour payer { $rest }, videz ce champ.

## États
request-state-sent = Envoyée
request-state-viewed = Consultée
request-state-part-paid = Payée en partie
request-state-paid = Payée
request-state-failed = Dernier essai sans succès
request-state-bounced = Courriel non remis
request-state-cancelled = Annulée
request-state-expired = Expirée

## Envoyer
send-title = Demander un paiement
send-intro = Demandez un paiement à un client au moyen d’un lien sécurisé. Il paie par carte ou par eCheck, sans inscription.
send-sent = Demandes envoyées
send-new = Nouvelle demande
send-who = Client
send-name = Nom
send-name-hint = Le message salue le client par ce nom
send-emails = Courriel
send-emails-hint = Séparez plusieurs adresses par des virgules. Facultatif si vous copiez le lien.
send-language = Langue du message
send-for-payer = Les paiements seront inscrits à la fiche de { $name }.
send-what = Montant
send-amount = Montant
send-account = Déposer dans
send-split = Demander un second montant, en fidéicommis
send-split-hint = Le client paie les deux d’un coup, en deux débits : les honoraires au compte général, le reste en fidéicommis. Deux montants se paient toujours en entier.
send-second-amount = Second montant
send-second-account = Déposer le second montant dans
send-parts = Le client peut payer en plusieurs fois
send-least = Plus petit versement
send-least-hint = Vide : n’importe quel montant
send-about = Objet
send-message = Message au client
send-message-hint = Affiché dans le courriel et sur la page
send-terms = Dates et rappels
send-accepted-hint = Ce que le compte de dépôt n’accepte pas n’est pas offert : les eChecks sont tirés sur des comptes américains, en dollars américains.
send-keep = Offrir de conserver la carte
send-keep-hint = Une case que le client peut cocher sur la page de paiement : sa carte est alors conservée pour des paiements ultérieurs qu’il demande ou accepte. Vous la trouverez parmi les modes de paiement du payeur.
send-due = Échéance
send-expires = Lien valable jusqu’au
send-expires-hint = Vide : le lien n’expire pas
send-reminders = Rappels, en jours après l’envoi
send-reminders-hint = Quatre au plus, par exemple 3, 7, 14. Ils cessent dès que la demande est payée, annulée ou expirée.
send-by-mail = Envoyer le lien par courriel
send-as-link = Créer un lien à copier
send-error-name = Entrez le nom du client
send-error-emails = Entrez une adresse courriel ou créez un lien à copier
send-error-emails-many = Entrez cinq adresses courriel au plus
send-error-account = Choisissez où déposer le paiement
send-error-split = Un second montant demande l’autre type de compte : un compte général, un compte en fidéicommis
send-error-part-of-split = Deux montants se paient toujours en entier
send-error-least = Le plus petit versement ne peut pas dépasser le montant
send-error-least-unticked = Cochez cette case pour permettre le paiement en plusieurs fois, ou videz « Plus petit versement »
send-error-date = Entrez une date, par exemple 2026-11-30
send-error-expires = Le lien serait déjà expiré
send-error-due = Le lien expire avant l’échéance. Choisissez une échéance plus proche ou prolongez la validité du lien.
send-error-reminders = Entrez au plus quatre nombres de jours, chacun plus grand que le précédent, par exemple 3, 7, 14
send-error-remind-late = Le dernier rappel partirait le dernier jour du lien ou après. Rappelez plus tôt ou prolongez la validité du lien.
send-error-remind-whom = Un rappel demande une adresse courriel
send-error-card = Un numéro de carte ne peut pas être conservé. Retirez-le.
send-error-no-debits = Ce compte de dépôt n’accepte pas d’eChecks. Choisissez un autre mode de paiement ou un autre compte.
send-error-unavailable = La demande n’a pas pu être enregistrée. Réessayez dans un instant.

## Demandes envoyées
sent-title = Demandes envoyées
sent-intro = Ce qui a été demandé aux clients, et où en est chaque demande.
sent-search = Chercher par nom, courriel, facture ou dossier
sent-search-go = Chercher
sent-state = État
sent-all = Toutes
sent-outstanding = À payer
sent-list = Demandes
sent-select = Sélectionner
sent-select-all = Tout sélectionner sur cette page
sent-select-one = Sélectionner la demande { $number }
sent-date = Envoi
sent-recipient = Client
sent-for = Objet
sent-amount = Montant
sent-left = reste { $rest }
sent-held = { $held } en cours de confirmation
sent-cancel = Annuler les demandes
sent-cancel-one = Annuler la demande
sent-cancel-heading = { $count ->
    [0] Rien à annuler
    [one] Annuler cette demande?
    [many] Annuler ces { $count-text } demandes?
   *[other] Annuler ces { $count-text } demandes?
}
sent-cancel-text = Reste à payer : { $sum }. { $count ->
    [one] Une fois la demande annulée, le lien n’accepte plus de paiements et le dit. Ce qui a été payé, ou est en voie de l’être, reste acquis. La demande ne peut pas être rouverte.
    [many] Une fois les demandes annulées, les liens n’acceptent plus de paiements et le disent. Ce qui a été payé, ou est en voie de l’être, reste acquis. Une demande annulée ne peut pas être rouverte.
   *[other] Une fois les demandes annulées, les liens n’acceptent plus de paiements et le disent. Ce qui a été payé, ou est en voie de l’être, reste acquis. Une demande annulée ne peut pas être rouverte.
}
sent-cancel-go = { $count ->
    [one] Annuler 1 demande
    [many] Annuler { $count-text } demandes
   *[other] Annuler { $count-text } demandes
}
sent-cancel-keep = Retour sans annuler
sent-cancel-left = { $left ->
    [one] 1 demande sélectionnée est déjà payée, annulée ou expirée et reste telle quelle.
    [many] { $left-text } demandes sélectionnées sont déjà payées, annulées ou expirées et restent telles quelles.
   *[other] { $left-text } demandes sélectionnées sont déjà payées, annulées ou expirées et restent telles quelles.
}
sent-cancel-error-changed = Ces demandes ont changé entre-temps. Rien n’a été annulé; vérifiez le nombre et la somme.
sent-resend = Renvoyer
sent-none = Aucune demande pour l’instant
sent-none-text = Les demandes de paiement que vous envoyez paraîtront ici.
sent-none-found = Aucune demande trouvée
sent-none-found-text = Rien ne correspond à cette recherche.
sent-newer = Plus récentes
sent-older = Plus anciennes
sent-done-cancelled = { $count ->
    [0] Aucune n’a pu être annulée.
    [one] { $count-text } demande a été annulée.
    [many] { $count-text } demandes ont été annulées.
   *[other] { $count-text } demandes ont été annulées.
}
sent-done-cancelled-left = { $left ->
    [one] 1 était déjà payée, annulée ou expirée.
    [many] { $left-text } étaient déjà payées, annulées ou expirées.
   *[other] { $left-text } étaient déjà payées, annulées ou expirées.
}
sent-done-resent = { $count ->
    [0] Aucune n’a pu être renvoyée.
    [one] { $count-text } message est en route.
    [many] { $count-text } messages sont en route.
   *[other] { $count-text } messages sont en route.
}
sent-done-resent-left = { $left ->
    [one] 1 demande n’a pas été renvoyée : elle est payée ou en voie de l’être, annulée ou expirée, ou n’a pas d’adresse courriel.
    [many] { $left-text } demandes n’ont pas été renvoyées : elles sont payées ou en voie de l’être, annulées ou expirées, ou n’ont pas d’adresse courriel.
   *[other] { $left-text } demandes n’ont pas été renvoyées : elles sont payées ou en voie de l’être, annulées ou expirées, ou n’ont pas d’adresse courriel.
}
sent-error-none = Sélectionnez au moins une demande

## Une demande
request-number = Demande { $number }
request-crumb = Demande de paiement
request-facts = La demande
request-link = Lien
request-link-address = Adresse pour le client
request-link-closed = Le lien n’accepte plus de paiements; il dit pourquoi.
request-link-new = Créer un nouveau lien
request-link-new-hint = Le lien précédent cesse aussitôt de fonctionner.
request-payments = Paiements
request-payments-none = Personne n’a encore essayé de payer.
request-history = Historique
request-sent-to = Envoyée à
request-copied = Lien copié
request-payer = Payeur
request-parts = Versements
request-parts-from = À partir de { $amount }
request-whole = Se paie en entier
request-reminders = Rappels
request-reminder-waiting = { $day } : prévu
request-reminder-sent = { $day } : envoyé
request-reminder-unsent = { $day } : non envoyé
request-reminder-passed = { $day } : inutile
request-half-staff = Un des deux montants a été payé, l’autre non. Le client peut payer le reste au moyen du même lien. Si rien ne doit être payé, annulez le paiement accepté; il ne figurera jamais sur le relevé du client. Annulez ensuite cette demande : sinon, elle réclame de nouveau le montant en entier.
request-half-staff-settled = Un des deux montants a été payé, l’autre non. Le client peut payer le reste au moyen du même lien. Si rien ne doit être payé, remboursez le paiement accepté : il est réglé et ne peut plus être annulé. Annulez ensuite cette demande pour que le reste ne soit plus réclamé.
request-half-void = Annuler le paiement { $number }
request-overpaid = Un trop-perçu de { $amount } a été encaissé : un paiement qu’on croyait abandonné a finalement été accepté, ou le cabinet a gagné une contestation. Remboursez cette somme.
request-half-refund = Rembourser le paiement { $number }
request-done-mailed = Le message contenant le lien est en route.
request-done-link = Le lien est prêt à copier.
request-done-reissued = La demande a un nouveau lien. Le précédent ne mène plus nulle part.
request-not-open = La demande est payée, annulée ou expirée; ce n’est donc plus possible.
request-told-made = Demande créée
request-told-queued = Message contenant le lien mis en file d’attente
request-told-reminded = Rappel { $number } mis en file d’attente
request-told-viewed = Le client l’a ouverte et poursuivie
request-told-cancelled = Annulée
request-told-reissued = Nouveau lien créé; le précédent ne mène plus nulle part
request-told-expired = Le lien a expiré
request-told-delivered = Message envoyé
request-told-undelivered = Message non remis
request-told-other = Autre événement
request-tried = Paiement { $number } : { $amount }
outbox-payment-request = Demande de paiement
shell-nav-send = Demander un paiement
payer-send = Demander un paiement

## En fichier
exports-requests = Demandes de paiement
request-column-request = Demande
request-column-paid = Payé
request-column-left = Reste
request-column-viewed = Consultée
request-column-kind = Comptes
