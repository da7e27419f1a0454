### Le portail des payeurs : les pages d’un client, les courriels à leur sujet, et comment le personnel y donne accès.

## Les pages du client
portal-nav = Votre compte
portal-nav-home = Aperçu
portal-nav-payments = Paiements
portal-nav-schedules = Paiements planifiés
portal-nav-methods = Modes de paiement
portal-nav-settings = Réglages
portal-signed-in-as = Session : { $who }
portal-save = Enregistrer
portal-to-portal = Aller à la connexion

portal-title = Votre compte
portal-intro = Vos paiements à { $firm }, pour { $names }.
portal-nothing = Il n’y a rien ici pour l’instant. Si vous pensiez y voir des paiements à { $firm }, communiquez avec le cabinet et donnez-lui cette adresse courriel.
portal-to-pay = À payer
portal-to-pay-none = Rien n’attend d’être payé.
portal-pay = Payer
portal-of-total = à payer sur { $total }
portal-due = Échéance : { $day }
portal-held = { $amount } en cours de confirmation
portal-coming = Prochains paiements
portal-collected-on = Sera prélevé le { $day }
portal-all-schedules = Tous les paiements planifiés
portal-recent = Derniers paiements
portal-all-payments = Tous les paiements

portal-payments = Vos paiements
portal-payments-none = Aucun paiement pour l’instant
portal-payment = Paiement
portal-payment-number = Paiement { $number }
portal-for = Objet
portal-whose = Paiements de qui
portal-everybodys = Tous
portal-refunds = Remboursé
portal-receipt = Reçu

portal-status-paid = Payé
portal-status-paid-text = Le cabinet a reçu ce paiement.
portal-status-reserved = Réservé
portal-status-reserved-text = Le montant est réservé sur votre carte et n’est pas encore débité.
portal-status-pending = En route
portal-status-pending-text = L’argent est demandé à votre banque. Tant qu’il n’est pas arrivé, ce n’est pas payé.
portal-status-confirming = En cours de confirmation
portal-status-confirming-text = Le résultat n’est pas encore connu. Ne payez pas une deuxième fois; le résultat s’affichera ici.
portal-status-declined = Non débité
portal-status-declined-text = Ce paiement n’a pas abouti. Rien n’a été débité.
portal-status-cancelled = Annulé
portal-status-cancelled-text = Ce paiement a été annulé. Rien n’est débité.
portal-status-returned = Retourné
portal-status-returned-text = La banque a retourné ce paiement : il n’est donc pas payé. Communiquez avec le cabinet.
portal-status-disputed = Contesté
portal-status-disputed-text = Ce paiement fait l’objet d’une contestation auprès de votre banque.
portal-status-refunded = Remboursé
portal-status-part-refunded = Remboursé en partie

portal-schedules = Vos paiements planifiés
portal-schedules-intro = Ce que vous avez convenu avec { $firm }. Pour toute modification, communiquez avec le cabinet.
portal-schedules-none = Aucun paiement planifié
portal-next = Prochain : { $amount } le { $day }
portal-agreed = Ce qui est convenu
portal-agreed-plan = Montant
portal-agreed-days = Dates
portal-collected = Prélevé jusqu’ici
portal-so-far = Paiements jusqu’ici

portal-methods = Vos modes de paiement
portal-methods-intro = Les cartes et comptes bancaires que { $firm } peut utiliser pour les paiements convenus. Les numéros sont conservés par le service de paiement, pas ici.
portal-methods-none = Aucun mode de paiement enregistré
portal-method-add = Ajouter une carte
portal-method-change = Modifier
portal-method-added = Votre carte est enregistrée.
portal-method-renamed = Le nom est enregistré.
portal-method-defaulted = Ce mode de paiement est désormais proposé en premier.
portal-method-add-title = Ajouter une carte
portal-method-replace-title = Entrer une nouvelle carte
portal-method-for = Pour { $payer }
portal-method-replaces = Les paiements planifiés qui utilisent { $method } utiliseront la nouvelle carte.
portal-method-name = Nom
portal-method-name-hint = Sert seulement à distinguer vos modes de paiement. Le cabinet le voit aussi.
portal-method-use = Utilisation
portal-method-replace = Entrer une nouvelle carte à la place
portal-method-scheduled = { $count ->
    [one] Un calendrier de paiement l’utilise
   *[other] { $count-text } calendriers de paiement l’utilisent
}
portal-method-removal = Retirer { $method }?
portal-method-removal-text = { $firm } ne pourra plus l’utiliser. Les paiements passés et leurs reçus restent.
portal-method-in-use = { $count ->
    [one] Un calendrier de paiement utilise ce mode; il ne peut donc pas être retiré. Entrez plutôt une nouvelle carte : le calendrier l’utilisera, et ce mode pourra ensuite être retiré.
   *[other] { $count-text } calendriers de paiement utilisent ce mode; il ne peut donc pas être retiré. Entrez plutôt une nouvelle carte : les calendriers l’utiliseront, et ce mode pourra ensuite être retiré.
}

