#include "viewer/app/change_list.hpp"

#include <catch2/catch.hpp>

using namespace spoor::app;
using spoor::compare::FileChange;
using spoor::compare::FileChangeKind;
using spoor::compare::TreeDiff;

namespace {

std::shared_ptr<const TreeDiff> tree() {
  TreeDiff diff;
  diff.changes = {{FileChangeKind::changed, "dir/a.c", "dir/a.c", 100, false},
                  {FileChangeKind::removed, "dir/b.c", "dir/b.c", 100, false},
                  {FileChangeKind::renamed, "lib/new.c", "dir/old.c", 80, false},
                  {FileChangeKind::added, "top.c", "", 100, false}};
  return std::make_shared<const TreeDiff>(std::move(diff));
}

std::vector<std::string> words(const ChangeList& list) {
  std::vector<std::string> out;
  for (const ChangeRow& row : list.rows())
    out.push_back(row.folder ? row.path + "/ " + std::to_string(row.files)
                             : kind_letter(list.change(row).kind) + (" " + list.change(row).path));
  return out;
}

}  // namespace

TEST_CASE("changes are listed under their folders, all or of one kind", "[changes]") {
  ChangeList list;
  list.take(tree());
  CHECK(words(list) == std::vector<std::string>{"dir/ 2", "M dir/a.c", "D dir/b.c", "lib/ 1", "R lib/new.c",
                                                "/ 1", "A top.c"});
  list.move(1);
  CHECK(list.selected_change()->path == "dir/b.c");
  list.next_kind();
  CHECK(words(list) == std::vector<std::string>{"/ 1", "A top.c"});
  CHECK(list.selected_change()->path == "top.c");
  list.next_kind();
  CHECK(words(list) == std::vector<std::string>{"dir/ 1", "D dir/b.c"});
  for (int i = 0; i < 3; ++i) list.next_kind();
  CHECK_FALSE(list.only());
  CHECK(list.rows().size() == 7);
}

TEST_CASE("the list steps from file to file and knows what is beside one", "[changes]") {
  ChangeList list;
  CHECK(list.selected_change() == nullptr);
  list.move(1);
  list.take(tree());
  CHECK(list.selected_change()->path == "dir/a.c");
  list.move(-5);
  CHECK(list.selected_change()->path == "dir/a.c");
  list.move(100);
  CHECK(list.selected_change()->path == "top.c");
  CHECK(list.beside("dir/b.c", 1)->path == "lib/new.c");
  CHECK(list.beside("dir/a.c", -1) == nullptr);
  CHECK(list.beside("nowhere", 1) == nullptr);
  list.select(0);  // a folder
  CHECK(list.selected_change()->path == "top.c");
  list.take(nullptr);
  CHECK(list.rows().empty());
  CHECK(list.selected_change() == nullptr);
}
