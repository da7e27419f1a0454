### Listas como archivos: sus columnas, lo que se dice de ellas y la página que espera las largas.

exports-links = Descargar esta lista
exports-excel = Excel
exports-csv = CSV

## Nombres de las hojas, y la hoja que describe las demás.

exports-payments = Pagos
exports-outbox = Bandeja de salida
exports-about = Acerca de
exports-about-firm = Despacho
exports-about-search = Búsqueda
exports-about-everything = Todos los pagos
exports-about-file = Archivo { $number }
exports-about-unsuccessful = Rechazos, fallos y anulaciones
exports-about-shown = Incluidos
exports-about-hidden = Excluidos
exports-about-refunds = Importes
exports-about-refunds-text = «Aprobado» es el importe de los pagos aprobados únicamente. «Neto» es lo aprobado menos lo reembolsado. Los totales siguen los filtros de la hoja.
exports-about-zone = Zona horaria
exports-about-made = Exportado
exports-about-by = Exportado por
exports-about-rows = Filas
exports-total = Total

## Columnas.

exports-number = N.º
exports-date = Fecha y hora
exports-status = Estado
exports-to = Para
exports-subject = Asunto del correo
exports-payment = N.º de pago
exports-attempts = Intentos
exports-error = Último error

## La página que espera.

exports-title = Exportación
exports-waiting = En espera de que terminen otras exportaciones
exports-writing = { $done } de { $total } filas escritas
exports-packing = Todas las filas están escritas; se está armando el archivo
exports-progress = Avance de la exportación
exports-meanwhile = Puede salir de esta página y seguir trabajando. Vuelva a su dirección dentro de 12 horas.
exports-check = Comprobar de nuevo
exports-stop = Cancelar la exportación
exports-ready = Su archivo está listo
exports-ready-text = { $rows ->
    [one] { $rows-text } fila, { $size } MB. El archivo se elimina una hora después de descargarlo, y en todo caso después de 12 horas.
    [many] { $rows-text } filas, { $size } MB. El archivo se elimina una hora después de descargarlo, y en todo caso después de 12 horas.
   *[other] { $rows-text } filas, { $size } MB. El archivo se elimina una hora después de descargarlo, y en todo caso después de 12 horas.
}
exports-download = Descargar { $file }
exports-failed = No se pudo escribir el archivo
exports-failed-text = No se conservó nada. Es posible que el disco esté lleno: avise a quien administra el portal e inténtelo de nuevo.
exports-stopped = Se canceló la exportación
exports-stopped-text = No se conservó nada.
exports-busy = Demasiadas exportaciones a la vez
exports-busy-text = Espere a que terminen algunas e inténtelo de nuevo.
exports-rebuilding = Se está reconstruyendo el índice de búsqueda
exports-rebuilding-text = Las listas podrán exportarse en cuanto esté completo: { $done } de { $total } hasta ahora.
exports-back = Volver a la lista
