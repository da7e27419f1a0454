### La lista de la gestión de pagos: filtros, constructor, teclas.

payments-keys = J y K recorren las filas, Intro abre una, / lleva al cuadro de búsqueda.
