### La importación de un archivo de pagadores.

import-title = Importar
import-list = Importaciones anteriores
import-list-text = Los archivos se guardan una semana; nadie más ve los suyos.
import-none = Aún no hay importaciones
import-intro = Traiga pagadores de una hoja de cálculo. Nada cambia hasta que usted revise las filas y confirme.
import-file-section = Archivo
import-file = Libro de Excel (.xlsx) o CSV
import-file-hint = Títulos en la primera fila. Hasta 10 MB y 100,000 filas.
import-upload = Revisar las filas
import-error-none = Elija un archivo
import-error-nothing = Este archivo está vacío
import-error-unknown = Este archivo no es un libro de Excel ni texto CSV
import-error-damaged = Este libro no se puede leer. Ábralo en una hoja de cálculo, guárdelo de nuevo e inténtelo otra vez.
import-error-large = Este libro contiene más de lo que se puede importar. Tráigalo por partes.
import-error-rows = Un archivo puede tener 100,000 filas como máximo. Tráigalo por partes.
import-error-columns = Un archivo puede tener 60 columnas como máximo. Quite las que no hagan falta.
import-error-empty = Este archivo no tiene filas debajo de los títulos
import-error-column = Indique qué columna tiene el nombre antes de confirmar
import-rows = { $count ->
    [one] { $count-text } fila
   *[other] { $count-text } filas
 }
import-mapping = Qué contienen las columnas
import-mapping-hint = Según los títulos.
import-column = Columna { $number }
import-known = Pagadores ya conocidos
import-duplicates = Cuando el pagador de una fila ya se conoce
import-duplicates-hint = Se reconoce por el número de cliente o, si falta, por un correo.
import-duplicates-skip = Dejar la ficha como está
import-duplicates-update = Completar la ficha con lo que dice la fila
import-duplicates-create = Crear una segunda ficha
import-apply = Aplicar y revisar de nuevo
import-preview = Lo que ocurriría ahora
import-new = Pagadores nuevos
import-known-rows = Pagadores conocidos
import-wrong = Filas con error
import-wrong-file = Descargar las filas con error y su motivo (CSV)
import-wrong-text = Las demás filas se importaron. Corrija estas y tráigalas de nuevo.
import-confirm = Importar { $count ->
    [one] { $count-text } fila
   *[other] { $count-text } filas
 }
import-again-told = Estas filas ya se importaron: { $name } subió el archivo «{ $file }» el { $day }.
import-again-see = Ver esa importación
import-again = Importar estas filas otra vez
import-error-again = Estas filas ya se importaron. Marque la casilla si quiere importarlas otra vez
import-error-begun = No se cambió nada: este archivo ya se confirmó
import-error-changed = Algo cambió desde que se abrió esta página. Revise cómo está ahora y confirme de nuevo
import-left-out = Filas excluidas
import-rows-title = Filas
import-rows-kinds = Clases de filas
import-rows-wrong = Con un error
import-rows-ready = Listas
import-rows-left-out = Excluidas
import-rows-search = Buscar filas por su contenido
import-rows-none = No hay filas así
import-row-deeds = Acciones
import-row-of = la fila { $number }
import-row-correct = Corregir
import-row-change = Modificar
import-row-leave-out = Excluir
import-row-take-in = Volver a incluir
import-row-done-saved = La fila { $number } quedó guardada.
import-row-done-left-out = La fila { $number } quedó excluida.
import-row-done-taken-in = La fila { $number } vuelve a estar incluida.
import-row-title = Fila { $number }
import-row-intro = Lo que escriba aquí cuenta en lugar de lo que dice el archivo. El archivo de su computadora queda como está.
import-row-cells = Lo que dice la fila
import-row-left-out = Esta fila está excluida. Al guardarla se vuelve a incluir.
import-row-save = Guardar
import-row-save-next = Guardar e ir al error siguiente
import-row-stale = Esta fila se modificó en otra ventana desde que la abrió. Lo que escribió está abajo; guárdelo de nuevo si es lo correcto
import-row-now = Guardado ahora: { $text }
import-row-now-empty = Guardado ahora: nada.
import-row-heading = Columna «{ $heading }».
import-row = Fila
import-reason = Motivo
import-cells = Contenido
import-progress = { $done ->
    [one] { $done-text }
   *[other] { $done-text }
 } de { $rows ->
    [one] { $rows-text } fila
   *[other] { $rows-text } filas
 } procesadas
import-stage-uploaded = Sin confirmar
import-stage-running = Importando
import-stage-done = Importada
import-result = Resultado
import-added = Pagadores nuevos
import-updated = Fichas completadas
import-skipped = Filas sin cambios
import-to-list = Ver los pagadores más recientes
import-target-ignored = No se importa
import-target-name = Nombre
import-target-given-name = Nombre de pila
import-target-company = Empresa
import-target-client-number = Número de cliente
import-target-emails = Correos electrónicos
import-target-phones = Teléfonos
import-target-street = Calle
import-target-city = Ciudad
import-target-region = Estado o provincia
import-target-postal-code = Código postal
import-target-country = País
import-target-language = Idioma
import-target-contact = Contacto
import-target-notes = Notas
import-target-custom = Otro dato, con este título
import-fault-no-name = Falta el nombre
import-fault-email = Un correo no es válido
import-fault-too-long = Un texto es demasiado largo
import-fault-too-many = Hay demasiados correos, números o datos
import-fault-language = El idioma no es inglés, francés ni español
import-fault-card-number = Tenía un número de tarjeta, que no se guardó
import-fault-ambiguous = Varios pagadores tienen este número de cliente o correo
