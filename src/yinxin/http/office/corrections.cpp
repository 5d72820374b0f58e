// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/corrections.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/certificate_changes.hpp"
#include "yinxin/http/office/certificate_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/certificate_dossier.hpp"

namespace yinxin::http {
namespace {

using domain::CorrectionForm;
using domain::FaceData;
using domain::FaceItem;
using domain::ProposalKind;
using storage::CertificateRecord;

/// One value of the face in words; the photo is seen in the picture.
std::string item_words(const Context& context, const FaceData& face, FaceItem item) {
    switch (item) {
        case FaceItem::name:
            return face.name;
        case FaceItem::latin_name:
            return face.latin_name;
        case FaceItem::id_type:
            return id_type_words(context, face.id_type);
        case FaceItem::id_number:
            return face.id_number;
        case FaceItem::sex:
            return say(context, "sex." + std::string(domain::key(face.sex)));
        case FaceItem::birth:
            return month_words(context, face.birth);
        case FaceItem::photo:
            return say(context, "handler.see_picture");
        case FaceItem::level:
            return pick(context, face.level);
        case FaceItem::specialty:
            return pick(context, face.specialty);
        case FaceItem::approved_on:
            return day_words(context, face.approved_on);
        case FaceItem::issued_on:
            return day_words(context, face.issued_on);
        case FaceItem::management_no:
            return face.management_no;
    }
    return {};
}

std::string item_label(const Context& context, FaceItem item) {
    return say(context, "face_item." + std::string(domain::key(item)));
}

CorrectionForm typed_form(const Context& context) {
    const Fields& form = context.request.form;
    CorrectionForm typed;
    typed.name = form["name"];
    typed.latin_name = form["latin_name"];
    typed.id_type = form["id_type"];
    typed.id_number = form["id_number"];
    typed.sex = form["sex"];
    typed.birth = form["birth"];
    typed.level = form["level"];
    typed.specialty = form["specialty"];
    typed.approved_on = form["approved_on"];
    typed.issued_on = form["issued_on"];
    typed.management_no = form["management_no"];
    return typed;
}

/// A choice of the edition; the present one stays choosable whatever the catalogue says today.
void set_codes(View& view,
               const Context& context,
               const char* section,
               const std::vector<domain::NamedCode>& codes,
               const std::string& chosen) {
    if (codes.empty()) return;
    View& field = view.add(section);
    for (const domain::NamedCode& code : codes) {
        field.add("CODES")
            .set("CODE", code.code)
            .set("CODE_TEXT", pick(context, code.name))
            .show_if("CHOSEN", code.code == chosen);
    }
}

void set_choices(View& view,
                 const Context& context,
                 const FaceData& face,
                 const CorrectionForm& form) {
    for (const auto& row : domain::all_keyed<domain::IdDocumentType>()) {
        view.add("ID_TYPES")
            .set("ID_TYPE", row.key)
            .set("ID_TYPE_TEXT", id_type_words(context, row.value))
            .show_if("CHOSEN", row.key == form.id_type);
    }
    for (const auto& row : domain::all_keyed<domain::Sex>()) {
        view.add("SEXES")
            .set("SEX", row.key)
            .set("SEX_TEXT", say(context, "sex." + std::string(row.key)))
            .show_if("CHOSEN", row.key == form.sex);
    }
    const auto* edition = service::edition_for(context.site().services, face, form.approved_on);
    if (edition == nullptr) return;
    set_codes(view, context, "HAS_LEVELS", edition->levels, form.level);
    set_codes(view, context, "HAS_SPECIALTIES", edition->specialties, form.specialty);
}

/// What stands on the certificate now, beside each field.
void set_present(View& view, const Context& context, const FaceData& face) {
    for (const auto& row : domain::all_keyed<FaceItem>()) {
        const std::string words = item_words(context, face, row.value);
        view.set("NOW_" + to_upper_ascii(row.key),
                 words.empty() ? say(context, "handler.nothing_printed") : words);
    }
}

Response show_form(Context& context,
                   const CertificateRecord& record,
                   const CorrectionForm& form,
                   const std::string& tag,
                   const FormErrors& errors,
                   bool asks_about_number) {
    View view;
    set_listed(view, context, record);
    set_present(view, context, record.face);
    set_choices(view, context, record.face, form);
    view.set("FORM_URL", context.request.path)
        .set("TAG", tag)
        .set("PICTURE_URL",
             certificate_page(record) + "/picture.svg?v=" + std::to_string(record.version))
        .set("V_NAME", form.name)
        .set("V_LATIN_NAME", form.latin_name)
        .set("V_ID_NUMBER", form.id_number)
        .set("V_BIRTH", form.birth)
        .set("V_APPROVED_ON", form.approved_on)
        .set("V_ISSUED_ON", form.issued_on)
        .set("V_MANAGEMENT_NO", form.management_no);
    if (asks_about_number) {
        view.add("SHARES_NUMBER")
            .show_if("SHARES_TICKED", context.request.form["shares_number"] == "yes");
    }
    const Upload* photo = context.request.find_upload("photo");
    view.show_if("PHOTO_AGAIN", photo != nullptr && !photo->content.empty());
    set_change_wish(view, context, ProposalKind::correct_certificate);
    errors.show(view);
    return show_office_page(
        context, "office_correct", view, Desk::certificates, office_frame(errors));
}

/// Whether the error asks if two people really share a number.
bool is_about_shared_number(const Error& error) {
    const auto field = error.params().find("field");
    return error.code() == ErrorCode::conflict && field != error.params().end() &&
           field->second == "id_number";
}

/// Refusals of one field have words of their own where the general ones say too little.
bool add_error(const Context& context, FormErrors& errors, const Error& error) {
    const auto field = error.params().find("field");
    const bool is_plain =
        error.code() == ErrorCode::invalid_input || error.code() == ErrorCode::conflict;
    if (is_plain && field != error.params().end()) {
        errors.add(field->second, say(context, "correction_error." + field->second));
        return true;
    }
    return add_change_error(context, errors, error);
}

/// Both pictures and the values that differ.
void fill_correction(View& view,
                     const Context& context,
                     const service::ProposalView& proposal,
                     const service::Correction& correction,
                     storage::LineKey key) {
    View& section = view.add("CORRECTION");
    for (const FaceItem item : domain::differences(correction.before, correction.after)) {
        section.add("ITEMS")
            .set("ITEM", item_label(context, item))
            .set("BEFORE", item_words(context, correction.before, item))
            .set("AFTER", item_words(context, correction.after, item));
    }
    section
        .set("PICTURE_BEFORE",
             certificate_page(key) + "/picture.svg?v=" + std::to_string(correction.before.version))
        .set("PICTURE_AFTER", "/office/proposals/" + proposal.proposal.id.str() + "/picture.svg")
        .set("VERSION_BEFORE", correction.before.version)
        .set("VERSION_AFTER", correction.after.version);
    section.show_if("SHARED", correction.shares_number);
}

}  // namespace

Task<Result<Response>> correct_certificate(Context& context) {
    YX_CO_TRY(const storage::LineKey key, certificate_in_address(context));
    YX_CO_TRY(const CertificateRecord record,
              co_await service::find_present(context.site().services, actor_of(context), key));
    FormErrors errors;
    if (context.request.method != Method::post) {
        if (!domain::check_change(record.status, ProposalKind::correct_certificate)) {
            co_return to_office(context, certificate_page(record), "change_not_possible");
        }
        co_return show_form(
            context, record, domain::form_of(record.face), service::tag_of(record), errors, false);
    }
    YX_CO_CHECK(only_fields(context,
                            {"tag",
                             "name",
                             "latin_name",
                             "id_type",
                             "id_number",
                             "sex",
                             "birth",
                             "level",
                             "specialty",
                             "approved_on",
                             "issued_on",
                             "management_no",
                             "reason",
                             "decision_no",
                             "when",
                             "day",
                             "time",
                             "shares_number"}));
    service::CorrectionWish wish;
    wish.form = typed_form(context);
    wish.tag = context.request.form["tag"];
    wish.shares_number_knowingly = context.request.form["shares_number"] == "yes";
    const std::string tag = wish.tag;
    const CorrectionForm typed = wish.form;
    const bool was_asked = wish.shares_number_knowingly;
    if (const Upload* photo = context.request.find_upload("photo")) wish.photo = photo->content;
    YX_CO_TRY(const bool is_read, co_await read_change_wish(context, wish.change, errors));
    if (!is_read) co_return show_form(context, record, typed, tag, errors, was_asked);
    const auto proposed = co_await service::propose_correction(
        context.site().services, actor_of(context), key, std::move(wish));
    if (proposed) co_return to_office(context, certificate_page(record), "change_prepared");
    const Error& error = proposed.error();
    if (!add_error(context, errors, error)) co_return Error(error);
    co_return show_form(
        context, record, typed, tag, errors, was_asked || is_about_shared_number(error));
}

Task<Result<Response>> show_corrected_picture(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("proposal"));
    YX_CO_TRY(std::string svg,
              co_await service::draw_correction(
                  context.site().services, actor_of(context), domain::ProposalId{id}));
    Response response;
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

Task<Result<void>> set_correction(Context& context,
                                  View& view,
                                  const service::ProposalView& proposal) {
    if (proposal.proposal.kind != ProposalKind::correct_certificate) co_return ok();
    YX_CO_TRY(const storage::LineKey key, service::line_of(proposal.proposal.object));
    YX_CO_TRY(const service::Correction correction,
              co_await service::find_correction(context.site().services, proposal));
    fill_correction(view, context, proposal, correction, key);
    co_return ok();
}

}  // namespace yinxin::http
