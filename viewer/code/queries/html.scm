; What tree-sitter-html leaves out.
(quoted_attribute_value) @string
(entity) @escape
"=" @operator
