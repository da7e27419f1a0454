### Les eChecks : comptes bancaires débités par ACH, dans les champs, sur chaque page et par courriel.

## Les champs.

bank-title = Compte bancaire
bank-tab-card = Carte
bank-tab-account = eCheck (compte bancaire)
bank-tabs = Mode de paiement
bank-routing = Numéro d’acheminement
bank-routing-hint = 9 chiffres, en bas à gauche d’un chèque
bank-account = Numéro de compte
bank-account-hint = De 4 à 17 chiffres
bank-account-again = Numéro de compte, une seconde fois
bank-type = Type de compte
bank-type-checking = Compte chèques
bank-type-savings = Compte d’épargne
bank-holder-type = Titulaire
bank-holder-personal = Une personne
bank-holder-business = Une société
bank-holder = Nom du titulaire
bank-use = Utiliser ce compte
bank-entered = Compte bancaire indiqué :
bank-another = Indiquer un autre compte ou une carte
bank-tests = Comptes d’essai (numéro d’acheminement 110000000)
bank-test-settles = réglé après 2 jours ouvrables
bank-test-unpaid = retourné le jour prévu du règlement : R01, provision insuffisante
bank-test-closed = retourné : R02, compte fermé
bank-test-late = réglé, puis retourné 30 jours plus tard : R10, non autorisé
bank-test-once = retourné une fois : R09; présenté de nouveau, il est payé
bank-test-change = réglé; la banque signale un autre numéro de compte
bank-test-lose-answer = accepté, mais la réponse se perd
bank-error-not-a-test-account = Ce n’est pas un compte d’essai. Le bac à sable n’accepte que les numéros d’essai publiés; rien n’a été conservé.
bank-error-routing = Vérifiez le numéro d’acheminement : 9 chiffres, dont un semble faux.
bank-error-account = Vérifiez le numéro de compte : de 4 à 17 chiffres
bank-error-differ = Les deux numéros de compte ne sont pas identiques
bank-error-type = Choisissez le type de compte
bank-error-holder-type = Indiquez à qui est le compte
bank-error-holder = Saisissez le nom du titulaire du compte
bank-error-used = Ce formulaire a déjà été envoyé. Ouvrez-en un autre pour débiter un autre compte.
bank-error-unavailable = Le compte bancaire n’a pas pu être vérifié. Réessayez.

## Le texte d’une autorisation, tel qu’il est montré ou lu, conservé et envoyé.

debit-words-checking = chèques
debit-words-savings = d’épargne
debit-words-personal = Je soussigné(e), { $name }, autorise { $firm } à débiter par transfert électronique de fonds (ACH) mon compte { $account } se terminant par { $last }, tenu à la banque dont le numéro d’acheminement est { $routing }, et à le créditer s’il faut corriger une erreur. Date de cette autorisation : { $today }.
debit-words-business = { $name } (la société) autorise { $firm } à débiter par transfert électronique de fonds (ACH) son compte { $account } commercial se terminant par { $last }, tenu à la banque dont le numéro d’acheminement est { $routing }, et à le créditer s’il faut corriger une erreur. Date de cette autorisation : { $today }.
debit-words-phone = Nous sommes le { $today }. Vous, { $name }, autorisez { $firm } à débiter par transfert électronique de fonds (ACH) votre compte { $account } se terminant par { $last }, tenu à la banque dont le numéro d’acheminement est { $routing }, et à le créditer s’il faut corriger une erreur.
debit-words-phone-business = Nous sommes le { $today }. Au nom de { $name }, vous autorisez { $firm } à débiter par transfert électronique de fonds (ACH) le compte { $account } de la société se terminant par { $last }, tenu à la banque dont le numéro d’acheminement est { $routing }, et à le créditer s’il faut corriger une erreur.
debit-words-once = Un seul débit de { $amount }, à compter du { $from }.
debit-words-recurring = Un débit de { $amount } { $every }, du { $from } jusqu’à la révocation de cette autorisation.
debit-words-recurring-until = Un débit de { $amount } { $every }, du { $from } au { $until }.
debit-words-closing = Cette autorisation reste en vigueur jusqu’à sa révocation, qui doit nous parvenir au moins trois jours ouvrables avant un débit : { $contact }. La personne qui la donne certifie qu’elle peut autoriser des débits sur ce compte. Un débit retourné faute de provision peut être présenté de nouveau, au plus deux fois en 180 jours.
debit-words-nacha = Les débits suivent les règles d’exploitation de Nacha.
debit-words-ask = Autorisez-vous ce débit?
debit-words-ask-recurring = Autorisez-vous ces débits?
debit-words-at-most = { $amount } au plus
debit-every-days =
    { $count ->
        [one] chaque jour
        [many] tous les { $count-text } de jours
       *[other] tous les { $count-text } jours
    }
