// Looks at the display for the tests: captures the root window as PNG, compares parts of two pictures.
//   ui_probe capture OUT.png [X Y WIDTH HEIGHT]
//   ui_probe window OUT.png WINDOW    one window alone: the root of a rootless server shows nothing
//   ui_probe differ A.png B.png X Y WIDTH HEIGHT [B_DY]    prints the largest difference of a channel; B is
//   read B_DY lower
//   ui_probe crop A.png OUT.png X Y WIDTH HEIGHT
//   ui_probe lightness A.png    prints the mean of all channels, 0 to 255
//   ui_probe selections    names the selections (clipboard, drag) that some window owns, one a line
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <png.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
  [[nodiscard]] const std::uint8_t* at(int x, int y) const {
    return &rgb[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                     static_cast<std::size_t>(x))];
  }
};

bool load(const char* path, Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, path) == 0) return false;
  image.format = PNG_FORMAT_RGB;
  picture.width = static_cast<int>(image.width);
  picture.height = static_cast<int>(image.height);
  picture.rgb.resize(PNG_IMAGE_SIZE(image));
  return png_image_finish_read(&image, nullptr, picture.rgb.data(), 0, nullptr) != 0;
}

struct Part {
  int x = 0;
  int y = 0;
  int width = 0;  ///< 0: all
  int height = 0;
};

bool save(const char* path, const Part& part, const std::vector<std::uint8_t>& rgb) {
  png_image out{};
  out.version = PNG_IMAGE_VERSION;
  out.width = static_cast<png_uint_32>(part.width);
  out.height = static_cast<png_uint_32>(part.height);
  out.format = PNG_FORMAT_RGB;
  return png_image_write_to_file(&out, path, 0, rgb.data(), 0, nullptr) != 0;
}

int crop(const char* from, const char* to, const Part& part) {
  Picture picture;
  if (!load(from, picture) || part.x + part.width > picture.width || part.y + part.height > picture.height)
    return 1;
  std::vector<std::uint8_t> rgb;
  for (int y = 0; y < part.height; ++y)
    rgb.insert(rgb.end(), picture.at(part.x, part.y + y), picture.at(part.x, part.y + y) + 3 * part.width);
  return save(to, part, rgb) ? 0 : 1;
}

/// window: None for the root window.
int capture(const char* path, Part part, Window window = None) {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return 1;
  if (window == None) window = DefaultRootWindow(display);
  XWindowAttributes whole{};
  XGetWindowAttributes(display, window, &whole);
  if (part.width == 0) part = {0, 0, whole.width, whole.height};
  if (part.x + part.width > whole.width || part.y + part.height > whole.height) return 1;
  XImage* image = XGetImage(display, window, part.x, part.y, static_cast<unsigned>(part.width),
                            static_cast<unsigned>(part.height), AllPlanes, ZPixmap);
  if (image == nullptr) return 1;
  std::vector<std::uint8_t> rgb;
  for (int y = 0; y < part.height; ++y)
    for (int x = 0; x < part.width; ++x) {
      const unsigned long pixel = XGetPixel(image, x, y);
      for (const unsigned shift : {16U, 8U, 0U}) rgb.push_back(static_cast<std::uint8_t>(pixel >> shift));
    }
  const bool written = save(path, part, rgb);
  XDestroyImage(image);
  XCloseDisplay(display);
  return written ? 0 : 1;
}

int differ(const char* path_a, const char* path_b, int x, int y, int width, int height, int b_dy) {
  Picture a;
  Picture b;
  if (!load(path_a, a) || !load(path_b, b)) return 1;
  const bool inside = x + width <= std::min(a.width, b.width) && y + height <= a.height && y + b_dy >= 0 &&
                      y + b_dy + height <= b.height;
  if (!inside) return 1;
  int worst = 0;
  for (int r = 0; r < height; ++r)
    for (int c = 0; c < 3 * width; ++c)
      worst = std::max(worst, std::abs(a.at(x, y + r)[c] - b.at(x, y + r + b_dy)[c]));
  std::printf("%d\n", worst);
  return 0;
}

int lightness(const char* path) {
  Picture picture;
  if (!load(path, picture) || picture.rgb.empty()) return 1;
  double sum = 0;
  for (const std::uint8_t channel : picture.rgb) sum += channel;
  std::printf("%.0f\n", sum / static_cast<double>(picture.rgb.size()));
  return 0;
}

int selections() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return 1;
  for (const char* name : {"PRIMARY", "SECONDARY", "CLIPBOARD", "XdndSelection"})
    if (XGetSelectionOwner(display, XInternAtom(display, name, False)) != None) std::printf("%s\n", name);
  XCloseDisplay(display);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "capture" && argc == 3) return capture(argv[2], {});
  if (verb == "capture" && argc == 7)
    return capture(argv[2], {std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6])});
  if (verb == "window" && argc == 4) return capture(argv[2], {}, std::strtoul(argv[3], nullptr, 0));
  if (verb == "selections" && argc == 2) return selections();
  if (verb == "differ" && argc >= 8)
    return differ(argv[2], argv[3], std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6]),
                  std::atoi(argv[7]), argc > 8 ? std::atoi(argv[8]) : 0);
  if (verb == "crop" && argc == 8)
    return crop(argv[2], argv[3],
                {std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6]), std::atoi(argv[7])});
  if (verb == "lightness" && argc == 3) return lightness(argv[2]);
  std::fprintf(stderr,
               "usage: ui_probe capture OUT.png [X Y WIDTH HEIGHT] | window OUT.png WINDOW | differ A.png "
               "B.png X Y WIDTH HEIGHT "
               "[B_DY] | crop A.png OUT.png X Y WIDTH HEIGHT | lightness A.png | selections\n");
  return 2;
}
