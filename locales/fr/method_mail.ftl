### Le courriel qui demande un mode de paiement au payeur.

method-mail-subject = { $firm } vous invite à mettre à jour votre mode de paiement
method-mail-subject-expiring = Votre carte { $card } expire bientôt : mettez-la à jour auprès de { $firm }
method-mail-heading = Mettez à jour votre mode de paiement
method-mail-heading-expiring = Votre carte expire en { $month }
method-mail-greeting = Bonjour { $name },
method-mail-why = { $firm } vous invite à ajouter ou à mettre à jour la carte utilisée pour vos paiements.
method-mail-why-expiring = la carte { $card } que { $firm } a au dossier pour vos paiements expire en { $month }. Veuillez entrer votre nouvelle carte afin qu’aucun paiement ne soit manqué.
method-mail-heading-failed = Il nous faut un autre mode de paiement
method-mail-why-failed = la carte ou le compte que { $firm } a au dossier pour vos paiements ne peut être utilisé comme convenu. Veuillez en entrer un autre, pour que vos paiements passent.
method-mail-button = Gérer mes modes de paiement
method-mail-until = Le lien est valable jusqu’au { $day } et n’est destiné qu’à vous : ne le transmettez pas.
method-mail-trust = { $firm } ne demande jamais de numéro de carte par courriel ni au téléphone. Si vous n’attendiez pas ce message, appelez-nous.
outbox-method-request = Demande de mode de paiement