## La connexion
portal-sign-in-title = Connexion à votre compte auprès de { $firm }
portal-sign-in-intro = Consultez ce qui est à payer, vos paiements et reçus, et vos modes de paiement. Utilisez l’adresse à laquelle le cabinet vous écrit.
portal-by-link = Par courriel
portal-send-link = M’envoyer un lien
portal-link-sent = Si nous connaissons cette adresse, un lien vient d’y être envoyé. Il sert une seule fois, pendant 30 minutes. Vérifiez aussi les indésirables.
portal-by-password = Avec un mot de passe
portal-by-password-hint = Seulement si vous en avez choisi un dans vos réglages.
portal-error-wrong = L’adresse et le mot de passe ne correspondent pas, ou aucun mot de passe n’a été choisi. Après dix essais, aucun mot de passe n’est accepté pendant 30 minutes; un lien par courriel fonctionne toujours.
portal-continue = Connexion
portal-continue-text = Vous vous connectez en tant que { $email }.
portal-continue-button = Continuer
portal-link-over = Ce lien ne fonctionne plus
portal-link-over-text = Il a déjà servi, ou trop de temps a passé. Demandez-en un nouveau.
portal-signed-out-everywhere = Votre session est fermée sur tous vos appareils.

## Ses propres réglages
portal-settings = Réglages
portal-name = Votre nom
portal-name-hint = Comment nous vous appelons sur ces pages. Les dossiers du cabinet restent tels quels.
portal-name-saved = Votre nom est enregistré.
portal-address = Adresse de connexion
portal-address-now = Vous vous connectez avec { $email }.
portal-address-hint = Nous envoyons un lien à la nouvelle adresse; ouvrez-le dans ce navigateur pour la confirmer. Vous gardez l’accès aux mêmes paiements. L’adresse dans les dossiers de { $firm } ne change pas : avisez le cabinet si les reçus doivent aller ailleurs.
portal-new-address = Nouvelle adresse courriel
portal-address-send = Envoyer un lien
portal-address-sent = Un lien vient d’être envoyé à la nouvelle adresse. Rien ne change avant que vous la confirmiez.
portal-address-changed = Votre nouvelle adresse est confirmée. Vous vous connectez désormais avec elle.
portal-address-confirm = Confirmer votre nouvelle adresse
portal-address-confirm-text = Vous vous connectez actuellement avec { $before }. Désormais, ce sera avec { $after }.
portal-address-confirm-button = Utiliser cette adresse
portal-address-elsewhere = Ouvrez ce lien là où vous l’avez demandé
portal-address-elsewhere-text = Connectez-vous d’abord avec votre adresse actuelle, puis ouvrez le lien de nouveau. Si vous ne l’avez pas demandé, ne faites rien.
portal-address-taken = Cette adresse a déjà sa propre connexion
portal-address-taken-text = Rien n’a été modifié. Connectez-vous plutôt avec cette adresse.
portal-password = Mot de passe
portal-password-none = Vous n’avez pas besoin de mot de passe : un lien par courriel suffit.
portal-password-has = Vous avez un mot de passe. Le changer ou le retirer vous déconnecte de vos autres appareils.
portal-password-now = Mot de passe actuel
portal-password-new = Nouveau mot de passe
portal-password-set = Choisir un mot de passe
portal-password-change = Changer le mot de passe
portal-password-remove = Retirer le mot de passe
portal-password-saved = Votre mot de passe est enregistré.
portal-password-removed = Votre mot de passe est retiré. Connectez-vous désormais par lien.
portal-error-password = Ce n’est pas votre mot de passe actuel
portal-looks = Langue et couleurs
portal-preferences-saved = Enregistré.
portal-sessions = Appareils
portal-everywhere = Se déconnecter partout
portal-everywhere-hint = Met fin à toutes les sessions, celle-ci comprise : par exemple sur un ordinateur perdu ou partagé.

