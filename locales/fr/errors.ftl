### Les pages montrées quand une demande ne peut pas aboutir.

error-home = Aller à la page d’accueil
error-not-found-title = Page introuvable
error-not-found-text = L’adresse est peut-être mal écrite, ou ce qu’elle désignait n’est pas ici.
error-forbidden-title = Vous n’avez pas accès à cette page
error-forbidden-text = Votre rôle ne le permet pas. Un administrateur peut le modifier.
error-forged-title = Ce formulaire ne peut pas être accepté
error-forged-text = Il est trop ancien ou ne provient pas d’une page de ce portail. Rien n’a été modifié. Rechargez la page et réessayez.
error-card-number-title = Un numéro de carte n’a pas sa place ici
error-card-number-text = Votre envoi contient le numéro d’une carte ou d’un compte bancaire; il a été refusé et rien n’en a été conservé. N’entrez ces numéros que dans les champs prévus.
error-too-large-title = C’est trop à la fois
error-too-large-text = Le formulaire dépasse la taille acceptée. Rien n’a été modifié.
error-file-too-large-title = Ce fichier est trop lourd
error-file-too-large-text = Un fichier peut peser 10 Mo au plus; celui-ci n’a donc pas été reçu. Rien n’a été modifié.
error-back = Revenir au formulaire
error-unreadable-title = La demande n’a pas pu être lue
error-unreadable-text = Rien n’a été modifié. Revenez en arrière et réessayez.
error-unavailable-title = Impossible pour le moment
error-unavailable-text = Cette demande n’a rien débité ni modifié. Réessayez dans un instant; si vous renvoyiez un paiement, cherchez-le d’abord dans la gestion des paiements.
error-failed-title = Une erreur s’est produite ici
error-failed-text = Elle a été consignée. Si vous débitiez une carte, cherchez le paiement dans la gestion des paiements avant de réessayer.
error-client-unavailable-title = Impossible pour le moment
error-client-unavailable-text = Cette demande n’a rien débité ni modifié. Réessayez dans un instant; si vous aviez déjà envoyé le paiement, vérifiez d’abord si son reçu est arrivé par courriel.
error-client-failed-title = Une erreur s’est produite ici
error-client-failed-text = Elle a été consignée. Si vous étiez en train de payer, la somme a peut-être été débitée : ne payez pas de nouveau; vérifiez si un reçu est arrivé par courriel ou communiquez avec le cabinet.
error-reference = Référence : { $reference }
