; What tree-sitter-c leaves out.
["goto" "register" "restrict" "_Atomic" "_Noreturn" "noreturn" "thread_local" "__thread"
 "__inline" "__inline__" "__forceinline" "__restrict__" "__extension__" "__attribute__" "__attribute" "__asm__"
 "__asm" "asm" "offsetof" "_Generic" "_Alignof" "alignof" "_Alignas" "alignas" "defined"] @keyword
["#define" "#elif" "#elifdef" "#elifndef" "#else" "#endif" "#if" "#ifdef" "#ifndef" "#include"] @preprocessor
(preproc_directive) @preprocessor
(preproc_def name: (identifier) @constant)
(preproc_function_def name: (identifier) @function)
(char_literal) @string
(escape_sequence) @escape
[(true) (false)] @constant
(enumerator name: (identifier) @constant)
(parameter_declaration declarator: (identifier) @parameter)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @parameter))
(parameter_declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @parameter)))
(parameter_declaration declarator: (array_declarator declarator: (identifier) @parameter))
["(" ")" "[" "]" "{" "}" "," ";" "." ":"] @punctuation
["!" "~" "/" "%" "^" "|" "<<" ">>" "<=" ">=" "*=" "/=" "%=" "&=" "|=" "^=" "<<=" ">>=" "?" "..."] @operator
(conditional_expression ":" @operator)
