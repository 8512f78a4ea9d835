; What tree-sitter-cpp leaves out.
["operator" "static_assert" "decltype"] @keyword
(namespace_identifier) @module
(namespace_definition name: (namespace_identifier) @module)
(call_expression function: (template_function name: (identifier) @function))
(destructor_name (identifier) @function)
(operator_name) @function
(user_defined_literal (literal_suffix) @type)
(raw_string_delimiter) @string
(raw_string_literal ["(" ")"] @string)
(attribute_declaration) @attribute
(reference_declarator (identifier) @variable)
(parameter_declaration declarator: (reference_declarator (identifier) @parameter))
(optional_parameter_declaration declarator: (identifier) @parameter)
["::" "[[" "]]"] @punctuation
["->*" ".*" "<=>" "and" "or" "not" "xor" "bitand" "bitor" "compl"] @operator
