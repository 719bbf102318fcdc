import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { pageSettings } from '../page-settings';
import classes from './mail-preview.module.css';

/**
 * A mail as its reader sees it, in a frame that runs no script and opens no link. Its document
 * inherits this page's Content-Security-Policy, so the style elements of the mail get this page's
 * nonce; pictures come from our server alone.
 *
 * @param width of the reader's screen: a phone has some 375 px
 */
export function MailPreview({ html, subject, width }: MailPreviewProps) {
  const { t } = useTranslation();
  const document = useMemo(() => withNonce(html), [html]);
  return (
    <iframe
      className={classes.frame}
      style={width === undefined ? undefined : { maxWidth: width }}
      title={t('preview.title', { subject })}
      sandbox=""
      srcDoc={document}
    />
  );
}

export interface MailPreviewProps {
  html: string;
  subject: string;
  width?: number;
}

/**
 * By the text, not by a parser: a document that a parser makes is under our policy too, and reports
 * each style element that has no nonce yet. What people type is escaped in the mail, so a `<style` in it
 * is one of emails/.
 */
function withNonce(html: string): string {
  return html.replaceAll(/<style(?=[\s>])/g, `<style nonce="${pageSettings.nonce}"`);
}
