import { approversOf, needsApproval } from './approvals';
import { type AdminRole, adminRoles } from './permissions';

const person = (id: string, role: AdminRole) => ({ id, role });
const olga = person('olga', 'owner');
const omar = person('omar', 'owner');
const adam = person('adam', 'admin');
const asif = person('asif', 'approver');
const fina = person('fina', 'finance');
const vera = person('vera', 'viewer');

test.each([
  [0, null, false],
  [1_000_000, null, false],
  [0, 0, false],
  [1, 0, true],
  [999, 1_000, false],
  [1_000, 1_000, false],
  [1_001, 1_000, true],
])('a send of %i points under the limit %p needs an approval: %p', (points, limit, expected) => {
  expect(needsApproval(points, limit)).toBe(expected);
});

test.each([
  ['an owner sent, others may', [olga, omar, adam, asif, fina], 'olga', 'omar adam asif fina'],
  ['an approver sent: never his own', [olga, asif], 'asif', 'olga'],
  ['who only looks is asked by nobody', [olga, vera], null, 'olga'],
  ['a key of nobody sent', [olga, asif], null, 'olga asif'],
  ['who sent has left meanwhile', [olga, asif], 'gone', 'olga asif'],
  ['the only owner sent, an approver is there', [olga, asif], 'olga', 'asif'],
  ['the only owner sent, and nobody else may', [olga, vera], 'olga', 'olga'],
  ['an owner sent, and there is another one', [olga, omar], 'olga', 'omar'],
  ['only an admin may, and sent: no owner, nobody', [adam, vera], 'adam', ''],
  ['only finance may, and did not send', [fina, vera], 'gone', 'fina'],
  ['nobody may', [vera], null, ''],
])('%s', (_what, people, sender, expected) => {
  expect(
    approversOf(people, sender)
      .map(({ id }) => id)
      .join(' '),
  ).toBe(expected);
});

test.each(adminRoles)(
  '%s approves what another has sent: as the table of permissions says',
  (role) => {
    const able = approversOf([person('p', role)], 'somebody else').length === 1;
    expect(able).toBe(role !== 'viewer');
  },
);
