### Los eChecks: cuentas bancarias debitadas por ACH, en los campos, en cada página y por correo.

## Los campos.

bank-title = Cuenta bancaria
bank-tab-card = Tarjeta
bank-tab-account = eCheck (cuenta bancaria)
bank-tabs = Forma de pago
bank-routing = Número de ruta
bank-routing-hint = 9 dígitos, abajo a la izquierda en un cheque
bank-account = Número de cuenta
bank-account-hint = De 4 a 17 dígitos
bank-account-again = Número de cuenta otra vez
bank-type = Tipo de cuenta
bank-type-checking = Cuenta de cheques
bank-type-savings = Cuenta de ahorros
bank-holder-type = Titular
bank-holder-personal = Una persona
bank-holder-business = Una empresa
bank-holder = Nombre del titular
bank-use = Usar esta cuenta
bank-entered = Cuenta bancaria introducida:
bank-another = Introducir otra cuenta o una tarjeta
bank-tests = Cuentas de prueba (número de ruta 110000000)
bank-test-settles = se liquida a los 2 días hábiles
bank-test-unpaid = devuelto el día previsto de liquidación: R01, fondos insuficientes
bank-test-closed = devuelto: R02, cuenta cerrada
bank-test-late = se liquida y vuelve 30 días después: R10, no autorizado
bank-test-once = devuelto una vez: R09; presentado de nuevo, se paga
bank-test-change = se liquida; el banco comunica otro número de cuenta
bank-test-lose-answer = aceptado, pero la respuesta se pierde
bank-error-not-a-test-account = No es una cuenta de prueba. El entorno de pruebas solo acepta números de prueba publicados; no se guardó nada.
bank-error-routing = Revise el número de ruta: 9 dígitos, y uno parece incorrecto.
bank-error-account = Revise el número de cuenta: de 4 a 17 dígitos
bank-error-differ = Los dos números de cuenta no coinciden
bank-error-type = Elija el tipo de cuenta
bank-error-holder-type = Indique de quién es la cuenta
bank-error-holder = Introduzca el nombre del titular de la cuenta
bank-error-used = Este formulario ya se envió. Abra otro para debitar otra cuenta.
bank-error-unavailable = No se pudo comprobar la cuenta bancaria. Inténtelo de nuevo.

## Las palabras de una autorización, tal como se muestran o se leen, se guardan y se envían.

debit-words-checking = de cheques
debit-words-savings = de ahorros
debit-words-personal = Yo, { $name }, autorizo a { $firm } a debitar por transferencia electrónica (ACH) mi cuenta { $account } terminada en { $last }, del banco con número de ruta { $routing }, y a abonar en ella lo necesario para corregir un error. Fecha de esta autorización: { $today }.
debit-words-business = { $name } (la empresa) autoriza a { $firm } a debitar por transferencia electrónica (ACH) su cuenta { $account } comercial terminada en { $last }, del banco con número de ruta { $routing }, y a abonar en ella lo necesario para corregir un error. Fecha de esta autorización: { $today }.
debit-words-phone = Hoy es { $today }. Usted, { $name }, autoriza a { $firm } a debitar por transferencia electrónica (ACH) su cuenta { $account } terminada en { $last }, del banco con número de ruta { $routing }, y a abonar en ella lo necesario para corregir un error.
debit-words-phone-business = Hoy es { $today }. En nombre de { $name }, usted autoriza a { $firm } a debitar por transferencia electrónica (ACH) la cuenta { $account } de la empresa terminada en { $last }, del banco con número de ruta { $routing }, y a abonar en ella lo necesario para corregir un error.
debit-words-once = Un solo débito de { $amount }, a partir del { $from }.
debit-words-recurring = Un débito de { $amount } { $every }, desde el { $from } hasta que se revoque esta autorización.
debit-words-recurring-until = Un débito de { $amount } { $every }, desde el { $from } hasta el { $until }.
debit-words-closing = Esta autorización sigue vigente hasta su revocación, que debe llegarnos al menos tres días hábiles antes de un débito: { $contact }. Quien la da confirma que puede autorizar débitos de esta cuenta. Si un débito se devuelve por falta de fondos, puede presentarse de nuevo hasta dos veces en 180 días.
debit-words-nacha = Los débitos siguen las reglas operativas de Nacha.
debit-words-ask = ¿Autoriza usted este débito?
debit-words-ask-recurring = ¿Autoriza usted estos débitos?
debit-words-at-most = { $amount } como máximo
debit-every-days =
    { $count ->
        [one] cada día
        [many] cada { $count-text } de días
       *[other] cada { $count-text } días
    }
