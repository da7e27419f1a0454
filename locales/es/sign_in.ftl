### El inicio de sesión y la configuración del portal.

sign-in-title = Iniciar sesión
sign-in-email = Correo electrónico
sign-in-password = Contraseña
sign-in-button = Iniciar sesión
sign-in-signed-out = Su sesión está cerrada.
sign-in-not-set-up-title = Este portal aún no está configurado
sign-in-not-set-up-text = Abra la dirección de un solo uso que la consola mostró al iniciar el portal.
sign-in-error-wrong = El correo y la contraseña no coinciden. Después de diez intentos la cuenta se bloquea por 30 minutos.
sign-in-error-throttled = Demasiados intentos desde esta dirección. Espere un momento e intente de nuevo.

setup-title = Configure su portal de pagos
setup-intro = Esto se hace una sola vez. Todo se puede cambiar después, salvo de quién es el dinero de una cuenta que ya se usó.
setup-firm-section = Su despacho
setup-firm-name = Nombre del despacho
setup-time-zone = Zona horaria
setup-currency = Moneda
setup-language = Idioma
setup-account-section = Primera cuenta comercial
setup-account-hint = La cuenta bancaria donde se depositan los pagos. Los pagos con tarjeta pasan por el entorno de pruebas integrado: no se cobra nada.
setup-account-name = Nombre de la cuenta
setup-account-kind = De quién es el dinero
setup-last-four = Últimos cuatro dígitos
setup-last-four-hint = De la cuenta bancaria, nunca el número completo
setup-statement-name = Nombre en el estado de cuenta del pagador
setup-statement-name-hint = 22 caracteres como máximo
setup-admin-section = Administrador
setup-admin-name = Su nombre
setup-password-hint = Al menos 15 caracteres; unas cuantas palabras son más fáciles de recordar
setup-button = Configurar el portal
setup-error-choose = Elija uno de la lista
setup-error-last-four = Introduzca los últimos cuatro dígitos de la cuenta bancaria
setup-error-firm-name = Introduzca el nombre del despacho
setup-error-account-name = Introduzca un nombre para la cuenta
setup-error-statement-name = Introduzca el nombre en el estado de cuenta, 22 caracteres como máximo
setup-error-admin-name = Introduzca su nombre

password-error-short = Introduzca al menos 15 caracteres
password-error-long = Introduzca 128 caracteres como máximo
password-error-known = Elija una contraseña que no sea su correo ni el nombre del despacho
password-error-common = Esta contraseña es demasiado fácil de adivinar
