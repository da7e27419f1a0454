### Les alertes : la liste, une alerte, la cloche et les courriels.

alerts-title = Alertes
alerts-crumb = Alerte
alerts-intro = Ce que quelqu’un doit examiner. Une alerte se ferme avec sa cause, ou quand quelqu’un la résout avec une note.
alerts-shelves = Alertes affichées
alerts-shelf-open = À traiter
alerts-shelf-mine = Les miennes
alerts-shelf-snoozed = Reportées
alerts-shelf-resolved = Résolues
alerts-causes = Causes
alerts-all-causes = Toutes les causes
alerts-cause-count = { $cause }, { $count }
alerts-none = Rien ne demande votre attention
alerts-none-text = Paiements planifiés échoués, retours, contestations, résultats en suspens et courriels non remis paraissent ici.
alerts-none-mine = Aucune alerte ne vous est attribuée
alerts-none-mine-text = Les alertes que l’on vous confie paraissent ici.
alerts-none-snoozed = Aucune alerte n’est reportée
alerts-none-snoozed-text = Une alerte reportée revient d’elle-même le jour venu.
alerts-none-resolved = Aucune alerte n’a encore été résolue
alerts-none-resolved-text = Les alertes résolues restent ici, avec le nom de la personne et la raison.
alerts-show-all = Afficher toutes les causes
alerts-more = Alertes suivantes
alerts-first = Revenir au début
alerts-list = Tableau des alertes
alerts-select = Sélectionner : { $what }
alerts-what = Objet
alerts-who = Payeur
alerts-why = Raison
alerts-when = Depuis
alerts-back-on = Retour le
alerts-ended-on = Résolue le
alerts-assignee = Attribuée à
alerts-nobody = Personne
alerts-me = Me l’attribuer
alerts-amount = Montant
alerts-payment = Paiement { $number }
alerts-message-to = À { $addresses }
alerts-account = Compte { $name } •••• { $last }
alerts-since = Depuis le { $when }
alerts-snoozed-until = Reportée au { $when }
alerts-gone = L’objet de cette alerte ne peut plus être affiché.
alerts-given = Le payeur a donné { $method }.
alerts-given-scheduled =
    { $count ->
        [one] Le payeur a donné { $method }; le calendrier de paiement l’utilise désormais.
        [many] Le payeur a donné { $method }; { $count-text } de calendriers de paiement l’utilisent désormais.
       *[other] Le payeur a donné { $method }; { $count-text } calendriers de paiement l’utilisent désormais.
    }

## Pourquoi, et ce qui suit.

