### El envío masivo: solicitudes de pago desde un archivo.

bulk-title = Envío masivo
bulk-intro = Pida pagos a muchos clientes a la vez, una fila de la hoja de cálculo para cada uno. No se crea ni se envía nada hasta que haya revisado las filas y confirmado.
bulk-accounts = Adónde va el dinero
bulk-account = Depositar los importes en
bulk-trust-account = Depositar los importes en fideicomiso en
bulk-new = Solicitudes por crear
bulk-mailed = De ellas, con correo electrónico
bulk-sum = Por pagar en { $account }
bulk-reaches = Llega al cliente por
bulk-link-only = Solo enlace
bulk-send-all = Enviar todo: { $count ->
    [one] { $count-text } solicitud
   *[other] { $count-text } solicitudes
 }
bulk-links-only = Crear { $count ->
    [one] { $count-text } enlace
   *[other] { $count-text } enlaces
 } para descargar
bulk-added = Solicitudes creadas
bulk-to-list = Ver estas solicitudes
bulk-links = Filas con sus enlaces
bulk-mailed-text = Los mensajes están en camino. Las filas sin correo electrónico tienen solo un enlace.
bulk-again-see = Ver las solicitudes creadas entonces
bulk-again = Pedir el pago a estos clientes por segunda vez
bulk-error-column = Indique qué columnas contienen el nombre (o el número de cliente) y el importe antes de confirmar
bulk-error-account = Elija cuentas abiertas para los importes; la segunda debe ser fiduciaria
bulk-from = Envío masivo
bulk-from-row = Archivo { $number }, fila { $row }
bulk-of-file = Solicitudes que llegaron con el archivo { $number }.
bulk-all = Mostrar todas las solicitudes
bulk-about-name = A quién se pide el pago, como lo saluda el mensaje. Vacío: el nombre de la ficha con el número de cliente de la fila.
bulk-about-emails = Hasta { $most-text }, separados por comas. Vacío: la fila recibe solo un enlace.
bulk-about-client-number = Anota los pagos en la ficha de este pagador. Vacío: en la ficha que corresponda a lo que escriba el cliente.
bulk-about-asked = Por ejemplo { $example }, sin signo de moneda o con el de la cuenta.
bulk-about-asked-in-trust = Un segundo importe, que el cliente paga al mismo tiempo en fideicomiso. Vacío o cero: ninguno. Hace falta al menos uno de los dos.
bulk-about-message = Lo que el cliente lee en el mensaje y en la página; hasta { $most-text } caracteres.
bulk-about-date = Escrita como 2026-12-31, o una celda de fecha en Excel.
bulk-about-expires = El último día en que el enlace recibe pagos, escrito igual. Vacío: no termina.
bulk-about-reminders = Hasta cuatro, por ejemplo «3, 7, 14». Necesitan un correo electrónico.
bulk-about-language = Inglés, francés o español. Vacío: el idioma de la ficha o, si no hay, el del despacho.
exports-request-links = Solicitudes con sus enlaces
import-target-asked = Importe
import-target-asked-in-trust = Importe en fideicomiso
import-target-message = Mensaje al cliente
import-target-due = Vencimiento
import-target-expires = Último día del enlace
import-target-reminders = Recordatorios (en días tras el envío)
import-fault-split = Dos importes necesitan una cuenta operativa y una fiduciaria
import-fault-reminders = Los recordatorios no son hasta cuatro números de días, cada uno mayor que el anterior
import-fault-remind-whom = Los recordatorios necesitan un correo electrónico
import-fault-no-amount = No hay ningún importe
import-fault-amount-unread = El importe no se puede leer
import-fault-trust-unread = El importe en fideicomiso no se puede leer
import-fault-amount-large = El importe es demasiado alto
import-fault-trust-large = El importe en fideicomiso es demasiado alto
import-fault-trust-nowhere = No se eligió ninguna cuenta de fideicomiso para el importe en fideicomiso
import-fault-due-too-late = El enlace caduca antes del vencimiento
import-fault-remind-too-late = Un recordatorio saldría el último día del enlace o después