debit-every-weeks =
    { $count ->
        [one] chaque semaine
        [many] toutes les { $count-text } de semaines
       *[other] toutes les { $count-text } semaines
    }
debit-every-months =
    { $count ->
        [one] chaque mois
        [many] tous les { $count-text } de mois
       *[other] tous les { $count-text } mois
    }
debit-every-years =
    { $count ->
        [one] chaque année
        [many] tous les { $count-text } de ans
       *[other] tous les { $count-text } ans
    }
debit-every-twice = { $first } et { $second } de chaque mois
debit-every-day-number = { $number ->
    [1] le 1er
   *[other] le { $number-text }
}
debit-every-last-day = le dernier jour
debit-every-times =
    { $count ->
        [one] { $every }, soit { $count-text } débit en tout
        [many] { $every }, soit { $count-text } de débits en tout
       *[other] { $every }, soit { $count-text } débits en tout
    }
debit-every-total = { $every }, { $total } en tout
debit-every-times-total =
    { $count ->
        [one] { $every }, soit { $count-text } débit et { $total } en tout
        [many] { $every }, soit { $count-text } de débits et { $total } en tout
       *[other] { $every }, soit { $count-text } débits et { $total } en tout
    }

## Recueillir une autorisation.

debit-section = Autorisation de débit
debit-intro = Rien n’a encore été soumis. Un eCheck exige l’autorisation du payeur, dans ces termes exactement.
debit-intro-recurring = Rien n’a encore été enregistré. Des débits récurrents exigent l’autorisation du payeur dans ces termes exacts, et le payeur en reçoit une copie.
debit-how = Comment le payeur la donne
debit-how-recorded = Par téléphone; l’appel est enregistré
debit-how-notice = Par téléphone; une copie est envoyée par courriel avant le règlement
debit-how-paper = Sur papier, signée et conservée par le cabinet
debit-how-recorded-copied = Par téléphone; l’appel est enregistré et une copie est envoyée au payeur par courriel
debit-filed = Où elle est conservée
debit-filed-hint = Nom de l’enregistrement ou place du formulaire
debit-read-out = Par téléphone : lisez ceci mot pour mot
debit-signed = Sur papier : le formulaire signé dit
debit-agreed = Le payeur a accepté ces termes exactement
debit-next = Obtenez l’autorisation du payeur dans les termes ci-dessous. Rien n’a encore été soumis.
debit-error-changed = Le montant, le compte ou le jour a changé, et le texte avec lui. Obtenez l’autorisation du payeur dans les termes ci-dessous. Rien n’a été soumis.
debit-error-how = Choisissez comment le payeur donne l’autorisation
debit-error-agreed = Cochez la case une fois que le payeur a accepté
debit-error-email = Saisissez l’adresse à laquelle la copie est envoyée, et laissez le reçu activé
debit-error-no-email = Le payeur n’a pas d’adresse de courriel où envoyer la copie. Ajoutez-en une à sa fiche, ou prenez l’autorisation sur papier
debit-error-not-taken = Ce compte de dépôt n’accepte pas les eChecks. Choisissez-en un autre ou saisissez une carte.
debit-error-authorize-only = Un eCheck ne peut pas être seulement autorisé. Décochez l’option ou saisissez une carte.
debit-trust = Fonds en fidéicommis : un eCheck n’est pas encore une provision sûre. Ne le déboursez pas avant le { $day }; un débit non autorisé peut être retourné jusqu’au { $until }.
debit-hint = Un eCheck est soumis, pas payé : il est réglé après 2 jours ouvrables et peut être retourné.

## Ce qu’il en est advenu.