debit-every-weeks =
    { $count ->
        [one] cada semana
        [many] cada { $count-text } de semanas
       *[other] cada { $count-text } semanas
    }
debit-every-months =
    { $count ->
        [one] cada mes
        [many] cada { $count-text } de meses
       *[other] cada { $count-text } meses
    }
debit-every-years =
    { $count ->
        [one] cada año
        [many] cada { $count-text } de años
       *[other] cada { $count-text } años
    }
debit-every-twice = { $first } y { $second } de cada mes
debit-every-day-number = el día { $number-text }
debit-every-last-day = el último día
debit-every-times =
    { $count ->
        [one] { $every }, { $count-text } débito en total
        [many] { $every }, { $count-text } de débitos en total
       *[other] { $every }, { $count-text } débitos en total
    }
debit-every-total = { $every }, { $total } en total
debit-every-times-total =
    { $count ->
        [one] { $every }, { $count-text } débito y { $total } en total
        [many] { $every }, { $count-text } de débitos y { $total } en total
       *[other] { $every }, { $count-text } débitos y { $total } en total
    }

## Tomar una autorización.

debit-section = Autorización de débito
debit-intro = Todavía no se envió nada. Un eCheck necesita la autorización del pagador en exactamente estas palabras.
debit-intro-recurring = Todavía no se guardó nada. Los débitos periódicos requieren la autorización del pagador con estas palabras exactas, y el pagador recibe una copia.
debit-how = Cómo la da el pagador
debit-how-recorded = Por teléfono; la llamada se graba
debit-how-notice = Por teléfono; se envía una copia por correo antes de la liquidación
debit-how-paper = En papel, firmada y guardada por el despacho
debit-how-recorded-copied = Por teléfono; la llamada se graba y se envía una copia al pagador por correo electrónico
debit-filed = Dónde se guarda
debit-filed-hint = Nombre de la grabación o lugar del formulario
debit-read-out = Por teléfono: lea esto palabra por palabra
debit-signed = En papel: el formulario firmado dice
debit-agreed = El pagador aceptó exactamente estas palabras
debit-next = Obtenga la autorización del pagador en las palabras de abajo. Todavía no se envió nada.
debit-error-changed = Cambió el importe, la cuenta o el día, y con ello las palabras. Obtenga la autorización del pagador en las palabras de abajo. No se envió nada.
debit-error-how = Elija cómo da el pagador la autorización
debit-error-agreed = Marque la casilla cuando el pagador haya aceptado
debit-error-email = Introduzca la dirección a la que va la copia y deje activado el recibo
debit-error-no-email = El pagador no tiene dirección de correo electrónico para la copia. Añada una a su ficha o tome la autorización en papel
debit-error-not-taken = Esta cuenta de depósito no admite eChecks. Elija otra o introduzca una tarjeta.
debit-error-authorize-only = Un eCheck no puede solo autorizarse. Desmarque la opción o introduzca una tarjeta.
debit-trust = Fondos en fideicomiso: un eCheck todavía no son fondos seguros. No los desembolse antes del { $day }; un débito no autorizado puede volver hasta el { $until }.
debit-hint = Un eCheck se envía, no se paga: se liquida a los 2 días hábiles y puede volver.

## Qué pasó con él.

