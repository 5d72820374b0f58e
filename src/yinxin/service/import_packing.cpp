// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_packing.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/packed_fields.hpp"

namespace yinxin::service {
namespace {

using domain::ResultField;

constexpr std::string_view column_mark = "column";
constexpr std::string_view fixed_mark = "fixed";
constexpr std::int64_t most_in_list = 1000;
constexpr std::int64_t most_row = std::int64_t{1} << 40;

/// Writes texts, numbers and keys one after the other.
class Packer {
  public:
    void put(std::string text) { fields_.push_back(std::move(text)); }
    void put(std::int64_t number) { put(std::to_string(number)); }
    template <domain::HasKeys E>
    void put(E value) {
        put(std::string(domain::key(value)));
    }
    template <class T>
    void put(const std::vector<T>& list) {
        put(static_cast<std::int64_t>(list.size()));
        for (const T& one : list) {
            put(one);
        }
    }
    [[nodiscard]] std::string take() const { return pack_fields(fields_); }

  private:
    std::vector<std::string> fields_;
};

/// Reads them again in the same order.
class Unpacker {
  public:
    static Result<Unpacker> open(std::string_view packed) {
        Unpacker unpacker;
        YX_TRY(unpacker.fields_, unpack_fields(packed));
        return unpacker;
    }

    Result<void> get(std::string& text) {
        if (at_ == fields_.size()) return broken();
        text = std::move(fields_[at_++]);
        return ok();
    }
    Result<std::int64_t> number(std::int64_t most) {
        std::string text;
        YX_CHECK(get(text));
        const auto value = parse_integer(text);
        if (!value || *value < 0 || *value > most) return broken();
        return *value;
    }
    template <domain::HasKeys E>
    Result<void> get(E& value) {
        std::string text;
        YX_CHECK(get(text));
        YX_TRY(value, domain::parse_key<E>(text));
        return ok();
    }
    template <class T>
    Result<void> get(std::vector<T>& list) {
        YX_TRY(const std::int64_t count, number(most_in_list));
        list.resize(static_cast<std::size_t>(count));
        for (T& one : list) {
            YX_CHECK(get(one));
        }
        return ok();
    }
    [[nodiscard]] bool is_over() const noexcept { return at_ == fields_.size(); }
    [[nodiscard]] Result<void> end() const { return is_over() ? ok() : Result<void>(broken()); }

  private:
    static Error broken() { return Error(ErrorCode::malformed, "packed import"); }

    std::vector<std::string> fields_;
    std::size_t at_ = 0;
};

Result<void> unpack_source(Unpacker& packed, domain::ImportPlan& plan) {
    ResultField field{};
    std::string mark;
    YX_CHECK(packed.get(field));
    YX_CHECK(packed.get(mark));
    if (mark == column_mark) {
        YX_TRY(const std::int64_t column, packed.number(domain::most_import_columns));
        plan.sources[field] = static_cast<std::size_t>(column);
        return ok();
    }
    if (mark != fixed_mark) return Error(ErrorCode::malformed, "packed import");
    std::string text;
    YX_CHECK(packed.get(text));
    plan.sources[field] = std::move(text);
    return ok();
}

}  // namespace

std::string pack(const domain::ImportPlan& plan) {
    Packer packer;
    packer.put(plan.header_row);
    packer.put(plan.headers);
    packer.put(plan.qualification_id);
    packer.put(std::int64_t{plan.exam_year});
    packer.put(static_cast<std::int64_t>(plan.sources.size()));
    for (const auto& [field, source] : plan.sources) {
        packer.put(field);
        if (const auto* column = std::get_if<std::size_t>(&source)) {
            packer.put(std::string(column_mark));
            packer.put(static_cast<std::int64_t>(*column));
        } else {
            packer.put(std::string(fixed_mark));
            packer.put(std::get<std::string>(source));
        }
    }
    return packer.take();
}

Result<domain::ImportPlan> unpack_plan(std::string_view text) {
    YX_TRY(Unpacker packed, Unpacker::open(text));
    domain::ImportPlan plan;
    YX_TRY(plan.header_row, packed.number(most_row));
    YX_CHECK(packed.get(plan.headers));
    YX_CHECK(packed.get(plan.qualification_id));
    YX_TRY(const std::int64_t year, packed.number(9999));
    plan.exam_year = static_cast<int>(year);
    YX_TRY(const std::int64_t sources, packed.number(most_in_list));
    for (std::int64_t i = 0; i < sources; ++i) {
        YX_CHECK(unpack_source(packed, plan));
    }
    YX_CHECK(packed.end());
    return plan;
}

std::string pack(const domain::StagedRow& row) {
    Packer packer;
    packer.put(static_cast<std::int64_t>(row.cells.size()));
    for (const domain::ResultCell& cell : row.cells) {
        packer.put(cell.nature);
        packer.put(cell.text);
    }
    for (const auto& [field, text] : row.typed) {
        packer.put(field);
        packer.put(text);
    }
    return packer.take();
}

Result<domain::StagedRow> unpack_staged_row(std::string_view text) {
    YX_TRY(Unpacker packed, Unpacker::open(text));
    domain::StagedRow row;
    YX_TRY(const std::int64_t cells, packed.number(most_in_list));
    row.cells.resize(static_cast<std::size_t>(cells));
    for (domain::ResultCell& cell : row.cells) {
        YX_CHECK(packed.get(cell.nature));
        YX_CHECK(packed.get(cell.text));
    }
    while (!packed.is_over()) {
        ResultField field{};
        YX_CHECK(packed.get(field));
        YX_CHECK(packed.get(row.typed[field]));
    }
    return row;
}

std::string pack(const std::vector<domain::ResultProblem>& problems) {
    Packer packer;
    for (const domain::ResultProblem& problem : problems) {
        packer.put(problem.kind);
        packer.put(problem.field);
        packer.put(static_cast<std::int64_t>(problem.params.size()));
        for (const auto& [name, value] : problem.params) {
            packer.put(name);
            packer.put(value);
        }
    }
    return packer.take();
}

Result<std::vector<domain::ResultProblem>> unpack_problems(std::string_view text) {
    YX_TRY(Unpacker packed, Unpacker::open(text));
    std::vector<domain::ResultProblem> problems;
    while (!packed.is_over()) {
        domain::ResultProblem& problem = problems.emplace_back();
        YX_CHECK(packed.get(problem.kind));
        YX_CHECK(packed.get(problem.field));
        YX_TRY(const std::int64_t params, packed.number(most_in_list));
        for (std::int64_t i = 0; i < params; ++i) {
            std::string name;
            YX_CHECK(packed.get(name));
            YX_CHECK(packed.get(problem.params[name]));
        }
    }
    return problems;
}

std::string pack(const ImportHead& head) {
    Packer packer;
    packer.put(head.header_row);
    packer.put(head.headers);
    packer.put(head.samples);
    packer.put(head.sheet);
    return packer.take();
}

Result<ImportHead> unpack_head(std::string_view text) {
    YX_TRY(Unpacker packed, Unpacker::open(text));
    ImportHead head;
    YX_TRY(head.header_row, packed.number(most_row));
    YX_CHECK(packed.get(head.headers));
    YX_CHECK(packed.get(head.samples));
    YX_CHECK(packed.get(head.sheet));
    YX_CHECK(packed.end());
    return head;
}

}  // namespace yinxin::service
