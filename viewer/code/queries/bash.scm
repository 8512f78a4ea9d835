; What tree-sitter-bash leaves out.
["declare" "typeset" "export" "readonly" "local" "unset" "unsetenv" "elif"] @keyword
(special_variable_name) @builtin
(number) @number
(ansi_c_string) @string
(heredoc_end) @string
(simple_expansion "$" @operator)
["(" ")" "((" "))" "[" "]" "[[" "]]" "{" "}" ";" ";;" "$(" "${" "<("] @punctuation
["||" "!" "<<" "<<<" "<<-" "&" "=" "+=" "==" "!=" "=~" "|&" ">&" "&>"] @operator