alerts-why-returned = La banque a retourné le débit : l’argent a quitté le compte du cabinet.
alerts-why-reversed = Le paiement a échoué après son approbation. L’argent n’est pas arrivé, ou est reparti.
alerts-why-disputed = Le payeur conteste ce paiement auprès de sa banque. L’argent est retenu.
alerts-why-dispute-lost = La contestation a été tranchée en faveur du payeur. L’argent est perdu.
alerts-why-method-expiring = { $method } expire en { $month }, avant le prochain paiement planifié.
alerts-why-outcome-unknown = Le processeur n’a pas dit si ce paiement a été effectué.
alerts-why-refund-unknown = Le processeur n’a pas dit si ce remboursement a été effectué.
alerts-why-mail-failed = Le message n’a pas pu être remis et ne sera plus envoyé.
alerts-why-processor-unreachable = Le processeur ne répond plus depuis plusieurs minutes. Des paiements peuvent échouer, et les nouvelles des précédents tardent.
alerts-why-refund-failed = Le remboursement n’a pas été effectué. L’argent est toujours au cabinet.
alerts-why-debits-ended = L’autorisation de débit du payeur a pris fin, et le calendrier de paiement a été mis en pause avant ce paiement.
alerts-why-request-overpaid = Un trop-perçu a été encaissé pour cette demande : un paiement qu’on croyait abandonné a finalement été accepté, ou le cabinet a gagné une contestation.
alerts-why-card-testing = Des paiements par carte sont refusés sur les pages publiques à un rythme que de vrais payeurs n’atteignent pas : quelqu’un teste peut-être des cartes volées.
alerts-why-not-authorized = Le payeur n’a pas autorisé ce débit de son compte bancaire, ou ne l’autorise plus. Rien n’a été débité.
alerts-why-occurrence-failed = Le paiement planifié a été tenté sans être encaissé.
alerts-why-occurrence-missed = Le jour du paiement planifié est passé sans tentative.
alerts-raw = Selon l’autre partie :
alerts-next = La suite
alerts-next-occurrence-failed = Les paiements suivants ont lieu comme prévu. Celui-ci n’est retenté que si quelqu’un le demande.
alerts-next-occurrence-missed = Les paiements suivants ont lieu comme prévu. Celui-ci n’est encaissé que si quelqu’un le demande.
alerts-next-debit-returned = Rien n’est encaissé de soi-même. Demandez un autre paiement au payeur.
alerts-next-disputed = Transmettez vos preuves au processeur avant l’échéance. L’alerte se ferme d’elle-même si le cabinet obtient gain de cause.
alerts-next-dispute-lost = Rien n’est encaissé de soi-même. Convenez avec le payeur d’un autre paiement.
alerts-next-method-expiring = Le paiement échouera si le payeur ne donne pas un autre mode de paiement à temps.
alerts-next-outcome-unknown = Ne débitez pas de nouveau. Le portail continue d’interroger le processeur; l’alerte se ferme dès sa réponse.
alerts-next-mail-failed = Vérifiez l’adresse et renvoyez le message. L’alerte se ferme dès qu’il est parti.
alerts-next-processor-unreachable = Le portail continue d’essayer. L’alerte se ferme dès que le processeur répond.
alerts-next-refund-failed = Remboursez de nouveau, ou par un autre moyen. L’alerte se ferme dès que l’argent est rendu.
alerts-next-debits-ended = Rien n’est prélevé tant que le calendrier est en pause. Inscrivez une nouvelle autorisation ou choisissez un autre mode de paiement dans le calendrier, puis reprenez-le : l’alerte se ferme alors.
alerts-next-request-overpaid = Remboursez le trop-perçu. L’alerte se ferme dès qu’il est rendu; si le client veut que le cabinet le garde, résolvez-la avec une note.
alerts-next-card-testing = Chaque payeur doit montrer qu’il n’est pas un robot. Cela prend fin tout seul quand les refus cessent, et cette alerte aussi. Si vous connaissez une raison légitime, relevez la limite dans les réglages.
alerts-public-pages = Pages publiques
alerts-open-bot-defence = Réglages de la protection

## Ce que l’on peut faire.

alerts-actions = Ce que vous pouvez faire
alerts-read-only = Vous pouvez consulter les alertes. Pour les traiter, demandez le rôle Facturation à un administrateur.
alerts-ask-now = Interroger le processeur
alerts-ask-payer = Demander un autre mode de paiement par courriel
alerts-pay-otherwise = Saisir un autre paiement
alerts-pay-otherwise-text = Ouvre le terminal avec le payeur et le montant. L’alerte se ferme une fois ce paiement approuvé.
alerts-refund-again = Rembourser de nouveau
alerts-refund = Rembourser
alerts-open-request = Ouvrir la demande
alerts-open-payment = Ouvrir le paiement
alerts-open-message = Ouvrir le message
alerts-send-again = Renvoyer
alerts-assign = Attribuer
alerts-assign-to = Attribuer à
alerts-assign-nobody = Personne
alerts-snooze = Reporter
alerts-snooze-tomorrow = À demain
alerts-snooze-three-days = Dans trois jours
alerts-snooze-week = Dans une semaine
alerts-resolve = Résoudre
alerts-resolve-how = Comment l’alerte a été résolue
alerts-note = Note
alerts-note-hint = Pour les dossiers du cabinet, 500 caractères au plus.
alerts-selected = Avec les alertes sélectionnées
alerts-history = Historique
alerts-details = Détails
alerts-raised = Déclenchée
alerts-state-open = À traiter
alerts-state-snoozed = Reportée
alerts-state-resolved = Résolue
alerts-note-said = Note

## Ce qui a été fait.

alerts-done-snoozed = L’alerte est reportée. Elle reviendra d’elle-même.
alerts-done-assigned = L’alerte est attribuée.
alerts-done-resolved = L’alerte est résolue.
alerts-done-asked-open = Le processeur a été interrogé et n’a pas encore de réponse. Le portail continue.
alerts-done-asked-closed = Le processeur a répondu. L’alerte est fermée.
alerts-done-asked-payer = Le payeur est sollicité par courriel. Le lien est valable une semaine.
alerts-done-mail = Votre choix est enregistré.
alerts-done-several-resolved = { $count ->
    [one] { $count-text } alerte résolue.
    [many] { $count-text } d’alertes résolues.
   *[other] { $count-text } alertes résolues.
}
alerts-done-several-assigned = { $count ->
    [one] { $count-text } alerte attribuée.
    [many] { $count-text } d’alertes attribuées.
   *[other] { $count-text } alertes attribuées.
}
alerts-done-left = { $count ->
    [one] { $count-text } a été modifiée entre-temps par quelqu’un d’autre et reste telle quelle.
   *[other] { $count-text } ont été modifiées entre-temps par quelqu’un d’autre et restent telles quelles.
}

