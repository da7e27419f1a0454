### The list of Payment Manager: filters, the builder, keys.

payments-keys = J and K move along the rows, Enter opens one, / goes to the search box.

builder-title = Advanced search
builder-match = Find payments that match
builder-all = all rows
builder-any = any row
builder-field = Field, row
builder-operator = Comparison, row
builder-value = Value, row
builder-upper = Upper value, row
builder-and = and
builder-add = Add a row
builder-remove = Remove row { $number }
builder-close = Close
builder-field-any = Whole payment
builder-field-card = Card
builder-field-tag = Tag
builder-contains = contains
builder-lacks = does not contain
builder-exactly = is exactly
builder-not-exactly = is not exactly
builder-is = is
builder-is-not = is not
builder-more = is more than
builder-at-least = is at least
builder-less = is less than
builder-at-most = is at most
builder-between = is between
builder-outside = is not between
builder-on = is on
builder-not-on = is not on
builder-after = is after
builder-from = is on or after
builder-before = is before
builder-until = is on or before

filter-list = Filters
filter-words = { $field } { $operator } { $value }
filter-two = { $first } and { $second }
filter-any = Any one of these is enough
filter-remove = Remove the filter: { $filter }
filter-clear = Clear search

quick-filters = Quick filters
quick-any = Any
quick-other = Custom
