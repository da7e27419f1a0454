### El portal de pagadores: las páginas de un cliente, el correo sobre ellas y cómo el personal da acceso.

## Las páginas del cliente
portal-nav = Su cuenta
portal-nav-home = Resumen
portal-nav-payments = Pagos
portal-nav-schedules = Pagos programados
portal-nav-methods = Formas de pago
portal-nav-settings = Ajustes
portal-signed-in-as = Sesión de { $who }
portal-save = Guardar
portal-to-portal = Ir a iniciar sesión

portal-title = Su cuenta
portal-intro = Sus pagos a { $firm }, para { $names }.
portal-nothing = No hay nada aquí por el momento. Si esperaba ver pagos a { $firm }, comuníquese con el despacho y dígale esta dirección de correo.
portal-to-pay = Por pagar
portal-to-pay-none = No hay nada pendiente de pago.
portal-pay = Pagar
portal-of-total = por pagar de { $total }
portal-due = Vence el { $day }
portal-held = Se está confirmando { $amount }
portal-coming = Próximos pagos
portal-collected-on = Se cobrará el { $day }
portal-all-schedules = Todos los pagos programados
portal-recent = Pagos recientes
portal-all-payments = Todos los pagos

portal-payments = Sus pagos
portal-payments-none = Aún no hay pagos
portal-payment = Pago
portal-payment-number = Pago { $number }
portal-for = Concepto
portal-whose = De quién son los pagos
portal-everybodys = Todos
portal-refunds = Reembolsado
portal-receipt = Recibo

portal-status-paid = Pagado
portal-status-paid-text = El despacho recibió este pago.
portal-status-reserved = Reservado
portal-status-reserved-text = El importe está reservado en su tarjeta y aún no se ha cobrado.
portal-status-pending = En camino
portal-status-pending-text = Se está pidiendo el dinero a su banco. Mientras no llegue, no está pagado.
portal-status-confirming = Por confirmar
portal-status-confirming-text = Aún no se conoce el resultado. No pague de nuevo; el resultado aparecerá aquí.
portal-status-declined = No cobrado
portal-status-declined-text = Este pago no se realizó. No se cobró nada.
portal-status-cancelled = Anulado
portal-status-cancelled-text = Este pago se anuló. No se cobra nada.
portal-status-returned = Devuelto
portal-status-returned-text = El banco revirtió este pago, así que no está pagado. Comuníquese con el despacho.
portal-status-disputed = En disputa
portal-status-disputed-text = Este pago está en disputa con su banco.
portal-status-refunded = Reembolsado
portal-status-part-refunded = Reembolsado en parte

portal-schedules = Sus pagos programados
portal-schedules-intro = Lo que acordó con { $firm }. Para cambiar algo, comuníquese con el despacho.
portal-schedules-none = No hay pagos programados
portal-next = Próximo: { $amount } el { $day }
portal-agreed = Lo acordado
portal-agreed-plan = Importe
portal-agreed-days = Fechas
portal-collected = Cobrado hasta ahora
portal-so-far = Pagos hasta ahora

portal-methods = Sus formas de pago
portal-methods-intro = Tarjetas y cuentas bancarias que { $firm } puede usar para los pagos acordados. Los números los guarda el procesador de pagos, no este sitio.
portal-methods-none = No hay formas de pago guardadas
portal-method-add = Añadir una tarjeta
portal-method-change = Cambiar
portal-method-added = Su tarjeta quedó guardada.
portal-method-renamed = El nombre quedó guardado.
portal-method-defaulted = Esta forma de pago se ofrece primero desde ahora.
portal-method-add-title = Añadir una tarjeta
portal-method-replace-title = Introducir una tarjeta nueva
portal-method-for = Para { $payer }
portal-method-replaces = Los pagos programados que usan { $method } usarán la tarjeta nueva.
portal-method-name = Nombre
portal-method-name-hint = Solo para distinguir sus formas de pago. El despacho también lo ve.
portal-method-use = Uso
portal-method-replace = Introducir una tarjeta nueva en su lugar
portal-method-scheduled = { $count ->
    [one] Un calendario de pagos la usa
   *[other] { $count-text } calendarios de pagos la usan
}
portal-method-removal = ¿Quitar { $method }?
portal-method-removal-text = { $firm } ya no podrá usarla. Los pagos anteriores y sus recibos se conservan.
portal-method-in-use = { $count ->
    [one] Un calendario de pagos usa esta forma de pago, así que no se puede quitar. Introduzca una tarjeta nueva en su lugar: el calendario la usará y después podrá quitar esta.
   *[other] { $count-text } calendarios de pagos usan esta forma de pago, así que no se puede quitar. Introduzca una tarjeta nueva en su lugar: los calendarios la usarán y después podrá quitar esta.
}

