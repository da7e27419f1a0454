### Ajustes: lo que impide que máquinas prueben tarjetas robadas en las páginas públicas.

bot-defence-title = Protección contra robots
bot-defence-intro = Los ladrones usan páginas públicas para saber qué tarjetas robadas funcionan. Cada página los frena por sí sola; estos ajustes rigen para todas las páginas y enlaces de pago en conjunto.
bot-defence-saved = Los ajustes se guardaron.
bot-defence-now-off =
    { $declines ->
        [0] No se rechazó ningún pago en las páginas públicas en los últimos { $minutes-text } minutos.
        [one] Se rechazó 1 pago en las páginas públicas en los últimos { $minutes-text } minutos.
       *[other] Se rechazaron { $declines-text } pagos en las páginas públicas en los últimos { $minutes-text } minutos.
    } No se pide ninguna comprobación adicional.
bot-defence-now-on = Se rechazan tarjetas a un ritmo que los pagadores reales no alcanzan. Hasta el { $until }, cada pagador debe demostrar que no es un robot; esto termina por sí solo.
bot-defence-choice = Comprobación contra robots
bot-defence-choice-never = Solo la del portal: el navegador del pagador hace un cálculo breve, y nada sale del portal
bot-defence-choice-where-chosen = { $company } en las páginas de pago que la piden, la del portal en las demás
bot-defence-choice-everywhere = { $company } en toda página de pago que no indique lo contrario
bot-defence-choice-none = Se usa la comprobación del portal: el navegador del pagador hace un cálculo breve, y nada sale del portal.
bot-defence-choice-hint = Cuando no se puede contactar con el proveedor, la comprobación del portal ocupa su lugar. Los enlaces de pago recurren al proveedor solo mientras alguien esté probando tarjetas.
bot-defence-breaker = Cuándo se pide a todos una comprobación adicional
bot-defence-breaker-text = Rechazos en todas las páginas y enlaces de pago en conjunto. Los pagadores reales quedan muy por debajo de los valores habituales.
bot-defence-declines = Rechazos
bot-defence-declines-hint = De 5 a 1000; normalmente 30
bot-defence-within = Periodo, en minutos
bot-defence-within-hint = De 1 a 1440; normalmente 10
bot-defence-lasts = Duración, en minutos
bot-defence-lasts-hint = Tras el último rechazo; de 1 a 1440, normalmente 30
bot-defence-error-limits = Revise los límites: de 5 a 1000 rechazos, de 1 a 1440 minutos
bot-defence-company = Proveedores de CAPTCHA
bot-defence-company-text = Las claves están en la configuración del portal, no en su base de datos: quien administra el portal indica allí captcha_provider, captcha_site_key y captcha_secret, para un proveedor a la vez.
bot-defence-configured = Configurado
bot-defence-not-configured = Sin configurar
bot-defence-provider-recaptcha-v2 = reCAPTCHA v2 (casilla)
bot-defence-provider-recaptcha-v3 = reCAPTCHA v3 (puntuación)
bot-defence-provider-hcaptcha = hCaptcha
bot-defence-provider-turnstile = Cloudflare Turnstile
bot-defence-try = Probar la conexión
bot-defence-try-hint = Envía al proveedor una respuesta inventada, que debe rechazar. No afecta a ningún pagador.
bot-defence-tried-works = { $company } responde, reconoce la clave secreta y rechazó una respuesta inventada.
bot-defence-tried-takes-anything = { $company } aceptó una respuesta inventada: son claves de prueba y dejan pasar a todos.
bot-defence-tried-not-us = { $company } responde, pero no acepta la clave secreta. Revise captcha_secret en la configuración. Hasta entonces se usa la comprobación del portal.
bot-defence-tried-lost = { $company } no respondió. Hasta que lo haga se usa la comprobación del portal. El registro técnico da los detalles.
bot-defence-refused = Intentos bloqueados recientemente
bot-defence-refused-none = No se ha bloqueado ningún intento desde que se inició el portal.
bot-defence-refused-hint = Los últimos 100 desde que se inició el portal. En ninguno se cargó nada.
bot-defence-refused-at = Cuándo
bot-defence-refused-where = Dónde
bot-defence-refused-why = Por qué
bot-defence-page = Página de pago { $number }
bot-defence-why-machine = Rellenado por un programa
bot-defence-why-old = El formulario estuvo abierto durante horas
bot-defence-why-more-work = Abierto antes de la comprobación adicional; se pidió de nuevo
bot-defence-why-too-fast = Enviado más deprisa de lo que escribe una persona
bot-defence-why-too-many = Demasiados intentos desde una misma dirección
bot-defence-why-card-too-often = Demasiados intentos con una misma tarjeta o cuenta
bot-defence-why-unproven = No se hizo la comprobación
bot-defence-why-refused = No se superó la comprobación
bot-defence-why-doubtful = El proveedor tenía dudas; se pidió la comprobación del portal
bot-defence-why-unreachable = El proveedor no respondió; se pidió la comprobación del portal
bot-defence-why-resting = La página estaba en pausa
