// The programs under test, run as processes, and the names of what they make.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace spoor::blackbox {

/// Runs a program to its end, its words going to `log`. True where it ended with 0.
[[nodiscard]] bool run(const std::vector<std::string>& arguments, const std::filesystem::path& log);

[[nodiscard]] std::filesystem::path session_path(const std::filesystem::path& work_dir, std::size_t reviewer);
[[nodiscard]] std::string reviewer_name(std::size_t reviewer);
/// Newlines of a file.
[[nodiscard]] std::size_t lines_of(const std::filesystem::path& file);

}  // namespace spoor::blackbox
