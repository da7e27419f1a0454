### Calendriers collectifs : les mêmes conditions pour plusieurs payeurs.

groups-title = Calendriers collectifs
groups-new = Nouveau calendrier collectif
groups-intro = Des conditions convenues une seule fois pour plusieurs payeurs. Chacun reçoit son propre calendrier.
groups-none = Aucun calendrier collectif
groups-none-text = Utile quand plusieurs payeurs paient la même chose : provision annuelle, adhésion, dossiers d’une même série.
groups-made = Calendriers
groups-since = Commencé
groups-one = Calendrier collectif
groups-any = Tous
group-stage-choosing = Choix des payeurs
group-stage-running = Création en cours
group-stage-done = Créé
group-stage-discarded = Abandonné
group-new-title = Nouveau calendrier collectif
group-edit-title = Modifier les conditions
group-new-intro = D’abord les conditions, ensuite les payeurs. Rien n’est créé avant votre vérification.
group-name-hint = Chaque calendrier porte ce nom
group-account = Compte de dépôt
group-account-hint = Seules les cartes enregistrées pour ce compte peuvent être débitées
group-error-account = Choisissez un compte ouvert
group-preview = Dates pour chaque payeur
group-go-on = Choisir les payeurs
group-nothing-yet = Cette étape ne débite personne et ne crée rien.
group-error-too-many = Un calendrier collectif compte 500 payeurs au plus. Au-delà, utilisez l’importation.
group-error-no-one = Aucun de ces payeurs ne peut recevoir de calendrier pour l’instant
group-error-changed = Quelque chose a changé depuis votre vérification. Rien n’a été créé. Vérifiez les payeurs une nouvelle fois.
group-choose-intro = Choisissez qui reçoit ce calendrier. Votre choix est conservé, même si vous quittez cette page.
group-terms = Conditions
group-edit = Modifier
group-chosen = Payeurs choisis
group-none-chosen = Choisissez au moins un payeur pour continuer.
group-to-review = Vérifier
group-discard = Abandonner
group-find = Chercher des payeurs
group-take = Payeur
group-take-one = Choisir { $name }
group-amount = Montant particulier
group-amount-of = Montant particulier pour { $name }
group-method = { $brand } •••• { $last }
group-method-of = Carte de { $name }
group-add = Ajouter les payeurs cochés
group-add-all = Ajouter toute la page
group-is-chosen = Choisi
group-no-card = Aucune carte enregistrée pour ce compte.
group-request = Demander une carte
group-leave = Retirer
group-leave-one = Retirer { $name }
group-save-chosen = Enregistrer les modifications
group-review = Vérification
group-review-title = Vérifier les calendriers
group-left-out = Laissés de côté
group-left-out-text =
    { $count ->
        [one] { $count-text } payeur ne recevra pas de calendrier.
        [many] { $count-text } de payeurs ne recevront pas de calendrier.
       *[other] { $count-text } payeurs ne recevront pas de calendrier.
    }
group-ready = Seront créés
group-dates = Premières dates
group-count = Paiements
group-first-total = Prélevé ce jour-là
group-confirm =
    Créer { $count ->
        [one] { $count-text } calendrier
        [many] { $count-text } de calendriers
       *[other] { $count-text } calendriers
    }
group-back = Revenir aux payeurs
group-warning-expires = La carte expire en { $month }/{ $year }, avant le dernier paiement
group-warning-same-name = A déjà un calendrier de ce nom
group-warning-no-address = Aucune adresse courriel, donc aucun rappel
group-unfit-named = { $name } : { $why }
group-unfit-not-in-use = La fiche est archivée ou fusionnée
group-unfit-no-method = La carte a été retirée ou ne peut pas être débitée
group-unfit-no-account = Le compte de dépôt est fermé
group-unfit-amount = Le montant ne convient pas au plan ou au compte
group-unfit-date = La première date est passée
group-result = Résultat
group-waiting = Restent à créer
group-refused = Non créés
group-told-done =
    { $count ->
        [one] { $count-text } calendrier a été créé.
        [many] { $count-text } de calendriers ont été créés.
       *[other] { $count-text } calendriers ont été créés.
    }
group-told-partly =
    { $count ->
        [one] { $count-text } calendrier a été créé. Les payeurs ci-dessous n’en ont pas reçu.
        [many] { $count-text } de calendriers ont été créés. Les payeurs ci-dessous n’en ont pas reçu.
       *[other] { $count-text } calendriers ont été créés. Les payeurs ci-dessous n’en ont pas reçu.
    }
group-told-running = Les calendriers sont en cours de création. Cela continue tout seul.
group-told-choosing = Les payeurs sont en cours de choix. Rien n’est encore créé.
group-told-discarded = Abandonné avant toute création.
group-to-list = Voir ses calendriers
