# Le cadre de chaque page : navigation, recherche, menu du profil, bandeaux.

shell-skip = Aller au contenu principal
shell-tagline = Portail de paiement
shell-menu = Menu
shell-menu-close = Fermer le menu
shell-nav = Navigation principale
shell-nav-payments = Paiements
shell-nav-paid = Encaissement
shell-nav-administration = Administration
shell-nav-dashboard = Tableau de bord
shell-nav-enter-payment = Saisir un paiement
shell-nav-payment-manager = Gestion des paiements
shell-nav-payers = Payeurs
shell-nav-schedules = Paiements planifiés
shell-nav-outbox = Boîte d’envoi
shell-nav-surcharges = Suppléments
shell-nav-bot-defence = Protection contre les robots
shell-nav-invoices = Factures
shell-nav-send-for-payment = Demandes de paiement
shell-nav-payment-pages = Pages de paiement
shell-nav-connect = Connect
shell-nav-users = Utilisateurs
shell-nav-settings = Paramètres
shell-topbar = Recherche et compte
shell-search-label = Rechercher un paiement
shell-search-placeholder = Payeur, facture, quatre derniers chiffres, montant
shell-enter-payment = Saisir un paiement
shell-alerts = { $count ->
    [0] Alertes : rien à traiter
    [one] Alertes : une à traiter
   *[other] Alertes : { $count-text } à traiter
}
shell-profile = Votre profil :
shell-profile-language = Langue
shell-profile-theme = Apparence
shell-sign-out = Se déconnecter
shell-version = Version { $version }
shell-test-mode = Mode test. Aucune somme n’est débitée.
shell-read-only = Lecture seule : paiements et modifications sont suspendus. Un administrateur en trouvera la raison dans le journal système.
shell-language = Langue
shell-powered-contact = Des questions?
shell-title-error = Erreur : { $title }

# Éléments communs aux formulaires et aux listes.

form-optional = (facultatif)
form-recommended = (recommandé)
form-required-key = Les champs jaunes marqués * sont obligatoires
form-problem = Un problème est survenu
form-next-step = Encore une étape
form-error-prefix = Erreur :
form-choose = Choisir
form-range = { $first } à { $last } sur { $total }
form-pages = Pages
form-previous = Précédent
form-next = Suivant
form-cards-accepted = Cartes acceptées : { $brands }
form-bank-account = Compte bancaire
form-method-unknown = Pas encore connu
form-account = { $name } •••• { $last }
form-account-kind = { $name } ({ $kind }) •••• { $last }
