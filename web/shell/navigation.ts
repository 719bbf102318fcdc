import {
  IconAdjustments,
  IconBuildingBank,
  IconGift,
  IconInbox,
  IconLayoutDashboard,
  IconLifebuoy,
  IconMail,
  IconSend,
  IconShoppingBag,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Outputs, trpc } from '../client/trpc';

/**
 * The places of the application, in the order of its navigation: those of a company's people, then
 * those of the platform's. `key` is the letter that leads there after `g`; a title is a key of the
 * catalogue (`shell.<title>`); who lacks the permission does not see the place.
 */
const places = [
  { to: '/', title: 'overview', key: 'o', icon: IconLayoutDashboard, for: 'distributions.view' },
  { to: '/send', title: 'send', key: 's', icon: IconSend, for: 'distributions.send' },
  {
    to: '/distributions',
    title: 'distributions',
    key: 'd',
    icon: IconGift,
    for: 'distributions.view',
  },
  { to: '/recipients', title: 'recipients', key: 'r', icon: IconUsers, for: 'recipients.view' },
  { to: '/campaigns', title: 'campaigns', key: 'c', icon: IconMail, for: 'campaigns.view' },
  { to: '/balance', title: 'balance', key: 'b', icon: IconWallet, for: 'balance.view' },
  { to: '/tickets', title: 'tickets', key: 't', icon: IconLifebuoy, for: 'tickets.view' },
  { to: '/support', title: 'support', key: 'q', icon: IconInbox, for: 'support.answer' },
  { to: '/finance', title: 'finance', key: 'p', icon: IconBuildingBank, for: 'payments.confirm' },
  {
    to: '/catalogue',
    title: 'catalogue',
    key: 'k',
    icon: IconShoppingBag,
    for: 'catalogue.change',
  },
  { to: '/settings', title: 'settings', key: 'e', icon: IconAdjustments, for: undefined },
] as const;
export type Place = (typeof places)[number];

export type Me = Outputs['auth']['whoAmI'];
export type Permission = Me['permissions'][number];

export function placesOf(me: Me | undefined): readonly Place[] {
  if (me === undefined) return [];
  return places.filter((place) => place.for === undefined || me.permissions.includes(place.for));
}

/** Where one is after signing in. */
export function homeOf(me: Me): Place['to'] {
  return placesOf(me)[0]?.to ?? '/settings';
}

/** Who is signed in; undefined only while that is being asked. */
export function useMe(): Me | undefined {
  return useQuery(trpc.auth.whoAmI.queryOptions()).data;
}

export function usePlaces(): readonly Place[] {
  const me = useMe();
  return useMemo(() => placesOf(me), [me]);
}

/** Whether the one who is signed in may do this (domain/permissions.ts). */
export function useMay(permission: Permission): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}
