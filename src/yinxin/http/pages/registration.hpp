// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"
#include "yinxin/service/registration.hpp"

namespace yinxin::http {

/// GET and POST /register: 用户注册.
Task<Result<Response>> register_account(Context& context);
/// GET and POST /register/verifier: an account for checking only, which asks for no document.
Task<Result<Response>> register_verifier(Context& context);
/// GET and POST /register/confirm: the code that confirms the mobile.
Task<Result<Response>> confirm_registration(Context& context);
/// POST /register/confirm/resend
Task<Result<Response>> resend_registration_code(Context& context);

/// id_type, id_number and name of a form; and back into it: ID_TYPES, V_ID_NUMBER, V_NAME.
service::TypedPerson typed_person(const Context& context);
void set_typed_person(View& view, const Context& context, const service::TypedPerson& typed);
/// Says beside its fields what is wrong with it.
void check_typed_person(const Context& context,
                        FormErrors& errors,
                        const service::TypedPerson& typed,
                        service::PersonFields fields = {});

}  // namespace yinxin::http
