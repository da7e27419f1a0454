### Les modes de paiement d'un payeur, sous un lien.

own-methods-title = Vos modes de paiement
own-methods-intro = { $name } : entrez une nouvelle carte, ou retirez-en une qui ne doit plus servir.
own-methods-now = Enregistrés actuellement
own-methods-new = Nouvelle carte
own-methods-consent = Rien n’est débité maintenant. En enregistrant la carte, vous acceptez que le cabinet l’utilise pour les paiements convenus avec lui.
own-methods-error-often = Plusieurs cartes ont été saisies à partir de votre réseau, ou celle-ci plusieurs fois, dans la dernière heure. Rien n’a été enregistré. Réessayez plus tard ou communiquez avec le cabinet.
own-methods-save = Enregistrer la carte
own-methods-removed = Le mode de paiement a été retiré.
own-methods-remove-of = Retirer la carte se terminant par { $last }
own-methods-used = Merci, votre carte est enregistrée
own-methods-used-text = Ce lien a été utilisé le { $day }. Pour changer autre chose, demandez-nous un nouveau lien.
own-methods-revoked = Ce lien a été annulé
own-methods-expired = Ce lien a expiré
own-methods-ask-again = Demandez-nous-en un nouveau.
