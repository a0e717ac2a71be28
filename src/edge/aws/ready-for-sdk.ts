import { home } from '../home.ts';

/** Sets of this process's environment what the SDK goes by: a home, for which it asks and fails where nobody knows one, and that which Node this is, is no news in a log. */
export function readyForSdk(): void {
  process.env.HOME = home() ?? '/nonexistent';
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
