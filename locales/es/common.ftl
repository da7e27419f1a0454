### Names of the domain's values, used on every page. Keys are listed in src/i18n/labels.rs.

## Where a payment stands, as staff see it.

status-created = En proceso
status-unknown = Confirmando
status-action-required = En espera del pagador
status-held = En revisión
status-declined = Rechazado
status-failed = Fallido
status-authorized = Autorizado
status-pending = Pendiente
status-captured = Aprobado
status-settled = Liquidado
status-voided = Anulado
status-reversed = Revertido
status-returned = Devuelto
status-disputed = En disputa
status-dispute-won = Disputa ganada
status-dispute-lost = Disputa perdida

## What the processor was asked to do.

kind-sale = Venta
kind-authorization = Autorización

## Where a payment came from: the names of the menu.

source-enter-payment = Registrar pago
source-quick-pay = Pago rápido
source-payment-page = Página de pago
source-payment-schedule = Pagos programados
source-send-for-payment = Solicitud de pago
source-invoice = Factura
source-payer-portal = Portal del pagador
source-connect = Connect

## Why a payment was refused, for staff; payers get a general text.

decline-generic = La tarjeta fue rechazada sin un motivo específico
decline-insufficient-funds = No hay fondos suficientes
decline-limit-exceeded = El importe supera el límite de la tarjeta
decline-expired-card = La tarjeta está vencida
decline-invalid-number = El número de tarjeta no es válido
decline-security-code = El código de seguridad no coincide
decline-address-mismatch = La dirección de facturación no coincide
decline-call-issuer = El titular debe llamar al emisor de la tarjeta
decline-do-not-honor = El emisor de la tarjeta rechazó el pago
decline-type-not-accepted = Esta cuenta no acepta este tipo de tarjeta
decline-processor-down = El procesador no está disponible; inténtelo más tarde
decline-duplicate = El procesador lo tomó por un pago duplicado
decline-fraud = El emisor sospecha un fraude, o la tarjeta fue reportada como perdida o robada

## Address and security code checks.

check-match = Coincide
check-mismatch = No coincide
check-not-checked = No verificado

## Where the money on a card comes from.

funding-credit = Crédito
funding-debit = Débito
funding-prepaid = Prepagada
funding-unknown = Tipo desconocido

## Whose money a deposit account holds.

account-kind-operating = Cuenta operativa
account-kind-trust = Cuenta fiduciaria

## How far a refund has got.

refund-status-pending = Pendiente
refund-status-unknown = Confirmando
refund-status-submitted = Enviado
refund-status-settled = Reembolsado
refund-status-failed = Fallido

## How far a message has got.

delivery-status-waiting = En espera
delivery-status-sent = Enviado
delivery-status-kept = Guardado aquí
delivery-status-failed = Fallido

## Roles of staff; in French and Spanish the function, which has no gender.

role-administrator = Administración
role-billing = Facturación
role-cashier = Caja
role-auditor = Auditoría

## What a role allows.

permission-take-payments = Cobrar pagos
permission-view-payments = Ver pagos
permission-export-payments = Exportar pagos
permission-view-totals = Ver totales
permission-resend-receipts = Reenviar recibos
permission-refund-payments = Reembolsar pagos
permission-refund-trust = Reembolsar desde cuentas fiduciarias
permission-annotate-payments = Etiquetar pagos y escribir notas internas
permission-view-outbox = Ver la bandeja de salida
permission-view-journal = Ver el registro de actividad
permission-manage-settings = Administrar la configuración
permission-manage-reports = Administrar informes compartidos
permission-manage-payers = Administrar pagadores y sus métodos de pago
permission-manage-schedules = Administrar calendarios de pago
permission-resolve-alerts = Atender alertas
permission-send-requests = Enviar solicitudes de pago
permission-manage-payment-pages = Administrar páginas de pago

## Colours of the portal.

theme-device = Igual que el dispositivo
theme-light = Claro
theme-dark = Oscuro
theme-contrast = Alto contraste, oscuro
theme-contrast-light = Alto contraste, claro

## Languages, named in the language of the page.

language-en = Inglés
language-fr = Francés
language-es = Español

## Por qué alguien debe revisar algo, y qué le puso fin.

cause-occurrence-failed = Pago programado fallido
cause-occurrence-missed = Pago programado omitido
cause-debit-returned = Pago devuelto
cause-disputed = Pago disputado
cause-method-expiring = Tarjeta guardada por vencer
cause-outcome-unknown = Resultado desconocido
cause-mail-failed = Mensaje no entregado
cause-processor-unreachable = El procesador no responde
cause-refund-failed = Reembolso fallido
cause-debits-ended = Autorización de débito terminada
cause-request-overpaid = Solicitud pagada de más
cause-card-testing = Prueba de tarjetas en páginas públicas

resolution-retried = Se intentó de nuevo con éxito
resolution-other-method = Cobrado con otro método
resolution-payment = Se cobró otro pago
resolution-paid-elsewhere = Pagado fuera del portal
resolution-written-off = Dado por perdido
resolution-skipped = Excluido del calendario
resolution-no-action-needed = No hace falta hacer nada
resolution-by-itself = La causa desapareció

## Cuándo alguien recibe correos sobre alertas.

alert-mail-never = Nunca
alert-mail-daily = Una vez al día, a las 8 de la mañana
alert-mail-at-once = En cuanto haya una

## Small parts of sentences.

payment-count =
    { $count ->
        [one] { $count-text } pago
        [many] { $count-text } de pagos
       *[other] { $count-text } pagos
    }
list-and = { $first } y { $second }
form-table = Tabla: { $name }
form-copy = Copiar
form-copied = Copiado
