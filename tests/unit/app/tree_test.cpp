#include <catch2/catch.hpp>

#include "fake_source.hpp"
#include "viewer/app/tree_model.hpp"

using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

FakeSource source() {
  return FakeSource(Files{{"README", "hello\n"},
                          {"src/a.c", "int a;\n"},
                          {"src/b.c", "int b;\n"},
                          {"src/deep/er/c.c", "int c;\n"},
                          {"zz/last", "x\n"}});
}

std::vector<std::string> names(const TreeModel& tree) {
  std::vector<std::string> out;
  for (const TreeRow& row : tree.rows())
    out.push_back(std::string(static_cast<std::size_t>(row.depth), '.') + row.name);
  return out;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("directories are listed when they are unfolded, not before", "[tree]") {
  const FakeSource files = source();
  TreeModel tree = std::move(*TreeModel::create(files));
  CHECK(files.lists == 1);
  CHECK(names(tree) == Names{"src", "zz", "README"});
  REQUIRE(tree.expand(0));
  CHECK(files.lists == 2);
  CHECK(names(tree) == Names{"src", ".deep", ".a.c", ".b.c", "zz", "README"});
  CHECK(tree.rows()[2].path == "src/a.c");
  tree.collapse(0);
  CHECK(names(tree) == Names{"src", "zz", "README"});
}

TEST_CASE("the selection stays on its row while others unfold and fold", "[tree]") {
  const FakeSource files = source();
  TreeModel tree = std::move(*TreeModel::create(files));
  tree.select(2);
  REQUIRE(tree.expand(0));
  CHECK(tree.rows()[tree.selected()].name == "README");
  tree.select(3);
  tree.collapse(0);
  CHECK(tree.rows()[tree.selected()].name == "src");
  tree.select(99);
  CHECK(tree.selected() == 2);
}

TEST_CASE("revealing a path unfolds the way to it", "[tree]") {
  const FakeSource files = source();
  TreeModel tree = std::move(*TreeModel::create(files));
  REQUIRE(tree.reveal("src/deep/er/c.c"));
  CHECK(names(tree) == Names{"src", ".deep", "..er", "...c.c", ".a.c", ".b.c", "zz", "README"});
  CHECK(tree.selected() == 3);
  CHECK(tree.parent(3) == 2U);
  CHECK(tree.parent(0) == std::nullopt);
  CHECK(!tree.reveal("src/nothing"));
}
