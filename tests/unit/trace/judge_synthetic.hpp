// Measurements without a picture: real code, signs of a kit's own tables, Gaussian errors, misread cells.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "watermark/seal/kit.hpp"
#include "watermark/trace/measurement.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace::synthetic {

/// A kit of `sessions` sessions of `slots` slots each, all drawn from a seed.
[[nodiscard]] seal::Kit make_kit(std::uint64_t seed, std::size_t sessions, std::uint32_t slots);

struct PageOptions {
  std::size_t rows = 40;
  std::size_t first_line = 400;
  double sigma_strengths = 0.4;                   ///< deviation of a glyph's measured offset, in strengths
  double misread = 0.005;                         ///< part of the cells that are read as another character
  double strength_em = mark::kDefaultStrengthEm;  ///< 0: an unmarked page
};

/// A page of a file that every machine with the C++ library has, measured as the options say.
[[nodiscard]] Measurement measure_page(const mark::KerningTable& table, const PageOptions& options,
                                       std::uint64_t seed);

[[nodiscard]] Judge make_judge(const seal::Kit& kit);
[[nodiscard]] Verdict judge_one(const Judge& judge, const Measurement& measurement,
                                const JudgeOptions& options = {});

}  // namespace spoor::trace::synthetic
