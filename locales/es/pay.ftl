### Las páginas de pago como las ven los clientes.

pay-what = Lo que paga
pay-who = Sus datos
pay-confirm = Confirmación
pay-summary = Resumen
pay-summary-empty = Elija lo que va a pagar para ver el total.
pay-total = Total
pay-amount = Importe
pay-between = Entre { $least } y { $most }
pay-invoice = Número de factura
pay-matter = Caso
pay-reference = Referencia
pay-name = Nombre completo o empresa
pay-email = Correo electrónico
pay-email-hint = Aquí le enviaremos el recibo
pay-phone = Teléfono
pay-update = Actualizar el total
pay-quantity = Cantidad: { $name }
pay-more = Añadir: { $name }
pay-less = Quitar: { $name }
pay-exempt = sin impuestos
pay-sold-out = Agotado
pay-quantity-bounds = de { $least-text } a { $most-text } por compra
pay-few-left = { $left ->
    [one] queda 1
    [many] quedan { $left-text }
   *[other] quedan { $left-text }
}
pay-agree = Autorizo a { $firm } a cargar hoy en mi tarjeta el total indicado.
pay-agree-bank-accounts = Acepto pagar hoy a { $firm } el total indicado desde mi cuenta bancaria.
pay-agree-both = Acepto pagar hoy a { $firm } el total indicado con la tarjeta o la cuenta bancaria indicada arriba.
pay-checked = Comprobado: usted no es un robot
pay-pay = Pagar
pay-pay-amount = Pagar { $amount }
pay-hint = Los datos de su tarjeta van directamente al procesador de pagos por una conexión cifrada. El cargo aparecerá como { $statement }.
pay-hint-both = Los datos de su tarjeta o cuenta van directamente al procesador de pagos por una conexión cifrada. El pago aparecerá como { $statement }.
pay-hint-bank-accounts = Los datos de su cuenta van directamente al procesador de pagos por una conexión cifrada. El pago aparecerá como { $statement }.
pay-method-frame = Datos de la tarjeta o de la cuenta bancaria
pay-leave-empty = Deje este campo vacío
pay-broken-link = Este enlace se modificó por el camino, por eso no se rellenó nada. Pida uno nuevo al despacho o rellene usted el formulario.
pay-closed = Esta página está cerrada
pay-closed-text = { $firm } no recibe pagos en esta página en este momento. Si le pidieron pagar aquí, póngase en contacto con el despacho.
pay-resting = Los pagos en esta página están suspendidos temporalmente
pay-resting-text = { $minutes ->
    [one] Vuelva a intentarlo en un minuto o póngase en contacto con el despacho para pagar de otra forma.
    [many] Vuelva a intentarlo en { $minutes-text } minutos o póngase en contacto con el despacho para pagar de otra forma.
   *[other] Vuelva a intentarlo en { $minutes-text } minutos o póngase en contacto con el despacho para pagar de otra forma.
}
pay-nothing-charged = No se cargó nada.
pay-questions = ¿Tiene preguntas? Llámenos o escríbanos.
pay-confirming = Estamos confirmando su pago
pay-confirming-text = La respuesta del procesador de pagos se retrasa. No pague otra vez: esta página mostrará el resultado en cuanto lo sepamos.
pay-action = Su banco quiere comprobar que es usted
pay-action-text = Todavía no se ha cargado nada. Continúe en la página de su banco para terminar.
pay-held = Su pago está en revisión
pay-held-text = El procesador de pagos lo está revisando. No pague otra vez. El despacho le informará.
pay-declined = El pago no se realizó
pay-declined-text = No se ha cobrado nada. Revise los datos de la tarjeta o pruebe con otra. Si vuelve a ocurrir, su banco puede decirle por qué.
pay-declined-text-debit = No se ha cobrado nada. Revise los datos de la cuenta bancaria o pague de otra forma.
pay-try-again = Volver a intentarlo
pay-look-again = Comprobar otra vez
pay-continue = Continuar a { $site }
pay-onward = Pago aprobado
pay-onward-text = Le llevamos a { $site }. El recibo llega a su correo electrónico.
pay-error-name = Introduzca su nombre completo o el de la empresa
pay-error-email = Introduzca su correo electrónico
pay-error-phone = Introduzca su número de teléfono
pay-error-invoice = Introduzca el número de factura
pay-error-matter = Introduzca el caso
pay-error-reference = Introduzca la referencia
pay-error-agree = Marque la casilla para autorizar el pago
pay-error-method = Esta forma de pago no se ofrece aquí. No se cargó nada. Indique lo que piden los campos.
pay-error-nothing-entered = Indique una tarjeta o una cuenta bancaria
pay-error-no-account-entered = Indique su cuenta bancaria
pay-error-choice = Elija una opción
pay-error-nothing = Elija al menos un concepto
pay-error-quantity = Introduzca un número entero
pay-error-quantity-between = Introduzca un número de { $least-text } a { $most-text }
pay-error-left = { $left ->
    [0] Está agotado
    [one] Solo queda 1
    [many] Solo quedan { $left-text }
   *[other] Solo quedan { $left-text }
}
pay-error-between = Introduzca un importe entre { $least } y { $most }
pay-error-total = El total es { $total }. Todavía no se ha cargado nada. Si es correcto, pulse otra vez Pagar.
pay-error-changed = El despacho acaba de cambiar esta página. No se cargó nada. Revise su elección y pulse otra vez Pagar.
pay-error-missing = Rellene este campo
pay-error-of-question = { $question }: { $words }
pay-error-too-long = Acorte este texto
pay-error-number = Introduzca un número entero
pay-error-day = Introduzca una fecha, como 2026-11-30
pay-error-stale = Este formulario estuvo abierto demasiado tiempo. No se cargó nada. Revise los datos y pulse otra vez Pagar.
pay-error-resting = Los pagos en esta página están suspendidos temporalmente. No se cargó nada. Vuelva a intentarlo más tarde o póngase en contacto con el despacho para pagar de otra forma.
pay-error-more-work = Debemos comprobar de nuevo que usted no es un robot. No se cargó nada. Pulse otra vez Pagar.
pay-error-too-fast = El formulario se envió demasiado rápido. No se cargó nada. Revise los datos, espere unos segundos (hasta dos minutos en un navegador sin scripts) y pulse otra vez Pagar.
pay-error-too-many = Hubo varios intentos desde su red en la última hora. No se cargó nada. Vuelva a intentarlo más tarde o póngase en contacto con el despacho para pagar de otra forma.
pay-error-unavailable = El pago no se pudo guardar, por eso no se cargó nada. Vuelva a intentarlo en un momento.
pay-error-card-too-often = Esta tarjeta o cuenta bancaria se probó varias veces en la última hora. No se cargó nada. Use otra o póngase en contacto con el despacho para pagar de otra forma.
pay-error-check-missing = La comprobación de { $company } no está completa. No se cargó nada. Complétela y pulse otra vez Pagar. Si no la ve, su navegador o su red la está bloqueando.
pay-error-check-refused = La comprobación de { $company } caducó o no se superó. No se cargó nada. Hágala de nuevo y pulse otra vez Pagar.
pay-error-check-unreachable = En este momento no se puede contactar con { $company }, así que su navegador hace un cálculo en su lugar. No se cargó nada. Pulse otra vez Pagar; puede tardar medio minuto.
pay-error-check-doubtful = Debemos comprobar de nuevo que usted no es un robot: su navegador hace un cálculo. No se cargó nada. Pulse otra vez Pagar; puede tardar medio minuto.
pay-error-no-sum = Su navegador no hizo el cálculo que demuestra que usted no es un robot. Necesita JavaScript y una conexión segura. No se cargó nada. Pulse otra vez Pagar o póngase en contacto con el despacho para pagar de otra forma.
pay-check-by = { $company } comprueba que quien paga es una persona.
pay-check-script = La comprobación de { $company } necesita JavaScript. Para pagar en esta página, active JavaScript o póngase en contacto con el despacho para pagar de otra forma.
pay-sum-script = En este momento, pagar en esta página requiere JavaScript: su navegador debe hacer un cálculo. Active JavaScript o póngase en contacto con el despacho para pagar de otra forma.
