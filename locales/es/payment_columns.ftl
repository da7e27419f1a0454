### Elegir las columnas de la gestión de pagos.

columns-title = Columnas
columns-intro = Elija qué muestran las listas de pagos y en qué orden. La elección es solo suya.
columns-shown = Visibles
columns-others = Ocultas
columns-none = Se muestran todas las columnas.
columns-up = Subir
columns-up-name = Subir: { $column }
columns-down = Bajar
columns-down-name = Bajar: { $column }
columns-remove = Ocultar
columns-remove-name = Ocultar: { $column }
columns-add = Mostrar
columns-add-name = Mostrar: { $column }
columns-usual = Volver a las columnas habituales
columns-save = Guardar columnas
columns-cancel = Cancelar
