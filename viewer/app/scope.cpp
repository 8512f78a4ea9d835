#include "viewer/app/scope.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "viewer/find/globs.hpp"

namespace spoor::app {
namespace {

std::string below(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : fmt::format("{}/{}", directory, name);
}

/// What of the release there is for this session. Safe from several threads.
class Scope {
 public:
  Scope(std::shared_ptr<const find::Files> files, find::Globs globs, std::optional<find::Globs> excluded)
      : files_(std::move(files)), globs_(std::move(globs)), excluded_(std::move(excluded)) {}

  [[nodiscard]] bool has(std::string_view directory, const seal::DirEntry& entry) const {
    const std::string path = below(directory, entry.name);
    return entry.kind == seal::EntryKind::directory ? has_directory(path) : globs_.chooses(path);
  }
  [[nodiscard]] bool has_file(std::string_view path) const { return globs_.chooses(path); }
  /// Whether something in scope lies below; asked once for each folder.
  [[nodiscard]] bool has_directory(const std::string& path) const {
    if (path.empty()) return true;
    if (excluded_ && excluded_->chooses(path)) return false;
    // Where something is excluded, a folder that has nothing else left is not named either.
    if (!excluded_ && globs_.chooses(path)) return true;
    {
      const std::lock_guard lock(mutex_);
      const auto known = directories_.find(path);
      if (known != directories_.end()) return known->second;
    }
    bool found = false;
    const auto entries = files_->list(path);
    for (std::size_t i = 0; entries && !found && i < entries->size(); ++i) found = has(path, (*entries)[i]);
    const std::lock_guard lock(mutex_);
    return directories_.emplace(path, found).first->second;
  }
  [[nodiscard]] std::vector<seal::DirEntry> chosen(std::string_view directory,
                                                   std::vector<seal::DirEntry> entries) const {
    std::erase_if(entries, [&](const seal::DirEntry& entry) { return !has(directory, entry); });
    return entries;
  }
  [[nodiscard]] std::uint64_t count_files(const std::string& directory) const {
    std::uint64_t count = 0;
    const auto entries = files_->list(directory);
    if (!entries) return 0;
    for (const seal::DirEntry& entry : *entries) {
      if (!has(directory, entry)) continue;
      if (entry.kind == seal::EntryKind::directory)
        count += count_files(below(directory, entry.name));
      else
        count += entry.kind == seal::EntryKind::file ? 1U : 0U;
    }
    return count;
  }

 private:
  std::shared_ptr<const find::Files> files_;
  find::Globs globs_;
  std::optional<find::Globs> excluded_;  ///< chooses what is excluded; none: nothing is
  mutable std::mutex mutex_;
  mutable std::map<std::string, bool, std::less<>> directories_;  ///< guarded by mutex_
};

constexpr std::string_view kOutOfScope = "The path is out of the session's scope; ask the vendor.";

class ScopedFiles final : public find::Files {
 public:
  ScopedFiles(std::shared_ptr<const find::Files> files, std::shared_ptr<const Scope> scope)
      : files_(std::move(files)), scope_(std::move(scope)) {}

  std::uint64_t file_count() const override {
    const std::lock_guard lock(mutex_);
    if (!count_) count_ = scope_->count_files("");
    return *count_;
  }
  seal::Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override {
    if (!scope_->has_directory(std::string(directory))) return seal::refused_by("scope", kOutOfScope);
    auto entries = files_->list(directory);
    if (!entries) return entries;
    return scope_->chosen(directory, std::move(*entries));
  }
  seal::Result<seal::DirEntry> stat(std::string_view path) const override {
    auto entry = files_->stat(path);
    // Out of scope a name that nothing has is answered like any other: no guess finds out what there is.
    if (!entry && !scope_->has_file(path)) return seal::refused_by("scope", kOutOfScope);
    if (!entry) return entry;
    const bool there = entry->kind == seal::EntryKind::directory ? scope_->has_directory(std::string(path))
                                                                 : scope_->has_file(path);
    if (!there) return seal::refused_by("scope", kOutOfScope);
    return entry;
  }
  seal::Result<std::string> read(std::string_view path, std::uint64_t offset_bytes,
                                 std::uint64_t size_bytes) const override {
    if (!scope_->has_file(path)) return seal::refused_by("scope", kOutOfScope);
    return files_->read(path, offset_bytes, size_bytes);
  }
  std::optional<seal::FilePlace> place(std::string_view path) const override {
    return scope_->has_file(path) ? files_->place(path) : std::nullopt;
  }

