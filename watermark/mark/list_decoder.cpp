#include "watermark/mark/list_decoder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spoor::mark_code {
namespace {

// Soft bits stay inside this, so that no quotient is 0 / 0: a log-likelihood ratio of 14.5.
constexpr float kCertain = 0.999999F;

enum class NodeKind { zeros, check, repetition, mixed };

// Of the inputs first .. first + size - 1.
NodeKind kind_of(std::size_t first, std::size_t size) noexcept {
  const auto* inputs = &polar_inputs()[first];
  const auto zeros = [](const Input& input) { return input.kind == InputKind::zero; };
  if (!std::all_of(inputs, inputs + size - 1, zeros)) return NodeKind::mixed;
  switch (inputs[size - 1].kind) {
    case InputKind::zero:
      return NodeKind::zeros;
    case InputKind::payload:
      return NodeKind::repetition;
    case InputKind::check:
      return size == 1 ? NodeKind::check : NodeKind::mixed;
  }
  return NodeKind::mixed;
}

// -ln of the probability that every bit of a node is 0 (sign +1) or every bit is 1 (sign -1).
double cost(const float* soft, std::size_t size, float sign) noexcept {
  constexpr std::size_t kAtOnce = 16;  // 16 factors of at least 5e-7 stay far above a double's smallest
  double sum = 0;
  for (std::size_t i = 0; i < size;) {
    double product = 1;
    for (const std::size_t end = std::min(size, i + kAtOnce); i < end; ++i)
      product *= 0.5 * (1.0 + static_cast<double>(sign * soft[i]));
    sum -= std::log(product);
  }
  return sum;
}

}  // namespace

ListDecoder::ListDecoder(std::size_t list_size) : list_size_(list_size) {
  for (std::size_t level = 0; level <= kPolarStages; ++level) {
    soft_.emplace_back(std::size_t{1} << level);
    signs_.emplace_back(std::size_t{1} << level);
  }
}

std::vector<DecodedPath> ListDecoder::decode(std::span<const float, kPolarLength> soft_bits) {
  Path root;
  root.soft.fill(BufferPool::kNone);
  root.left.fill(BufferPool::kNone);
  root.signs.fill(BufferPool::kNone);
  root.soft[kPolarStages] = soft_[kPolarStages].acquire();
  float* soft = soft_[kPolarStages].data(root.soft[kPolarStages]);
  for (std::size_t i = 0; i < kPolarLength; ++i) soft[i] = std::clamp(soft_bits[i], -kCertain, kCertain);
  paths_.assign(1, root);
  decode_node(kPolarStages, 0);

  std::vector<DecodedPath> decoded;
  for (Path& path : paths_) {
    decoded.push_back(path.decoded);
    release_all(path);
  }
  paths_.clear();
  std::stable_sort(decoded.begin(), decoded.end(),
                   [](const DecodedPath& a, const DecodedPath& b) { return a.metric < b.metric; });
  return decoded;
}

// A node of zeros costs what its zeros cost; one whose last input alone is payload is a repetition code; a
// check is forced; all others split.
void ListDecoder::decode_node(std::size_t level, std::size_t first) {
  const std::size_t size = std::size_t{1} << level;
  const Input& last = polar_inputs()[first + size - 1];
  switch (kind_of(first, size)) {
    case NodeKind::zeros:
      return decode_frozen(level);
    case NodeKind::check:
      return decode_check(last.covers);
    case NodeKind::repetition:
      return decode_repetition(level, last.bit);
    case NodeKind::mixed:
      break;
  }
  descend_left(level);
  decode_node(level - 1, first);
  descend_right(level);
  decode_node(level - 1, first + size / 2);
  join(level);
}

void ListDecoder::set_signs(Path& path, std::size_t level, bool bit) {
  path.signs[level] = signs_[level].acquire();
  std::fill_n(signs_[level].data(path.signs[level]), signs_[level].length(), bit ? -1.0F : 1.0F);
}

void ListDecoder::decode_frozen(std::size_t level) {
  for (Path& path : paths_) {
    path.decoded.metric += cost(soft_[level].data(path.soft[level]), soft_[level].length(), 1);
    set_signs(path, level, false);
  }
}

