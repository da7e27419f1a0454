### Réglages : ce qui empêche des machines d’essayer des cartes volées sur les pages publiques.

bot-defence-title = Protection contre les robots
bot-defence-intro = Des voleurs se servent de pages publiques pour savoir quelles cartes volées fonctionnent. Chaque page les freine d’elle-même; les réglages ci-dessous valent pour l’ensemble des pages et des liens de paiement.
bot-defence-saved = Les réglages ont été enregistrés.
bot-defence-now-off =
    { $declines ->
        [0] Aucun paiement n’a été refusé sur les pages publiques au cours des { $minutes-text } dernières minutes.
        [one] 1 paiement a été refusé sur les pages publiques au cours des { $minutes-text } dernières minutes.
       *[other] { $declines-text } paiements ont été refusés sur les pages publiques au cours des { $minutes-text } dernières minutes.
    } Aucune vérification supplémentaire n’est demandée.
bot-defence-now-on = Des cartes sont refusées à un rythme que de vrais payeurs n’atteignent pas. Jusqu’au { $until }, chaque payeur doit montrer qu’il n’est pas un robot; cela prend fin tout seul.
bot-defence-choice = Vérification anti-robot
bot-defence-choice-never = Celle du portail seulement : le navigateur du payeur fait un court calcul, et rien ne sort du portail
bot-defence-choice-where-chosen = { $company } sur les pages de paiement qui la demandent, celle du portail sur les autres
bot-defence-choice-everywhere = { $company } sur toute page de paiement qui n’indique pas le contraire
bot-defence-choice-none = La vérification du portail est utilisée : le navigateur du payeur fait un court calcul, et rien ne sort du portail.
bot-defence-choice-hint = Quand le fournisseur est injoignable, la vérification du portail prend le relais. Les liens de paiement ne font appel au fournisseur que pendant que quelqu’un teste des cartes.
bot-defence-breaker = Quand une vérification de plus est demandée à tous
bot-defence-breaker-text = Refus sur l’ensemble des pages et des liens de paiement. Les vrais payeurs restent bien en deçà des valeurs habituelles.
bot-defence-declines = Refus
bot-defence-declines-hint = De 5 à 1 000; d’ordinaire 30
bot-defence-within = Période, en minutes
bot-defence-within-hint = De 1 à 1 440; d’ordinaire 10
bot-defence-lasts = Durée, en minutes
bot-defence-lasts-hint = Après le dernier refus; de 1 à 1 440, d’ordinaire 30
bot-defence-error-limits = Vérifiez les limites : de 5 à 1 000 refus, de 1 à 1 440 minutes
bot-defence-company = Fournisseurs de CAPTCHA
bot-defence-company-text = Les clés se trouvent dans la configuration du portail, pas dans sa base de données : la personne qui exploite le portail y inscrit captcha_provider, captcha_site_key et captcha_secret, pour un fournisseur à la fois.
bot-defence-configured = Configuré
bot-defence-not-configured = Non configuré
bot-defence-provider-recaptcha-v2 = reCAPTCHA v2 (case à cocher)
bot-defence-provider-recaptcha-v3 = reCAPTCHA v3 (score)
bot-defence-provider-hcaptcha = hCaptcha
bot-defence-provider-turnstile = Cloudflare Turnstile
bot-defence-try = Tester la connexion
bot-defence-try-hint = Envoie au fournisseur une réponse inventée, qu’il doit rejeter. Aucun payeur n’est touché.
bot-defence-tried-works = { $company } répond, reconnaît la clé secrète et a rejeté une réponse inventée.
bot-defence-tried-takes-anything = { $company } a accepté une réponse inventée : ce sont des clés de test, qui laissent passer tout le monde.
bot-defence-tried-not-us = { $company } répond, mais n’accepte pas la clé secrète. Vérifiez captcha_secret dans la configuration. D’ici là, la vérification du portail est utilisée.
bot-defence-tried-lost = { $company } n’a pas répondu. D’ici là, la vérification du portail est utilisée. Le journal technique donne les détails.
bot-defence-refused = Tentatives bloquées récemment
bot-defence-refused-none = Aucune tentative n’a été bloquée depuis le démarrage du portail.
bot-defence-refused-hint = Les 100 dernières depuis le démarrage du portail. Aucune n’a donné lieu à un débit.
bot-defence-refused-at = Quand
bot-defence-refused-where = Où
bot-defence-refused-why = Pourquoi
bot-defence-page = Page de paiement { $number }
bot-defence-why-machine = Rempli par un programme
bot-defence-why-old = Le formulaire est resté ouvert pendant des heures
bot-defence-why-more-work = Formulaire ouvert avant la vérification supplémentaire; demandée de nouveau
bot-defence-why-too-fast = Envoyé plus vite qu’une personne ne peut écrire
bot-defence-why-too-many = Trop d’essais à partir d’une même adresse
bot-defence-why-card-too-often = Trop d’essais avec une même carte ou un même compte
bot-defence-why-unproven = La vérification n’a pas été faite
bot-defence-why-refused = La vérification a échoué
bot-defence-why-doubtful = Le fournisseur avait un doute; la vérification du portail a été demandée
bot-defence-why-unreachable = Le fournisseur n’a pas répondu; la vérification du portail a été demandée
bot-defence-why-resting = La page était en pause
