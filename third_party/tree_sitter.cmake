# The tree-sitter runtime and its grammars: C sources of npm packages pinned by package-lock.json, compiled as
# static libraries with their own warnings off. Grammars are generated code that nobody reads: -O1 halves the time
# of their compilation and costs no speed, as the time of a parse is spent in the runtime.
set(SPOOR_NODE_MODULES ${CMAKE_CURRENT_SOURCE_DIR}/node_modules)
set(tree_sitter_lib ${SPOOR_NODE_MODULES}/tree-sitter/vendor/tree-sitter/lib)
if(NOT EXISTS ${tree_sitter_lib}/src/lib.c)
  message(FATAL_ERROR "The tree-sitter packages are missing: run 'bash third_party/install.sh' first.")
endif()

add_library(spoor_3p_tree_sitter STATIC ${tree_sitter_lib}/src/lib.c)
set_target_properties(spoor_3p_tree_sitter PROPERTIES C_STANDARD 11 C_EXTENSIONS ON C_CLANG_TIDY "")
target_include_directories(spoor_3p_tree_sitter SYSTEM PUBLIC ${tree_sitter_lib}/include
                           PRIVATE ${tree_sitter_lib}/src)
# A corrupt tree must end in a wrong colour, never in abort(): the runtime's asserts stay off in every build type.
target_compile_options(spoor_3p_tree_sitter PRIVATE -w -DNDEBUG)
add_library(spoor::tree_sitter ALIAS spoor_3p_tree_sitter)

# What is written by hand reads hostile text: the runtime and the scanners are checked in the sanitized builds. The
# generated parsers are tables, and take minutes to compile with checks.
set(spoor_3p_checks "")
if(SPOOR_SANITIZE MATCHES "address")
  set(spoor_3p_checks -fsanitize=address)
elseif(SPOOR_SANITIZE MATCHES "thread")
  set(spoor_3p_checks -fsanitize=thread)
endif()
target_compile_options(spoor_3p_tree_sitter PRIVATE ${spoor_3p_checks})

# A scanner saves its state into the runtime's buffer of 1024 bytes. Those of Python and YAML test for room before
# they write two or four bytes, so a file with some 250 nested indentations writes past its end, into a pointer of
# the parser's (found by tests/unit/code/test_hostile.cpp). They are compiled from a copy that stops earlier.
set(SPOOR_OVERRUNNING_SCANNERS tree-sitter-python @tree-sitter-grammars/tree-sitter-yaml)
function(scanner_source folder out)
  set(original ${SPOOR_NODE_MODULES}/${folder}/src/scanner.c)
  set(${out} ${original} PARENT_SCOPE)
  if(NOT folder IN_LIST SPOOR_OVERRUNNING_SCANNERS)
    return()
  endif()
  file(READ ${original} text)
  string(REPLACE "size < TREE_SITTER_SERIALIZATION_BUFFER_SIZE" "size < TREE_SITTER_SERIALIZATION_BUFFER_SIZE - 4"
         fixed "${text}")
  if(fixed STREQUAL text)
    message(FATAL_ERROR "${folder}: its scanner has changed; look whether it still overruns its buffer.")
  endif()
  set(copy ${CMAKE_CURRENT_BINARY_DIR}/${folder}/scanner.c)
  file(CONFIGURE OUTPUT ${copy} CONTENT "${fixed}" @ONLY)
  set(${out} ${copy} PARENT_SCOPE)
endfunction()

# One library of all grammars; grammar_sources(PACKAGE_FOLDER) adds one.
add_library(spoor_3p_grammars STATIC)
function(grammar_sources folder)
  set(src ${SPOOR_NODE_MODULES}/${folder}/src)
  set(files ${src}/parser.c)
  if(EXISTS ${src}/scanner.c)
    scanner_source(${folder} scanner)
    list(APPEND files ${scanner})
    set_source_files_properties(${scanner} PROPERTIES COMPILE_OPTIONS "${spoor_3p_checks}")
  endif()
  target_sources(spoor_3p_grammars PRIVATE ${files})
  # Each package brings its own tree_sitter/parser.h, for its own ABI.
  set_source_files_properties(${files} PROPERTIES INCLUDE_DIRECTORIES ${src})
endfunction()
foreach(name bash c cpp css go html java javascript json python rust)
  grammar_sources(tree-sitter-${name})
endforeach()
grammar_sources(tree-sitter-typescript/typescript)
grammar_sources(tree-sitter-typescript/tsx)
grammar_sources(@tree-sitter-grammars/tree-sitter-toml)
grammar_sources(@tree-sitter-grammars/tree-sitter-yaml)
set_target_properties(spoor_3p_grammars PROPERTIES C_STANDARD 11 C_EXTENSIONS ON C_CLANG_TIDY "")
target_compile_options(spoor_3p_grammars PRIVATE -w -DNDEBUG -O1)
add_library(spoor::grammars ALIAS spoor_3p_grammars)