## Les courriels
portal-mail-sign-in-subject = Votre lien de connexion auprès de { $firm }
portal-mail-sign-in-heading = Connexion
portal-mail-sign-in-why = Vous avez demandé un lien vers votre compte auprès de { $firm }.
portal-mail-sign-in-button = Se connecter
portal-mail-invitation-subject = Votre compte auprès de { $firm }
portal-mail-invitation-heading = Consulter et payer en ligne
portal-mail-invitation-why = { $firm } vous invite à consulter les paiements de { $payer } : ce qui est à payer, les reçus, les paiements planifiés et les modes de paiement. Aucun mot de passe n’est requis.
portal-mail-invitation-button = Accéder à votre compte
portal-mail-address-subject = Confirmez votre nouvelle adresse pour { $firm }
portal-mail-address-heading = Confirmez votre nouvelle adresse
portal-mail-address-why = Vous avez demandé à vous connecter auprès de { $firm } avec cette adresse. Ouvrez le lien dans le navigateur où votre session est ouverte.
portal-mail-address-button = Confirmer cette adresse
portal-mail-until = Le lien sert une seule fois, jusqu’au { $time }.
portal-mail-not-you = Si vous n’attendiez pas ce message, vous pouvez l’ignorer.
portal-mail-changed-subject = Votre adresse de connexion auprès de { $firm } a été changée
portal-mail-changed-heading = Vous vous connectez maintenant avec une autre adresse
portal-mail-changed-why = L’adresse de connexion à votre compte auprès de { $firm } a été changée. Celle-ci n’y sert plus.
portal-mail-changed-not-you = Si vous n’êtes pas à l’origine de ce changement, appelez { $firm } sans tarder.
portal-mail-password-subject = Un mot de passe a été choisi pour votre compte auprès de { $firm }
portal-mail-password-heading = Vous pouvez maintenant vous connecter avec un mot de passe
portal-mail-password-why = Un mot de passe a été choisi pour votre compte auprès de { $firm }. Les liens par courriel fonctionnent toujours.
portal-mail-password-not-you = Si ce n’est pas vous qui l’avez choisi, appelez { $firm } sans tarder.
portal-mail-link-hidden = [lien non conservé]
outbox-portal-link = Lien vers le portail des payeurs
outbox-portal-address = Avis de changement d’adresse au portail
outbox-portal-password = Avis d’un premier mot de passe au portail
outbox-about = Au sujet de
outbox-portal = Portail des payeurs

## Ce que le personnel voit et fait
payer-tab-portal = Portail
payer-portal-title = Qui voit ce payeur au portail
payer-portal-access = Accès
payer-portal-last = Dernière connexion
payer-portal-never = Jamais
payer-portal-actions = Actions
payer-portal-nobody = Personne
payer-portal-nobody-text = Cette fiche n’a pas d’adresse courriel. Ajoutez-en une, ou invitez quelqu’un ci-dessous.
payer-portal-by-address = Adresse à la fiche
payer-portal-given = Invité par le personnel
payer-portal-former = Ancienne adresse à la fiche
payer-portal-withdrawn = Retiré
payer-portal-lapsed = Plus d’accès
payer-portal-invite = Envoyer une invitation
payer-portal-withdraw = Retirer l’accès
payer-portal-invite-other = Inviter quelqu’un d’autre
payer-portal-invite-hint = Cette personne verra les paiements, reçus, calendriers et modes de paiement de ce payeur, et pourra payer. La fiche n’est pas modifiée.
payer-portal-invited = L’invitation est partie.
payer-portal-taken = L’accès est retiré.
payer-portal-shut = Le portail est fermé; personne ne peut se connecter pour l’instant.
payer-portal-archived = La fiche est archivée; personne ne la voit au portail.
payer-portal-withdrawal = Retirer l’accès?
payer-portal-withdrawal-text = { $email } ne verra plus au portail les paiements, calendriers et modes de paiement de { $name }, dès la prochaine page ouverte. Les courriels à cette adresse continuent. Une invitation redonne l’accès.
payer-story-portal-invited = Invitation au portail : { $address }
payer-story-portal-withdrawn = Accès au portail retiré : { $address }

shell-nav-portal = Portail des payeurs
portal-switch-title = Portail des payeurs
portal-switch-intro = Les payeurs y voient ce qui est à payer, leurs paiements, calendriers et modes de paiement, après connexion avec une adresse de leur fiche.
portal-switch-state = Les payeurs peuvent se connecter
portal-switch-open = Ouvert
portal-switch-shut = Fermé
portal-switch-open-text = Les payeurs se connectent à cette adresse. Personne ne voit un payeur à moins que son adresse soit à la fiche ou que vous l’ayez invité.
portal-switch-shut-text = L’adresse indique que le portail est fermé. Les pages de paiement et les liens de demandes continuent de fonctionner.
portal-switch-close = Fermer le portail
portal-switch-reopen = Ouvrir le portail
portal-switch-opened = Le portail est ouvert.
portal-switch-closed = Le portail est fermé.

error-portal-closed-title = Ces pages sont fermées pour l’instant
error-portal-closed-text = Rien de ce qui vous concerne n’est perdu. Les liens de paiement dans nos courriels fonctionnent toujours. Pour toute question, communiquez avec le cabinet.
