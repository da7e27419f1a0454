### Las solicitudes de pago: cómo las envía el personal, cómo las ven y pagan los clientes, y el correo sobre ellas.

## El correo
request-mail-subject = { $firm } le pide que pague { $amount }
request-mail-subject-reminder = Recordatorio: { $amount } por pagar a { $firm }
request-mail-greeting = Hola, { $name }:
request-mail-why = { $firm } le pide que pague { $amount }. { $ways ->
    [both] Puede pagar con tarjeta o desde su cuenta bancaria en una página segura; no necesita registrarse.
    [bank-accounts] Puede pagar desde su cuenta bancaria en una página segura; no necesita registrarse.
   *[cards] Puede pagar con tarjeta en una página segura; no necesita registrarse.
}
request-mail-why-reminder = le recordamos que quedan { $amount } por pagar a { $firm }. Si acaba de pagar, no tenga en cuenta este mensaje.
request-mail-button = Ver y pagar
request-mail-trust = Este enlace es solo para usted. { $firm } nunca pide datos de tarjetas por correo ni por teléfono; si duda de que este mensaje sea nuestro, llámenos.

## La página del cliente
request-title = Pago a { $firm }
request-to = Cliente
request-due = Vence
request-expires = Enlace válido hasta
request-total = Importe solicitado
request-paid = Pagado
request-held = En confirmación
request-rest = Por pagar
request-leg-operating = Honorarios y gastos
request-leg-trust = A la cuenta fiduciaria
request-how-much = Cuánto
request-all = Todo: { $amount }
request-part = Una parte
request-agree-part = Autorizo a { $firm } a cargar hoy en mi tarjeta el importe elegido arriba.
request-agree-part-bank-accounts = Acepto pagar hoy a { $firm } el importe elegido arriba desde mi cuenta bancaria.
request-agree-part-both = Acepto pagar hoy a { $firm } el importe elegido arriba con la tarjeta o la cuenta bancaria indicada arriba.
request-thanks = Gracias. Hemos recibido su pago
request-thanks-text = No queda nada por pagar. Le llegará un recibo por correo.
request-thanks-rest = Le llegará un recibo por correo. Quedan { $rest } por pagar; puede usar esta misma página.
request-thanks-held = Le llegará un recibo por correo. Otro importe, de { $held }, sigue en confirmación; no lo pague otra vez.
request-meanwhile = Se trata de { $held }. El resto, { $rest }, se puede pagar abajo.
request-receipt = Recibo: { $amount }
request-debit-notice = Aviso de débito: { $amount }
request-held-pending = En camino desde su banco
request-pending = Su eCheck fue enviado
request-pending-text = Suele liquidarse en 2 días hábiles bancarios, en este caso a más tardar el { $day }, y solo entonces está pagado. Si su banco lo devuelve, recibirá un correo. Mientras tanto, no pague otra vez.
request-pending-text-soon = Suele liquidarse en 2 días hábiles bancarios, y solo entonces está pagado. Si su banco lo devuelve, recibirá un correo. Mientras tanto, no pague otra vez.
request-returned = Su banco devolvió su eCheck
request-returned-line = El eCheck de { $amount } del { $day } fue devuelto, así que ese importe no está pagado.
request-returned-text = Pague abajo de otra forma o póngase en contacto con nosotros.
request-line-pending = { $amount } a { $statement }: eCheck enviado, aún no pagado
request-half = Se aceptó uno de los dos importes
request-half-text = Lo aceptado es válido; no lo pague otra vez. Puede pagar el resto abajo, de otra forma si lo desea.
request-line-paid = { $amount } a { $statement }: pagado
request-line-refused = { $amount } a { $statement }: no aceptado, no se cobró nada
request-line-voided = { $amount } a { $statement }: anulado, no se cobra nada
request-line-taken-back = { $amount } a { $statement }: revertido
request-line-open = { $amount } a { $statement }: en confirmación
request-is-paid = Esta solicitud está pagada
request-is-paid-text = No queda nada por pagar. Gracias.
request-is-cancelled = Esta solicitud se anuló
request-is-cancelled-text = Aquí no hay nada que pagar. Si tiene preguntas, póngase en contacto con { $firm }.
request-is-expired = Este enlace ha caducado
request-is-expired-text = Ya no recibe pagos. Pida uno nuevo a { $firm }.
request-unknown = Este enlace no es válido
request-unknown-text = Puede estar incompleto, o se envió otro más reciente en su lugar. Use el enlace del último mensaje o pida uno nuevo al despacho.
request-error-rest = Ahora quedan { $rest } por pagar. No se cargó nada. Si es correcto, pulse otra vez Pagar.
request-error-closed = Esta solicitud ya no recibe pagos. No se cargó nada.
request-error-nothing = Esta vez no se cargó nada.
request-error-how-much = Arriba está elegido «Todo». Para pagar este importe, elija «Una parte»; para pagar { $rest }, vacíe este campo.

