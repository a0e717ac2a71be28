/** An answer of AWS's that is an error: the code is what clients call it by. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What AWS refuses any call with: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */
export const refusals = {
  denied: (action: string): Refusal => ({
    status: 403,
    code: 'AccessDenied',
    message: `User: arn:aws:sts::123456789012:assumed-role/web/i-1 is not authorized to perform: elasticloadbalancing:${action} because no identity-based policy allows the elasticloadbalancing:${action} action`,
  }),
  throttled: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
  expired: { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' },
  unknownKey: { status: 403, code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' },
  unsigned: { status: 403, code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' },
  failed: { status: 500, code: 'InternalFailure', message: 'The request processing has failed because of an unknown error.' },
} as const;