result-debit = eCheck soumis, pas encore de l’argent
result-debit-text = Règlement prévu le { $day }.
result-debit-notice-to = L’avis de débit est en route vers { $addresses }.
result-another-method = Essayer un autre mode de paiement
debit-card = eCheck
debit-class = Catégorie
debit-sec-ppd = PPD : sur papier signé
debit-sec-ccd = CCD : compte d’une société
debit-sec-web = WEB : autorisé en ligne
debit-sec-tel = TEL : autorisé par téléphone
debit-bank = Banque
debit-settles = Règlement prévu
debit-good-from = Provision sûre à compter du
debit-until = Retour possible jusqu’au
debit-authorization = Autorisation
debit-authorization-open = Voir l’autorisation { $number }
debit-presented = Présentation
debit-presented-first = { $count } sur 3 au plus; la première était le paiement { $number }
debit-presented-again = Présenté de nouveau comme paiement { $number }
debit-pending-note = Soumis, pas encore de l’argent. Règlement prévu le { $day }.
debit-returned-note = { $code } : { $reason }
debit-returned-unknown = La banque n’a pas dit pourquoi.
debit-returned-stopped = Ce compte bancaire ne peut plus être débité. Demandez au payeur un autre mode de paiement ou une nouvelle autorisation.
debit-change-note = { $code } : { $change } Demandez-le au payeur avant le prochain débit.
debit-again-open = Présenter de nouveau
debit-again-text = Un débit retourné faute de provision peut être présenté de nouveau deux fois en 180 jours, sur la même autorisation.
debit-again-code = Après { $code }, il ne peut pas être présenté de nouveau. Demandez au payeur un autre mode de paiement.
debit-again-often = Il a été présenté trois fois, le maximum permis. Demandez au payeur un autre mode de paiement.
debit-again-late = Il a été présenté la première fois il y a plus de 180 jours. Demandez au payeur une nouvelle autorisation.
debit-again-under-way = Il a été présenté de nouveau comme paiement { $number }.
debit-again-ended = Plus rien ne peut être débité sur cette autorisation.
debit-again-not-wanted = Ce qu’il devait payer est entre-temps payé autrement, annulé ou vendu à quelqu’un d’autre. Il n’est pas présenté de nouveau.
debit-again-of-schedule = Le calendrier de paiement auquel il appartient le présente de nouveau : voyez-y.
debit-again-unavailable = Il n’a pas pu être enregistré, donc rien n’a été débité. Réessayez dans un instant.
refund-hindrance-debit = Le débit est parti vers les banques et ne peut plus être annulé. Il pourra être remboursé une fois réglé, ce qui est prévu le { $day }.

history-debit-authorized = Le payeur a autorisé le débit
history-debit-notice = Avis de débit mis en file
history-debit-represented = Présenté de nouveau comme paiement { $number }
history-authorization-ended = Plus rien ne peut être débité sur l’autorisation
history-authorization-copy = Copie de l’autorisation mise en file
history-method-stopped = Le compte bancaire enregistré ne peut plus être débité
history-return-queued = Avis de retour mis en file
history-return-sent = Avis de retour envoyé à { $addresses }
history-return-kept = Avis de retour à { $addresses } gardé dans la boîte d’envoi
outbox-return = Avis de retour { $number }
outbox-authorization-copy = Copie d’une autorisation de débit

## La preuve d’une autorisation.

authorization-title = Autorisation { $number }
authorization-crumb = Autorisation
authorization-words = Le texte, tel qu’il a été accepté
authorization-proof = Preuve
authorization-payer = Payeur
authorization-given = Donnée
authorization-how = Comment elle a été donnée
authorization-by-web = En ligne; { $name } saisi comme signature
authorization-by-recording = Par téléphone; l’appel est enregistré
authorization-by-notice = Par téléphone; une copie a été envoyée
authorization-by-paper = Sur papier signé
authorization-staff = Recueillie par
authorization-filed = Conservée à
authorization-ip = Adresse IP
authorization-browser = Navigateur
authorization-hash = SHA-256 du texte
authorization-language = Langue
authorization-account = Compte
authorization-ended = Éteinte le { $day } après { $code }
authorization-revoked = Révoquée par le payeur le { $day }
authorization-over = N’est plus en vigueur
authorization-missing = Aucune pour l’instant
authorization-revoke = Révoquer
authorization-revoke-title = Le payeur la révoque
authorization-revoke-text = Plus rien n’est débité sur elle dès lors, et un calendrier de paiement qui le ferait est mis en pause. Ce qui est déjà parti aux banques ne peut être rappelé. Irréversible; une nouvelle autorisation peut être prise en tout temps.
authorization-revoke-how = Comment le payeur l’a fait savoir
authorization-revoke-how-hint = Par exemple : appel du 3 mars, ou lettre du 3 mars
authorization-revoke-error = Indiquez comment le payeur l’a révoquée
authorization-revoke-unavailable = La révocation n’a pu être notée. Réessayez dans un instant
authorization-revoke-done = La révocation a été notée.
authorization-debits = Débits sur cette autorisation
authorization-debits-table = Tableau des débits
authorization-kept = Conservée sans limite; les règles demandent deux ans après le dernier débit.

## Messages au payeur.

