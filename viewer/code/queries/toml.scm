; tree-sitter-toml colours a whole pair where it means the key.
(pair) @plain
(pair (bare_key) @property)
(pair (quoted_key) @property)
