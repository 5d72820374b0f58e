// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/claims_encoding.hpp"

#include <algorithm>
#include <type_traits>

namespace yinxin::verify {
namespace {

constexpr std::size_t most_items = 10'000;
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;

class Writer {
  public:
    void put(std::uint64_t number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes_.push_back(static_cast<std::uint8_t>(number >> shift));
        }
    }
    void put(bool flag) { put(std::uint64_t{flag ? 1U : 0U}); }
    void put(Level level) { put(static_cast<std::uint64_t>(level)); }
    void put(FileFormat format) { put(static_cast<std::uint64_t>(format)); }
    void put(Instant at) { put(static_cast<std::uint64_t>(epoch_of(at))); }
    void put(BytesView bytes) {
        put(std::uint64_t{bytes.size()});
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void put(const Bytes& bytes) { put(BytesView(bytes)); }
    void put(const std::string& text) { put(as_bytes(text)); }
    void put(const crypto::Digest32& digest) { put(BytesView(digest)); }
    template <class T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    template <class T>
    void put(const std::vector<T>& list) {
        put(std::uint64_t{list.size()});
        for (const T& item : list) {
            put(item);
        }
    }
    template <class T>
        requires requires(T value, Writer& writer) { fields_of(value, writer); }
    void put(const T& value) {
        // The one list of fields serves both ways; writing changes nothing.
        fields_of(const_cast<T&>(value), *this);
    }
    template <class... Fields>
    void all(Fields&... fields) {
        (put(fields), ...);
    }
    Bytes take() { return std::move(bytes_); }

  private:
    Bytes bytes_;
};

class Reader {
  public:
    explicit Reader(BytesView bytes) : rest_(bytes) {}

    void get(std::uint64_t& number) {
        number = 0;
        for (const std::uint8_t byte : take(8)) {
            number = number << 8 | byte;
        }
    }
    void get(bool& flag) { flag = number_below(2) == 1; }
    void get(Level& level) { level = static_cast<Level>(number_below(3)); }
    void get(FileFormat& format) { format = static_cast<FileFormat>(number_below(4)); }
    void get(Instant& at) {
        std::uint64_t number = 0;
        get(number);
        // Times of this century or so; anything else would overflow later arithmetic.
        const auto seconds = static_cast<std::int64_t>(number);
        constexpr std::int64_t farthest = 1LL << 40;
        if (seconds < -farthest || seconds > farthest) fail();
        at = instant_of(is_whole_ ? seconds : 0);
    }
    void get(Bytes& bytes) {
        const BytesView view = take(number_below(most_bytes));
        bytes.assign(view.begin(), view.end());
    }
    void get(std::string& text) { text = as_text(take(number_below(most_bytes))); }
    void get(crypto::Digest32& digest) {
        if (number_below(digest.size() + 1) != digest.size()) fail();
        std::ranges::copy(take(is_whole_ ? digest.size() : 0), digest.begin());
    }
    template <class T>
    void get(std::optional<T>& value) {
        bool has = false;
        get(has);
        if (has) get(value.emplace());
    }
    template <class T>
    void get(std::vector<T>& list) {
        const std::size_t count = number_below(most_items);
        for (std::size_t i = 0; i < count && is_whole_; ++i) {
            get(list.emplace_back());
        }
    }
    template <class T>
        requires requires(T value, Reader& reader) { fields_of(value, reader); }
    void get(T& value) {
        fields_of(value, *this);
    }
    template <class... Fields>
    void all(Fields&... fields) {
        (get(fields), ...);
    }
    [[nodiscard]] bool ended_well() const { return is_whole_ && rest_.empty(); }

  private:
    void fail() { is_whole_ = false; }
    BytesView take(std::size_t count) {
        if (count > rest_.size()) {
            fail();
            return {};
        }
        const BytesView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    std::size_t number_below(std::size_t bound) {
        std::uint64_t number = 0;
        get(number);
        if (number >= bound) fail();
        return is_whole_ ? static_cast<std::size_t>(number) : 0;
    }

    BytesView rest_;
    bool is_whole_ = true;
};

template <class Side>
void fields_of(Finding& it, Side& side) {
    side.all(it.check, it.level, it.code, it.clause);
}

template <class Side>
void fields_of(FoundCode& it, Side& side) {
    side.all(it.text, it.page);
}

template <class Side>
void fields_of(FaceClaims& it, Side& side) {
    side.all(it.title,
             it.certificate_no,
             it.licence_id,
             it.issuer,
             it.issued_on,
             it.copy_no,
             it.scenario,
             it.recipient,
             it.made_at,
             it.valid_until);
}

template <class Side>
void fields_of(SealClaims& it, Side& side) {
    side.all(it.is_supported,
             it.is_intact,
             it.covers_everything,
             it.algorithm,
             it.certificate,
             it.other_certificates,
             it.crls,
             it.claimed_at,
             it.timestamp_token,
             it.timestamp_imprint,
             it.seal_certificate,
             it.seal_not_before,
             it.seal_not_after);
}

template <class Side>
void fields_of(Claims& it, Side& side) {
    side.all(it.format,
             it.sha256,
             it.sm3,
             it.size,
             it.is_hostile,
             it.signature_count,
             it.revision_count,
             it.seal,
             it.face,
             it.codes,
             it.pages_searched,
             it.findings);
}

}  // namespace

Bytes encode_claims(const Claims& claims) {
    Writer writer;
    fields_of(const_cast<Claims&>(claims), writer);
    return writer.take();
}

Result<Claims> decode_claims(BytesView bytes) {
    Reader reader(bytes);
    Claims claims;
    fields_of(claims, reader);
    if (!reader.ended_well()) return Error(ErrorCode::malformed, "claims from the reading process");
    return claims;
}

}  // namespace yinxin::verify
