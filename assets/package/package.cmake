# What is installed, and the three Debian packages that CPack makes of it: one a trust zone, so that a room's machine
# has no tool that issues and a laboratory's none that reads. `cmake --build DIR --target package`, with
# SOURCE_DATE_EPOCH set for the same bytes each time.
include(GNUInstallDirs)
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
find_program(SPOOR_GZIP gzip REQUIRED)
set(SPOOR_PACKAGE_SOURCE ${CMAKE_CURRENT_LIST_DIR})
set(SPOOR_PACKAGE_DIR ${CMAKE_BINARY_DIR}/package)
set(SPOOR_METAINFO org.spoor_code.spoor_view.metainfo.xml)

# The date of the release is written down once.
file(STRINGS ${SPOOR_PACKAGE_SOURCE}/${SPOOR_METAINFO} release REGEX "<release version=\"${PROJECT_VERSION}\"")
if(NOT release MATCHES "date=\"([0-9-]+)\"")
  message(FATAL_ERROR "${SPOOR_METAINFO} does not say when version ${PROJECT_VERSION} was released.")
endif()
set(SPOOR_RELEASE_DATE ${CMAKE_MATCH_1})

set(spoor_headers_inside libcli11-dev libexpected-dev nlohmann-json3-dev)
# Of symbols, which `spoor pack` finds; the reader has them and those that it only colours.
set(spoor_tag_grammars tree-sitter tree-sitter-go tree-sitter-java tree-sitter-javascript tree-sitter-python
  tree-sitter-rust tree-sitter-typescript)
set(spoor_grammars ${spoor_tag_grammars} tree-sitter-bash tree-sitter-c tree-sitter-cpp tree-sitter-css
  tree-sitter-html tree-sitter-json @tree-sitter-grammars/tree-sitter-toml @tree-sitter-grammars/tree-sitter-yaml)

# spoor_package(PROGRAM BUILT_IN debian packages... NPM packages... DOCS files... EXAMPLES files...)
function(spoor_package program)
  cmake_parse_arguments(arg "" "" "BUILT_IN;NPM;DOCS;EXAMPLES" ${ARGN})
  set(out ${SPOOR_PACKAGE_DIR}/${program})
  set(made ${out}/${program}.1 ${out}/${program}.bash ${out}/_${program} ${out}/${program}.fish)
  file(MAKE_DIRECTORY ${out})
  add_custom_command(OUTPUT ${made}
    COMMAND ${Python3_EXECUTABLE} -B ${SPOOR_PACKAGE_SOURCE}/pages.py $<TARGET_FILE:${program}>
            ${SPOOR_PACKAGE_SOURCE}/${program}.man ${out} --version ${PROJECT_VERSION} --date ${SPOOR_RELEASE_DATE}
    COMMAND ${SPOOR_GZIP} -9nkf ${out}/${program}.1
    DEPENDS ${program} ${SPOOR_PACKAGE_SOURCE}/pages.py ${SPOOR_PACKAGE_SOURCE}/completions.py
            ${SPOOR_PACKAGE_SOURCE}/${program}.man
    VERBATIM)
  add_custom_command(OUTPUT ${out}/bom.json ${out}/copyright ${out}/changelog.Debian.gz
    COMMAND ${Python3_EXECUTABLE} -B ${SPOOR_PACKAGE_SOURCE}/sbom.py $<TARGET_FILE:${program}>
            ${PROJECT_SOURCE_DIR}/third_party/package-lock.json --version ${PROJECT_VERSION} --date ${SPOOR_RELEASE_DATE}
            --built-in ${arg_BUILT_IN} --npm ${arg_NPM} -o ${out}/bom.json
    COMMAND ${Python3_EXECUTABLE} -B ${SPOOR_PACKAGE_SOURCE}/copyright.py ${SPOOR_PACKAGE_SOURCE}/copyright
            ${PROJECT_SOURCE_DIR}/third_party/node_modules --built-in ${arg_BUILT_IN} --npm ${arg_NPM} -o ${out}/copyright
    COMMAND ${CMAKE_COMMAND} -E copy ${SPOOR_PACKAGE_SOURCE}/changelog ${out}/changelog.Debian
    COMMAND ${SPOOR_GZIP} -9nf ${out}/changelog.Debian
    DEPENDS ${program} ${SPOOR_PACKAGE_SOURCE}/sbom.py ${SPOOR_PACKAGE_SOURCE}/copyright.py
            ${SPOOR_PACKAGE_SOURCE}/copyright ${SPOOR_PACKAGE_SOURCE}/changelog
            ${PROJECT_SOURCE_DIR}/third_party/package-lock.json
    VERBATIM)
  target_link_options(${program} PRIVATE -Wl,-z,relro,-z,now)
  add_custom_target(${program}_pages ALL DEPENDS ${made} ${out}/bom.json)

  set(share ${CMAKE_INSTALL_DATADIR})
  install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${program})
  install(FILES ${out}/${program}.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${program})
  install(FILES ${out}/${program}.bash DESTINATION ${share}/bash-completion/completions RENAME ${program}
          COMPONENT ${program})
  install(FILES ${out}/_${program} DESTINATION ${share}/zsh/vendor-completions COMPONENT ${program})
  install(FILES ${out}/${program}.fish DESTINATION ${share}/fish/vendor_completions.d COMPONENT ${program})
  install(FILES ${out}/bom.json ${out}/copyright ${out}/changelog.Debian.gz ${arg_DOCS}
          DESTINATION ${share}/doc/${program} COMPONENT ${program})
  if(arg_EXAMPLES)
    install(FILES ${arg_EXAMPLES} DESTINATION ${share}/doc/${program}/examples COMPONENT ${program})
  endif()
