; What tree-sitter-python leaves out, and method calls, which its (attribute ...) pattern takes for properties.
(call function: (attribute attribute: (identifier) @function))
(class_definition name: (identifier) @type)
(parameters (identifier) @parameter)
(default_parameter name: (identifier) @parameter)
(typed_parameter (identifier) @parameter)
(typed_default_parameter name: (identifier) @parameter)
(lambda_parameters (identifier) @parameter)
(list_splat_pattern (identifier) @parameter)
(dictionary_splat_pattern (identifier) @parameter)
(keyword_argument name: (identifier) @parameter)
((identifier) @builtin (#any-of? @builtin "self" "cls"))
(decorator "@" @attribute)
(decorator (identifier) @attribute)
["and" "in" "is" "not" "or" "is not" "not in"] @keyword
["(" ")" "[" "]" "{" "}" "," ";" "." ":"] @punctuation
(interpolation "{" @punctuation "}" @punctuation)