## Iniciar sesión
portal-sign-in-title = Inicie sesión en su cuenta de { $firm }
portal-sign-in-intro = Vea lo que está por pagar, sus pagos y recibos, y sus formas de pago. Use la dirección de correo a la que le escribe el despacho.
portal-by-link = Por correo
portal-send-link = Enviarme un enlace
portal-link-sent = Si conocemos esta dirección, ya va un enlace en camino. Sirve una sola vez, durante 30 minutos. Revise también el correo no deseado.
portal-by-password = Con contraseña
portal-by-password-hint = Solo si eligió una en sus ajustes.
portal-error-wrong = El correo y la contraseña no coinciden, o no se eligió ninguna. Tras diez intentos no se aceptan contraseñas durante 30 minutos; un enlace por correo siempre funciona.
portal-continue = Iniciar sesión
portal-continue-text = Va a entrar como { $email }.
portal-continue-button = Continuar
portal-link-over = Este enlace ya no sirve
portal-link-over-text = Ya se usó o pasó demasiado tiempo. Pida uno nuevo.
portal-signed-out-everywhere = Se cerró la sesión en todos sus dispositivos.

## Los ajustes propios
portal-settings = Ajustes
portal-name = Su nombre
portal-name-hint = Cómo le llamamos en estas páginas. Los registros del despacho no cambian.
portal-name-saved = Su nombre quedó guardado.
portal-address = Correo para iniciar sesión
portal-address-now = Inicia sesión con { $email }.
portal-address-hint = Enviamos un enlace a la dirección nueva; ábralo en este navegador para confirmarla. Conserva el acceso a los mismos pagos. La dirección en los registros de { $firm } no cambia: avise al despacho si los recibos deben llegar a otra parte.
portal-new-address = Dirección de correo nueva
portal-address-send = Enviar un enlace
portal-address-sent = Va un enlace en camino a la dirección nueva. Nada cambia hasta que la confirme.
portal-address-changed = Su dirección nueva quedó confirmada. Desde ahora inicia sesión con ella.
portal-address-confirm = Confirme su dirección nueva
portal-address-confirm-text = Ahora inicia sesión con { $before }. Desde ahora lo hará con { $after }.
portal-address-confirm-button = Usar esta dirección
portal-address-elsewhere = Abra este enlace donde lo pidió
portal-address-elsewhere-text = Primero inicie sesión con su dirección actual y luego abra el enlace de nuevo. Si no lo pidió, no haga nada.
portal-address-taken = Esta dirección ya tiene su propio acceso
portal-address-taken-text = No se cambió nada. Inicie sesión con esa dirección.
portal-password = Contraseña
portal-password-none = No necesita contraseña: basta un enlace por correo.
portal-password-has = Tiene una contraseña. Cambiarla o quitarla cierra la sesión en sus otros dispositivos.
portal-password-now = Contraseña actual
portal-password-new = Contraseña nueva
portal-password-set = Elegir una contraseña
portal-password-change = Cambiar la contraseña
portal-password-remove = Quitar la contraseña
portal-password-saved = Su contraseña quedó guardada.
portal-password-removed = Se quitó su contraseña. Desde ahora entre con un enlace.
portal-error-password = Esta no es su contraseña actual
portal-looks = Idioma y colores
portal-preferences-saved = Guardado.
portal-sessions = Dispositivos
portal-everywhere = Cerrar sesión en todas partes
portal-everywhere-hint = Cierra todas las sesiones, también esta: por ejemplo, en una computadora perdida o compartida.

