#include "viewer/symbols/tags.hpp"

#include "viewer/symbols/c_tagger.hpp"
#include "viewer/symbols/tree_tagger.hpp"

namespace spoor::symbols {

bool has_tags(std::string_view path) noexcept {
  return has_c_tags(path) || has_tree_tags(path);
}

std::vector<Tag> tags_of(std::string_view path, std::string_view text) {
  return has_c_tags(path) ? c_tags(text) : tree_tags(path, text);
}

}  // namespace spoor::symbols
