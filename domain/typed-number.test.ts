import { readTypedNumber } from './typed-number';

describe('a text with one possible reading is that number', () => {
  test.each<[text: string, value: number, because: string]>([
    ['0', 0, 'whole'],
    ['1', 1, 'whole'],
    ['1000', 1000, 'whole'],
    ['  1000  ', 1000, 'spaces around it mean nothing'],
    ['\u00a01000\u00a0', 1000, 'nor do no-break spaces'],
    ['\u202a1000\u202c', 1000, 'nor do direction marks of a copied number'],
    ['00100', 100, 'leading zeros change nothing'],
    ['+100', 100, 'a sign'],
    ['-5', -5, 'a sign; that it is too small is for the rules of points'],
    ['\u22125', -5, 'a typographic minus'],
    ['- 5', -5, 'a sign, set apart'],
    ['1,000', 1000, 'English groups'],
    ['1,500', 1500, 'English groups; whole points have no decimals'],
    ['999,999', 999_999, 'English groups'],
    ['1,000,000', 1_000_000, 'English groups'],
    ['1 000', 1000, 'French groups'],
    ['1\u00a0000', 1000, 'no-break space, as French Excel writes'],
    ['1\u202f000', 1000, 'narrow no-break space, as French CLDR writes'],
    ['1\u2009000', 1000, 'thin space, as ISO 80000-1 writes'],
    ["1'000", 1000, 'Swiss groups'],
    ['1\u2019000', 1000, 'Swiss groups, typographic'],
    ['1\uff0c000', 1000, 'full-width comma'],
    ['1,00,000', 100_000, 'Indian groups'],
    ['12,34,567', 1_234_567, 'Indian groups'],
    ['1,00,00,000', 10_000_000, 'Indian groups'],
    ['1,00,000.00', 100_000, 'Indian groups, decimal point'],
    ['1.000.000', 1_000_000, 'two points cannot both be decimal'],
    ['1000.0', 1000, 'four digits before the point: no group'],
    ['1000.00', 1000, 'decimal point'],
    ['1000,00', 1000, 'decimal comma'],
    ['1000.000', 1000, 'four digits before the point: no group'],
    ['100.0', 100, 'a group has three digits'],
    ['100,00', 100, 'a group has three digits'],
    ['1,00', 1, 'a group has three digits'],
    ['1,000.00', 1000, 'English'],
    ['1.000,00', 1000, 'German'],
    ['1.234.567,0', 1_234_567, 'German'],
    ['1 000,00', 1000, 'French'],
    ["1'000.00", 1000, 'Swiss'],
    ['1,234.567', 1234.567, 'a second separator is decimal; not whole is for the rules of points'],
    ['1,5', 1.5, 'a group has three digits'],
    ['12.5', 12.5, 'a group has three digits'],
    ['0.500', 0.5, 'no group begins with 0'],
    ['0,500', 0.5, 'no group begins with 0'],
    ['1.0000', 1, 'a group has three digits, and by four people group with commas'],
    ['1234,567', 1234.567, 'four digits before the comma: no group'],
    ['٣٠٠', 300, 'Arabic digits'],
    ['۳۰۰', 300, 'Persian digits'],
    ['१००', 100, 'Devanagari digits'],
    ['１００', 100, 'full-width digits'],
    ['١٬٠٠٠', 1000, 'the Arabic thousands separator'],
    ['١٠٫٥', 10.5, 'the Arabic decimal separator'],
    ['١٫٥٠٠', 1.5, 'the Arabic decimal separator is nothing else'],
    ['100 pts', 100, 'the unit that it is in'],
    ['100pts.', 100, 'the unit that it is in'],
    ['1,000 Points', 1000, 'the unit that it is in'],
    ['1 point', 1, 'the unit that it is in'],
  ])('%p is %d: %s', (text, value) => {
    expect(readTypedNumber(text)).toEqual({ ok: true, value });
  });
});

describe('a text with two possible readings is a question', () => {
  test.each<[text: string, readings: [number, number]]>([
    ['1.500', [1500, 1.5]],
    ['1.000', [1000, 1]],
    ['12.345', [12_345, 12.345]],
    ['999.000', [999_000, 999]],
    ['-1.500', [-1500, -1.5]],
    ['１．５００', [1500, 1.5]],
    ['1.500 points', [1500, 1.5]],
    ['1,0000', [10_000, 1]],
  ])('%p may be %p', (text, readings) => {
    expect(readTypedNumber(text)).toEqual({ ok: false, problem: 'ambiguous', readings });
  });
});

describe('a text that a spreadsheet program shortened has lost digits', () => {
  test.each(['1e3', '1E+05', '1.5E+3', '9,19E+11', '-1e3', '1E-2'])('%p', (text) => {
    expect(readTypedNumber(text)).toEqual({ ok: false, problem: 'shortened' });
  });
});

describe('anything else is no number', () => {
  test.each<[text: string, because: string]>([
    ['', 'nothing'],
    [' ', 'nothing'],
    ['ten', 'a word'],
    ['1O0', 'a letter O'],
    ['l00', 'a letter l'],
    ['₹100', 'rupees are not points'],
    ['$100', 'dollars are not points'],
    ['100 EUR', 'euros are not points'],
    ['5%', 'of what?'],
    ['(100)', 'minus 100 to an accountant, 100 to others'],
    ['100-', 'minus 100 to an accountant, a slip to others'],
    ['100,', 'something is missing'],
    ['100.', 'something is missing'],
    [',5', 'something is missing'],
    ['.5', 'something is missing'],
    ['1,,000', 'something is missing'],
    ['1,23,4567', 'neither English nor Indian groups'],
    ['1,234,56', 'a group has three digits'],
    ['123,45,678', 'Indian groups have two digits'],
    ['1 00', 'a group has three digits'],
    ['10 20', 'two numbers'],
    ['100-200', 'a range'],
    ['100/200', 'two numbers'],
    ['10+20', 'a sum'],
    ['=100', 'a formula'],
    ['1.000.00', 'two decimal points, or a group that lost a digit'],
    ['1,000 000', 'two conventions at once'],
    ["1'000 000", 'two conventions at once'],
    ['001,000', 'no group begins with 0'],
    ['1_000', 'only programmers write so'],
    ['0x64', 'only programmers write so'],
    ['1k', 'a thousand, or a slip'],
    ['1 lakh', 'a word'],
    ['½', 'not digits'],
    ['10²', 'not digits'],
    ['①', 'not digits'],
    ['1٣', 'digits of two scripts'],
    ['\u202e001', 'turned around: it looks like 100'],
    ['--5', 'two signs'],
    ['+-5', 'two signs'],
    ['Infinity', 'a word'],
    ['NaN', 'a word'],
    ['#N/A', 'an error of a spreadsheet program'],
    ['TRUE', 'a word'],
    ['2026-02-01', 'a date'],
    ['1.2.2026', 'a date'],
    ['01-Feb', 'a date'],
    ['1\n000', 'two lines'],
    ['1'.repeat(61), 'longer than any number'],
  ])('%p: %s', (text) => {
    expect(readTypedNumber(text)).toEqual({ ok: false, problem: 'not_a_number' });
  });
});
