"""The table of pages × roles, which tests/test_access.py holds the system against.

A new page takes one line: its path with the names of ``tests.support.world.World.named``, and the status that each
role gets. Pages go into PAGES (GET), what is done by POST alone into ACTS (POST without data).
"""

from tests.support.world import CAST

ROLES = [*CAST, "ano"]
PAGES = """
#                                              cad off rev app reg fin lia ass pro sys sec aud out ano
/healthz                                       200 200 200 200 200 200 200 200 200 200 200 200 200 200
/login/                                        302 302 302 302 302 302 302 302 302 302 302 302 302 200
/password/                                     200 200 200 200 200 200 200 200 200 200 200 200 200 302
/me/                                           200 200 200 200 200 200 200 200 200 200 200 200 200 302
/unions/                                       403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/options/                               403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/532524/                                403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/532524/add/                            403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/edit/                           403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/move/                           403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/close/                          403 403 403 403 403 403 403 403 403 200 403 403 403 302
/accounts/                                     403 403 403 403 403 403 403 403 403 200 200 403 403 302
/accounts/add/                                 403 403 403 403 403 403 403 403 403 200 403 403 403 302
/accounts/county-reviewer/                     404 404 403 404 404 404 404 404 404 200 200 403 404 302
/accounts/county-reviewer/edit/                404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/move/                404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/deactivate/          404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/roles/add/           404 404 403 404 404 404 404 404 404 403 200 403 404 302
/offices/                                      403 403 403 403 403 403 403 403 403 200 200 403 403 302
/offices/add/                                  403 403 403 403 403 403 403 403 403 200 403 403 403 302
/offices/{office}/edit/                        403 403 403 403 403 403 403 403 403 200 403 403 403 302
/access-log/                                   403 403 403 403 403 403 403 403 403 403 403 200 403 302
/households/import/                            403 200 403 403 403 403 403 403 200 403 403 403 200 302
/households/import/template/                   403 200 403 403 403 403 403 403 200 403 403 403 200 302
/households/import/{run}/                      403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/progress/             403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/corrections/          403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/                                   200 200 200 200 200 200 200 200 200 403 403 403 200 302
/households/new/                               403 200 403 403 403 403 403 403 200 403 403 403 200 302
/applications/                                 403 200 200 200 200 200 403 403 200 403 403 403 200 302
/applications/new/                             403 200 403 403 403 403 403 403 200 403 403 403 200 302
/apply/                                        200 200 200 200 200 200 200 200 200 200 200 200 200 200
/apply/status/                                 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/apply/papers/                                 302 302 302 302 302 302 302 302 302 302 302 302 302 302
/apply/fill/worker/                            302 302 302 302 302 302 302 302 302 302 302 302 302 302
/duplicates/                                   403 200 200 403 403 403 403 403 200 403 403 403 200 302
/duplicates/{duplicate}/                       403 200 200 403 403 403 403 403 200 403 403 403 200 302
/households/{no}/compare/530100202600001/      404 404 404 404 404 404 404 404 200 404 404 404 404 302
/standards/                                    403 200 200 200 200 200 403 403 200 403 403 403 200 302
/minimum-wages/                                403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/                              200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/edit/                         403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/edit/worker/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/members/new/                  403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/members/{member}/             403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/members/{member}/depart/      403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/income/                       200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/income/new/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/income/{survey}/              403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/checks/new/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/checks/{check}/               403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/eligibility/                  200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/eligibility/vetoes/new/       403 200 200 200 403 403 404 404 200 404 404 404 404 302
/households/{no}/eligibility/vetoes/{veto}/    403 403 200 200 403 403 404 404 403 404 404 404 404 302
/eligibility-rules/                            403 200 200 200 200 200 403 403 200 403 403 403 200 302
/eligibility-rules/{rules}/                    403 200 200 200 200 200 403 403 200 403 403 403 200 302
/eligibility-rules/{rules}/copy/               403 403 403 200 403 403 403 403 200 403 403 403 200 302
/eligibility-rules/{draft}/edit/               404 404 404 200 404 404 404 404 200 404 404 404 404 302
/households/{no}/files/                        200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/files/{file}/                 200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/files/{file}/small/           200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/timeline/                     200 200 200 200 200 200 404 404 200 404 404 404 404 302
/mine/                                         200 403 403 403 403 403 403 403 403 403 403 403 403 302
/households/{no}/call/                         302 302 302 302 302 302 404 404 302 404 404 404 404 302
/households/{no}/visits/                       200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/visits/new/                   200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/visits/{visit}/               200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/visits/{visit}/correct/       200 200 403 403 403 403 404 404 200 404 404 404 404 302
/visits/due/                                   403 200 200 200 200 200 403 403 200 403 403 403 200 302
/pairings/missing/                             403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/pairings/new/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/pairings/{pairing}/end/       403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/pairings/{pairing}/hand-over/ 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/                                       403 200 200 200 200 200 403 403 200 403 403 403 200 302
/cadres/new/                                   403 200 403 403 403 403 403 403 200 403 403 403 200 302
/cadres/{cadre}/                               200 200 200 200 200 200 404 404 200 404 404 404 404 302
/cadres/{cadre}/edit/                          403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/{cadre}/account/                       403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/{cadre}/hand-over/                     403 200 403 403 403 403 404 404 200 404 404 404 404 302
/pairings/counts/                              403 200 200 200 200 200 403 403 200 403 403 403 200 302
/pairings/households/                          403 200 200 200 200 200 403 403 200 403 403 403 200 302
/pairings/suggestions/                         403 200 403 403 403 403 403 403 200 403 403 403 200 302
/stations/                                     200 200 200 200 200 200 403 403 200 403 403 403 200 302
/stations/new/                                 403 200 403 403 403 403 403 403 200 403 403 403 200 302
/stations/{station}/edit/                      403 200 403 403 403 403 404 403 200 403 403 403 404 302
/helping-units/                                403 200 200 200 200 200 403 403 200 403 403 403 200 302
/helping-units/new/                            403 200 403 403 403 403 403 403 200 403 403 403 200 302
/helping-units/{unit}/edit/                    404 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/aid/                          200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/aid/new/                      200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/aid/{aid}/                    200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/                 200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/difficulties/new/             200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/    200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/strike-off/ 200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/measures/new/ 200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/measures/{measure}/           200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/measures/{measure}/judge/     200 200 403 403 403 403 404 404 200 404 404 404 404 302
/policies/                                     200 200 200 200 200 200 200 200 200 403 403 403 200 302
/policies/new/                                 403 403 403 403 403 403 403 403 200 403 403 403 200 302
/policies/{policy}/                            200 200 200 200 200 200 200 200 200 403 403 403 404 302
/policies/{policy}/file/                       200 200 200 200 200 200 200 200 200 403 403 403 404 302
/policies/{policy}/edit/                       403 403 403 403 403 403 403 403 200 403 403 403 404 302
/policies/{policy}/supersede/                  403 403 403 403 403 403 403 403 200 403 403 403 404 302
/households/{no}/plan/                         200 200 403 403 403 403 404 404 200 404 404 404 404 302
/measures/new/                                 200 200 403 403 403 403 403 403 200 403 403 403 200 302
/measures/counts/                              403 200 200 200 200 200 403 403 200 403 403 403 200 302
/measures/counts/behind/                       403 200 200 200 200 200 403 403 200 403 403 403 200 302
/measure-templates/                            403 200 200 200 200 200 403 403 200 403 403 403 200 302
/measure-templates/new/                        403 200 403 403 403 403 403 403 200 403 403 403 200 302
/measure-templates/{template}/                 403 200 403 403 403 403 403 403 200 403 403 403 404 302
/tasks/lists/                                  403 200 200 200 200 200 403 403 200 403 403 403 200 302
/tasks/lists/draw/                             403 200 403 403 403 403 403 403 200 403 403 403 200 302
/tasks/lists/draw/medical_insurance/           403 200 403 403 403 403 403 403 302 403 403 403 302 302
/tasks/lists/{draft_list}/                     404 200 200 200 200 200 404 404 200 404 404 404 404 302
/tasks/lists/{draft_list}/add/                 404 200 403 403 403 403 404 404 200 404 404 404 404 302
/tasks/lists/{draft_list}/edit/                404 200 403 403 403 403 404 404 200 404 404 404 404 302
/tasks/lists/{sent_list}/paper/                404 200 200 200 200 200 404 404 200 404 404 404 404 302
/tasks/                                        403 200 200 200 200 200 403 403 200 403 403 403 200 302
/tasks/to-replan/                              403 200 200 200 200 200 403 403 200 403 403 403 200 302
/tasks/{line}/                                 200 200 200 200 200 200 404 404 200 404 404 404 404 302
/dynamics/                                     403 200 200 200 200 200 403 403 200 403 403 403 200 302
/dynamics/archives/                            403 200 200 200 200 200 403 403 200 403 403 403 200 302
/campaigns/                                    403 200 200 200 200 200 403 403 200 403 403 403 200 302
/campaigns/new/                                403 200 403 403 403 403 403 403 200 403 403 403 200 302
/campaigns/{campaign}/                         403 200 200 200 200 200 403 403 200 403 403 403 404 302
/campaigns/{campaign}/report/                  403 200 200 200 200 200 403 403 200 403 403 403 404 302
/campaigns/{campaign}/workbook/                403 200 200 200 200 200 403 403 200 403 403 403 404 302
/campaigns/{campaign}/behind/                  403 200 200 200 200 200 403 403 200 403 403 403 404 302
/api/v1/campaigns/                             403 200 200 200 200 200 403 403 200 403 403 403 200 401
/api/v1/campaigns/{campaign}/                  403 200 200 200 200 200 403 403 200 403 403 403 404 401
/api/v1/campaigns/{campaign}/board/            403 200 200 200 200 200 403 403 200 403 403 403 404 401
/rechecks/                                     403 200 200 200 200 200 403 403 200 403 403 403 200 302
/rechecks/new/                                 403 200 403 403 403 403 403 403 200 403 403 403 200 302
/rechecks/{recheck}/                           403 200 200 200 200 200 403 403 200 403 403 403 404 302
/rechecks/{recheck}/archives/                  403 200 200 200 200 200 403 403 200 403 403 403 404 302
/reverifications/                              200 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/reverify/                     403 200 403 403 403 403 404 404 200 404 404 404 404 302
/clear/waiting/                                200 200 200 200 403 403 403 403 200 403 403 403 200 302
/clear/                                        403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/clear/                        200 200 200 200 200 200 404 404 200 404 404 404 404 302
/exit-rules/                                   403 200 200 200 200 200 403 403 200 403 403 403 200 302
/monitoring/                                   403 200 200 200 200 200 403 403 200 403 403 403 200 302
/reviews/{cancelling}/evidence/                200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/reviews/                      200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/apply/entry/                  403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/apply/exit/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/apply/cancel/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/apply/change/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/apply/relief/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/apply/return/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/exit-checks/new/              200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/exit-checks/{exit_check}/     200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/monitoring/new/               403 403 403 403 403 403 404 404 403 404 404 404 404 302
/households/{no}/booklet/                      200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/policy-card/                  200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/application/                  200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/plan-sheet/                   200 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/{cancelling}/papers/cancelling/       200 200 200 200 200 200 404 404 200 404 404 404 404 302
/meetings/{meeting}/minutes/                   404 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/                                      403 200 200 200 200 200 403 403 200 403 403 403 200 302
/reviews/waiting/                              200 200 200 200 200 200 200 200 200 200 200 200 200 302
/reviews/{review}/                             404 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/{review}/records/{record}/minutes/    404 200 200 200 200 200 404 404 200 404 404 404 404 302
/procedures/                                   403 200 200 200 200 200 403 403 200 403 403 403 200 302
/procedures/{procedure}/                       403 200 200 200 200 200 403 403 200 403 403 403 200 302
/procedures/{drawn}/edit/                      403 404 404 200 403 403 403 403 200 403 403 403 404 302
/procedures/{drawn}/steps/new/                 403 404 404 200 403 403 403 403 200 403 403 403 404 302
/procedures/{drawn}/steps/2/                   403 404 404 200 403 403 403 403 200 403 403 403 404 302
/me/delegations/                               200 200 200 200 200 200 200 200 200 200 200 200 200 302
/reviews/notices/                              403 200 200 200 200 200 403 403 200 403 403 403 200 302
/reviews/notices/new/                          403 200 200 200 200 200 403 403 200 403 403 403 200 302
/reviews/notices/end/                          200 200 200 200 200 200 200 200 200 200 200 200 200 302
/reviews/notices/{notice}/                     404 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/notices/{notice}/paper/               404 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/notices/{notice}/photo/               404 200 200 200 200 200 404 404 200 404 404 404 404 302
/reviews/notices/{unposted}/edit/              404 200 403 403 403 403 404 404 403 404 404 404 404 302
/reviews/notices/{unposted}/post/              404 200 403 403 403 403 404 404 403 404 404 404 404 302
/reviews/notices/{unposted}/withdraw/          404 200 403 403 403 403 404 404 403 404 404 404 404 302
/reviews/notices/{notice}/objections/new/      404 200 200 200 403 403 404 404 200 404 404 404 404 302
/reviews/objections/                           403 200 200 200 200 200 403 403 200 403 403 403 200 302
/reviews/objections/{objection}/               404 200 200 200 200 200 404 404 200 404 404 404 404 302
/notices/                                      200 200 200 200 200 200 200 200 200 200 200 200 200 200
/notices/answer/                               200 200 200 200 200 200 200 200 200 200 200 200 200 200
/notices/{token}/                              200 200 200 200 200 200 200 200 200 200 200 200 200 200
/jobs/                                         200 200 200 200 200 200 200 200 200 200 200 200 200 302
/jobs/{job}/                                   404 200 404 404 404 404 404 404 404 404 404 404 404 302
/jobs/{job}/progress/                          404 200 404 404 404 404 404 404 404 404 404 404 404 302
/jobs/{job}/file/                              404 200 404 404 404 404 404 404 404 404 404 404 404 302
/                                              200 200 200 200 200 200 200 200 200 200 200 200 200 302
/office/tasks/                                 403 403 403 403 403 403 200 403 403 403 403 403 403 302
/office/tasks/{office_task}/                   403 403 403 403 403 403 200 403 403 403 403 403 403 302
/office/evidence/{office_answer}/              403 403 403 403 403 403 200 403 403 403 403 403 403 302
/office/lists/                                 403 403 403 403 403 403 200 403 403 403 403 403 403 302
/office/lists/{office_list}/                   403 403 403 403 403 403 200 403 403 403 403 403 403 302
/office/lists/{office_list}/workbook/          403 403 403 403 403 403 200 403 403 403 403 403 403 302
"""
ACTS = """
#                                              cad off rev app reg fin lia ass pro sys sec aud out ano
/logout/                                       302 302 302 302 302 302 302 302 302 302 302 302 302 302
/unions/532524/reopen/                         403 403 403 403 403 403 403 403 403 302 403 403 403 302
/accounts/county-reviewer/reactivate/          404 404 403 404 404 404 404 404 404 400 403 403 404 302
/accounts/county-reviewer/reset-password/      404 404 403 404 404 404 404 404 404 403 400 403 404 302
/accounts/county-reviewer/unlock/              404 404 403 404 404 404 404 404 404 403 302 403 404 302
/accounts/county-reviewer/roles/{role}/revoke/ 404 404 403 404 404 404 404 404 404 403 302 403 404 302
/households/import/upload/                     403 400 403 403 403 403 403 403 400 403 403 403 400 302
/households/import/{run}/confirm/              403 400 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/cancel/               403 302 403 403 403 403 403 403 404 403 403 403 404 302
/households/columns/                           302 302 302 302 302 302 302 302 302 302 302 302 302 302
/applications/{code}/revoke/                   404 302 403 403 403 403 404 404 302 404 404 404 404 302
/applications/{code}/take/                     404 400 403 403 403 403 404 404 400 404 404 404 404 302
/households/{no}/query-code/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/duplicates/typed/                             403 200 403 403 403 403 403 403 200 403 403 403 200 302
/minimum-wages/{wage}/remove/                  403 302 403 403 403 403 404 403 302 403 403 403 404 302
/households/{no}/eligibility/check/            403 302 302 302 403 403 404 404 302 404 404 404 404 302
/eligibility-rules/{draft}/publish/            404 404 404 400 404 404 404 404 400 404 404 404 404 302
/eligibility-rules/{draft}/remove/             404 404 404 302 404 404 404 404 302 404 404 404 404 302
/standards/{standard}/remove/                  403 302 403 403 403 403 404 403 302 403 403 403 404 302
/households/{no}/members/{member}/remove/      403 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/members/{member}/take-back/   403 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/reveal/                       400 400 400 400 400 400 404 404 400 404 404 404 404 302
/households/{no}/files/{file}/remove/          403 302 403 403 403 403 404 404 302 404 404 404 404 302
/cadres/{cadre}/deactivate/                    403 400 403 403 403 403 404 404 400 404 404 404 404 302
/cadres/{cadre}/reactivate/                    403 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/{aid}/remove/             302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/none/                     302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/none/2019/take-back/      302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/reopen/ 302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/measures/{measure}/remove/    302 302 403 403 403 403 404 404 302 404 404 404 404 302
/policies/{policy}/reinstate/                  403 403 403 403 403 403 403 403 302 403 403 403 404 302
/measure-templates/{template}/retire/          403 302 403 403 403 403 403 403 302 403 403 403 404 302
/measure-templates/{template}/restore/         403 302 403 403 403 403 403 403 302 403 403 403 404 302
/tasks/lists/{draft_list}/check/               404 403 302 302 403 403 404 404 403 404 404 404 404 302
/tasks/lists/{draft_list}/sign/                404 403 302 302 403 403 404 404 403 404 404 404 404 302
/tasks/lists/{draft_list}/return/              404 302 302 302 403 403 404 404 302 404 404 404 404 302
/tasks/lists/{draft_list}/send/                404 302 403 403 403 403 404 404 302 404 404 404 404 302
/tasks/lists/{draft_list}/discard/             404 302 403 403 403 403 404 404 302 404 404 404 404 302
/tasks/{draft_line}/remove/                    404 302 403 403 403 403 404 404 302 404 404 404 404 302
/tasks/{line}/replan/                          404 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/clear/cadre/                  302 302 403 403 403 403 404 404 302 404 404 404 404 302
/rechecks/{recheck}/outcomes/                  403 302 302 302 302 302 403 403 302 403 403 403 404 302
/rechecks/{recheck}/found/                     403 302 302 302 302 302 403 403 302 403 403 403 404 302
/campaigns/{campaign}/close/                   403 403 403 403 403 403 403 403 302 403 403 403 404 302
/rechecks/{recheck}/close/                     403 403 403 403 403 403 403 403 302 403 403 403 404 302
/households/{no}/discard/                      403 400 403 403 403 403 404 404 400 404 404 404 404 302
/households/{no}/relapse/                      403 400 403 403 403 403 404 404 400 404 404 404 404 302
/reviews/notices/{notice}/photo/add/           404 400 403 403 403 403 404 404 403 404 404 404 404 302
/reviews/notices/{notice}/close/               404 400 403 403 403 403 404 404 403 404 404 404 404 302
/reviews/papers/print/                         302 302 302 302 302 302 302 302 302 302 302 302 302 302
/households/policy-cards/print/                302 302 302 302 302 302 302 302 302 302 302 302 302 302
/households/booklets/print/                    302 302 302 302 302 302 302 302 302 302 302 302 302 302
/reviews/batch/decide/                         403 302 302 302 302 302 403 403 302 403 403 403 302 302
/reviews/batch/appraise/                       403 302 302 302 302 302 403 403 302 403 403 403 302 302
/reviews/{review}/pass/                        404 403 302 403 403 403 404 404 403 404 404 404 404 302
/reviews/{review}/refuse/                      404 403 200 403 403 403 404 404 403 404 404 404 404 302
/reviews/{review}/return/                      404 403 200 403 403 403 404 404 403 404 404 404 404 302
/reviews/{review}/withdraw/                    404 200 403 403 403 403 404 404 200 404 404 404 404 302
/reviews/{review}/resubmit/                    404 403 403 403 403 403 404 404 403 404 404 404 404 302
/procedures/{procedure}/copy/                  403 403 403 302 403 403 403 403 302 403 403 403 302 302
/procedures/{drawn}/publish/                   403 404 404 200 403 403 403 403 200 403 403 403 404 302
/procedures/{drawn}/discard/                   403 404 404 302 403 403 403 403 302 403 403 403 404 302
/procedures/{drawn}/steps/2/remove/            403 404 404 302 403 403 403 403 302 403 403 403 404 302
/procedures/{drawn}/steps/2/up/                403 404 404 302 403 403 403 403 302 403 403 403 404 302
/procedures/{drawn}/steps/2/down/              403 404 404 302 403 403 403 403 302 403 403 403 404 302
/me/delegations/{delegation}/revoke/           404 403 302 404 404 404 404 404 404 404 404 404 404 302
/jobs/{job}/cancel/                            404 302 404 404 404 404 404 404 404 404 404 404 404 302
/office/tasks/{office_task}/reveal/            403 403 403 403 403 403 400 403 403 403 403 403 403 302
/office/lists/{office_list}/accept/            403 403 403 403 403 403 302 403 403 403 403 403 403 302
/office/lists/{office_list}/answers/           403 403 403 403 403 403 200 403 403 403 403 403 403 302
"""
# Where households, cadres and unions are listed, counted, or offered in a picker.
PLACES = [
    "/",
    "/households/",
    "/households/new/",
    "/households/import/",
    "/standards/",
    "/eligibility-rules/",
    "/visits/due/?state=all",
    "/pairings/missing/",
    "/pairings/counts/",
    "/pairings/counts/?show=units",
    "/pairings/counts/?show=leaders",
    "/pairings/households/",
    "/pairings/suggestions/",
    "/stations/",
    "/stations/new/",
    "/cadres/?left=on",
    "/cadres/new/",
    "/helping-units/",
    "/helping-units/new/",
    "/clear/",
    "/measures/new/",
    "/measures/counts/",
    "/measures/counts/behind/",
    "/measure-templates/",
    "/reverifications/",
    "/dynamics/archives/",
    "/reviews/?list=running",
    "/procedures/",
    "/me/delegations/",
    "/reviews/notices/",
    "/reviews/notices/new/",
    "/reviews/objections/",
    "/jobs/",
    "/me/",
]


def rows_of(table: str) -> dict[str, dict[str, int]]:
    """Read a table: path → role → status."""
    rows = [line.split() for line in table.strip().splitlines() if not line.startswith("#")]
    return {path: dict(zip(ROLES, map(int, codes), strict=True)) for path, *codes in rows}


PAGE_ROWS, ACT_ROWS = rows_of(PAGES), rows_of(ACTS)
PATHS = [*PAGE_ROWS, *ACT_ROWS]