## Estados
request-state-sent = Enviada
request-state-viewed = Vista
request-state-part-paid = Pagada en parte
request-state-paid = Pagada
request-state-failed = Último intento fallido
request-state-bounced = Correo no entregado
request-state-cancelled = Anulada
request-state-expired = Caducada

## Enviar
send-title = Solicitar un pago
send-intro = Pida un pago a un cliente con un enlace seguro. Paga con tarjeta o eCheck, sin registrarse.
send-sent = Solicitudes enviadas
send-new = Nueva solicitud
send-who = Cliente
send-name = Nombre
send-name-hint = El mensaje saluda al cliente por este nombre
send-emails = Correo electrónico
send-emails-hint = Separe varias direcciones con comas. No hace falta si copia el enlace.
send-language = Idioma del mensaje
send-for-payer = Los pagos se anotan en la ficha de { $name }.
send-what = Importe
send-amount = Importe
send-account = Depositar en
send-split = Pedir un segundo importe, en fideicomiso
send-split-hint = El cliente paga ambos a la vez, en dos cargos: los honorarios a la cuenta operativa, el resto en fideicomiso. Dos importes se pagan siempre enteros.
send-second-amount = Segundo importe
send-second-account = Depositar el segundo importe en
send-parts = El cliente puede pagar en partes
send-least = Parte mínima
send-least-hint = Vacío: cualquier importe
send-about = Concepto
send-message = Mensaje al cliente
send-message-hint = Se muestra en el correo y en la página
send-terms = Fechas y recordatorios
send-accepted-hint = Lo que la cuenta de depósito no admite no se ofrece: los eChecks son para cuentas bancarias de EE. UU., en dólares estadounidenses.
send-keep = Ofrecer guardar la tarjeta
send-keep-hint = Una casilla en la página de pago que el cliente puede marcar: su tarjeta se guarda entonces para otros pagos que pida o acepte. La encontrará entre las formas de pago del pagador.
send-due = Vence el
send-expires = Enlace válido hasta
send-expires-hint = Vacío: el enlace no caduca
send-reminders = Recordatorios, en días tras el envío
send-reminders-hint = Hasta cuatro, por ejemplo 3, 7, 14. Cesan en cuanto se paga, se anula o caduca.
send-by-mail = Enviar el enlace por correo
send-as-link = Crear un enlace para copiar
send-error-name = Introduzca el nombre del cliente
send-error-emails = Introduzca un correo electrónico o cree un enlace para copiar
send-error-emails-many = Introduzca cinco correos como máximo
send-error-account = Elija dónde depositar el pago
send-error-split = Un segundo importe necesita el otro tipo de cuenta: una operativa y una fiduciaria
send-error-part-of-split = Dos importes se pagan siempre enteros
send-error-least = La parte mínima no puede superar el importe
send-error-least-unticked = Marque esta casilla para que el cliente pueda pagar en partes, o vacíe «Parte mínima»
send-error-date = Introduzca una fecha, como 2026-11-30
send-error-expires = El enlace ya habría caducado
send-error-due = El enlace caduca antes del vencimiento. Elija un vencimiento anterior o prolongue la validez del enlace.
send-error-reminders = Introduzca hasta cuatro números de días, cada uno mayor que el anterior, por ejemplo 3, 7, 14
send-error-remind-late = El último recordatorio saldría el último día del enlace o después. Envíelo antes o prolongue la validez del enlace.
send-error-remind-whom = Un recordatorio necesita un correo electrónico
send-error-card = No se puede guardar un número de tarjeta. Quítelo.
send-error-no-debits = Esta cuenta de depósito no admite eChecks. Elija otra forma de pago u otra cuenta.
send-error-unavailable = La solicitud no se pudo guardar. Vuelva a intentarlo en un momento.

