import { createKey } from './api-keys/create-key';
import { listKeys } from './api-keys/list-keys';
import { revokeKey } from './api-keys/revoke-key';
import { listAudit } from './audit/list-audit';
import { changeName } from './auth/change-name';
import { changePassword } from './auth/change-password';
import { findInvitation, join } from './auth/join';
import { endSession, listSessions, signOutEverywhere } from './auth/own-sessions';
import { checkReset, forgotPassword, resetPassword } from './auth/reset-password';
import { signIn } from './auth/sign-in';
import { signInTotp } from './auth/sign-in-totp';
import { signOut } from './auth/sign-out';
import { beginTotp, confirmTotp, endTotp, getTotp, renewRecoveryCodes } from './auth/totp';
import { whoAmI } from './auth/who-am-i';
import { getBalance } from './balance/get-balance';
import { discardDraft } from './drafts/discard-draft';
import { distributeDraft } from './drafts/distribute-draft';
import { getDraft } from './drafts/get-draft';
import { listDraftRows } from './drafts/list-draft-rows';
import { listDrafts } from './drafts/list-drafts';
import { removeDraftRows, restoreDraftRows } from './drafts/remove-draft-rows';
import { retryFailed } from './drafts/retry-failed';
import { updateDraft } from './drafts/update-draft';
import { updateDraftRow } from './drafts/update-draft-row';
import { uploadFile } from './drafts/upload-file';
import { archiveCampaign } from './campaigns/archive-campaign';
import { copyCampaign } from './campaigns/copy-campaign';
import { createCampaign } from './campaigns/create-campaign';
import { getCampaign } from './campaigns/get-campaign';
import { listCampaigns } from './campaigns/list-campaigns';
import { previewCampaign } from './campaigns/preview-campaign';
import { sendTestMail } from './campaigns/send-test-mail';
import { updateCampaign } from './campaigns/update-campaign';
import { createGoodsItem, getGoods, listAllGoods, updateGoodsItem } from './catalogue/keep-goods';
import { uploadGoodsImage } from './catalogue/upload-goods-image';
import { countAwaitingApproval } from './distributions/awaiting-approval';
import { cancelDistribution } from './distributions/cancel';
import { createDistribution } from './distributions/create-distribution';
import { approveDistribution, rejectDistribution } from './distributions/decide-approval';
import { getDistribution } from './distributions/get-distribution';
import { listDistributions } from './distributions/list-distributions';
import { progress } from './distributions/progress';
import { listRewards } from './distributions/list-rewards';
import { uploadImage } from './images/upload-image';
import { rescheduleDistribution } from './distributions/reschedule';
import { sendDistributionNow } from './distributions/send-now';
import { getBalanceAlert, setBalanceAlert } from './balance/balance-alert';
import { confirmRecharge } from './finance/confirm-recharge';
import { findCompanies } from './finance/find-companies';
import { listFinanceRecharges } from './finance/list-recharges';
import { listPaymentsReceived } from './finance/list-payments';
import { settleReceivedPayment } from './finance/settle-payment';
import { cancelRequestedRecharge } from './recharges/cancel-recharge';
import { getOverview } from './overview/get-overview';
import { createRecharge } from './recharges/create-recharge';
import {
  cancel as cancelOrder,
  correctAddress as correctOwnOrderAddress,
  correctAddressByLink,
  getByLink,
} from './recipient-orders/change-orders';
import { listGoods } from './recipient-orders/list-goods';
import { place, quote } from './recipient-orders/place-order';
import { get as getOrder, list as listOrders } from './recipient-orders/read-orders';
import { wallet } from './recipient-orders/wallet';
import { getInvoice } from './recharges/get-invoice';
import { getRecharge } from './recharges/get-recharge';
import { getRechargeTerms } from './recharges/get-terms';
import { listCompanyRecharges } from './recharges/list-recharges';
import { payRecharge } from './recharges/pay-recharge';
import { requestRecharge } from './recharges/request-recharge';
import { changeCompany } from './company/change-company';
import { setApprovalLimit } from './company/set-approval-limit';
import { setCompanyTimeZone } from './company/set-time-zone';
import { getRecipient } from './recipients/get-recipient';
import { listCitations } from './recipients/list-citations';
import { setRecipientTimeZone } from './recipients/set-time-zone';
import { listRecipients } from './recipients/list-recipients';
import { lookUpRecipients } from './recipients/look-up-recipients';
import { searchRecipients } from './recipients/search-recipients';
import { cancelResend } from './resends/cancel-resend';
import { resendDistribution } from './resends/resend-distribution';
import { resendReward } from './resends/resend-reward';
import { cancelDistributionResends, listScheduledResends } from './resends/scheduled-resends';
import { changeEmail } from './rewards/change-email';
import { getReward } from './rewards/get-reward';
import { getStatement } from './statement/get-statement';
import { answerTicket } from './support/answer-ticket';
import { correctAddress, makeClaimLink, retryNow } from './support/help-rewards';
import {
  assignTicket,
  noteOnTicket,
  reopenTicket,
  resolveTicket,
  setTicketPriority,
  waitForCustomer,
} from './support/keep-ticket';
import { listAgents } from './support/list-agents';
import { queue, ticket } from './support/read-tickets';
import { decideReversalRequest, reversePoints } from './support/reverse-points';
import {
  correctOrderAddressForRecipient,
  markOrderDelivered,
  markOrderLost,
  markOrderReturned,
  resendOrderMail,
} from './support-orders/act-on-order';
import { getAnyOrder, searchAllOrders } from './support-orders/read-orders';
import { signInAgent, whoIsAgent } from './support/sign-in-agent';
import { changeRole, removeFromTeam } from './team/change-member';
import { cancelInvitation, inviteToTeam, resendInvitation } from './team/invite';
import { listTeam } from './team/list-team';
import { addTicketMessage } from './tickets/add-ticket-message';
import { createTicket } from './tickets/create-ticket';
import { getTicket } from './tickets/get-ticket';
import { listTickets } from './tickets/list-tickets';
import { router } from './trpc';
import { createWebhook } from './webhooks/create-webhook';
import { deleteWebhook } from './webhooks/delete-webhook';
import { disableWebhook, enableWebhook } from './webhooks/enable-webhook';
import { listDeliveries } from './webhooks/list-deliveries';
import { getWebhook, listWebhooks } from './webhooks/read-webhooks';
import { redeliver, redeliverFailed } from './webhooks/redeliver';
import { rotateSecret } from './webhooks/rotate-secret';
import { testWebhook } from './webhooks/test-webhook';
import { updateWebhook } from './webhooks/update-webhook';

