import { judgePassword } from './password';

const person = { name: 'Ada Lovelace-King', email: 'ada.lovelace@acme.example' };

test.each([
  'three quiet green owls',
  'x7!Qp2#Lm9$v',
  '十二个字符的密码也可以用吧',
  'correct horse battery stable',
  ' leading and trailing ',
])('%j is a password', (password) => {
  expect(judgePassword(password, person)).toBeUndefined();
});

test.each([
  ['', 'password_too_short'],
  ['elevenchars', 'password_too_short'],
  // Twelve units of UTF-16, but six characters.
  ['😀😁😂🤣😃😄', 'password_too_short'],
  ['ada.lovelace@acme.example', 'password_too_easy'],
  ['ADA.Lovelace@acme.example!', 'password_too_easy'],
  ['ada.lovelace', 'password_too_easy'],
  ['Ada Lovelace-King', 'password_too_easy'],
  ['ada lovelace king 2026', 'password_too_easy'],
  ['passwordpassword', 'password_too_easy'],
  ['Password 2026!!', 'password_too_easy'],
  ['correct horse battery staple', 'password_too_easy'],
  ['aaaaaaaaaaaaaaaa', 'password_too_easy'],
  ['121212121212', 'password_too_easy'],
  ['123456789012', 'password_too_easy'],
])('%j is refused as %s', (password, code) => {
  expect(judgePassword(password, person)).toBe(code);
});
