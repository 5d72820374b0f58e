# SPDX-License-Identifier: Apache-2.0
# What meets the database, once more on PostgreSQL: a cluster of its own, started before the first of
# these tests and ended after the last.
string(MD5 postgres_place ${CMAKE_BINARY_DIR})
string(SUBSTRING ${postgres_place} 0 8 postgres_place)
# A socket's path is short; a build directory's may be long.
set(postgres_place /tmp/yinxin-postgres-${postgres_place})
set(postgres_url "YX_TEST_DATABASE=postgresql://yinxin@/postgres?host=${postgres_place}")
set(postgres_cluster ${CMAKE_CURRENT_SOURCE_DIR}/postgres/cluster.sh)
add_test(NAME postgres_start COMMAND ${postgres_cluster} start ${postgres_place})
add_test(NAME postgres_stop COMMAND ${postgres_cluster} stop ${postgres_place})
set_tests_properties(postgres_start PROPERTIES FIXTURES_SETUP postgres LABELS postgres TIMEOUT 120)
set_tests_properties(postgres_stop PROPERTIES FIXTURES_CLEANUP postgres LABELS postgres TIMEOUT 60)

# YX_TEST_REHEARSE runs every function on the database twice, the first time in vain: whatever it did
# besides would show, as it would after a lost race.
foreach(room storage service jobs)
  foreach(part RANGE 3)
    add_test(NAME postgres_${room}_${part} COMMAND unit_${room} --gtest_brief=1)
    set_tests_properties(
      postgres_${room}_${part}
      PROPERTIES LABELS postgres TIMEOUT 900 FIXTURES_REQUIRED postgres ENVIRONMENT
                 "${postgres_url};GTEST_TOTAL_SHARDS=4;GTEST_SHARD_INDEX=${part}")
  endforeach()
  add_test(NAME postgres_rehearsed_${room} COMMAND unit_${room} --gtest_brief=1)
  set_tests_properties(
    postgres_rehearsed_${room} PROPERTIES LABELS long TIMEOUT 3600 FIXTURES_REQUIRED postgres ENVIRONMENT
                                          "${postgres_url};YX_TEST_REHEARSE=1")
endforeach()

foreach(stem run signed_requests matrix)
  add_test(NAME postgres_http_${stem}
           COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/http/${stem}.py $<TARGET_FILE:yinxin>)
  set_tests_properties(postgres_http_${stem} PROPERTIES LABELS long TIMEOUT 900 FIXTURES_REQUIRED postgres
                                                        ENVIRONMENT "${postgres_url}")
endforeach()

add_test(NAME postgres_scale
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/scale/scale_test.py $<TARGET_FILE:yinxin>)
set_tests_properties(postgres_scale PROPERTIES LABELS long TIMEOUT 300 FIXTURES_REQUIRED postgres
                                               ENVIRONMENT "${postgres_url}")

add_test(NAME postgres_move
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/postgres/move_test.py $<TARGET_FILE:yinxin>)
set_tests_properties(postgres_move PROPERTIES LABELS postgres TIMEOUT 300 FIXTURES_REQUIRED postgres
                                              ENVIRONMENT "${postgres_url}")

add_test(NAME postgres_duty
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/postgres/duty_test.py $<TARGET_FILE:yinxin>)
set_tests_properties(postgres_duty PROPERTIES LABELS postgres TIMEOUT 300 FIXTURES_REQUIRED postgres
                                              ENVIRONMENT "${postgres_url}")

# Nodes killed, frozen and cut off, the database restarted: `make chaos` for ten minutes.
add_test(NAME chaos COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_SOURCE_DIR}/chaos/chaos.py
                            $<TARGET_FILE:yinxin> --seconds 40)
set_tests_properties(chaos PROPERTIES LABELS long TIMEOUT 900 RUN_SERIAL TRUE)
