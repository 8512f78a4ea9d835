; What tree-sitter-typescript leaves out.
["is" "asserts" "infer" "module" "global" "unique symbol" "accessor"] @keyword
(type_parameter name: (type_identifier) @type)
(decorator "@" @attribute)
(decorator (identifier) @attribute)
(decorator (call_expression function: (identifier) @attribute))
(function_signature name: (identifier) @function)
(method_signature name: (property_identifier) @function)
(abstract_method_signature name: (property_identifier) @function)
(enum_declaration name: (identifier) @type)
(enum_body name: (property_identifier) @constant)
(enum_assignment name: (property_identifier) @constant)
