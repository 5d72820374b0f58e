// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/person_routes.hpp"

#include "yinxin/domain/attachment.hpp"
#include "yinxin/http/office/certificate_changes.hpp"
#include "yinxin/http/office/certificates.hpp"
#include "yinxin/http/office/corrections.hpp"
#include "yinxin/http/office/counter.hpp"
#include "yinxin/http/office/identity_cases.hpp"
#include "yinxin/http/office/persons.hpp"

namespace yinxin::http {
namespace {

using domain::OfficeAct;

/// Confirming who somebody is gives away a person's certificates: with the second factor.
void add_identity(Router& router) {
    const auto look = OfficeAct::look_up_person;
    const std::string one = "/office/identity/{request}";
    router.get("/office/identity", "office_identities", show_identity_queue).needs(look);
    router.get(one, "office_identity", show_identity_sheet).needs(look).needs_confirmation();
    router.post(one, "office_identity_find", show_identity_sheet).needs(look).needs_confirmation();
    router.get(one + "/files/{file}", "office_identity_file", download_evidence)
        .needs(look)
        .needs_confirmation();
    router.get(one + "/data.pdf", "office_identity_data", download_agents_data)
        .needs(look)
        .needs_confirmation();
    router.post(one + "/ask", "office_identity_ask", ask_for_evidence)
        .needs(look)
        .needs_confirmation();
    router.post(one + "/propose", "office_identity_propose", propose_identity)
        .needs(OfficeAct::prepare_change)
        .needs_confirmation();
}

void add_certificates(Router& router) {
    const auto look = OfficeAct::look_up_person;
    const std::string one = "/office/certificates/{certificate}";
    router.get("/office/certificates", "office_certificates", find_office_certificates).needs(look);
    router.post("/office/certificates", "office_certificates_post", find_office_certificates)
        .needs(look);
    router.get(one, "office_certificate", show_office_certificate).needs(look);
    router.get(one + "/picture.svg", "office_picture", show_office_picture).needs(look);
    router
        .get("/office/proposals/{proposal}/picture.svg",
             "office_corrected_picture",
             show_corrected_picture)
        .needs(OfficeAct::see_office);
}

/// Everything that changes a certificate asks for the second factor.
void add_certificate_changes(Router& router) {
    constexpr std::size_t rest_of_form = std::size_t{64} * 1024;
    const std::size_t most = domain::largest_attachment + rest_of_form;
    const auto prepare = OfficeAct::prepare_change;
    const auto stop = OfficeAct::stop_at_once;
    const std::string one = "/office/certificates/{certificate}";
    router.get(one + "/correct", "office_correct", correct_certificate)
        .needs(prepare)
        .needs_confirmation();
    router.post(one + "/correct", "office_correct_post", correct_certificate)
        .needs(prepare)
        .needs_confirmation()
        .takes(most + service::most_photo_bytes);
    router.get(one + "/stop", "office_stop", stop_certificate).needs(stop).needs_confirmation();
    router.post(one + "/stop", "office_stop_post", stop_certificate)
        .needs(stop)
        .needs_confirmation();
    router.get(one + "/{change}", "office_change", change_certificate)
        .needs(prepare)
        .needs_confirmation();
    router.post(one + "/{change}", "office_change_post", change_certificate)
        .needs(prepare)
        .needs_confirmation()
        .takes(most);
}

/// What is changed about the holder rather than the certificate.
void add_holders(Router& router) {
    const auto look = OfficeAct::look_up_person;
    const auto prepare = OfficeAct::prepare_change;
    const std::string person = "/office/certificates/{certificate}/person";
    router.get(person, "office_person", show_office_person).needs(look).needs_confirmation();
    router.post(person + "/document", "office_person_document", wish_document)
        .needs(prepare)
        .needs_confirmation();
    router.post(person + "/accounts", "office_person_accounts", wish_merge)
        .needs(prepare)
        .needs_confirmation();
}

void add_counter(Router& router) {
    const auto look = OfficeAct::look_up_person;
    router.get("/office/counter", "office_counter", ask_counter).needs(look);
    router.post("/office/counter", "office_counter_post", ask_counter).needs(look);
    router.get("/office/counter/{look}", "office_counter_view", show_counter).needs(look);
}

}  // namespace

void add_persons(Router& router) {
    add_identity(router);
    add_certificates(router);
    add_certificate_changes(router);
    add_holders(router);
    add_counter(router);
}

}  // namespace yinxin::http
