### Choosing the columns of Payment Manager.

columns-title = Columns
columns-intro = Choose what lists of payments show, and in which order. The choice is yours alone.
columns-shown = Shown
columns-others = Not shown
columns-none = Every column is shown.
columns-up = Up
columns-up-name = Move { $column } up
columns-down = Down
columns-down-name = Move { $column } down
columns-remove = Hide
columns-remove-name = Hide { $column }
columns-add = Show
columns-add-name = Show { $column }
columns-usual = Back to the usual columns
columns-save = Save columns
columns-cancel = Cancel