 private:
  std::shared_ptr<const find::Files> files_;
  std::shared_ptr<const Scope> scope_;
  mutable std::mutex mutex_;
  mutable std::optional<std::uint64_t> count_;  ///< guarded by mutex_
};

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

/// Definitions out of scope are none. Names that only they have remain among names(): whoever shows a name
/// shows where it is defined.
class ScopedDefinitions final : public symbols::Definitions {
 public:
  ScopedDefinitions(std::shared_ptr<const symbols::Definitions> all, std::shared_ptr<const ScopedFiles> files)
      : all_(std::move(all)), files_(std::move(files)) {}

  seal::Result<std::vector<symbols::Symbol>> definitions(std::string_view name) const override {
    auto found = all_->definitions(name);
    if (found)
      std::erase_if(*found, [this](const symbols::Symbol& s) { return !files_->stat(s.path).has_value(); });
    return found;
  }
  seal::Result<std::vector<std::string>> names() const override { return all_->names(); }

 private:
  std::shared_ptr<const symbols::Definitions> all_;
  std::shared_ptr<const ScopedFiles> files_;
};

class ScopedSource final : public Source {
 public:
  ScopedSource(std::unique_ptr<Source> source, std::shared_ptr<const ScopedFiles> files, seal::Policy policy)
      : source_(std::move(source)), files_(std::move(files)), policy_(std::move(policy)) {}

  const std::string& release() const override { return source_->release(); }
  void forget() const override { source_->forget(); }
  void keep() const override { source_->keep(); }
  Result<std::vector<seal::DirEntry>> list(std::string_view directory) const override {
    // Its own order, directories first; the scope decides what of it there is.
    auto entries = source_->list(directory);
    if (!entries) return entries;
    std::erase_if(*entries, [&](const seal::DirEntry& entry) {
      return !files_->stat(below(directory, entry.name)).has_value();
    });
    return entries;
  }
  Result<seal::DirEntry> stat(std::string_view path) const override {
    return files_->stat(path).map_error(from_seal);
  }
  Result<std::unique_ptr<code::Document>> open(std::string_view path,
                                               code::DocumentOptions options) const override {
    if (const auto there = files_->stat(path); !there) return tl::unexpected(from_seal(there.error()));
    return source_->open(path, std::move(options));
  }
  std::shared_ptr<const find::Files> files() const override { return files_; }
  std::vector<std::string> other_releases() const override { return source_->other_releases(); }
  Result<std::unique_ptr<Source>> other_release(std::string_view name) const override {
    auto other = source_->other_release(name);
    if (!other) return other;
    return scoped_source(std::move(*other), policy_);
  }
  Result<std::shared_ptr<const symbols::Definitions>> definitions() const override {
    auto all = source_->definitions();
    if (!all || *all == nullptr) return all;
    return std::make_shared<const ScopedDefinitions>(std::move(*all), files_);
  }

 private:
  std::unique_ptr<Source> source_;
  std::shared_ptr<const ScopedFiles> files_;
  seal::Policy policy_;  ///< its scope holds in each release
};

}  // namespace

Result<std::unique_ptr<Source>> scoped_source(std::unique_ptr<Source> source, const seal::Policy& policy) {
  if (policy.scope_include.empty() && policy.scope_exclude.empty()) return source;
  auto globs = find::Globs::compile(policy.scope_include, policy.scope_exclude);
  const AppError unusable{ExitCode::damaged,
                          "policy: scope: The session's globs cannot be used; ask the vendor."};
  if (!globs) return tl::unexpected(unusable);
  std::optional<find::Globs> excluded;
  if (!policy.scope_exclude.empty()) {
    auto compiled = find::Globs::compile(policy.scope_exclude, {});
    if (!compiled) return tl::unexpected(unusable);
    excluded = std::move(*compiled);
  }
  auto files = source->files();
  auto scope = std::make_shared<const Scope>(files, std::move(*globs), std::move(excluded));
  auto scoped = std::make_shared<const ScopedFiles>(std::move(files), std::move(scope));
  return std::make_unique<ScopedSource>(std::move(source), std::move(scoped), policy);
}

}  // namespace spoor::app
