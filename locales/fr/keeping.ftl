### Conserver la carte d'un client pour d'autres paiements : ce qu'il accepte en payant et ce qui en est dit ensuite.

## La case, sur les pages de paiement et les pages de demande
keep-label = Conserver cette carte pour des paiements ultérieurs
keep-who-typed = J’autorise { $firm } à conserver cette carte au dossier pour des paiements ultérieurs au nom indiqué ci-dessus.
keep-who-payer = J’autorise { $firm } à conserver cette carte au dossier pour des paiements ultérieurs de { $payer }.
keep-what = Le numéro reste chez le service de paiement du cabinet; le cabinet n’en voit que les quatre derniers chiffres. La carte ne sera débitée que pour des paiements que je demande ou que j’accepte, par exemple ceux d’un calendrier de paiement auquel j’ai consenti, et jamais autrement.
keep-withdraw = Je peux retirer cette autorisation en tout temps en avisant le cabinet.
keep-withdraw-portal = Je peux retirer cette autorisation en tout temps, en avisant le cabinet ou en retirant la carte dans mon compte en ligne.
keep-error-changed = Ce que vous acceptez ici a changé; rien n’a donc été débité. Relisez-le et cochez la case si vous êtes toujours d’accord.
keep-error-gone = Les cartes ne sont plus conservées ici; rien n’a donc été débité. Appuyez de nouveau sur le bouton pour payer sans que votre carte soit conservée.
keep-cards-only = Seules les cartes sont conservées pour des paiements ultérieurs. Ce compte bancaire ne le sera pas.
keep-only-cards = Seules les cartes sont conservées, pas les comptes bancaires.

## Après le paiement
keep-done = Votre carte est conservée pour des paiements ultérieurs, comme vous l’avez accepté.
keep-not-done = Votre carte n’a pas pu être conservée pour des paiements ultérieurs. Ce paiement n’en est pas touché.

## Avec les modes de paiement du payeur
keep-agreed = Conservée comme le payeur l’a accepté le { $day }
keep-agreed-payer = Conservée comme vous l’avez accepté le { $day }
keep-recorded = Accord du payeur consigné par { $name } le { $day }.
keep-recorded-payer = { $firm } a consigné votre accord le { $day }.
keep-only-typed = La personne qui a payé a saisi elle-même le nom et l’adresse de ce payeur. Le cabinet peut débiter la carte comme convenu; dans le portail des payeurs, personne ne peut payer avec elle tant qu’elle n’y a pas été saisie de nouveau.
keep-only-typed-payer = Pour l’instant, seul { $firm } peut débiter cette carte. Pour vous en servir ici, entrez-la de nouveau.

## Avec une demande
keep-offered = Conservation de la carte
keep-offered-yes = Offerte
