#include "shutter.hpp"

#include <algorithm>
#include <cmath>

namespace spoor::camera {

Shutter::Shutter(const ShutterParameters& shutter, int rows)
    : periods_a_row_(shutter.flicker_hz * shutter.readout_ms * 1e-3 / rows),
      exposure_periods_(shutter.flicker_hz * shutter.exposure_ms * 1e-3),
      phase_(shutter.flicker_phase),
      scan_(shutter.flicker_scan),
      duty_(shutter.flicker_duty),
      dark_(1 - shutter.flicker_depth),
      mean_(duty_ + dark_ * (1 - duty_)) {}

double Shutter::integral(double periods) const {
  const double whole = std::floor(periods), part = periods - whole;
  return whole * mean_ + std::min(part, duty_) + dark_ * std::max(0.0, part - duty_);
}

double Shutter::gain(double row, double v01) const {
  const double begin = phase_ + row * periods_a_row_ - scan_ * v01;
  return (integral(begin + exposure_periods_) - integral(begin)) / (exposure_periods_ * mean_);
}

}  // namespace spoor::camera