result-debit = eCheck enviado, todavía no es dinero
result-debit-text = Liquidación prevista para el { $day }.
result-debit-notice-to = El aviso de débito va en camino a { $addresses }.
result-another-method = Probar otra forma de pago
debit-card = eCheck
debit-class = Clase
debit-sec-ppd = PPD: en papel firmado
debit-sec-ccd = CCD: cuenta de una empresa
debit-sec-web = WEB: autorizado en línea
debit-sec-tel = TEL: autorizado por teléfono
debit-bank = Banco
debit-settles = Liquidación prevista
debit-good-from = Fondos seguros desde
debit-until = Puede volver hasta
debit-authorization = Autorización
debit-authorization-open = Ver la autorización { $number }
debit-presented = Presentación
debit-presented-first = { $count } de 3 como máximo; la primera fue el pago { $number }
debit-presented-again = Presentado de nuevo como pago { $number }
debit-pending-note = Enviado, todavía no es dinero. Liquidación prevista para el { $day }.
debit-returned-note = { $code }: { $reason }
debit-returned-unknown = El banco no dijo por qué.
debit-returned-stopped = Esta cuenta bancaria ya no puede debitarse. Pida al pagador otra forma de pago o una autorización nueva.
debit-change-note = { $code }: { $change } Pídaselo al pagador antes del próximo débito.
debit-again-open = Presentar de nuevo
debit-again-text = Un débito devuelto por falta de fondos puede presentarse de nuevo dos veces en 180 días, con la misma autorización.
debit-again-code = Después de { $code } no puede presentarse de nuevo. Pida al pagador otra forma de pago.
debit-again-often = Se presentó tres veces, lo máximo que permiten las reglas. Pida al pagador otra forma de pago.
debit-again-late = Se presentó por primera vez hace más de 180 días. Pida al pagador una autorización nueva.
debit-again-under-way = Se presentó de nuevo como pago { $number }.
debit-again-ended = Ya no puede debitarse nada con esta autorización.
debit-again-not-wanted = Lo que debía pagar ya se pagó de otra forma, se anuló o se vendió a otra persona. No se presenta de nuevo.
debit-again-of-schedule = El calendario de pagos al que pertenece lo presenta de nuevo: véalo allí.
debit-again-unavailable = No se pudo guardar, así que no se debitó nada. Inténtelo de nuevo en un momento.
refund-hindrance-debit = El débito ya salió hacia los bancos y no puede cancelarse. Podrá reembolsarse cuando se liquide, previsto para el { $day }.

history-debit-authorized = El pagador autorizó el débito
history-debit-notice = Aviso de débito en cola
history-debit-represented = Presentado de nuevo como pago { $number }
history-authorization-ended = Ya no puede debitarse nada con la autorización
history-authorization-copy = Copia de la autorización en cola
history-method-stopped = La cuenta bancaria guardada ya no puede debitarse
history-return-queued = Aviso de devolución en cola
history-return-sent = Aviso de devolución enviado a { $addresses }
history-return-kept = Aviso de devolución a { $addresses } guardado en la bandeja de salida
outbox-return = Aviso de devolución { $number }
outbox-authorization-copy = Copia de una autorización de débito

## La prueba de una autorización.

authorization-title = Autorización { $number }
authorization-crumb = Autorización
authorization-words = Las palabras, tal como se aceptaron
authorization-proof = Prueba
authorization-payer = Pagador
authorization-given = Dada
authorization-how = Cómo se dio
authorization-by-web = En línea; { $name } escrito como firma
authorization-by-recording = Por teléfono; la llamada está grabada
authorization-by-notice = Por teléfono; se envió una copia
authorization-by-paper = En papel firmado
authorization-staff = Registrada por
authorization-filed = Guardada en
authorization-ip = Dirección IP
authorization-browser = Navegador
authorization-hash = SHA-256 de las palabras
authorization-language = Idioma
authorization-account = Cuenta
authorization-ended = Terminó el { $day } después de { $code }
authorization-revoked = Revocada por el pagador el { $day }
authorization-over = Ya no está vigente
authorization-missing = Ninguna todavía
authorization-revoke = Revocar
authorization-revoke-title = El pagador la revoca
authorization-revoke-text = Desde ese momento no se debita nada más con ella, y un calendario de pagos que lo haría queda en pausa. Lo que ya salió hacia los bancos no se puede retirar. No se puede deshacer; siempre se puede tomar una nueva autorización.
authorization-revoke-how = Cómo lo comunicó el pagador
authorization-revoke-how-hint = Por ejemplo: llamada del 3 de marzo o carta del 3 de marzo
authorization-revoke-error = Indique cómo la revocó el pagador
authorization-revoke-unavailable = No se pudo anotar. Inténtelo de nuevo en un momento
authorization-revoke-done = La revocación quedó anotada.
authorization-debits = Débitos con ella
authorization-debits-table = Tabla de débitos
authorization-kept = Se guarda sin límite; las reglas piden dos años después del último débito.

## Mensajes al pagador.

