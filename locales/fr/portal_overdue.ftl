### Régler, dans l’espace client, un paiement planifié qui n’a pas pu être prélevé.

portal-overdue-title = Paiement planifié du { $day }
portal-overdue-pay = Payer maintenant
portal-overdue-since = Dû le { $day }, n’a pas pu être prélevé
portal-overdue-again = Nouvelle tentative le { $day }.
portal-overdue-returned = La banque a repris cette somme; le paiement reste donc à faire.
portal-overdue-declined = L’essai du { $time } n’a pas réussi.
portal-overdue-agree-account = En appuyant sur le bouton, vous faites débiter { $amount } de ce compte bancaire par { $firm }, comme vous l’avez autorisé pour ces paiements planifiés. Le débit figurera sous le nom { $statement }.
portal-overdue-no-method = Aucun de vos modes de paiement enregistrés ne peut servir à ce paiement. Enregistrez une autre carte ou demandez à { $firm } comment payer.
portal-overdue-error-changed = Ce paiement a changé entre-temps. Rien n’a été débité. Vérifiez-le, puis appuyez de nouveau.
portal-overdue-back = Retour au calendrier de paiement
