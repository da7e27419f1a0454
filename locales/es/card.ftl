### Los campos de tarjeta del entorno de pruebas y su banco ficticio.

card-title = Datos de la tarjeta
card-number = Número de tarjeta
card-expiry = Fecha de vencimiento
card-expiry-hint = MM / AA
card-security-code = Código de seguridad
card-security-code-hint = Últimos 3 dígitos al reverso
card-postal-code = Código postal de facturación
card-postal-code-hint = Como en el estado de cuenta
card-holder = Nombre en la tarjeta
card-street = Dirección de facturación
card-use = Usar esta tarjeta
card-entered = Tarjeta introducida:
card-another = Introducir otra tarjeta
card-tests = Tarjetas de prueba
card-test-approve = aprobada
card-test-prepaid = aprobada, tarjeta de prepago
card-test-unknown-funding = aprobada, tipo de tarjeta desconocido
card-test-decline = rechazada: fondos insuficientes
card-test-action = el banco pide confirmación a su titular
card-test-lose-answer = aprobada, pero la respuesta se pierde
card-test-lose-call = nunca llega
card-error-not-a-test-card = Esta no es una tarjeta de prueba. El entorno de pruebas solo acepta números de prueba publicados; no se guardó nada.
card-error-number = Revise el número de tarjeta. Uno de los dígitos parece incorrecto.
card-error-expiry = Introduzca la fecha de vencimiento, como 08 / 28
card-error-expiry-past = Introduzca una fecha de vencimiento futura
card-error-security-code = Revise el código de seguridad: 3 dígitos, 4 para American Express
card-error-holder = Introduzca el nombre en la tarjeta
card-error-postal-code = Introduzca el código postal del estado de cuenta de la tarjeta
card-error-used = Este formulario ya se envió. Abra uno nuevo para usar otra tarjeta.
card-error-unavailable = No se pudo verificar la tarjeta. Intente de nuevo.

challenge-title = Confirme este pago
challenge-text = Su banco le pide que confirme el pago a { $firm }. Este es el banco ficticio del entorno de pruebas: elija cómo termina.
challenge-pass = Confirmar
challenge-fail = No fui yo