receipt-title-debit = Avis de débit { $number }
receipt-settles = Règlement prévu
receipt-authorization = Votre autorisation
return-mail-subject = Le débit de { $amount } par { $firm } a été retourné
return-mail-heading = Débit retourné
return-mail-words = Votre banque a retourné ce débit : il n’est donc pas payé. Communiquez avec nous pour régler le montant autrement. Si nous présentons le débit de nouveau, comme vous l’avez autorisé, nous vous le dirons.
return-mail-words-again = Votre banque a retourné ce débit : il n’est donc pas payé. Comme vous l’avez autorisé, nous le présenterons de nouveau le { $day }. Veuillez vérifier que le compte est suffisamment approvisionné, ou communiquez avec nous pour régler autrement.
return-mail-total = Non payé
authorization-mail-subject = Votre autorisation de débits par { $firm }
authorization-mail-heading = Copie de votre autorisation
authorization-mail-words = Voici l’autorisation de débiter votre compte bancaire que vous avez donnée à { $firm } le { $day }. Conservez ce message.
authorization-mail-wrong = Si vous n’avez pas donné cette autorisation, ou souhaitez la révoquer, veuillez communiquer avec nous.

## Pourquoi un débit a été retourné.

return-r01 = La provision du compte était insuffisante.
return-r02 = Le compte est fermé.
return-r03 = Ce compte n’existe pas, ou il n’est pas à ce nom.
return-r04 = Le numéro de compte n’est pas valide.
return-r05 = Le compte d’une personne a été débité comme celui d’une société, sans son autorisation.
return-r06 = Notre propre banque l’a redemandé.
return-r07 = Le payeur a révoqué l’autorisation.
return-r08 = Le payeur a fait opposition à ce paiement.
return-r09 = Il y a des fonds au compte, mais ils ne sont pas encore encaissés.
return-r10 = Le payeur dit ne pas l’avoir autorisé.
return-r11 = Il ne correspond pas à ce que le payeur a autorisé. Il peut être corrigé et soumis de nouveau dans les 60 jours.
return-r12 = Le compte a été transféré à une autre banque.
return-r13 = La banque ne participe pas à l’ACH.
return-r14 = Le représentant du payeur est décédé ou ne peut plus agir.
return-r15 = Le titulaire du compte est décédé.
return-r16 = Le compte est bloqué.
return-r17 = La banque n’a pas pu le lire, ou le trouve suspect.
return-r20 = Le compte n’admet pas de débits.
return-r21 = Notre identification n’a pas été acceptée. Demandez au processeur.
return-r22 = L’identification du payeur n’a pas été acceptée. Demandez au processeur.
return-r23 = Le payeur a refusé un crédit.
return-r24 = La banque l’a pris pour un doublon.
return-r28 = Le chiffre de contrôle du numéro d’acheminement est faux.
return-r29 = La société dit ne pas l’avoir autorisé.

change-c01 = La banque signale un autre numéro de compte.
change-c02 = La banque signale un autre numéro d’acheminement.
change-c03 = La banque signale un autre numéro d’acheminement et un autre numéro de compte.
change-c04 = La banque signale un autre nom de titulaire.
change-c05 = La banque signale un autre type de compte.
change-c06 = La banque signale un autre numéro et un autre type de compte.
change-c07 = La banque signale un autre numéro d’acheminement, un autre numéro et un autre type de compte.

## Avec quoi les clients peuvent payer, et l’étape où ils autorisent eux-mêmes un eCheck.

accepted = Modes de paiement
accepted-both = Carte ou compte bancaire (eCheck)
accepted-cards = Carte seulement
accepted-bank-accounts = Compte bancaire (eCheck) seulement
debit-step = Autorisez le débit
debit-step-intro = Rien n’a encore été soumis. Lisez ce que vous autorisez, cochez la case et signez de votre nom. Appuyez ensuite de nouveau sur le bouton.
debit-step-agreed = J’ai lu ce texte et je donne cette autorisation
debit-step-name = Votre nom, en guise de signature
debit-step-name-hint = Comme vous signeriez un chèque
debit-step-after = Vous en recevez une copie par courriel. Le débit est d’ordinaire réglé en 2 jours ouvrables bancaires; le montant n’est payé qu’à ce moment. Si votre banque le retourne, vous recevrez un courriel.
debit-step-hint = Un eCheck tiré sur un compte bancaire américain est d’ordinaire réglé en 2 jours ouvrables bancaires et n’est considéré comme payé qu’à ce moment.
debit-step-next = Lisez et signez l’autorisation ci-dessous. Rien n’a encore été soumis.
debit-step-error-changed = Le montant, le compte, la langue ou le jour a changé, et le texte de l’autorisation avec lui. Rien n’a été soumis. Lisez-la et signez-la ci-dessous.
debit-step-error-again = Le montant, le compte ou le jour a changé, et le texte de l’autorisation avec lui. Rien n’a été soumis. Appuyez de nouveau sur Payer pour la lire et la signer.
debit-step-error-agreed = Cochez la case pour autoriser le débit
debit-step-error-name = Saisissez votre nom en guise de signature
