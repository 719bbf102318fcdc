import { citationLines } from '../../emails/citation-lines';
import { formatDate, formatNumber, formatPoints, pointsNoun } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** A recipient's balance and the rewards that made it, in the order given. */
export function walletPage(props: WalletPageProps): string {
  const contentHtml = template({
    recipientName: props.recipientName,
    companyName: props.companyName,
    balance: formatNumber(props.balancePoints),
    noun: pointsNoun(props.balancePoints),
    rewards: props.rewards.map((reward) => ({
      points: formatPoints(reward.points),
      companyName: reward.companyName,
      citationLines: citationLines(reward.citation),
      receivedOn: formatDate(reward.receivedAt),
      receivedAt: reward.receivedAt.toISOString(),
    })),
    signOutAction: props.signOutAction,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ title: 'Your wallet', contentHtml, help: props.help });
}

export type WalletPageProps = {
  recipientName: string;
  companyName: string;
  balancePoints: number;
  rewards: WalletReward[];
  signOutAction: string;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

export type WalletReward = {
  points: number;
  citation: string | null;
  companyName: string;
  receivedAt: Date;
};

type WalletView = {
  recipientName: string;
  companyName: string;
  balance: string;
  noun: string;
  rewards: {
    points: string;
    companyName: string;
    citationLines: string[];
    receivedOn: string;
    receivedAt: string;
  }[];
  signOutAction: string;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<WalletView>(__dirname, 'wallet-page.hbs', 'html');
