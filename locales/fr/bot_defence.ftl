### Réglages : ce qui empêche des machines d’essayer des cartes volées sur les pages publiques.

bot-defence-title = Protection contre les robots
bot-defence-intro = Des voleurs se servent de pages publiques pour savoir quelles cartes volées fonctionnent. Chaque page les freine d’elle-même; voici ce qui vaut pour l’ensemble des pages et des liens de paiement.
bot-defence-saved = Les réglages ont été enregistrés.
bot-defence-now-off =
    { $declines ->
        [0] Aucun paiement n’a été refusé sur les pages publiques au cours des { $minutes-text } dernières minutes.
        [one] 1 paiement a été refusé sur les pages publiques au cours des { $minutes-text } dernières minutes.
       *[other] { $declines-text } paiements ont été refusés sur les pages publiques au cours des { $minutes-text } dernières minutes.
    } On ne demande à personne plus que d’habitude.
bot-defence-now-on = Des cartes sont refusées plus vite que de vrais payeurs ne le causent. Jusqu’à { $until }, chaque payeur doit montrer qu’il n’est pas un robot; cela cesse de soi-même.
bot-defence-choice = Vérification contre les robots
bot-defence-choice-never = Seulement celle du portail : le navigateur du payeur fait un court calcul, et rien ne sort du portail
bot-defence-choice-where-chosen = { $company } sur les pages de paiement qui la demandent, celle du portail sur les autres
bot-defence-choice-everywhere = { $company } sur toute page de paiement qui n’indique pas le contraire
bot-defence-choice-none = C’est la vérification du portail qui sert : le navigateur du payeur fait un court calcul, et rien ne sort du portail.
bot-defence-choice-hint = Quand l’autre entreprise est injoignable, la vérification du portail prend sa place. Les liens de paiement ne la demandent que pendant que des cartes sont essayées.
bot-defence-breaker = Quand on demande davantage à chaque payeur
bot-defence-breaker-text = Les refus sur l’ensemble des pages publiques et des liens de paiement. Les valeurs habituelles dépassent ce que de vrais payeurs causent jamais.
bot-defence-declines = Refus
bot-defence-declines-hint = De 5 à 1 000; d’ordinaire 30
bot-defence-within = En minutes
bot-defence-within-hint = De 1 à 1 440; d’ordinaire 10
bot-defence-lasts = Minutes après le dernier
bot-defence-lasts-hint = De 1 à 1 440; d’ordinaire 30
bot-defence-error-limits = Vérifiez les limites : de 5 à 1 000 refus, de 1 à 1 440 minutes
bot-defence-company = Entreprises
bot-defence-company-text = Les clés sont gardées dans la configuration du portail, pas dans sa base de données : la personne qui exploite le portail y inscrit captcha_provider, captcha_site_key et captcha_secret, pour une entreprise à la fois.
bot-defence-configured = Configurée
bot-defence-not-configured = Non configurée
bot-defence-provider-recaptcha-v2 = reCAPTCHA v2 (case à cocher)
bot-defence-provider-recaptcha-v3 = reCAPTCHA v3 (note)
bot-defence-provider-hcaptcha = hCaptcha
bot-defence-provider-turnstile = Cloudflare Turnstile
bot-defence-try = Tester la connexion
bot-defence-try-hint = Interroge l’entreprise sur une réponse inventée, qu’elle doit refuser. Aucun payeur n’est touché.
bot-defence-tried-works = { $company } répond, connaît le secret et a refusé une réponse inventée.
bot-defence-tried-takes-anything = { $company } a accepté une réponse inventée : ce sont des clés d’essai, qui laissent passer tout le monde.
bot-defence-tried-not-us = { $company } répond, mais n’accepte pas le secret. Vérifiez captcha_secret dans la configuration. D’ici là, la vérification du portail sert à sa place.
bot-defence-tried-lost = { $company } n’a pas répondu. D’ici là, la vérification du portail sert à sa place. Le journal technique dit ce qui s’est produit.
bot-defence-refused = Refoulés récemment
bot-defence-refused-none = Rien n’a été refoulé depuis le démarrage du portail.
bot-defence-refused-hint = Les 100 derniers depuis le démarrage du portail. Rien n’a été débité dans aucun cas.
bot-defence-refused-at = Quand
bot-defence-refused-where = Où
bot-defence-refused-why = Pourquoi
bot-defence-page = Page de paiement { $number }
bot-defence-why-machine = Rempli par un programme
bot-defence-why-old = Le formulaire est resté ouvert pendant des heures
bot-defence-why-more-work = Affiché avant qu’on demande davantage; demandé de nouveau
bot-defence-why-too-fast = Envoyé plus vite qu’une personne n’écrit
bot-defence-why-too-many = Trop d’essais d’une même adresse
bot-defence-why-card-too-often = Trop d’essais avec une même carte ou un même compte
bot-defence-why-unproven = La vérification n’a pas été faite
bot-defence-why-refused = La vérification a été refusée
bot-defence-why-doubtful = La vérification était douteuse; celle du portail a été demandée
bot-defence-why-unreachable = L’autre entreprise n’a pas répondu; la vérification du portail a été demandée
bot-defence-why-resting = La page était en pause
