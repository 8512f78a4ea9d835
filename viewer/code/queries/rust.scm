; What tree-sitter-rust leaves out; its own pattern for constants ends in a stray quote and never matches.
((identifier) @constant (#match? @constant "^[A-Z][A-Z\\d_]+$"))
(const_item name: (identifier) @constant)
(static_item name: (identifier) @constant)
(enum_variant name: (identifier) @constant)
[(integer_literal) (float_literal)] @number
(mod_item name: (identifier) @module)
(lifetime) @label
(parameter pattern: (identifier) @parameter)
(self_parameter (self) @builtin)
(lifetime "'" @label)
(label "'" @label)
(label (identifier) @label)
((scoped_identifier path: (identifier) @module) (#match? @module "^[a-z]"))
((scoped_use_list path: (identifier) @module) (#match? @module "^[a-z]"))
(unary_expression "!" @operator)
["=" "==" "!=" "<" ">" "<=" ">=" "&&" "||" "|" "^" "%" "/" "+" "-" "<<" ">>" "+=" "-=" "*=" "/=" "%=" "&=" "|="
 "^=" "<<=" ">>=" "->" "=>" ".." "..=" "?"] @operator
(type_arguments ["<" ">"] @punctuation)
(type_parameters ["<" ">"] @punctuation)
