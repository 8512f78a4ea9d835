#include "watermark/mark/fold.hpp"

#include "watermark/mark/fold_table.hpp"

namespace spoor::mark {

FoldClass fold(char32_t code_point) noexcept {
  return fold_inline(code_point);
}

}  // namespace spoor::mark
