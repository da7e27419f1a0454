### Las formas de pago de un pagador, bajo un enlace.

own-methods-title = Sus formas de pago
own-methods-intro = { $name }: introduzca una tarjeta nueva o quite una que ya no deba usarse.
own-methods-now = Guardadas actualmente
own-methods-new = Tarjeta nueva
own-methods-consent = Ahora no se cobra nada. Al guardar la tarjeta, acepta que el despacho la use para los pagos que haya acordado con él.
own-methods-error-often = En la última hora se introdujeron varias tarjetas desde su red, o esta varias veces. No se guardó nada. Vuelva a intentarlo más tarde o comuníquese con el despacho.
own-methods-save = Guardar la tarjeta
own-methods-removed = Se quitó la forma de pago.
own-methods-remove-of = Quitar la tarjeta terminada en { $last }
own-methods-used = Gracias, su tarjeta está guardada
own-methods-used-text = Este enlace se usó el { $day }. Si quiere cambiar algo más, pídanos un enlace nuevo.
own-methods-revoked = Este enlace fue anulado
own-methods-expired = Este enlace ha caducado
own-methods-ask-again = Pídanos uno nuevo.
