import { listTimeZones } from './time-zones';

test('zones stand under their present names, once each, with the one that is set', () => {
  const zones = listTimeZones('Etc/GMT-14');
  for (const zone of ['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'America/New_York', 'Etc/GMT-14']) {
    expect(zones.filter((one) => one === zone)).toEqual([zone]);
  }
  for (const old of ['Asia/Calcutta', 'Europe/Kiev']) expect(zones).not.toContain(old);
});