## El correo
portal-mail-sign-in-subject = Su enlace para iniciar sesión en su cuenta de { $firm }
portal-mail-sign-in-heading = Iniciar sesión
portal-mail-sign-in-why = Pidió un enlace a su cuenta con { $firm }.
portal-mail-sign-in-button = Iniciar sesión
portal-mail-invitation-subject = Su cuenta con { $firm }
portal-mail-invitation-heading = Ver y pagar en línea
portal-mail-invitation-why = { $firm } le invita a ver los pagos de { $payer }: lo que está por pagar, los recibos, los pagos programados y las formas de pago. No necesita contraseña.
portal-mail-invitation-button = Acceder a su cuenta
portal-mail-address-subject = Confirme su dirección nueva para { $firm }
portal-mail-address-heading = Confirme su dirección nueva
portal-mail-address-why = Pidió iniciar sesión con esta dirección en { $firm }. Abra el enlace en el navegador en el que tiene la sesión abierta.
portal-mail-address-button = Confirmar esta dirección
portal-mail-until = El enlace sirve una sola vez, hasta el { $time }.
portal-mail-not-you = Si no esperaba este mensaje, puede ignorarlo.
portal-mail-changed-subject = Se cambió su dirección para entrar con { $firm }
portal-mail-changed-heading = Ahora inicia sesión con otra dirección
portal-mail-changed-why = Se cambió la dirección para entrar en su cuenta con { $firm }. Esta ya no se usa para eso.
portal-mail-changed-not-you = Si no fue usted quien la cambió, llame de inmediato a { $firm }.
portal-mail-password-subject = Se creó una contraseña para su cuenta con { $firm }
portal-mail-password-heading = Ahora puede entrar con una contraseña
portal-mail-password-why = Se creó una contraseña para su cuenta con { $firm }. Los enlaces por correo siguen funcionando.
portal-mail-password-not-you = Si no fue usted quien la creó, llame de inmediato a { $firm }.
portal-mail-link-hidden = [enlace no conservado]
outbox-portal-link = Enlace al portal de pagadores
outbox-portal-address = Aviso de cambio de dirección en el portal
outbox-portal-password = Aviso de primera contraseña en el portal
outbox-about = Sobre
outbox-portal = Portal de pagadores

## Lo que ve y hace el personal
payer-tab-portal = Portal
payer-portal-title = Quién ve a este pagador en el portal
payer-portal-access = Acceso
payer-portal-last = Última sesión
payer-portal-never = Nunca
payer-portal-actions = Acciones
payer-portal-nobody = Nadie
payer-portal-nobody-text = Este registro no tiene correo. Añada uno o invite a alguien abajo.
payer-portal-by-address = Dirección en el registro
payer-portal-given = Invitado por el personal
payer-portal-former = Dirección anterior en el registro
payer-portal-withdrawn = Retirado
payer-portal-lapsed = Ya no tiene
payer-portal-invite = Enviar invitación
payer-portal-withdraw = Retirar el acceso
payer-portal-invite-other = Invitar a otra persona
payer-portal-invite-hint = Verá los pagos, recibos, calendarios y formas de pago de este pagador, y podrá pagar. El registro no cambia.
payer-portal-invited = La invitación va en camino.
payer-portal-taken = Se retiró el acceso.
payer-portal-shut = El portal está cerrado; nadie puede iniciar sesión por el momento.
payer-portal-archived = El registro está archivado; nadie lo ve en el portal.
payer-portal-withdrawal = ¿Retirar el acceso?
payer-portal-withdrawal-text = { $email } ya no verá en el portal los pagos, calendarios y formas de pago de { $name }, desde la próxima página que abra. El correo a esta dirección continúa. Una invitación devuelve el acceso.
payer-story-portal-invited = Invitación al portal: { $address }
payer-story-portal-withdrawn = Acceso al portal retirado: { $address }

shell-nav-portal = Portal de pagadores
portal-switch-title = Portal de pagadores
portal-switch-intro = Donde los pagadores ven lo que está por pagar, sus pagos, calendarios y formas de pago, tras entrar con una dirección de su registro.
portal-switch-state = Los pagadores pueden entrar
portal-switch-open = Abierto
portal-switch-shut = Cerrado
portal-switch-open-text = Los pagadores entran en esta dirección. Nadie ve a un pagador si su dirección no está en el registro o usted no le invitó.
portal-switch-shut-text = La dirección dice que el portal está cerrado. Las páginas de pago y los enlaces de solicitudes siguen funcionando.
portal-switch-close = Cerrar el portal
portal-switch-reopen = Abrir el portal
portal-switch-opened = El portal está abierto.
portal-switch-closed = El portal está cerrado.

error-portal-closed-title = Estas páginas están cerradas por el momento
error-portal-closed-text = No se perdió nada suyo. Los enlaces de pago de nuestros correos siguen funcionando. Si tiene preguntas, comuníquese con el despacho.
