// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/messages.hpp"
#include "yinxin/service/bulk_result.hpp"

#include <string>
#include <string_view>

namespace yinxin::http {

/// The words of bulk checks: the same on the page, in the result's table and in its summary.
class BulkWords final : public service::BulkWording {
  public:
    /// @param messages  outlive this.
    /// @param public_url  where a summary can be checked.
    BulkWords(const Messages& messages, std::string public_url, bool is_demonstration)
        : messages_(messages),
          public_url_(std::move(public_url)),
          is_demonstration_(is_demonstration) {}

    [[nodiscard]] std::string sheet(std::string_view language) const override;
    [[nodiscard]] std::vector<std::string> header(std::string_view language) const override;
    [[nodiscard]] std::vector<std::string> cells(
        std::string_view language,
        std::int64_t no,
        const service::JudgedAnswer& judged) const override;
    [[nodiscard]] documents::Letter letter(const service::BulkReport& report) const override;

  private:
    const Messages& messages_;
    std::string public_url_;
    bool is_demonstration_;
};

[[nodiscard]] std::string verdict_words(const Messages& messages,
                                        Language language,
                                        domain::BulkVerdict verdict);
/// Why, in a sentence; what to do where the verdict says it all.
[[nodiscard]] std::string reason_words(const Messages& messages,
                                       Language language,
                                       const service::JudgedAnswer& judged);
/// A reason alone: of a row that cannot be read, of a file that cannot be opened.
/// @param field  name, id_number, management_number, or empty
[[nodiscard]] std::string fault_words(const Messages& messages,
                                      Language language,
                                      std::string_view reason,
                                      std::string_view field);
/// "Row 12", "Page 2"; empty for a whole file.
[[nodiscard]] std::string place_words(const Messages& messages,
                                      Language language,
                                      const service::BulkAnswer& answer);
/// The text of the language; Chinese where there is no English.
[[nodiscard]] const std::string& in_language(Language language, const domain::Bilingual& text);

}  // namespace yinxin::http
