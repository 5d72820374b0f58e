// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/keyed.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::domain {

enum class QualificationKind {
    entry,  ///< 准入类: one may not practise without it
    level,  ///< 水平评价类: attests a level
};

template <>
struct KeyTable<QualificationKind> {
    static constexpr std::array<Keyed<QualificationKind>, 2> rows{{
        {QualificationKind::entry, "entry"},
        {QualificationKind::level, "level"},
    }};
};

/// 级别 or 专业 within one edition; the code is unique within its list.
struct NamedCode {
    std::string code;
    Bilingual name;

    friend bool operator==(const NamedCode&, const NamedCode&) = default;
};

/// How one qualification was named and certified from one year on. Old certificates keep the names,
/// titles, specialties and authorities of the edition of their approval year.
struct QualificationEdition {
    int valid_from_year = 0;  ///< first approval year, inclusive; ends where the next begins
    Bilingual name;           ///< 资格名称, e.g. 一级建造师
    Bilingual title;          ///< heading of a 资格证书
    Bilingual proof_title;    ///< heading of a 合格证明; empty where there is none
    std::vector<std::string> authorities;  ///< Authority ids, in printing order
    std::string issuer_id;
    std::string template_id;             ///< artwork of documents
    std::string seal_type;               ///< seal_for(type, day) names the seal
    std::string policy_id;               ///< EndorsementPolicy
    std::vector<NamedCode> levels;       ///< empty: the qualification has no levels
    std::vector<NamedCode> specialties;  ///< empty: the qualification has no specialties

    /// Whether a further specialty gives a 合格证明 (增项) instead of a second certificate.
    [[nodiscard]] bool has_additional_specialties() const noexcept {
        return !proof_title.zh.empty();
    }
    /// nullptr: no such code in this edition.
    [[nodiscard]] const NamedCode* find_level(std::string_view code) const noexcept;
    [[nodiscard]] const NamedCode* find_specialty(std::string_view code) const noexcept;
};

/// 职业资格: one item of the catalogue with all its editions, oldest first.
struct Qualification {
    std::string id;  ///< stable key, [a-z0-9_]
    QualificationKind kind = QualificationKind::level;
    std::vector<QualificationEdition> editions;
    /// Three digits: its place in 证照类型代码 and in certificate numbers. Never changes.
    std::string code;
};

/// 职业资格目录, versioned by year and immutable once made.
class Catalogue {
  public:
    Catalogue() = default;

    /// @error config.invalid  an id is empty, foreign or used twice; an item has no edition;
    /// editions
    ///                        do not ascend; a name, title, authority, issuer, template, seal type
    ///                        or policy is missing; a code occurs twice. The detail names the item.
    [[nodiscard]] static Result<Catalogue> create(std::vector<Qualification> items);

    /// In the order given at creation.
    [[nodiscard]] const std::vector<Qualification>& items() const noexcept { return items_; }
    /// nullptr: no such item.
    [[nodiscard]] const Qualification* find(std::string_view id) const noexcept;
    /// The edition in force in a civil year (of approval); nullptr: no such item, or not yet.
    [[nodiscard]] const QualificationEdition* find_edition(std::string_view id,
                                                           int year) const noexcept;
    /// The newest edition; nullptr: no such item.
    [[nodiscard]] const QualificationEdition* newest_edition(std::string_view id) const noexcept;

  private:
    std::vector<Qualification> items_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
};

}  // namespace yinxin::domain
