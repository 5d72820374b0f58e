// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/seal_pictures.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/svg.hpp"
#include "yinxin/domain/staff.hpp"

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::StaffActor;

Result<documents::SealArt> art_of(const config::SealPicture& picture) {
    documents::SealArt art;
    art.id = "draft";
    art.arc_text = picture.arc_text;
    art.centre_text = picture.centre_text;
    art.base_text = picture.base_text;
    return documents::with_stencil(std::move(art), picture.png);
}

Task<Result<std::string>> draw(Services& services, config::SealPicture picture) {
    auto run = [&services, picture = std::move(picture)]() -> Result<std::string> {
        YX_TRY(const documents::SealArt art, art_of(picture));
        return documents::draw_seal_svg(art, services.stationery);
    };
    co_return co_await flow::on_pool(services.cpu, std::move(run));
}

}  // namespace

Result<void> may_see_seals(const StaffActor& actor) {
    if (actor.may(OfficeAct::propose_seal) || actor.may(OfficeAct::stop_seal)) return ok();
    return Error(ErrorCode::forbidden, "seals");
}

Task<Result<std::string>> draw_seal_picture(Services& services,
                                            StaffActor actor,
                                            config::SealPicture picture) {
    YX_CO_CHECK(may_see_seals(actor));
    co_return co_await draw(services, std::move(picture));
}

Task<Result<std::string>> read_seal_picture(Services& services, StaffActor actor, Bytes file) {
    YX_CO_CHECK(require(actor, OfficeAct::propose_seal));
    auto read = [file = std::move(file)]() -> Result<std::string> {
        YX_TRY(const documents::SealStencil stencil, documents::read_seal_stencil(file));
        return to_base64url(stencil.png);
    };
    co_return co_await flow::on_pool(services.cpu, std::move(read));
}

Task<Result<std::string>> draw_proposed_seal(Services& services, const ProposalView& shown) {
    constexpr std::string_view seal = "seal:";
    const auto written = shown.facts.find("reference");
    if (!shown.proposal.object.starts_with(seal) || written == shown.facts.end()) {
        co_return std::string();
    }
    YX_CO_TRY(const config::Reference next, config::parse_reference(written->second));
    const auto picture = next.seal_pictures.find(shown.proposal.object.substr(seal.size()));
    if (picture == next.seal_pictures.end()) co_return std::string();
    co_return co_await draw(services, picture->second);
}

}  // namespace yinxin::service
