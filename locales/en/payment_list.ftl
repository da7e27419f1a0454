### The list of Payment Manager: filters, the builder, keys.

payments-keys = J and K move along the rows, Enter opens one, / goes to the search box.
