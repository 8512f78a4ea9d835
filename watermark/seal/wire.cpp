#include "watermark/seal/wire.hpp"

namespace spoor::seal {

void WireWriter::bytes(ByteView data) {
  out_.insert(out_.end(), data.begin(), data.end());
}

}  // namespace spoor::seal
