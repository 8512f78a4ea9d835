; What tree-sitter-javascript leaves out.
(escape_sequence) @escape
(shorthand_property_identifier) @property
(private_property_identifier) @property
(class_declaration name: (_) @type)
(statement_identifier) @label
(hash_bang_line) @comment
":" @punctuation
"?" @operator
(regex ["/"] @string)
