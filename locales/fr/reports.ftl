### Rapports : la liste, un rapport, son formulaire, ses exécutions, ses courriels.

reports-title = Rapports
reports-intro = Tous les chiffres suivent les journées du cabinet et mènent aux paiements correspondants.
reports-new = Nouveau rapport
reports-payments-tab = Tous les paiements
reports-tabs = Gestion des paiements
reports-section-payments = Paiements
reports-section-summaries = Synthèses
reports-section-attention = À surveiller
reports-own = Mes rapports
reports-shared = Rapports partagés
reports-own-none = Vous n’avez pas encore de rapport. Créez-en un ou copiez un rapport de cette page.
reports-shared-none = Aucun rapport partagé pour l’instant.
reports-name = Nom
reports-range = Dates
reports-sent = Envoi
reports-changed = Modifié le

## Les rapports que tout portail possède.

report-today = Paiements du jour
report-today-text = Tous les paiements d’aujourd’hui, refus et annulations compris.
report-month-to-date = Mois à ce jour
report-month-to-date-text = Paiements depuis le premier du mois.
report-last-month = Mois dernier
report-last-month-text = Paiements du mois précédent au complet.
report-trust-receipts = Encaissements en fidéicommis
report-trust-receipts-text = Sommes reçues en fidéicommis, avec client et dossier.
report-operating-receipts = Encaissements du compte général
report-operating-receipts-text = Sommes reçues dans les comptes généraux.
report-year-by-month = Année à ce jour, par mois
report-year-by-month-text = Le total de chaque mois de l’année en cours.
report-by-account = Par compte marchand
report-by-account-text = Le total de chaque compte marchand.
report-by-source = Par provenance
report-by-source-text = D’où viennent les paiements.
report-by-user = Par utilisateur
report-by-user-text = Ce que chaque personne a saisi.
report-by-payer = Par payeur
report-by-payer-text = Ce que chaque payeur a versé, du plus élevé au plus bas.
report-by-method = Par mode de paiement
report-by-method-text = Réseaux de cartes et comptes bancaires.
report-deposits = Dépôts
report-deposits-text = Ce qui a été réglé chaque jour, remboursements en regard.
report-declines = Refus et échecs
report-declines-text = Paiements refusés ou échoués, et pourquoi.
report-refunds = Remboursements et annulations
report-refunds-text = Sommes rendues et paiements annulés.
report-open-outcomes = Issues en suspens
report-open-outcomes-text = Paiements dont le processeur n’a pas encore donné l’issue.
report-expiring-cards = Cartes qui expirent
report-expiring-cards-text = Cartes enregistrées, par mois d’expiration.
report-tax-collected = Taxes perçues
report-tax-collected-text = Les taxes comprises dans les paiements de chaque compte. La part de chaque remboursement en est déduite.
report-surcharges-collected = Suppléments perçus
report-surcharges-collected-text = Ce qui a été ajouté pour le paiement par carte de crédit, par compte. La part de chaque remboursement en est déduite.
report-echeck-returns = eChecks retournés
report-echeck-returns-text = Les débits bancaires retournés, avec le motif de la banque, selon le jour de leur dernier changement.
report-scheduled-failures = Échecs de paiements planifiés
report-scheduled-failures-text = Paiements planifiés qui ont été refusés, ont échoué ou ont été retournés.

## Dates.

range-today = Aujourd’hui
range-yesterday = Hier
range-this-week = Cette semaine
range-last-week = La semaine dernière
range-this-month = Ce mois-ci
range-last-month = Le mois dernier
range-this-quarter = Ce trimestre
range-last-quarter = Le trimestre dernier
range-this-year = Cette année
range-last-year = L’année dernière
range-month-to-date = Mois à ce jour
range-quarter-to-date = Trimestre à ce jour
range-year-to-date = Année à ce jour
range-last-7-days = 7 derniers jours
range-last-30-days = 30 derniers jours
range-last-90-days = 90 derniers jours
range-next-90-days = 90 prochains jours
range-all-time = Depuis le début
range-fixed = Du … au …
range-span = { $first } au { $last }
report-range = Dates
report-from = Du
report-to = Au
report-from-hint = Seulement pour « Du … au … ».
report-range-go = Afficher
report-basis = Date retenue
report-basis-asked = Date du paiement
report-basis-changed = Date du dernier changement (paiements réglés : date de règlement)

