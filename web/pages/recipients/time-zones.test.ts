import { isTimeZone } from '../../../domain/send-time';
import { timeZones } from './time-zones';

test('zones have the names by which people look, each once, and all are known to the API', () => {
  expect(timeZones).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Europe/Kyiv']));
  expect(timeZones).not.toContain('Asia/Calcutta');
  expect(new Set(timeZones).size).toBe(timeZones.length);
  expect(timeZones.filter((zone) => !isTimeZone(zone))).toEqual([]);
});
