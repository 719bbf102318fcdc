/**
 * The campaigns that every company has from the beginning. As a migration has written them they stay:
 * another wording is a new version, by another migration.
 *
 * Their ids sort before every id that is made later, so that a list by id begins with them.
 */
export const builtInCampaigns: readonly BuiltInCampaign[] = [
  {
    id: '00000000-0000-7000-8000-000000000001',
    name: 'Birthday',
    subject: 'Happy birthday, {{first_name}}!',
    heading: 'Happy birthday, {{first_name}}!',
    message:
      'Dear {{first_name}},\n\n' +
      'Today is your day, and everyone at {{company}} wishes you a very happy birthday.\n\n' +
      'Thank you for what you bring to the team all year round. Here is a small gift of {{points}} ' +
      'points from us: choose something that makes you smile.\n\n' +
      'With warm wishes,\n{{company}}',
    buttonText: 'Open your birthday gift',
    senderName: '{{company}}',
    colour: '#8e3b6b',
  },
  {
    id: '00000000-0000-7000-8000-000000000002',
    name: 'Work anniversary',
    subject: 'Happy work anniversary, {{first_name}}',
    heading: 'Another year together',
    message:
      'Dear {{first_name}},\n\n' +
      'Today marks another year of you at {{company}}. Thank you for the work you have put in, the ' +
      'people you have helped, and the way you go about both.\n\n' +
      'To celebrate the day, we have sent you {{points}} points. We look forward to the year ahead.\n\n' +
      'With thanks,\n{{company}}',
    buttonText: 'See your reward',
    senderName: '{{company}}',
    colour: '#1f4e79',
  },
  {
    id: '00000000-0000-7000-8000-000000000003',
    name: 'Long service',
    subject: 'Thank you for your long service, {{first_name}}',
    heading: 'Thank you for all these years',
    message:
      'Dear {{first_name}},\n\n' +
      'There are people without whom a company would not be what it is. At {{company}}, you are one ' +
      'of them.\n\n' +
      'For your loyalty, your experience and your care for the people around you: thank you. These ' +
      '{{points}} points come with our deep appreciation.\n\n' +
      'With respect and gratitude,\n{{company}}',
    buttonText: 'See your reward',
    senderName: '{{company}}',
    colour: '#6b4a1b',
  },
  {
    id: '00000000-0000-7000-8000-000000000004',
    name: 'Spot award',
    subject: 'A spot award for you, {{first_name}}',
    heading: 'Well done, {{first_name}}!',
    message:
      'Dear {{first_name}},\n\n' +
      'Good work deserves to be noticed right away, and yours was.\n\n' +
      'With this spot award of {{points}} points, {{company}} says thank you for going the extra mile.' +
      '\n\nKeep it up,\n{{company}}',
    buttonText: 'See your award',
    senderName: '{{company}}',
    colour: '#b3431e',
  },
  {
    id: '00000000-0000-7000-8000-000000000005',
    name: 'Festival',
    subject: 'Season’s greetings from {{company}}',
    heading: 'Warm festive wishes',
    message:
      'Dear {{first_name}},\n\n' +
      'May this festive season bring joy, good health and time with the people you love.\n\n' +
      'As a token of our thanks, {{company}} has a gift of {{points}} points for you to share or to ' +
      'keep for yourself.\n\n' +
      'Happy celebrations to you and your family,\n{{company}}',
    buttonText: 'Open your gift',
    senderName: '{{company}}',
    colour: '#8a1c2b',
  },
];

interface BuiltInCampaign {
  id: string;
  name: string;
  subject: string;
  heading: string;
  message: string;
  buttonText: string;
  senderName: string;
  colour: string;
}
