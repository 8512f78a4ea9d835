; What tree-sitter-java leaves out.
(record_declaration name: (identifier) @type)
(annotation_type_declaration name: (identifier) @type)
(annotation "@" @attribute)
(marker_annotation "@" @attribute)
(package_declaration (scoped_identifier) @module)
(formal_parameter name: (identifier) @parameter)
(field_access field: (identifier) @property)
(enum_constant name: (identifier) @constant)
["(" ")" "[" "]" "{" "}" "," ";" "." "..." "::"] @punctuation
["+" "-" "*" "/" "%" "=" "==" "!=" "<" ">" "<=" ">=" "&&" "||" "!" "~" "&" "|" "^" "<<" ">>" ">>>" "+=" "-=" "*="
 "/=" "%=" "&=" "|=" "^=" "<<=" ">>=" ">>>=" "++" "--" "->" "?" ":"] @operator
