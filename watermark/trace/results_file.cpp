#include "watermark/trace/results_file.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

namespace spoor::trace {
namespace {

using nlohmann::json;

tl::unexpected<TraceError> fail(TraceErrorCode code, std::string message) {
  return tl::unexpected(TraceError{code, std::move(message)});
}

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

tl::expected<ResultsFile, TraceError> ResultsFile::open(const std::filesystem::path& path) {
  std::error_code error;
  std::map<std::string, std::string> lines;
  std::uintmax_t whole_bytes = 0;
  if (std::filesystem::exists(path, error)) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    if (!in || !(all << in.rdbuf() || std::filesystem::is_empty(path, error)))
      return fail(TraceErrorCode::io, "the file of results cannot be read: check its permissions");
    const std::string text = all.str();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      if (end == std::string::npos) break;  // torn when the run was stopped
      std::string line = text.substr(at, end - at);
      const json object = json::parse(line, nullptr, false);
      if (!object.is_object() || text_at(object, "tool") != "spoor-trace")
        return fail(TraceErrorCode::damaged,
                    "the file of results holds something else: name a new file after --resume");
      lines[text_at(object, "capture")] = std::move(line);
      at = end + 1;
      whole_bytes = at;
    }
    std::filesystem::resize_file(path, whole_bytes, error);
    if (error)
      return fail(TraceErrorCode::io, "the file of results cannot be written: check its permissions");
  }
  std::ofstream out(path, std::ios::binary | std::ios::app);
  if (!out) return fail(TraceErrorCode::io, "the file of results cannot be written: check its permissions");
  return ResultsFile(std::move(lines), std::move(out));
}

std::optional<EarlierResult> ResultsFile::earlier(const std::string& capture, const std::string& sha256_hex,
                                                  const std::string& kit_sha256_hex,
                                                  std::size_t captures) const {
  const auto found = lines_.find(capture);
  if (found == lines_.end()) return std::nullopt;
  const json object = json::parse(found->second, nullptr, false);
  const auto counted = object.find("captures");
  if (sha256_hex.empty() || text_at(object, "sha256") != sha256_hex ||
      text_at(object, "kit_sha256") != kit_sha256_hex || text_at(object, "version") != SPOOR_VERSION ||
      counted == object.end() || *counted != captures)
    return std::nullopt;
  EarlierResult out{found->second, text_at(object, "verdict"), ExitCode::done};
  if (out.verdict == "inconclusive") out.code = ExitCode::inconclusive;
  if (out.verdict == "unmarked") out.code = ExitCode::unmarked;
  if (out.verdict.empty()) return std::nullopt;
  return out;
}

tl::expected<void, TraceError> ResultsFile::append(const std::string& line) {
  out_ << line << '\n' << std::flush;
  if (!out_)
    return fail(TraceErrorCode::io, "the file of results cannot be written: make room where it lies");
  return {};
}

}  // namespace spoor::trace
