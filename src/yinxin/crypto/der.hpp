// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Distinguished encoding rules (ITU-T X.690), written and read strictly.
///
/// The writer builds from the inside out: every function returns one finished element. The reader
/// returns slices of the received bytes, so that digests and signatures are checked over what was
/// received and never over a re-encoding.
namespace yinxin::crypto::der {

namespace tag {
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t null = 0x05;
inline constexpr std::uint8_t oid = 0x06;
inline constexpr std::uint8_t enumerated = 0x0A;
inline constexpr std::uint8_t utf8_string = 0x0C;
inline constexpr std::uint8_t printable_string = 0x13;
inline constexpr std::uint8_t ia5_string = 0x16;
inline constexpr std::uint8_t utc_time = 0x17;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;
/// [number], explicit or implicit over a constructed type.
[[nodiscard]] constexpr std::uint8_t context(unsigned number) noexcept {
    return static_cast<std::uint8_t>(0xA0U | number);
}
/// [number] IMPLICIT over a primitive type.
[[nodiscard]] constexpr std::uint8_t context_primitive(unsigned number) noexcept {
    return static_cast<std::uint8_t>(0x80U | number);
}
}  // namespace tag

using Parts = std::initializer_list<BytesView>;

/// Tag, minimal definite length, and the parts one after the other.
[[nodiscard]] Bytes element(std::uint8_t tag, Parts parts);
[[nodiscard]] inline Bytes element(std::uint8_t tag, BytesView content) {
    return element(tag, {content});
}
[[nodiscard]] inline Bytes sequence(Parts parts) {
    return element(tag::sequence, parts);
}
/// SET OF: the parts in ascending order of their encodings (X.690 clause 11.6).
[[nodiscard]] Bytes set_of(Parts parts);
[[nodiscard]] inline Bytes context(unsigned number, Parts parts) {
    return element(tag::context(number), parts);
}
[[nodiscard]] Bytes boolean(bool value);
[[nodiscard]] Bytes integer(std::int64_t value);
/// INTEGER from a big-endian magnitude of any length, never negative.
[[nodiscard]] Bytes unsigned_integer(BytesView magnitude);
[[nodiscard]] Bytes null();
/// @param dotted  "1.2.840.113549.1.7.2"; a malformed one is a bug and throws.
[[nodiscard]] Bytes oid(std::string_view dotted);
[[nodiscard]] Bytes octet_string(BytesView content);
/// BIT STRING of whole bytes.
[[nodiscard]] Bytes bit_string(BytesView content);
[[nodiscard]] Bytes utf8_string(std::string_view text);
[[nodiscard]] Bytes printable_string(std::string_view text);
[[nodiscard]] Bytes ia5_string(std::string_view text);
/// "20261123100000Z"
[[nodiscard]] Bytes generalized_time(Instant at);
/// "261123100000Z"; years 1950 to 2049 only, otherwise it throws.
[[nodiscard]] Bytes utc_time(Instant at);
/// UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5).
[[nodiscard]] Bytes x509_time(Instant at);

/// All parts one after the other, without a tag.
[[nodiscard]] Bytes concat(Parts parts);

/// One element as it was received.
struct Element {
    std::uint8_t tag = 0;
    BytesView content;  ///< without tag and length
    BytesView whole;    ///< with them
};

/// Reads elements in order. Every length is definite and minimal, tags are one byte (none of our
/// structures needs more). The received bytes must outlive everything returned.
class Reader {
  public:
    explicit Reader(BytesView bytes) : rest_(bytes) {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    /// The next element's tag without consuming it; nothing at the end.
    [[nodiscard]] std::optional<std::uint8_t> peek() const noexcept;
    [[nodiscard]] bool next_is(std::uint8_t tag) const noexcept { return peek() == tag; }

    /// @error malformed  the end was reached, or lengths are indefinite, not minimal or too long.
    [[nodiscard]] Result<Element> next();
    /// @error malformed  as above, or another tag.
    [[nodiscard]] Result<Element> next(std::uint8_t tag);
    /// The content of the next element, which has this tag, as a reader.
    [[nodiscard]] Result<Reader> enter(std::uint8_t tag);
    /// The next element if it has this tag.
    [[nodiscard]] Result<std::optional<Element>> next_if(std::uint8_t tag);
    /// @error malformed  something follows.
    [[nodiscard]] Result<void> expect_end() const;

    /// Typed primitives; each checks the DER form of its content.
    [[nodiscard]] Result<std::string> next_oid();
    [[nodiscard]] Result<std::int64_t> next_integer();
    [[nodiscard]] Result<BytesView> next_octets();

  private:
    BytesView rest_;
};

/// The one element these bytes consist of. @error malformed  also when bytes follow it.
[[nodiscard]] Result<Element> parse_single(BytesView bytes);
/// The first element of a field that is padded with zero bytes (PDF /Contents).
/// @error malformed  no element, or a padding byte that is not zero.
[[nodiscard]] Result<Element> parse_padded(BytesView bytes);
/// Dotted form of the content of an OBJECT IDENTIFIER. @error malformed
[[nodiscard]] Result<std::string> parse_oid(BytesView content);
/// Value of the content of an INTEGER of at most eight bytes. @error malformed
[[nodiscard]] Result<std::int64_t> parse_integer(BytesView content);
/// UTCTime or GeneralizedTime in UTC; fractions of a second are dropped. @error malformed
[[nodiscard]] Result<Instant> parse_time(const Element& element);
/// Walks the whole tree: strict lengths everywhere, at most `depth` levels. @error malformed
[[nodiscard]] Result<void> check_nesting(BytesView bytes, int depth = 32);

}  // namespace yinxin::crypto::der