## Solicitudes enviadas
sent-title = Solicitudes enviadas
sent-intro = Lo que se pidió a los clientes y en qué punto está cada solicitud.
sent-search = Buscar por nombre, correo, factura o asunto
sent-search-go = Buscar
sent-state = Estado
sent-all = Todas
sent-outstanding = Pendientes
sent-list = Solicitudes
sent-select = Seleccionar
sent-select-all = Seleccionar todo en esta página
sent-select-one = Seleccionar la solicitud { $number }
sent-date = Envío
sent-recipient = Cliente
sent-for = Concepto
sent-amount = Importe
sent-left = quedan { $rest }
sent-held = { $held } en confirmación
sent-cancel = Anular las solicitudes
sent-cancel-one = Anular la solicitud
sent-cancel-heading = { $count ->
    [0] No hay nada que anular
    [one] ¿Anular esta solicitud?
    [many] ¿Anular estas { $count-text } solicitudes?
   *[other] ¿Anular estas { $count-text } solicitudes?
}
sent-cancel-text = Queda por pagar: { $sum }. { $count ->
    [one] Una vez anulada, el enlace no recibe pagos y lo dice. Lo pagado o en camino sigue siendo válido. La solicitud no se puede reabrir.
    [many] Una vez anuladas, los enlaces no reciben pagos y lo dicen. Lo pagado o en camino sigue siendo válido. Una solicitud anulada no se puede reabrir.
   *[other] Una vez anuladas, los enlaces no reciben pagos y lo dicen. Lo pagado o en camino sigue siendo válido. Una solicitud anulada no se puede reabrir.
}
sent-cancel-go = { $count ->
    [one] Anular 1 solicitud
    [many] Anular { $count-text } solicitudes
   *[other] Anular { $count-text } solicitudes
}
sent-cancel-keep = Volver sin anular
sent-cancel-left = { $left ->
    [one] 1 de las seleccionadas ya está pagada, anulada o caducada y queda como está.
    [many] { $left-text } de las seleccionadas ya están pagadas, anuladas o caducadas y quedan como están.
   *[other] { $left-text } de las seleccionadas ya están pagadas, anuladas o caducadas y quedan como están.
}
sent-cancel-error-changed = Estas solicitudes cambiaron entretanto. No se anuló nada; compruebe el número y la suma.
sent-resend = Enviar de nuevo
sent-none = Todavía no hay solicitudes
sent-none-text = Las solicitudes de pago que envíe aparecerán aquí.
sent-none-found = No se encontraron solicitudes
sent-none-found-text = Nada coincide con esta búsqueda.
sent-newer = Más recientes
sent-older = Anteriores
sent-done-cancelled = { $count ->
    [0] No se pudo anular ninguna.
    [one] Se anuló 1 solicitud.
    [many] Se anularon { $count-text } solicitudes.
   *[other] Se anularon { $count-text } solicitudes.
}
sent-done-cancelled-left = { $left ->
    [one] 1 ya estaba pagada, anulada o caducada.
    [many] { $left-text } ya estaban pagadas, anuladas o caducadas.
   *[other] { $left-text } ya estaban pagadas, anuladas o caducadas.
}
sent-done-resent = { $count ->
    [0] No se pudo enviar de nuevo ninguna.
    [one] 1 mensaje está en camino.
    [many] { $count-text } mensajes están en camino.
   *[other] { $count-text } mensajes están en camino.
}
sent-done-resent-left = { $left ->
    [one] 1 solicitud no se envió de nuevo: está pagada o en proceso de pago, anulada o caducada, o no tiene correo.
    [many] { $left-text } solicitudes no se enviaron de nuevo: están pagadas o en proceso de pago, anuladas o caducadas, o no tienen correo.
   *[other] { $left-text } solicitudes no se enviaron de nuevo: están pagadas o en proceso de pago, anuladas o caducadas, o no tienen correo.
}
sent-error-none = Seleccione al menos una solicitud

