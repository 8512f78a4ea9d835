// A release in memory, and sessions made up for tests.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "viewer/app/grant.hpp"
#include "viewer/app/source.hpp"

namespace spoor::app::testing {

/// Files by path; directories follow from the paths. Bytes that hold a NUL are binary.
using Files = std::map<std::string, std::string>;

class FakeSource final : public Source {
 public:
  explicit FakeSource(Files files) : files_(std::move(files)) {}

  const std::string& release() const override { return release_; }
  Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override;
  Result<seal::DirEntry> stat(std::string_view path) const override;
  Result<std::unique_ptr<code::Document>> open(std::string_view path,
                                               code::DocumentOptions options) const override;
  std::shared_ptr<const find::Files> files() const override;
  /// By the outlines of all files.
  Result<std::shared_ptr<const symbols::Definitions>> definitions() const override;
  std::vector<std::string> other_releases() const override;
  Result<std::unique_ptr<Source>> other_release(std::string_view name) const override;
  std::map<std::string, Files> others;  ///< the archive's other releases, by name
  bool without_table = false;           ///< as an archive of an old spoor
  mutable int lists = 0;                ///< how many directories were listed

 private:
  std::string release_ = "widget 4.2";
  std::map<std::string, std::string> files_;
};

inline constexpr std::int64_t kStart = 1'800'000'000;

/// A session of `slots` slots from kStart on, its tables drawn from a seeded stream.
[[nodiscard]] seal::Session make_session(unsigned slots, std::uint64_t seed = 1);
[[nodiscard]] Grant make_grant(unsigned slots = 8, std::uint64_t seed = 1);

}  // namespace spoor::app::testing