/** Every operation, by resource; REST and OpenAPI read the same procedures. */
export const appRouter = router({
  balance: router({ get: getBalance, getAlert: getBalanceAlert, setAlert: setBalanceAlert }),
  auth: router({
    signIn,
    signInTotp,
    signOut,
    signOutEverywhere,
    whoAmI,
    changeName,
    changePassword,
    forgotPassword,
    checkReset,
    resetPassword,
    sessions: listSessions,
    endSession,
    getTotp,
    beginTotp,
    confirmTotp,
    endTotp,
    renewRecoveryCodes,
    findInvitation,
    join,
  }),
  audit: router({ list: listAudit }),
  campaigns: router({
    archive: archiveCampaign,
    copy: copyCampaign,
    create: createCampaign,
    get: getCampaign,
    list: listCampaigns,
    preview: previewCampaign,
    sendTest: sendTestMail,
    update: updateCampaign,
  }),
  // Not REST: kept by the lead of support.
  catalogue: router({
    create: createGoodsItem,
    get: getGoods,
    list: listAllGoods,
    update: updateGoodsItem,
    uploadImage: uploadGoodsImage,
  }),
  company: router({
    change: changeCompany,
    setTimeZone: setCompanyTimeZone,
    setApprovalLimit,
  }),
  distributions: router({
    create: createDistribution,
    get: getDistribution,
    list: listDistributions,
    progress,
    retryFailed,
    rewards: listRewards,
    cancel: cancelDistribution,
    // Not REST: approvals are given by people.
    approve: approveDistribution,
    reject: rejectDistribution,
    awaitingApproval: countAwaitingApproval,
    reschedule: rescheduleDistribution,
    sendNow: sendDistributionNow,
    resend: resendDistribution,
    resends: listScheduledResends,
    cancelResends: cancelDistributionResends,
  }),
  drafts: router({
    upload: uploadFile,
    list: listDrafts,
    get: getDraft,
    rows: listDraftRows,
    update: updateDraft,
    updateRow: updateDraftRow,
    removeRows: removeDraftRows,
    restoreRows: restoreDraftRows,
    discard: discardDraft,
    distribute: distributeDraft,
  }),
  // The platform's own finance, of no company.
  finance: router({
    companies: findCompanies,
    recharges: listFinanceRecharges,
    confirm: confirmRecharge,
    payments: listPaymentsReceived,
    settle: settleReceivedPayment,
  }),
  images: router({ upload: uploadImage }),
  // Not REST: keys and teams are kept by people.
  keys: router({ list: listKeys, create: createKey, revoke: revokeKey }),
  recharges: router({
    create: createRecharge,
    request: requestRecharge,
    list: listCompanyRecharges,
    get: getRecharge,
    cancel: cancelRequestedRecharge,
    pay: payRecharge,
    invoice: getInvoice,
    terms: getRechargeTerms,
  }),
  statement: router({ get: getStatement }),
  // Not REST: people order for themselves, by their session.
  recipient: router({ wallet }),
  recipientOrders: router({
    goods: listGoods,
    quote,
    place,
    list: listOrders,
    get: getOrder,
    cancel: cancelOrder,
    correctAddress: correctOwnOrderAddress,
    getByLink,
    correctAddressByLink,
  }),
  overview: router({ get: getOverview }),
  recipients: router({
    citations: listCitations,
    get: getRecipient,
    list: listRecipients,
    lookUp: lookUpRecipients,
    search: searchRecipients,
    setTimeZone: setRecipientTimeZone,
  }),
  rewards: router({ get: getReward, changeEmail, resend: resendReward }),
  resends: router({ cancel: cancelResend }),
  // Not REST: the console of the platform's own people.
  support: router({
    signIn: signInAgent,
    whoAmI: whoIsAgent,
    agents: listAgents,
    queue,
    ticket,
    answer: answerTicket,
    note: noteOnTicket,
    assign: assignTicket,
    setPriority: setTicketPriority,
    waitForCustomer,
    resolve: resolveTicket,
    reopen: reopenTicket,
    retryNow,
    correctAddress,
    makeClaimLink,
    reversePoints,
    decideReversal: decideReversalRequest,
    orders: router({
      search: searchAllOrders,
      get: getAnyOrder,
      correctAddress: correctOrderAddressForRecipient,
      markDelivered: markOrderDelivered,
      markReturned: markOrderReturned,
      markLost: markOrderLost,
      resendMail: resendOrderMail,
    }),
  }),
  team: router({
    list: listTeam,
    invite: inviteToTeam,
    resendInvitation,
    cancelInvitation,
    changeRole,
    remove: removeFromTeam,
  }),
  tickets: router({
    create: createTicket,
    get: getTicket,
    list: listTickets,
    addMessage: addTicketMessage,
  }),
  webhooks: router({
    create: createWebhook,
    get: getWebhook,
    list: listWebhooks,
    update: updateWebhook,
    enable: enableWebhook,
    disable: disableWebhook,
    rotateSecret,
    test: testWebhook,
    deliveries: listDeliveries,
    redeliver,
    redeliverFailed,
    delete: deleteWebhook,
  }),
});

/** What the front end is typed by. @public */
export type AppRouter = typeof appRouter;
