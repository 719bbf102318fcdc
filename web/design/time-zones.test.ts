import { isTimeZone } from '../../domain/send-time';
import { listTimeZones } from './time-zones';

test('zones have the names by which people look, each once, and all are known to the API', () => {
  const zones = listTimeZones(null);
  expect(zones).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Europe/Kyiv']));
  for (const old of ['Asia/Calcutta', 'Europe/Kiev']) expect(zones).not.toContain(old);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
});

test('the zone that is set is among them, whatever its name, and once', () => {
  const zones = listTimeZones('Etc/GMT-14');
  for (const zone of ['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'America/New_York', 'Etc/GMT-14']) {
    expect(zones.filter((one) => one === zone)).toEqual([zone]);
  }
});
