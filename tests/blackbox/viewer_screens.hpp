// Screens as they really come about: a vault made by `spoor`, pages drawn by `spoor-view --shot`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "screen.hpp"

namespace spoor::blackbox {

struct ViewerSetup {
  std::filesystem::path spoor;  ///< the programs under test
  std::filesystem::path spoor_view;
  std::filesystem::path work_dir;  ///< vault, archive, sessions, kit and shots; reused where it is complete
  std::size_t reviewers = 50;
};

struct ViewerWorld {
  ViewerSetup setup;
  std::filesystem::path archive;
  std::filesystem::path kit;
  std::filesystem::path passphrase_file;
  std::vector<std::string> files;  ///< paths in the archive that are long enough for a page
};

/// Copies real trees together, packs them, issues a session for each reviewer, exports the kit.
/// nullopt, and a sentence in `problem`, where a program fails.
[[nodiscard]] std::optional<ViewerWorld> make_world(const ViewerSetup& setup, std::string& problem);

/// Various files, lines, fonts, sizes from 11 to 20 px, scales 1 and 2, dark and light; shots are kept by
/// seed. Or all in one look.
[[nodiscard]] ScreenSource viewer_pages(const ViewerWorld& world, const std::optional<PageLook>& look = {});

}  // namespace spoor::blackbox
