// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_preview.hpp"

#include "yinxin/documents/svg.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/result_face.hpp"
#include "yinxin/storage/import_rows.hpp"

#include <algorithm>
#include <random>

namespace yinxin::service {
namespace {

using domain::ExamResult;
using domain::ImportId;
using domain::ImportState;
using storage::Reader;

constexpr int most_in_between = 3;

/// Canonical texts of the rows to show, each once.
Result<std::vector<std::string>> choose_rows(Reader& reader,
                                             const Services& services,
                                             ImportId id,
                                             std::int64_t last_row,
                                             std::uint32_t seed) {
    std::vector<std::string> texts;
    const auto add = [&](std::optional<std::string> text) {
        if (text && std::ranges::find(texts, *text) == texts.end()) {
            texts.push_back(*std::move(text));
        }
    };
    YX_TRY(auto first, storage::first_good_result(reader, services.keys, id, 0));
    add(std::move(first));
    std::mt19937 random(seed);
    for (int i = 0; i < most_in_between; ++i) {
        const auto from =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last_row + 1));
        YX_TRY(auto text, storage::first_good_result(reader, services.keys, id, from));
        add(std::move(text));
    }
    YX_TRY(auto last, storage::last_good_result(reader, services.keys, id));
    add(std::move(last));
    return texts;
}

Result<ImportSpecimen> draw(const Services& services,
                            const ExamResult& result,
                            CivilDay today,
                            std::size_t number) {
    YX_TRY(const domain::FaceData data, face_of(*services.reference, result, today));
    Bytes photo;
    if (!data.photo_sha256.empty()) {
        YX_TRY(photo, load_photo(services, data));
    }
    documents::Face face =
        issuing::compose_preview(data, letterhead_of(services), std::move(photo));
    face.kind = documents::FaceKind::specimen;
    documents::SvgOptions options;
    options.id_prefix = "s" + std::to_string(number) + "-";
    YX_TRY(std::string svg, documents::draw_svg(face, services.stationery, options));
    return ImportSpecimen{std::move(svg), data.name, data.management_no};
}

}  // namespace

Task<Result<std::vector<ImportSpecimen>>> draw_specimens(Services& services,
                                                         domain::StaffActor actor,
                                                         ImportId id,
                                                         std::uint32_t seed) {
    using Texts = std::vector<std::string>;
    YX_CO_TRY(const Texts texts, co_await services.store.read([&](Reader& reader) -> Result<Texts> {
        YX_TRY(const auto record, load_own_import(reader, actor, id));
        if (record.state != ImportState::checked && record.state != ImportState::submitted) {
            return Error(ErrorCode::import_not_open);
        }
        return choose_rows(reader, services, id, record.cursor_row, seed);
    }));
    const CivilDay today = civil_day(services.clock.now());
    using Specimens = std::vector<ImportSpecimen>;
    co_return co_await flow::on_pool(
        pool_of_files(services), [&services, &texts, today]() -> Result<Specimens> {
            Specimens specimens;
            for (const std::string& text : texts) {
                YX_TRY(const ExamResult result, domain::parse_exam_result(text));
                YX_TRY(ImportSpecimen specimen, draw(services, result, today, specimens.size()));
                specimens.push_back(std::move(specimen));
            }
            return specimens;
        });
}

}  // namespace yinxin::service
