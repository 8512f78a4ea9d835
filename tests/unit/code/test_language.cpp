#include <catch2/catch.hpp>

#include "viewer/code/language.hpp"

namespace spoor::code {
namespace {

struct Case {
  const char* path;
  const char* head;
  std::optional<Language> expected;
};

TEST_CASE("a language is known by name, extension, mode line or interpreter", "[language]") {
  const Case cases[] = {
      {"a/b.c", "", Language::c},
      {"a/b.C", "", Language::cpp},
      {"a/b.cc", "", Language::cpp},
      {"x.py", "", Language::python},
      {"x.java", "", Language::java},
      {"x.mjs", "", Language::javascript},
      {"x.ts", "", Language::typescript},
      {"x.tsx", "", Language::tsx},
      {"x.go", "", Language::go},
      {"x.rs", "", Language::rust},
      {"x.sh", "", Language::bash},
      {"x.json", "", Language::json},
      {"dir.py/.clang-format", "", Language::yaml},
      {"Cargo.lock", "", Language::toml},
      {"vector", "// <vector> -*- C++ -*-\n", Language::cpp},
      {"x", "# -*- mode: python; indent: 4 -*-\n", Language::python},
      {"run", "#!/bin/sh -e\n", Language::bash},
      {"run", "#!/usr/bin/env -S python3.11 -u\r\n", Language::python},
      {"run", "#! /usr/bin/node\n", Language::javascript},
      {"run", "#!/usr/bin/env", std::nullopt},
      {"run", "#!", std::nullopt},
      {"x", "-*-", std::nullopt},
      {"x", "-*- a mode with a name that is far too long -*-", std::nullopt},
      {"README", "hello\n", std::nullopt},
      {"x.unknown", "", std::nullopt},
      {"", "", std::nullopt},
      {"x.", "", std::nullopt},
  };
  for (const Case& c : cases) {
    INFO(c.path << " " << c.head);
    CHECK(detect_language(c.path, c.head) == c.expected);
  }
}

TEST_CASE("a .h is C unless its text or mode line is C++", "[language]") {
  CHECK(detect_language("a.h", "struct x { int class_id; };\n") == Language::c);
  CHECK(detect_language("a.h", "#pragma once\n\n  namespace x {\n") == Language::cpp);
  CHECK(detect_language("a.h", "template <typename T>\n") == Language::cpp);
  CHECK(detect_language("a.h", "// -*- C++ -*-\n") == Language::cpp);
  CHECK(detect_language("a.h", "/* class of */\n") == Language::c);
}

}  // namespace
}  // namespace spoor::code
