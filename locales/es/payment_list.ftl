### La lista de la gestión de pagos: filtros, constructor, teclas.

payments-keys = J y K recorren las filas, Intro abre una, / lleva al cuadro de búsqueda.

builder-title = Búsqueda avanzada
builder-match = Buscar pagos que cumplan
builder-all = todas las filas
builder-any = alguna de las filas
builder-field = Campo, fila
builder-operator = Comparación, fila
builder-value = Valor, fila
builder-upper = Valor superior, fila
builder-and = y
builder-add = Añadir una fila
builder-remove = Quitar la fila { $number }
builder-close = Cerrar
builder-field-any = Pago completo
builder-field-card = Tarjeta
builder-field-tag = Etiqueta
builder-contains = contiene
builder-lacks = no contiene
builder-exactly = es exactamente
builder-not-exactly = no es exactamente
builder-is = es
builder-is-not = no es
builder-more = es mayor que
builder-at-least = es al menos
builder-less = es menor que
builder-at-most = es como máximo
builder-between = está entre
builder-outside = no está entre
builder-on = es el
builder-not-on = no es el
builder-after = es posterior al
builder-from = es a partir del
builder-before = es anterior al
builder-until = es hasta el

filter-list = Filtros
filter-words = { $field } { $operator } { $value }
filter-two = { $first } y { $second }
filter-any = Basta con que se cumpla uno
filter-remove = Quitar el filtro: { $filter }
filter-clear = Borrar la búsqueda

quick-filters = Filtros rápidos
quick-any = Cualquiera
quick-other = Personalizado
