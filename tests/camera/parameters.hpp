// Everything that a photograph depends on beside the screen's pixels and the noise. The values below are a
// plain camera in front of a plain screen; presets.hpp holds the ranges that pictures are drawn from.
//
// Lengths on the screen are screen pixels (u to the right, v down, pixel i covers [i, i + 1]); lengths in the
// picture are sensor pixels (x, y; pixel i is centred on i, as in OpenCV). Light is linear; 1 is the panel's
// white.
#pragma once

namespace spoor::camera {

enum class Layout { rgb, bgr, pentile };
enum class Framing { whole, part };
enum class Demosaic { malvar, bilinear };
enum class Codec { jpeg, webp, heic, png };

struct PanelParameters {
  Layout layout = Layout::rgb;
  double gap_x = 0.25;         ///< part of a sub-pixel's width that the black matrix covers
  double gap_y = 0.2;          ///< part of its height
  double panel_black = 0.001;  ///< light of a black pixel, 1 / contrast
  double falloff = 0.5;  ///< light falls with cos(angle to the normal)^falloff beside the ideal emitter's
};

struct PoseParameters {
  Framing framing =
      Framing::whole;       ///< whole: the screen fills `fill` of the frame; part: `across_px` from `aim`
  double yaw_deg = 0;       ///< about the screen's vertical axis
  double pitch_deg = 0;     ///< about its horizontal axis
  double roll_deg = 0;      ///< about the optical axis, last
  double fill = 0.9;        ///< of the frame, in the direction in which the screen is the larger
  double across_px = 1000;  ///< screen pixels along the frame's long side, at the aimed point
  double aim_x = 0.5;       ///< the point in the middle of the frame, as a part of the screen
  double aim_y = 0.5;
  double shift_x = 0;  ///< then the screen is moved by this part of the frame
  double shift_y = 0;
};

struct LensParameters {
  int width_px = 4032;
  int height_px = 3024;
  double focal_mm = 26;    ///< for a 35-mm film's diagonal of 43.27 mm
  double center_x_px = 0;  ///< principal point, from the frame's middle
  double center_y_px = 0;
  double k1 = 0, k2 = 0, k3 = 0;  ///< Brown and Conrady, as in OpenCV
  double p1 = 0, p2 = 0;
  double chroma_r = 0;  ///< red is magnified by 1 + chroma_r
  double chroma_b = 0;
  double vignette = 0.3;  ///< part of the cos^4 law that the phone leaves uncorrected
};

struct OpticsParameters {
  double lens_sigma_px =
      0.4;  ///< aberrations and diffraction, a Gaussian; below .3 two cells a pixel are too coarse
  double defocus_px = 0;         ///< radius of the disc at half its edge
  double defocus_edge_px = 0.5;  ///< width of the disc's linear edge
};

struct ShutterParameters {
  double exposure_ms = 16;
  double readout_ms = 20;  ///< from the first row's to the last row's
  double motion_px = 0;    ///< shift of the picture during the exposure of a row
  double motion_deg = 0;   ///< its direction, 0 to the right, 90 down
  double flicker_hz = 240;
  double flicker_depth = 0;   ///< part of the light that is missing in the dark phase
  double flicker_duty = 0.7;  ///< part of the period that is bright
  double flicker_scan = 0;    ///< periods by which the panel's last row lags its first: 0 backlight, 1 OLED
  double flicker_phase = 0;   ///< periods
};

struct SceneParameters {
  double ambient = 0.1;      ///< light of a white sheet of paper beside the screen
  double panel_haze = 0.01;  ///< part of the ambient light that the panel scatters
  double bezel_px = 30;
  double bezel_tone = 0.05;                       ///< reflectance
  double desk_tone = 0.4;                         ///< reflectance
  double desk_warmth = 0.3;                       ///< 0 grey, 1 orange wood
  double desk_texture = 0.3;                      ///< contrast of its grain
  double glare = 0;                               ///< light of a lamp's image on the panel
  double glare_area = 0.1;                        ///< part of the panel where it has more than half of that
  double glare_x = 0.5, glare_y = 0.5;            ///< part of the screen
  double reflection = 0;                          ///< light of a window's mirror image on the panel
  double reflection_x = 0.5, reflection_y = 0.5;  ///< its middle, part of the screen
};

struct HandParameters {
  double hand_cover = 0;     ///< part of the frame that a hand hides
  double hand_deg = 90;      ///< from which side it comes in: 0 right, 90 below
  double hand_soft_px = 15;  ///< it is out of focus
  double hand_tone = 0.35;   ///< reflectance of the skin in red
};

struct SensorParameters {
  int supersample = 0;      ///< fine cells a sensor pixel, along each axis; 0: as many as the panel needs
  double meter_mean = 0.2;  ///< part of the well that the picture's mean is exposed to
  double meter_clip = 1.2;  ///< how far above the well the brightest hundredth may then be
  double well_e = 3000;     ///< electrons at white, at this sensitivity
  double read_e = 3;        ///< rms
  double prnu = 0.005;      ///< rms of the pixels' gains
};

struct DevelopParameters {
  Demosaic demosaic = Demosaic::malvar;
  double balance_r = 0;  ///< relative error of the white balance
  double balance_b = 0;
  double denoise_luma = 0.015;  ///< contrast that is taken for noise, of the tone curve's range
  double denoise_chroma_px = 1.5;
  double sharpen = 0.6;
  double sharpen_px = 1;
  double contrast = 0.3;  ///< of the tone curve: 0 sRGB alone, 1 a full S
  double saturation = 1.1;
};

struct CodecParameters {
  Codec codec = Codec::jpeg;  ///< the phone's own
  int quality = 92;
  int orientation = 1;   ///< EXIF tag of a JPEG file, 1 to 8; 0 none. The pixels stay as they are
  int messenger_px = 0;  ///< long side after a messenger's reduction; 0: it never met one
  int messenger_quality = 70;
};

struct CameraParameters {
  PanelParameters panel;
  PoseParameters pose;
  LensParameters lens;
  OpticsParameters optics;
  ShutterParameters shutter;
  SceneParameters scene;
  HandParameters hand;
  SensorParameters sensor;
  DevelopParameters develop;
  CodecParameters codec;
};

}  // namespace spoor::camera
