// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/style.hpp"

#include <array>

namespace yinxin::documents {
namespace {

constexpr std::array styles{
    Style{.id = "classic",
          .border = Border::guilloche,
          .rule = {168, 138, 78},
          .wave_one = {186, 158, 100},
          .wave_two = {134, 154, 138},
          .underprint = {239, 234, 222},
          .hairline = {212, 202, 178},
          .accent = {140, 112, 58}},
    Style{.id = "proof",
          .border = Border::ruled,
          .rule = {122, 140, 126},
          .wave_one = {150, 166, 152},
          .wave_two = {186, 158, 100},
          .underprint = {233, 238, 233},
          .hairline = {206, 212, 204},
          .accent = {88, 110, 94}},
    Style{.id = "association",
          .border = Border::ribbon,
          .rule = {92, 112, 138},
          .wave_one = {128, 148, 174},
          .wave_two = {186, 158, 100},
          .underprint = {231, 236, 242},
          .hairline = {203, 210, 220},
          .accent = {72, 94, 124}},
};

}  // namespace

const Style* find_style(std::string_view template_id) noexcept {
    for (const Style& style : styles) {
        if (style.id == template_id) return &style;
    }
    return nullptr;
}

}  // namespace yinxin::documents
