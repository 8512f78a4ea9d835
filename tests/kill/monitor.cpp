#include "tests/kill/monitor.hpp"

#include <X11/Xutil.h>

#include <string>

namespace spoor::kill {
namespace {

// A window that a killed program leaves is gone between one request and the next: no reason to end.
int take_no_notice(Display*, XErrorEvent*) {
  return 0;
}

}  // namespace

std::optional<Monitor> Monitor::open() {
  XSetErrorHandler(&take_no_notice);
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return std::nullopt;
  return Monitor(display);
}

std::optional<GreyPicture> Monitor::look(int width_px, int height_px) const {
  XImage* image =
      XGetImage(display_.get(), DefaultRootWindow(display_.get()), 0, 0, static_cast<unsigned>(width_px),
                static_cast<unsigned>(height_px), AllPlanes, ZPixmap);
  if (image == nullptr) return std::nullopt;
  GreyPicture out{width_px, height_px, {}};
  out.luma.reserve(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
  for (int y = 0; y < height_px; ++y)
    for (int x = 0; x < width_px; ++x) {
      const unsigned long pixel = XGetPixel(image, x, y);
      out.luma.push_back(static_cast<std::uint8_t>(
          ((pixel >> 16U & 0xFFU) * 77 + (pixel >> 8U & 0xFFU) * 150 + (pixel & 0xFFU) * 29) >> 8U));
    }
  XDestroyImage(image);
  return out;
}

bool Monitor::find_window(std::string_view title) {
  Window root = 0;
  Window parent = 0;
  Window* children = nullptr;
  unsigned count = 0;
  if (XQueryTree(display_.get(), DefaultRootWindow(display_.get()), &root, &parent, &children, &count) == 0)
    return false;
  for (unsigned i = 0; i < count; ++i) {
    char* name = nullptr;
    if (XFetchName(display_.get(), children[i], &name) == 0 || name == nullptr) continue;
    if (std::string_view(name).starts_with(title)) window_ = children[i];
    XFree(name);
  }
  if (children != nullptr) XFree(children);
  return window_ != 0;
}

void Monitor::press(KeySym key, unsigned modifiers) const {
  XKeyEvent event{};
  event.display = display_.get();
  event.window = window_;
  event.root = DefaultRootWindow(display_.get());
  event.same_screen = True;
  event.state = modifiers;
  event.keycode = XKeysymToKeycode(display_.get(), key);
  for (const int type : {KeyPress, KeyRelease}) {
    event.type = type;
    XSendEvent(display_.get(), window_, True, type == KeyPress ? KeyPressMask : KeyReleaseMask,
               reinterpret_cast<XEvent*>(&event));
  }
  XFlush(display_.get());
}

}  // namespace spoor::kill
