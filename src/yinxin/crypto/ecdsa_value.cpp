// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/ecdsa_value.hpp"

#include "yinxin/crypto/der.hpp"

namespace yinxin::crypto {
namespace {

constexpr std::size_t width = 32;

Result<void> append_number(Bytes& out, der::Reader& reader) {
    YX_TRY(const der::Element element, reader.next(der::tag::integer));
    BytesView number = element.content;
    if (number.size() > width && number.front() == 0) number = number.subspan(1);
    if (number.size() > width) return Error(ErrorCode::malformed, "r or s too long");
    out.resize(out.size() + width - number.size());
    out.insert(out.end(), number.begin(), number.end());
    return ok();
}

}  // namespace

Result<Bytes> raw_ecdsa_value(BytesView encoded) {
    der::Reader whole(encoded);
    YX_TRY(der::Reader numbers, whole.enter(der::tag::sequence));
    Bytes out;
    YX_CHECK(append_number(out, numbers));
    YX_CHECK(append_number(out, numbers));
    return out;
}

Result<Bytes> der_ecdsa_value(BytesView raw) {
    if (raw.size() != 2 * width) return Error(ErrorCode::malformed, "not 64 bytes");
    return der::sequence(
        {der::unsigned_integer(raw.first(width)), der::unsigned_integer(raw.subspan(width))});
}

}  // namespace yinxin::crypto
