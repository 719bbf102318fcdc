import { accountReasons } from './account-reasons';
import { approvalReasons } from './approval-reasons';
import { draftReasons } from './draft-reasons';
import { cellReasons, fileReasons } from './file-reasons';
import { limitReasons } from './limit-reasons';
import { mailFailureReasons } from './mail-failures';
import { orderReasons } from './order-reasons';
import { paymentReasons } from './payment-reasons';
import { ticketReasons } from './ticket-reasons';
import { webhookReasons } from './webhook-reasons';

/**
 * The one table of everything that can be wrong, for API, pages, workflows and mails.
 * `httpStatus` is what a whole call answers with when this is its error; `retryable` says whether
 * the same call may succeed later without being changed.
 */
export const reasons = {
  invalid_name: {
    message: 'The name is missing or cannot be used.',
    nextAction: 'Give a name of 1 to 200 characters without line breaks or invisible controls.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_email: {
    message: 'The e-mail address is missing or not valid.',
    nextAction: 'Correct the address; it looks like name@example.com.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_points: {
    message: 'The points are missing or not a whole number in the allowed range.',
    nextAction: 'Give the points as a whole number of at least 1.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_mobile: {
    message: 'The mobile number is not valid.',
    nextAction:
      'Correct the number, best with its country code (+91 98765 43210), or leave it out.',
    httpStatus: 422,
    retryable: false,
  },
  mobile_required: {
    message: 'Your company requires a mobile number for each recipient.',
    nextAction: 'Add the mobile number, best with its country code (+91 98765 43210).',
    httpStatus: 422,
    retryable: false,
  },
  invalid_citation: {
    message: 'The citation has characters that cannot be sent.',
    nextAction: 'Remove control and direction-override characters from the citation.',
    httpStatus: 422,
    retryable: false,
  },
  citation_too_long: {
    message: 'The citation is too long.',
    nextAction: 'Shorten the citation to at most 1,000 characters.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_external_id: {
    message: 'The external id is not valid.',
    nextAction: 'Give a text of at most 200 characters, or leave it out.',
    httpStatus: 422,
    retryable: false,
  },
  unknown_field: {
    message: 'The row has a field that is not known.',
    nextAction:
      'Remove the field or correct its name: name, email, points, mobile, citation, externalId.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_row: {
    message: 'The row is not an object with name, email and points.',
    nextAction: 'Send each recipient as an object: { "name": …, "email": …, "points": … }.',
    httpStatus: 422,
    retryable: false,
  },
  duplicate_in_file: {
    message: 'This e-mail address stands in more than one row.',
    nextAction: 'Check that this person is meant to receive several rewards.',
    httpStatus: 422,
    retryable: false,
  },
  sent_recently: {
    message: 'The same person was sent the same points for the same reason within the last 7 days.',
    nextAction: 'Check that this reward is meant to be sent again.',
    httpStatus: 422,
    retryable: false,
  },
  unregistered: {
    message: 'This person is not registered.',
    nextAction: 'Register or invite the person with the send, or leave the person out.',
    httpStatus: 422,
    retryable: false,
  },
  registered_with_another_company: {
    message: 'This e-mail address is registered with another company.',
    nextAction: 'Ask the person for another e-mail address, or leave the person out.',
    httpStatus: 422,
    retryable: false,
  },
  recipient_is_admin: {
    message: 'This e-mail address belongs to an admin. Points cannot be sent to admins.',
    nextAction: 'Use an address that no admin signs in with, or leave the person out.',
    httpStatus: 422,
    retryable: false,
  },
  no_recipients: {
    message: 'There is no recipient in this send.',
    nextAction: 'Add at least one recipient.',
    httpStatus: 422,
    retryable: false,
  },
  too_many_recipients: {
    message: 'There are too many recipients in one send.',
    nextAction: 'Split the recipients into several sends.',
    httpStatus: 422,
    retryable: false,
  },
  rows_refused: {
    message: 'Some rows cannot be sent. Nothing was sent and no points were taken.',
    nextAction: 'Correct the rows as each issue says, or send with ifInvalid: "skip".',
    httpStatus: 422,
    retryable: false,
  },
  insufficient_balance: {
    message: 'The Company Balance is too low. Nothing was sent and no points were taken.',
    nextAction: 'Recharge the balance, or remove rows (a proposal is given).',
    httpStatus: 402,
    retryable: true,
  },
  invalid_campaign: {
    message: 'The campaign cannot be saved as it is.',
    nextAction: 'Correct the texts as each issue says.',
    httpStatus: 422,
    retryable: false,
  },
  unknown_variable: {
    message: 'The text has a variable that is not known.',
    nextAction: 'Use {{name}}, {{first_name}}, {{points}}, {{citation}} or {{company}}.',
    httpStatus: 422,
    retryable: false,
  },
  unclosed_braces: {
    message: 'The text opens braces that it does not close.',
    nextAction: 'Close them with }}, or write \\{{ where two braces are meant as they are.',
    httpStatus: 422,
    retryable: false,
  },
  campaign_not_usable: {
    message: 'There is no campaign with this id that could be sent. Nothing was sent.',
    nextAction: 'Choose a campaign of your library that is not archived, or leave it out.',
    httpStatus: 422,
    retryable: false,
  },
  campaign_changed: {
    message: 'Somebody else has changed this campaign in the meantime. Nothing was saved.',
    nextAction: 'Read it again and make your change to what it is now.',
    httpStatus: 409,
    retryable: false,
  },
  campaign_archived: {
    message: 'This campaign is archived and cannot be changed.',
    nextAction: 'Copy it and change the copy.',
    httpStatus: 409,
    retryable: false,
  },
  campaign_built_in: {
    message: 'This campaign is built in and the same for everybody.',
    nextAction: 'Copy it and change the copy.',
    httpStatus: 409,
    retryable: false,
  },
  campaign_name_taken: {
    message: 'Your company has another campaign of this name.',
    nextAction: 'Choose another name, or archive the other campaign.',
    httpStatus: 409,
    retryable: false,
  },
  not_a_company_admin: {
    message: 'A test mail goes only to an admin of your company.',
    nextAction: 'Give the e-mail address of an admin of your company as "email".',
    httpStatus: 422,
    retryable: false,
  },
  invalid_image: {
    message: 'The file is not an image that can be used.',
    nextAction: 'Choose a PNG, JPEG, GIF or WebP image of at most 4,000 pixels a side.',
    httpStatus: 422,
    retryable: false,
  },
  image_too_large: {
    message: 'The image is too large.',
    nextAction: 'Choose an image of at most 1 MB; for an e-mail, 1,200 pixels of width are enough.',
    httpStatus: 413,
    retryable: false,
  },
  ...mailFailureReasons,
  already_sent: {
    message: 'The points have already been sent and cannot be taken back by the sender.',
    nextAction: 'Raise a ticket, and support will look at it.',
    httpStatus: 409,
    retryable: false,
  },
  not_cancellable: {
    message: 'This cannot be cancelled any more.',
    nextAction: 'Look at its current state.',
    httpStatus: 409,
    retryable: false,
  },
  invalid_send_at: {
    message: 'The time to send at is not valid.',
    nextAction:
      'Choose a time at least 2 seconds and at most 366 days ahead: in RFC 3339 with its offset, or a local time with its time zone.',
    httpStatus: 422,
    retryable: false,
  },
  invalid_time_zone: {
    message: 'This is no time zone.',
    nextAction: 'Give the name of an IANA time zone, as Asia/Kolkata; an offset is none.',
    httpStatus: 422,
    retryable: false,
  },
  distribution_changed: {
    message: 'Somebody else has changed the time of this send meanwhile.',
    nextAction: 'Look at its time again, then decide.',
    httpStatus: 409,
    retryable: false,
  },
  not_scheduled: {
    message: 'This does not wait to be sent any more.',
    nextAction: 'Look at its current state.',
    httpStatus: 409,
    retryable: false,
  },
  idempotency_key_reused: {
    message: 'This idempotency key was used before with another request.',
    nextAction: 'Use a new key for a new send, or repeat the first request unchanged.',
    httpStatus: 409,
    retryable: false,
  },
  payment_reference_reused: {
    message: 'This payment reference was used before for another recharge.',
    nextAction: 'Check the reference, the company and the points against the payment.',
    httpStatus: 409,
    retryable: false,
  },
  link_expired: {
    message: 'This link has expired.',
    nextAction: 'Ask the company that invited you to send the points again.',
    httpStatus: 410,
    retryable: false,
  },
  link_used: {
    message: 'This link has already been used.',
    nextAction: 'Open your wallet to see your points.',
    httpStatus: 410,
    retryable: false,
  },
  ...accountReasons,
  ...approvalReasons,
  ...draftReasons,
  ...paymentReasons,
  ...ticketReasons,
  ...webhookReasons,
  ...orderReasons,
  ...fileReasons,
  ...cellReasons,
  bad_request: {
    message: 'The request is malformed.',
    nextAction: 'Correct the request as the issues say.',
    httpStatus: 400,
    retryable: false,
  },
  unauthorized: {
    message: 'Credentials are missing or not valid.',
    nextAction: 'Send "Authorization: Bearer <API key>", or sign in.',
    httpStatus: 401,
    retryable: false,
  },
  forbidden: {
    message: 'You are not allowed to do this.',
    nextAction: 'Ask an owner of your company for the permission.',
    httpStatus: 403,
    retryable: false,
  },
  foreign_form: {
    message: 'This form was sent from another site.',
    nextAction: 'Open the page itself, and send the form there.',
    httpStatus: 403,
    retryable: false,
  },
  not_found: {
    message: 'There is nothing with this id or address.',
    nextAction: 'Check the id or the address.',
    httpStatus: 404,
    retryable: false,
  },
  method_not_allowed: {
    message: 'This address does not take that method.',
    nextAction: 'Look up the operation in the API description.',
    httpStatus: 405,
    retryable: false,
  },
  payload_too_large: {
    message: 'The request is too large.',
    nextAction: 'Split the request into several.',
    httpStatus: 413,
    retryable: false,
  },
  unsupported_media_type: {
    message: 'The request has a format that is not understood.',
    nextAction: 'Send JSON in UTF-8 with "Content-Type: application/json".',
    httpStatus: 415,
    retryable: false,
  },
  ...limitReasons,
  unavailable: {
    message: 'A part of the system cannot be reached at the moment. Nothing was lost.',
    nextAction: 'Repeat the same request, with the same idempotency key, in a moment.',
    httpStatus: 503,
    retryable: true,
  },
  internal_error: {
    message: 'Something went wrong on our side. Nothing was lost.',
    nextAction: 'Repeat the request; if it fails again, give the request id to support.',
    httpStatus: 500,
    retryable: true,
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

export interface Reason {
  message: string;
  nextAction: string;
  httpStatus: number;
  retryable: boolean;
}

export const reasonCodes = Object.keys(reasons) as [ReasonCode, ...ReasonCode[]];

/** The public face of a reason: what a caller, a page or a mail shows. */
export function describeReason(code: ReasonCode): PublicReason {
  const { message, nextAction } = reasons[code];
  return { code, message, nextAction };
}

export interface PublicReason {
  code: ReasonCode;
  message: string;
  nextAction: string;
}