void ListDecoder::decode_check(std::uint64_t covers) {
  for (Path& path : paths_) {
    const bool bit = (std::popcount(path.decoded.payload & covers) & 1) != 0;
    path.decoded.metric += cost(soft_[0].data(path.soft[0]), 1, bit ? -1.0F : 1.0F);
    set_signs(path, 0, bit);
  }
}

void ListDecoder::decode_repetition(std::size_t level, std::uint8_t payload_bit) {
  std::vector<Choice> choices;
  for (std::uint32_t p = 0; p < paths_.size(); ++p)
    for (std::uint32_t bit = 0; bit < 2; ++bit) {
      const float* soft = soft_[level].data(paths_[p].soft[level]);
      const double added = cost(soft, soft_[level].length(), bit == 0 ? 1.0F : -1.0F);
      choices.push_back({paths_[p].decoded.metric + added, p, bit});
    }
  if (choices.size() > list_size_) {
    std::nth_element(choices.begin(), choices.begin() + static_cast<std::ptrdiff_t>(list_size_),
                     choices.end(), [](const Choice& a, const Choice& b) {
                       if (a.metric != b.metric) return a.metric < b.metric;
                       return a.path != b.path ? a.path < b.path : a.bit < b.bit;
                     });
    choices.resize(list_size_);
    std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
      return a.path != b.path ? a.path < b.path : a.bit < b.bit;
    });
  }
  fork(choices);
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    paths_[i].decoded.payload |= std::uint64_t{choices[i].bit} << payload_bit;
    set_signs(paths_[i], level, choices[i].bit != 0);
  }
}

void ListDecoder::fork(const std::vector<Choice>& choices) {
  std::vector<Path> next;
  next.reserve(choices.size());
  for (const Choice& choice : choices) {
    next.push_back(paths_[choice.path]);
    Path& path = next.back();
    path.decoded.metric = choice.metric;
    for (std::size_t level = 0; level <= kPolarStages; ++level) {
      soft_[level].share(path.soft[level]);
      signs_[level].share(path.left[level]);
      signs_[level].share(path.signs[level]);
    }
  }
  for (Path& path : paths_) release_all(path);
  paths_.swap(next);
}

void ListDecoder::release_all(Path& path) {
  for (std::size_t level = 0; level <= kPolarStages; ++level) {
    soft_[level].release(path.soft[level]);
    signs_[level].release(path.left[level]);
    signs_[level].release(path.signs[level]);
  }
}

void ListDecoder::descend_left(std::size_t level) {
  const std::size_t half = soft_[level - 1].length();
  for (Path& path : paths_) {
    const BufferPool::Index index = soft_[level - 1].acquire();
    const float* above = soft_[level].data(path.soft[level]);
    float* below = soft_[level - 1].data(index);
    for (std::size_t i = 0; i < half; ++i) below[i] = above[i] * above[half + i];
    soft_[level - 1].release(path.soft[level - 1]);
    path.soft[level - 1] = index;
  }
}

void ListDecoder::descend_right(std::size_t level) {
  const std::size_t half = soft_[level - 1].length();
  for (Path& path : paths_) {
    std::swap(path.left[level - 1], path.signs[level - 1]);
    const BufferPool::Index index = soft_[level - 1].acquire();
    const float* above = soft_[level].data(path.soft[level]);
    const float* sign = signs_[level - 1].data(path.left[level - 1]);
    float* below = soft_[level - 1].data(index);
    for (std::size_t i = 0; i < half; ++i) {
      const float turned = sign[i] * above[i];
      const float sum = (turned + above[half + i]) / (1.0F + turned * above[half + i]);
      below[i] = std::min(std::max(sum, -kCertain), kCertain);
    }
    soft_[level - 1].release(path.soft[level - 1]);
    path.soft[level - 1] = index;
  }
}

void ListDecoder::join(std::size_t level) {
  const std::size_t half = signs_[level - 1].length();
  for (Path& path : paths_) {
    path.signs[level] = signs_[level].acquire();
    const float* left = signs_[level - 1].data(path.left[level - 1]);
    const float* right = signs_[level - 1].data(path.signs[level - 1]);
    float* whole = signs_[level].data(path.signs[level]);
    for (std::size_t i = 0; i < half; ++i) {
      whole[i] = left[i] * right[i];
      whole[half + i] = right[i];
    }
    signs_[level - 1].release(path.left[level - 1]);
    signs_[level - 1].release(path.signs[level - 1]);
  }
}

}  // namespace spoor::mark_code
