### La connexion et la mise en service du portail.

sign-in-title = Ouvrir une session
sign-in-email = Courriel
sign-in-password = Mot de passe
sign-in-button = Ouvrir une session
sign-in-signed-out = Votre session est fermée.
sign-in-not-set-up-title = Ce portail n’est pas encore configuré
sign-in-not-set-up-text = Ouvrez l’adresse à usage unique que la console a affichée au démarrage du portail.
sign-in-error-wrong = Le courriel et le mot de passe ne correspondent pas. Après dix essais, le compte est verrouillé pendant 30 minutes.
sign-in-error-throttled = Trop d’essais depuis cette adresse. Attendez un moment, puis réessayez.

setup-title = Configurer votre portail de paiement
setup-intro = Cette étape se fait une seule fois. Tout peut être modifié par la suite, sauf la nature des fonds d’un compte déjà utilisé.
setup-firm-section = Votre cabinet
setup-firm-name = Nom du cabinet
setup-time-zone = Fuseau horaire
setup-currency = Devise
setup-language = Langue
setup-account-section = Premier compte marchand
setup-account-hint = Le compte bancaire où les paiements sont déposés. Les paiements par carte passent par le bac à sable intégré : aucune somme n’est débitée.
setup-account-name = Nom du compte
setup-account-kind = Nature des fonds
setup-last-four = Quatre derniers chiffres
setup-last-four-hint = Du compte bancaire, jamais le numéro complet
setup-statement-name = Nom sur le relevé du payeur
setup-statement-name-hint = Au plus 22 caractères
setup-admin-section = Administrateur
setup-admin-name = Votre nom
setup-password-hint = Au moins 15 caractères; quelques mots sont plus faciles à retenir
setup-button = Configurer le portail
setup-error-choose = Choisissez un élément de la liste
setup-error-last-four = Entrez les quatre derniers chiffres du compte bancaire
setup-error-firm-name = Entrez le nom du cabinet
setup-error-account-name = Entrez un nom pour le compte
setup-error-statement-name = Entrez le nom sur le relevé, au plus 22 caractères
setup-error-admin-name = Entrez votre nom

password-error-short = Entrez au moins 15 caractères
password-error-long = Entrez au plus 128 caractères
password-error-known = Choisissez un mot de passe autre que votre courriel ou le nom du cabinet
password-error-common = Ce mot de passe est trop facile à deviner