receipt-title-debit = Aviso de débito { $number }
receipt-settles = Liquidación prevista
receipt-authorization = Su autorización
return-mail-subject = El débito de { $amount } por { $firm } fue devuelto
return-mail-heading = Débito devuelto
return-mail-words = Su banco devolvió este débito, así que no está pagado. Póngase en contacto con nosotros para pagar el importe de otra manera. Si presentamos el débito de nuevo, como usted autorizó, se lo diremos.
return-mail-words-again = Su banco devolvió este débito, así que no está pagado. Como usted autorizó, lo presentaremos de nuevo el { $day }. Asegúrese de que la cuenta tenga fondos suficientes o póngase en contacto con nosotros para pagar de otra manera.
return-mail-total = No pagado
authorization-mail-subject = Su autorización de débitos de { $firm }
authorization-mail-heading = Copia de su autorización
authorization-mail-words = Esta es la autorización para debitar su cuenta bancaria que usted dio a { $firm } el { $day }. Consérvela, por favor.
authorization-mail-wrong = Si usted no dio esta autorización, o desea revocarla, comuníquese con nosotros.

## Por qué volvió un débito.

return-r01 = No había fondos suficientes en la cuenta.
return-r02 = La cuenta está cerrada.
return-r03 = Esa cuenta no existe o no está a ese nombre.
return-r04 = El número de cuenta no es válido.
return-r05 = Se debitó la cuenta de una persona como si fuera de una empresa, sin su autorización.
return-r06 = Nuestro propio banco lo pidió de vuelta.
return-r07 = El pagador revocó la autorización.
return-r08 = El pagador ordenó no pagar este débito.
return-r09 = Hay dinero en la cuenta, pero aún no está disponible.
return-r10 = El pagador dice que no lo autorizó.
return-r11 = No coincide con lo que el pagador autorizó. Puede corregirse y enviarse de nuevo en 60 días.
return-r12 = La cuenta pasó a otro banco.
return-r13 = El banco no participa en ACH.
return-r14 = El representante del pagador falleció o ya no puede actuar.
return-r15 = El titular de la cuenta falleció.
return-r16 = La cuenta está bloqueada.
return-r17 = El banco no pudo leerlo o lo considera sospechoso.
return-r20 = La cuenta no admite débitos.
return-r21 = No se aceptó nuestra identificación. Pregunte al procesador.
return-r22 = No se aceptó la identificación del pagador. Pregunte al procesador.
return-r23 = El pagador rechazó un abono.
return-r24 = El banco lo tomó por un duplicado.
return-r28 = El dígito de control del número de ruta es incorrecto.
return-r29 = La empresa dice que no lo autorizó.

change-c01 = El banco comunica otro número de cuenta.
change-c02 = El banco comunica otro número de ruta.
change-c03 = El banco comunica otro número de ruta y otro número de cuenta.
change-c04 = El banco comunica otro nombre del titular.
change-c05 = El banco comunica otro tipo de cuenta.
change-c06 = El banco comunica otro número y otro tipo de cuenta.
change-c07 = El banco comunica otro número de ruta, otro número y otro tipo de cuenta.

## Con qué pueden pagar los clientes, y el paso en que ellos mismos autorizan un eCheck.

accepted = Formas de pago
accepted-both = Tarjeta o cuenta bancaria (eCheck)
accepted-cards = Solo tarjeta
accepted-bank-accounts = Solo cuenta bancaria (eCheck)
debit-step = Autorice el débito
debit-step-intro = Todavía no se ha enviado nada. Lea lo que autoriza, marque la casilla y firme con su nombre. Después pulse el botón una vez más.
debit-step-agreed = He leído este texto y lo autorizo
debit-step-name = Su nombre, a modo de firma
debit-step-name-hint = Como firmaría un cheque
debit-step-after = Recibirá una copia por correo. El débito suele liquidarse en 2 días hábiles bancarios; el importe está pagado solo entonces. Si su banco lo devuelve, recibirá un correo.
debit-step-hint = Un eCheck desde una cuenta bancaria de EE. UU. suele liquidarse en 2 días hábiles bancarios y cuenta como pagado solo entonces.
debit-step-next = Lea y firme la autorización de abajo. Todavía no se ha enviado nada.
debit-step-error-changed = El importe, la cuenta, el idioma o el día ha cambiado, y con ello el texto de la autorización. No se envió nada. Léala y fírmela abajo.
debit-step-error-again = El importe, la cuenta o el día ha cambiado, y con ello el texto de la autorización. No se envió nada. Pulse otra vez Pagar para leerla y firmarla.
debit-step-error-agreed = Marque la casilla para autorizar el débito
debit-step-error-name = Escriba su nombre a modo de firma