## Una solicitud
request-number = Solicitud { $number }
request-crumb = Solicitud de pago
request-facts = La solicitud
request-link = Enlace
request-link-address = Dirección para el cliente
request-link-closed = El enlace ya no recibe pagos; dice por qué.
request-link-new = Crear un enlace nuevo
request-link-new-hint = El enlace anterior deja de funcionar de inmediato.
request-payments = Pagos
request-payments-none = Nadie ha intentado pagar todavía.
request-history = Historial
request-sent-to = Enviada a
request-copied = Enlace copiado
request-payer = Pagador
request-parts = Partes
request-parts-from = Desde { $amount }
request-whole = Se paga entera
request-reminders = Recordatorios
request-reminder-waiting = { $day }: previsto
request-reminder-sent = { $day }: enviado
request-reminder-unsent = { $day }: no enviado
request-reminder-passed = { $day }: innecesario
request-half-staff = Se pagó uno de los dos importes y el otro no. El cliente puede pagar el resto con el mismo enlace. Si no debe pagarse nada, anule el pago aceptado; nunca aparecerá en el estado de cuenta del cliente. Después, anule esta solicitud: si no, vuelve a pedir el importe completo.
request-half-staff-settled = Se pagó uno de los dos importes y el otro no. El cliente puede pagar el resto con el mismo enlace. Si no debe pagarse nada, reembolse el pago aceptado: ya se liquidó y no se puede anular. Después, anule esta solicitud para que no se siga pidiendo el resto.
request-half-void = Anular el pago { $number }
request-overpaid = Se pagaron { $amount } de más: un pago que se había dado por perdido se aceptó al final, o el despacho ganó una disputa. Reembolse el excedente.
request-half-refund = Reembolsar el pago { $number }
request-done-mailed = El mensaje con el enlace está en camino.
request-done-link = El enlace está listo para copiar.
request-done-reissued = La solicitud tiene un enlace nuevo. El anterior ya no lleva a ninguna parte.
request-not-open = La solicitud está pagada, anulada o caducada, por eso ya no es posible.
request-told-made = Solicitud creada
request-told-queued = Mensaje con el enlace en cola
request-told-reminded = Recordatorio { $number } en cola
request-told-viewed = El cliente la abrió y continuó
request-told-cancelled = Anulada
request-told-reissued = Enlace nuevo creado; el anterior ya no lleva a ninguna parte
request-told-expired = El enlace caducó
request-told-delivered = Mensaje enviado
request-told-undelivered = Mensaje no entregado
request-told-other = Otro suceso
request-tried = Pago { $number }: { $amount }
outbox-payment-request = Solicitud de pago
shell-nav-send = Solicitar un pago
payer-send = Solicitar un pago

## En un archivo
exports-requests = Solicitudes de pago
request-column-request = Solicitud
request-column-paid = Pagado
request-column-left = Resta
request-column-viewed = Vista
request-column-kind = Cuentas
