// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/pfr/core.hpp>

/// Plain structs as text, for sealed columns.
namespace yinxin::service {

/// What is written as a number or a key.
template <class T>
concept PackedNumber = std::integral<T> || std::is_enum_v<T>;

/// Writes every member of an aggregate in order: texts with their length, numbers as such a text,
/// aggregates behind the number of their members. Enumerations with keys are written as keys.
class Packer {
  public:
    void put(std::string_view text) {
        out_ += std::to_string(text.size());
        out_ += ':';
        out_ += text;
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    void put(Instant at) { put_number(epoch_of(at)); }
    void put(CivilDay day) { put_number(day.time_since_epoch().count()); }
    template <PackedNumber T>
    void put(T value) {
        if constexpr (domain::HasKeys<T>) {
            put(domain::key(value));
        } else {
            put_number(static_cast<std::int64_t>(value));
        }
    }
    template <class T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    template <class T>
    void put(const std::vector<T>& values) {
        put(values.size());
        for (const T& value : values)
            put(value);
    }
    template <class T>
        requires std::is_aggregate_v<T>
    void put(const T& aggregate) {
        put_number(boost::pfr::tuple_size_v<T>);
        boost::pfr::for_each_field(aggregate, [this](const auto& member) { this->put(member); });
    }
    std::string take() { return std::move(out_); }

  private:
    void put_number(std::int64_t number) { put(std::to_string(number)); }
    std::string out_;
};

/// Reads what Packer wrote; after the first fault everything else is left as it is.
class Unpacker {
  public:
    explicit Unpacker(std::string_view packed) : rest_(packed) {}

    [[nodiscard]] bool is_good_at_end() const { return good_ && rest_.empty(); }

    void get(std::string& text) { text = take(); }
    void get(Instant& at) { at = instant_of(number()); }
    void get(CivilDay& day) { day = CivilDay(Days(number())); }
    template <PackedNumber T>
    void get(T& value) {
        if constexpr (domain::HasKeys<T>) {
            const auto known = domain::parse_key<T>(take());
            good_ = good_ && known.has_value();
            if (good_) value = *known;
        } else {
            value = static_cast<T>(number());
        }
    }
    template <class T>
    void get(std::optional<T>& value) {
        bool is_there = false;
        get(is_there);
        if (is_there && good_) get(value.emplace());
    }
    template <class T>
    void get(std::vector<T>& values) {
        // Every element takes at least two bytes: a false count cannot ask for more than is there.
        const auto count = static_cast<std::size_t>(number());
        good_ = good_ && count <= rest_.size() / 2;
        for (std::size_t i = 0; good_ && i < count; ++i)
            get(values.emplace_back());
    }
    template <class T>
        requires std::is_aggregate_v<T>
    void get(T& aggregate) {
        good_ = number() == static_cast<std::int64_t>(boost::pfr::tuple_size_v<T>) && good_;
        boost::pfr::for_each_field(aggregate, [this](auto& member) {
            if (good_) this->get(member);
        });
    }

  private:
    std::string_view take() {
        const std::size_t colon = rest_.find(':');
        const auto length =
            good_ && colon < 12 ? parse_integer(rest_.substr(0, colon)) : std::nullopt;
        if (!length || *length < 0 ||
            static_cast<std::size_t>(*length) > rest_.size() - colon - 1) {
            good_ = false;
            return {};
        }
        const std::string_view text = rest_.substr(colon + 1, static_cast<std::size_t>(*length));
        rest_.remove_prefix(colon + 1 + text.size());
        return text;
    }
    std::int64_t number() {
        const auto value = parse_integer(take());
        good_ = good_ && value.has_value();
        return value.value_or(0);
    }

    std::string_view rest_;
    bool good_ = true;
};

/// An aggregate of texts, numbers, times, enumerations, optionals, lists and aggregates of these.
template <class T>
[[nodiscard]] std::string pack_aggregate(const T& aggregate) {
    Packer packer;
    packer.put(aggregate);
    return packer.take();
}
/// @error malformed  not written by pack_aggregate, or by a program whose T had other members.
template <class T>
[[nodiscard]] Result<T> unpack_aggregate(std::string_view packed) {
    T aggregate{};
    Unpacker unpacker(packed);
    unpacker.get(aggregate);
    if (!unpacker.is_good_at_end()) return Error(ErrorCode::malformed, "a packed value");
    return aggregate;
}

}  // namespace yinxin::service