## Regroupements.

report-grouping-none = Sans regroupement
report-grouping-day = Jour
report-grouping-week = Semaine
report-grouping-month = Mois
report-grouping-payer = Payeur
report-grouping-source = Provenance
report-grouping-account = Compte marchand
report-grouping-method = Mode
report-grouping-status = Statut
report-grouping-user = Saisi par
report-group-all = Ensemble
report-group-none = Inconnu
report-group-week = Semaine du { $day }

## Colonnes.

report-column-expires = Expiration
report-given-back = Rendu
report-sum-tax = Taxes perçues
report-sum-surcharge = Suppléments perçus
report-count = Nombre

## Une réponse.

report-rows = { $count ->
    [one] { $count-text } ligne
    [many] { $count-text } lignes
   *[other] { $count-text } lignes
}
report-totals = Totaux
report-table = Lignes
report-total = Total
report-none = Rien à ces dates
report-none-text = Choisissez d’autres dates ou modifiez les filtres.
report-hidden = { $count ->
    [one] Un autre a été refusé, a échoué ou a été annulé, et n’est pas compté.
    [many] { $count-text } autres ont été refusés, ont échoué ou ont été annulés, et ne sont pas comptés.
   *[other] { $count-text } autres ont été refusés, ont échoué ou ont été annulés, et ne sont pas comptés.
}
report-ignored = Ces filtres ne sont plus compris et ont été laissés de côté : { $parts }
report-most = Seules les { $most } premières lignes sont affichées ici. Le fichier Excel les contient toutes.
report-rebuilding = L’index de recherche est en cours de reconstruction et ce rapport en a besoin. Réessayez dans quelques minutes.
report-copy = Enregistrer une copie
report-edit = Modifier
report-run = Exécuter et conserver
report-runs = Exécutions
report-runs-none = Pas encore exécuté. Une exécution conserve ses dates et ses totaux, pour pouvoir être affichée de nouveau.
report-run-title = Exécution du { $when }
report-run-when = Quand
report-run-who = Par
report-run-schedule = Envoi programmé
report-run-days = Dates
report-run-handed = Remise
report-run-screen = À l’écran
report-run-attached = Par courriel, en pièce jointe
report-run-linked = Par courriel, sous forme de lien
report-run-missed = { $count ->
    [one] Un envoi précédent n’a pas eu lieu, le portail étant arrêté.
    [many] { $count-text } envois précédents n’ont pas eu lieu, le portail étant arrêté.
   *[other] { $count-text } envois précédents n’ont pas eu lieu, le portail étant arrêté.
}
report-run-changed = Les données ont changé depuis : l’exécution comptait { $then } lignes, il y en a aujourd’hui { $now }.
report-run-then = Comptés alors
report-facts = À propos de ce rapport
report-filters = Filtres
report-accounts = Comptes
report-accounts-any = Tous les comptes
report-measure = Ce qui est additionné
report-measure-amount = Montant entier
report-measure-tax = Taxes (paiements taxés seulement)
report-measure-surcharge = Suppléments (paiements avec supplément seulement)
report-filters-none = Aucun
report-sharing = Qui le voit
report-next = Prochain envoi
report-never = Aucun envoi
report-recipients = À
report-delete = Supprimer le rapport
report-delete-text = Le rapport, son envoi programmé et ses exécutions sont supprimés. Les courriels envoyés restent dans la boîte d’envoi; ceux qui attendent ne partiront pas.
report-done-saved = Le rapport est enregistré.
report-done-copied = Voici votre copie. Vous seul la voyez.
report-done-deleted = Le rapport est supprimé.
report-done-run = L’exécution est conservée.
report-copy-of = Copie de { $name }

## Le formulaire.

