// SPDX-License-Identifier: Apache-2.0
// Responders, and the chains of the national algorithms.
#include "unit/jobs/revocation_house.hpp"

namespace yinxin::test {
namespace {

using testing::HasSubstr;

class RevocationResponders : public RevocationHouse {
  protected:
    /// Answers every request about the seal, and refuses those about others.
    void answer_with(OcspSaid::Status status) {
        address_.does([this, status](const ArrivedRequest& request) {
            OcspSaid said{.status = status,
                          .this_update = house_->clock.now(),
                          .next_update = house_->clock.now() + 24h,
                          .revoked_at = house_->clock.now() - 1h};
            said.request = request.body;
            return http_response(200, responder_.answer(certificate("central"), said));
        });
    }
    void open_with_responder() {
        config::Revocation revocation;
        revocation.responders = {{address_.url(), "file:keys/issuing.crt"}};
        open(revocation);
    }

    OcspMaker responder_{certificate("issuing"), key_path("issuing.key")};
};

TEST_F(RevocationResponders, a_good_answer_is_held) {
    answer_with(OcspSaid::Status::good);
    open_with_responder();
    do_round();
    EXPECT_TRUE(standing());
    const std::string head = address_.arrived().at(0).head;
    EXPECT_THAT(head, testing::StartsWith("POST "));
    EXPECT_THAT(head, HasSubstr("Content-Type: application/ocsp-request\r\n"));
    const std::string about = to_hex(certificate("central").fingerprint());
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM revocation_data WHERE der IS NOT NULL "
                          "AND subject = $1",
                          about),
              1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM revocation_data WHERE der IS NOT NULL"), 1)
        << "the answers about others were about the seal";
}

TEST_F(RevocationResponders, a_good_answer_travels_in_copies_pressed_afterwards) {
    const Held held = house_->add_holder();
    answer_with(OcspSaid::Status::good);
    open_with_responder();
    do_round();
    const EndorsementId id = house_->apply(held);
    ASSERT_EQ(press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
    const Bytes answer =
        house_->one<Bytes>("SELECT der FROM revocation_data WHERE der IS NOT NULL");
    EXPECT_TRUE(travels(answer));
}

TEST_F(RevocationResponders, a_revocation_stops_the_seal_and_survives_a_restart) {
    answer_with(OcspSaid::Status::revoked);
    open_with_responder();
    do_round();
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
    EXPECT_TRUE(room_.revocation->check_pressing("demo_banking_seal", house_->clock.now()));
    address_.says(503);
    open_with_responder();
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
}

TEST_F(RevocationResponders, an_earlier_answer_does_not_take_a_revocation_back) {
    const Bytes early = responder_.answer(
        certificate("central"),
        {.this_update = house_->clock.now(), .next_update = house_->clock.now() + 48h});
    house_->clock.advance(1h);
    answer_with(OcspSaid::Status::revoked);
    open_with_responder();
    do_round();
    address_.gives(early);
    house_->clock.advance(23h);
    do_round();
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM revocation_data WHERE subject = $1 "
                          "AND error_detail LIKE 'rollback%'",
                          to_hex(certificate("central").fingerprint())),
              1);
}

TEST_F(RevocationResponders, a_list_of_an_sm2_authority_counts_for_its_seals) {
    house_->change(
        "UPDATE seal SET ofd_key_name = 'seal-central.sm2' "
        "WHERE seal_id = 'demo_certificate_seal'");
    address_.gives(list(1, {"central.sm2"}, "sm2-issuing"));
    open_with_list();
    do_round();
    EXPECT_EQ(last_error(), " ");
    EXPECT_EQ(standing().error().code(), ErrorCode::certificate_revoked);
    house_->clock.advance(6h);
    address_.gives(list(2, {}, "sm2-issuing", "intruder"));
    do_round();
    EXPECT_THAT(last_error(), HasSubstr("signed by no issuer"));
}

TEST_F(RevocationResponders, a_responder_of_an_sm2_authority_is_unsupported) {
    house_->change(
        "UPDATE seal SET ofd_key_name = 'seal-central.sm2' "
        "WHERE seal_id = 'demo_certificate_seal'");
    config::Revocation revocation;
    revocation.responders = {{address_.url(), "file:keys/sm2-issuing.crt"}};
    open(revocation);
    do_round();
    EXPECT_THAT(last_error(), testing::StartsWith("unsupported"));
    EXPECT_EQ(address_.requests(), 0);
}

}  // namespace
}  // namespace yinxin::test
