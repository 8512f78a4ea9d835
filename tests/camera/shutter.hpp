// The rolling shutter against the panel's flicker: every row of the sensor looks at another piece of time.
#pragma once

#include "parameters.hpp"

namespace spoor::camera {

class Shutter {
 public:
  Shutter(const ShutterParameters& shutter, int rows);

  /// Panel light that a row of the sensor collects from the panel's height v01 (0 top, 1 bottom), relative to
  /// the mean over all time. A square wave, bright for `flicker_duty` of its period and darker by
  /// `flicker_depth` for the rest, integrated over the exposure.
  [[nodiscard]] double gain(double row, double v01) const;
  /// Periods of the flicker that pass from one row's exposure to the next's.
  [[nodiscard]] double periods_a_row() const { return periods_a_row_; }

 private:
  [[nodiscard]] double integral(double periods) const;

  double periods_a_row_, exposure_periods_, phase_, scan_, duty_, dark_, mean_;
};

}  // namespace spoor::camera
