#include "viewer/gpu/headless.hpp"

#include <epoxy/egl.h>

#include <array>
#include <utility>

namespace spoor::gpu {

struct HeadlessContext::Impl {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (display == EGL_NO_DISPLAY) return;
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    eglTerminate(display);
  }
};

HeadlessContext::HeadlessContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HeadlessContext::HeadlessContext(HeadlessContext&&) noexcept = default;
HeadlessContext& HeadlessContext::operator=(HeadlessContext&&) noexcept = default;
HeadlessContext::~HeadlessContext() = default;

Result<HeadlessContext> HeadlessContext::create() {
  const auto fail = [] {
    return tl::unexpected(GpuError{GpuErrorCode::no_context,
                                   "No OpenGL 3.3 context can be had without a display: install libegl-mesa0 "
                                   "and libgl1-mesa-dri."});
  };
  // Before there is a display only client extensions can be asked for; the core name needs EGL 1.5 of a
  // display.
  if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_base") ||
      !epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
    return fail();
  auto impl = std::make_unique<Impl>();
  impl->display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
  if (impl->display == EGL_NO_DISPLAY || eglInitialize(impl->display, nullptr, nullptr) == EGL_FALSE)
    return fail();
  if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return fail();
  constexpr std::array<EGLint, 5> kConfig = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE,
                                             EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint configs = 0;
  if (eglChooseConfig(impl->display, kConfig.data(), &config, 1, &configs) == EGL_FALSE || configs < 1)
    return fail();
  constexpr std::array<EGLint, 7> kContext = {EGL_CONTEXT_MAJOR_VERSION,
                                              3,
                                              EGL_CONTEXT_MINOR_VERSION,
                                              3,
                                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                              EGL_NONE};
  impl->context = eglCreateContext(impl->display, config, EGL_NO_CONTEXT, kContext.data());
  if (impl->context == EGL_NO_CONTEXT) return fail();
  if (eglMakeCurrent(impl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, impl->context) == EGL_FALSE)
    return fail();
  return HeadlessContext(std::move(impl));
}

}  // namespace spoor::gpu