endfunction()

spoor_package(spoor BUILT_IN ${spoor_headers_inside} NPM ${spoor_tag_grammars} DOCS ${PROJECT_SOURCE_DIR}/watermark/OFFICER.md
  ${PROJECT_SOURCE_DIR}/watermark/SPEC.md EXAMPLES ${PROJECT_SOURCE_DIR}/assets/policy.toml)
spoor_package(spoor-view BUILT_IN ${spoor_headers_inside} libimgui-dev NPM ${spoor_grammars})
spoor_package(spoor-trace BUILT_IN ${spoor_headers_inside})

set(share ${CMAKE_INSTALL_DATADIR})
install(FILES ${SPOOR_PACKAGE_SOURCE}/spoor-view.desktop DESTINATION ${share}/applications COMPONENT spoor-view)
install(FILES ${SPOOR_PACKAGE_SOURCE}/${SPOOR_METAINFO} DESTINATION ${share}/metainfo COMPONENT spoor-view)
install(FILES ${SPOOR_PACKAGE_SOURCE}/spoor.mime.xml DESTINATION ${share}/mime/packages RENAME spoor-view.xml
        COMPONENT spoor-view)
install(FILES ${SPOOR_PACKAGE_SOURCE}/spoor-view.svg DESTINATION ${share}/icons/hicolor/scalable/apps
        COMPONENT spoor-view)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL spoor spoor-view spoor-trace)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1spoor1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The Spoor developers <developers@spoor.example>")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_SPOOR_PACKAGE_NAME spoor)
set(CPACK_DEBIAN_SPOOR_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_SPOOR_PACKAGE_DEPENDS fonts-dejavu-core)
set(CPACK_DEBIAN_SPOOR_PACKAGE_SUGGESTS "spoor-view, spoor-trace, opensc, postgresql")
set(CPACK_DEBIAN_SPOOR_DESCRIPTION "seal source code and issue sessions that name their reader
The vendor's tool of Spoor. It keeps a vault of keys and the registry of who
was issued what, seals source trees into archives, issues and revokes
sessions, makes the keys of a reading room, checks the logs that a room
leaves, and exports the kits with which a laboratory traces leaks.")
set(CPACK_DEBIAN_SPOOR-VIEW_PACKAGE_NAME spoor-view)
set(CPACK_DEBIAN_SPOOR-VIEW_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_SPOOR-VIEW_PACKAGE_DEPENDS
    "fonts-dejavu-core, fonts-firacode, fonts-inter, fonts-jetbrains-mono, fonts-noto-cjk, fonts-noto-core, fonts-symbola, libegl1, libgl1")
set(CPACK_DEBIAN_SPOOR-VIEW_PACKAGE_SUGGESTS "cage")
set(CPACK_DEBIAN_SPOOR-VIEW_DESCRIPTION "read sealed source code in a review room
The code reader of Spoor. It opens a sealed release with the session that its
vendor has issued, and draws every character with a displacement that only
this session has, too small to see, so that any picture of the screen names
the session. Search in the whole release, tabs, views side by side, syntax
colours, and the keys of Vim and Emacs.")
set(CPACK_DEBIAN_SPOOR-TRACE_PACKAGE_NAME spoor-trace)
set(CPACK_DEBIAN_SPOOR-TRACE_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_SPOOR-TRACE_PACKAGE_DEPENDS
    "fonts-dejavu-core, fonts-firacode, fonts-inter, fonts-jetbrains-mono, fonts-noto-cjk, fonts-noto-core, fonts-symbola")
set(CPACK_DEBIAN_SPOOR-TRACE_DESCRIPTION "name the session that drew a leaked picture of a screen
The laboratory's tool of Spoor. It takes screenshots and photographs of code
that the reader has shown, measures where each glyph stands, and names the
session, the time, the file and the lines, with the probability that an
innocent one would be named.")
include(CPack)