## Ce qui ne va pas dans un formulaire.

alerts-error-stale = Quelqu’un a modifié cette alerte entre-temps. Rien n’a été fait; voici où elle en est.
alerts-error-ended = Cette alerte a été résolue entre-temps. Rien n’a été fait.
alerts-error-note = Dites en quelques mots comment elle a été résolue
alerts-error-note-long = La note dépasse 500 caractères
alerts-error-how = Choisissez comment elle a été résolue
alerts-error-until = Choisissez la date du report
alerts-error-assignee = Cette personne ne peut pas traiter d’alertes. Choisissez quelqu’un d’autre.
alerts-error-none = Sélectionnez au moins une alerte
alerts-error-unavailable = Rien ne peut être enregistré pour le moment. Rien n’a été fait; réessayez dans une minute.
alerts-error-settle = L’alerte que ce paiement devait régler a été résolue entre-temps. Rien n’a été débité.

## Ce qui est arrivé à une alerte.

alerts-history-raised = Déclenchée
alerts-history-snoozed = Reportée au { $when }
alerts-history-woken = De nouveau à traiter
alerts-history-asked-payer = Autre mode de paiement demandé au payeur par courriel
alerts-history-given = Le payeur a donné un mode de paiement
alerts-history-assigned = Attribuée à { $name }
alerts-history-assigned-nobody = Attribuée à personne
alerts-history-resolved = Résolue : { $how }

## La cloche.

alerts-bell-all = Toutes les alertes
alerts-bell-count = { $count ->
    [one] { $count-text } à traiter
    [many] { $count-text } à traiter
   *[other] { $count-text } à traiter
}

## Les courriels.

alerts-mail = Courriels sur les alertes
alerts-mail-text = Envoyés à { $address }.
alerts-mail-choice = Fréquence
alerts-mail-save = Enregistrer
alerts-mail-subject = { $count ->
    [one] { $count-text } alerte à traiter
    [many] { $count-text } d’alertes à traiter
   *[other] { $count-text } alertes à traiter
}
alerts-mail-none = Ce dont il s’agissait a été réglé depuis.
alerts-mail-line = { $payer } : { $cause }
alerts-mail-more = { $count ->
    [one] et { $count-text } autre
    [many] et { $count-text } d’autres
   *[other] et { $count-text } autres
}
alerts-mail-view = Voir les alertes
alerts-mail-why = Vous recevez ce courriel parce que vous l’avez demandé à la page des alertes. Vous pouvez y changer votre choix.
alerts-terminal = Ce paiement règle l’alerte { $what }. L’alerte se ferme une fois le paiement approuvé.

## Les paiements planifiés.

alerts-occurrence = { $schedule }, paiement { $number }
alerts-due = dû le { $day }
alerts-why-not-reached = Le processeur n’a pas pu être joint. Rien n’a été débité.
alerts-why-voided = Le paiement a été annulé avant son règlement.
alerts-why-no-method = Le mode de paiement enregistré n’existe plus, ou appartient à un autre compte marchand.
alerts-why-no-account = Le compte marchand est fermé.
alerts-next-retry = Un nouvel essai aura lieu de lui-même le { $when }. Les paiements suivants ont lieu comme prévu.
alerts-collect = Essayer de nouveau
alerts-collect-method = Mode de paiement
alerts-collect-no-method = Le payeur n’a aucun mode de paiement enregistré pour ce compte. Saisissez un autre paiement ou demandez-lui-en un.
alerts-done-collected = Le paiement est encaissé. L’alerte se ferme quand l’argent est au cabinet.
alerts-done-not-collected = Le nouvel essai a échoué. La raison est indiquée plus bas.
alerts-done-collecting = L’encaissement est en cours. Le résultat paraîtra ici.
alerts-error-not-now = Un encaissement est en cours, ou l’affaire a été réglée autrement. Rien n’a été fait.
alerts-error-method = Ce mode de paiement ne peut pas être débité. Choisissez-en un autre.
alerts-error-not-authorized = Le payeur n’a pas autorisé ce débit, ou pas si tôt ni si souvent. Choisissez une carte, ou entrez un autre paiement.
alerts-error-being-confirmed = On ne sait pas encore si le paiement a été effectué. N’essayez pas de nouveau; le portail se renseigne.
alerts-why-declined = { $reason }.
alerts-open-schedule = Ouvrir le calendrier
