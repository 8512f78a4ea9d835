; Colours are values; tree-sitter-css draws them as strings.
(color_value) @constant
