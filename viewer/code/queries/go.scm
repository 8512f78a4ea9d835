; What tree-sitter-go leaves out.
(package_identifier) @module
(label_name) @label
(const_spec name: (identifier) @constant)
(parameter_declaration name: (identifier) @parameter)
(variadic_parameter_declaration name: (identifier) @parameter)
["(" ")" "[" "]" "{" "}" "," ";" "." ":"] @punctuation
((call_expression function: (identifier) @builtin)
 (#any-of? @builtin "append" "cap" "clear" "close" "complex" "copy" "delete" "imag" "len" "make" "max" "min" "new"
  "panic" "print" "println" "real" "recover"))
