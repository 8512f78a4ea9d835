; What tree-sitter-json leaves out.
["{" "}" "[" "]" "," ":"] @punctuation
