#include "fake_source.hpp"

#include <random>
#include <set>

#include "tests/unit/find/memory_files.hpp"

namespace spoor::app::testing {

Result<std::vector<seal::DirEntry>> FakeSource::list(std::string_view directory) const {
  ++lists;
  const std::string prefix = directory.empty() ? "" : std::string(directory) + "/";
  std::set<std::string> directories;
  std::vector<seal::DirEntry> files;
  for (const auto& [path, bytes] : files_) {
    if (!path.starts_with(prefix)) continue;
    const std::string rest = path.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash != std::string::npos)
      directories.insert(rest.substr(0, slash));
    else
      files.push_back({rest, seal::EntryKind::file, bytes.size(), bytes.find('\0') != std::string::npos});
  }
  std::vector<seal::DirEntry> entries;
  for (const std::string& name : directories) entries.push_back({name, seal::EntryKind::directory, 0, false});
  entries.insert(entries.end(), files.begin(), files.end());
  return entries;
}

Result<seal::DirEntry> FakeSource::stat(std::string_view path) const {
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return tl::unexpected(AppError{ExitCode::failed, "There is no such file."});
  return seal::DirEntry{found->first, seal::EntryKind::file, found->second.size(),
                        found->second.find('\0') != std::string::npos};
}

Result<std::unique_ptr<code::Document>> FakeSource::open(std::string_view path,
                                                         code::DocumentOptions options) const {
  auto document =
      code::Document::open(code::memory_source(files_.at(std::string(path))), path, std::move(options));
  if (!document) return tl::unexpected(AppError{ExitCode::failed, document.error().message});
  return std::move(*document);
}

std::shared_ptr<const find::Files> FakeSource::files() const {
  return std::make_shared<find::testing::MemoryFiles>(files_);
}

namespace {

class FakeDefinitions final : public symbols::Definitions {
 public:
  explicit FakeDefinitions(const Files& files) {
    for (const auto& [path, text] : files)
      for (symbols::Symbol& symbol : symbols::outline(path, text)) all_.push_back(std::move(symbol));
  }
  seal::Result<std::vector<symbols::Symbol>> definitions(std::string_view name) const override {
    std::vector<symbols::Symbol> out;
    for (const symbols::Symbol& symbol : all_)
      if (symbol.name == name) out.push_back(symbol);
    return out;
  }
  seal::Result<std::vector<std::string>> names() const override {
    std::set<std::string> names;
    for (const symbols::Symbol& symbol : all_)
      if (symbol.kind != symbols::SymbolKind::macro && symbol.kind != symbols::SymbolKind::enumerator)
        names.insert(symbol.name);
    return std::vector<std::string>(names.begin(), names.end());
  }

 private:
  std::vector<symbols::Symbol> all_;
};

}  // namespace

Result<std::shared_ptr<const symbols::Definitions>> FakeSource::definitions() const {
  if (without_table) return nullptr;
  return std::make_shared<const FakeDefinitions>(files_);
}

std::vector<std::string> FakeSource::other_releases() const {
  std::vector<std::string> names;
  for (const auto& [name, files] : others) names.push_back(name);
  return names;
}

Result<std::unique_ptr<Source>> FakeSource::other_release(std::string_view name) const {
  const auto found = others.find(std::string(name));
  if (found == others.end()) return tl::unexpected(AppError{ExitCode::failed, "There is no such release."});
  return std::make_unique<FakeSource>(found->second);
}

seal::Session make_session(unsigned slots, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  seal::Session session;
  session.id = "s-000000000001";
  session.reviewer = "Ada Example";
  session.organisation = "Example Labs";
  session.start_unix_s = kStart;
  session.expires_unix_s = kStart + slots * seal::kSlotSeconds;
  session.tables_a.resize(slots);
  for (auto& table : session.tables_a)
    for (auto& word : table) word = random();
  session.table_b.resize(mark::kPositionsB / 64);
  for (auto& word : session.table_b) word = random();
  return session;
}

Grant make_grant(unsigned slots, std::uint64_t seed) {
  return std::move(*Grant::begin(make_session(slots, seed), kStart));
}

}  // namespace spoor::app::testing
