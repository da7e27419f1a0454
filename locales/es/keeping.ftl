### Guardar la tarjeta de un cliente para otros pagos: lo que acepta al pagar y lo que se dice después.

## La casilla, en las páginas de pago y en las de solicitudes
keep-label = Guardar esta tarjeta para pagos posteriores
keep-who-typed = Autorizo a { $firm } a guardar esta tarjeta para pagos posteriores bajo el nombre indicado arriba.
keep-who-payer = Autorizo a { $firm } a guardar esta tarjeta para pagos posteriores de { $payer }.
keep-what = El número queda en manos del procesador de pagos del despacho; el despacho solo ve los últimos cuatro dígitos. Solo se harán cargos a la tarjeta por pagos que yo pida o acepte, como los de un calendario de pagos que haya aceptado, y nunca sin ello.
keep-withdraw = Puedo retirar esta autorización en cualquier momento avisando al despacho.
keep-withdraw-portal = Puedo retirar esta autorización en cualquier momento avisando al despacho o quitando la tarjeta en mi cuenta en línea.
keep-error-changed = Lo que acepta aquí ha cambiado, así que no se cobró nada. Léalo de nuevo y marque la casilla si sigue de acuerdo.
keep-error-gone = Aquí ya no se guardan tarjetas, así que no se cobró nada. Pulse de nuevo el botón para pagar sin que se guarde su tarjeta.
keep-cards-only = Solo se guardan tarjetas para otros pagos. Esta cuenta bancaria no se guardará.
keep-only-cards = Solo se guardan tarjetas, no cuentas bancarias.

## Después del pago
keep-done = Su tarjeta queda guardada para otros pagos, como usted aceptó.
keep-not-done = No se pudo guardar su tarjeta para otros pagos. Eso no afecta a este pago.

## Con las formas de pago del pagador
keep-agreed = Guardada como aceptó el pagador el { $day }
keep-agreed-payer = Guardada como usted aceptó el { $day }
keep-recorded = { $name } registró el { $day } el acuerdo del pagador.
keep-recorded-payer = { $firm } registró su acuerdo el { $day }.
keep-only-typed = Quien pagó escribió por su cuenta el nombre y la dirección de este pagador. El despacho puede hacer los cargos acordados; en el portal de pagadores nadie puede pagar con esta tarjeta hasta que se introduzca allí de nuevo.
keep-only-typed-payer = Por ahora solo { $firm } puede hacer cargos a esta tarjeta. Para pagar aquí con ella, introdúzcala aquí una vez más.

## Con una solicitud
keep-offered = Guardar la tarjeta
keep-offered-yes = Se ofrece