report-new-title = Nouveau rapport
report-edit-title = Modifier le rapport
report-restored = Ce que vous aviez saisi avant la fin de votre session est de retour. Rien n’est encore enregistré.
report-form-what = Ce qu’il montre
report-form-layout = Présentation
report-form-send = Courriel
report-name = Nom
report-personal = Moi seulement
report-global = Toute personne qui peut consulter les paiements
report-filters-hint = Comme dans la recherche, par exemple compte:fideicommis montant:>500. Laissez vide pour tous les paiements.
report-unsuccessful = Afficher les refus, les échecs et les annulations
report-group = Regrouper par
report-detail-rows = Chaque ligne, avec totaux
report-detail-totals = Totaux seulement
report-detail = Détail
report-columns = Colonnes
report-columns-hint = Dans cet ordre, de gauche à droite.
report-column-up = Monter { $name }
report-column-down = Descendre { $name }
report-column-remove = Retirer { $name }
report-up = Monter
report-down = Descendre
report-remove = Retirer
report-column-add = Ajouter une colonne
report-add = Ajouter
report-send = Envoyer
report-send-never = Jamais
report-send-daily = Chaque jour
report-send-weekly = Chaque semaine
report-send-monthly = Chaque mois
report-send-yearly = Chaque année
report-send-once = Une fois
report-send-hint = En fichier Excel. Seules les précisions propres à ce choix sont utilisées.
report-time = Heure
report-time-hint = À l’heure du cabinet ({ $zone }), par exemple 07:30.
report-weekday = Jour de la semaine
report-month-day = Jour du mois
report-month-last = Dernier jour
report-month = Mois
report-once = Date
report-recipients-label = Destinataires
report-recipients-hint = Jusqu’à { $most } adresses, séparées par des virgules.
report-save = Enregistrer le rapport
report-cancel = Annuler
weekday-monday = Lundi
weekday-tuesday = Mardi
weekday-wednesday = Mercredi
weekday-thursday = Jeudi
weekday-friday = Vendredi
weekday-saturday = Samedi
weekday-sunday = Dimanche
report-sent-daily = Chaque jour à { $time }
report-sent-weekly = { $day }, chaque semaine à { $time }
report-sent-monthly = Chaque mois, le { $day } à { $time }
report-sent-monthly-last = Chaque mois, le dernier jour à { $time }
report-sent-yearly = Chaque année en { $month }, le { $day }, à { $time }
report-sent-yearly-last = Chaque année en { $month }, le dernier jour, à { $time }
report-sent-once = Une fois, le { $day } à { $time }
report-error-name = Entrez un nom
report-error-name-long = Utilisez au plus 100 caractères pour le nom
report-error-sharing = Votre rôle ne permet pas de tenir des rapports partagés
report-error-range = Choisissez les dates
report-error-from = Entrez la première date, par exemple 2026-11-01
report-error-to = Entrez la dernière date, par exemple 2026-11-30
report-error-order = La dernière date précède la première
report-error-filters = Corrigez ou retirez ce qui n’est pas compris : { $parts }
report-error-columns = Ajoutez au moins une colonne
report-error-time = Entrez une heure, par exemple 07:30
report-error-weekday = Choisissez le jour de la semaine
report-error-month-day = Choisissez le jour du mois
report-error-month = Choisissez le mois
report-error-once = Entrez une date à venir, par exemple { $example }
report-error-recipients = Entrez au moins une adresse de courriel
report-error-recipient = Vérifiez cette adresse : { $address }
report-error-recipients-many = Utilisez au plus { $most } adresses
report-error-stale = Quelqu’un a modifié ce rapport pendant votre saisie. Vos données sont ci-dessous et ne sont pas enregistrées; la version enregistrée date de { $when }. Enregistrez de nouveau pour la remplacer.
report-error-stale-form = Ce formulaire est trop ancien. Ouvrez-le de nouveau
report-error-unavailable = Rien ne peut être enregistré pour le moment. Vos données sont toujours ici; réessayez dans une minute.

## Courriels et fichiers.

report-mail-subject = { $name } : { $days }
report-mail-days = Dates
report-mail-rows = Lignes
report-mail-run = Établi le
report-mail-attached = Le rapport est joint : { $file }.
report-mail-too-large = Le rapport est trop volumineux pour un courriel. Ouvrez-le dans le portail.
report-mail-missed = { $count ->
    [one] Un envoi précédent n’a pas eu lieu, le portail étant arrêté.
    [many] { $count-text } envois précédents n’ont pas eu lieu, le portail étant arrêté.
   *[other] { $count-text } envois précédents n’ont pas eu lieu, le portail étant arrêté.
}
report-mail-view = Ouvrir le rapport
report-mail-why = Vous recevez ce message parce qu’une personne du cabinet a inscrit votre adresse à ce rapport.
report-file-group = Groupe
