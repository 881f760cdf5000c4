import type { Phrase } from './activity-phrase.ts';

/** What is said and written with English-speaking customers. */
export const phrasesEn: readonly Phrase[] = [
  [
    'note',
    'Budget round moved',
    '{person} says the budget round of {company} moved to next quarter. Keep them warm, no hard push before that.',
  ],
  [
    'note',
    'New head of purchasing',
    '{company} has a new head of purchasing. {given} will introduce us in the next two weeks.',
  ],
  [
    'note',
    'Competitor in the house',
    'They are also talking to another vendor. Price is not the issue, {given} worries about how long the roll-out takes.',
  ],
  [
    'note',
    'Prefers short mails',
    '{given} answers within an hour if the mail has three lines. Long mails stay unread.',
  ],
  [
    'note',
    'Reference wanted',
    '{company} wants to speak with a customer of the same size before they decide. Asked around internally.',
  ],
  [
    'note',
    'Office in a second city',
    'They open a second office in spring, about 40 seats. Worth asking again in two months.',
  ],
  [
    'note',
    'Happy after go-live',
    '{person} is pleased: fewer calls to the help desk than in any week before. Good moment to ask for a quote we may print.',
  ],
  [
    'note',
    'Invoice to another address',
    'From now on invoices go to the shared mailbox of accounting, not to {given}.',
  ],
  [
    'note',
    'Met at the trade fair',
    'Ten minutes at the stand with {person}. Knows our name, has not seen the new version yet.',
  ],
  [
    'note',
    'Security questionnaire',
    'Their IT sent 46 questions. Half we have in the standard answers, the rest goes to Lena.',
  ],
  [
    'note',
    'Contract in the drawer',
    'Current contract of {company} ends in October with three months notice. Start talking in May.',
  ],
  [
    'note',
    'Merger rumour',
    'Heard that {company} may merge with a supplier. {given} neither confirms nor denies.',
  ],
  [
    'call',
    'Call with {person}',
    'Went through the open points. {given} wants the price per seat broken down, and a date for the pilot.',
  ],
  [
    'call',
    'First call',
    'Friendly, direct. Uses spreadsheets today and loses about a day a week with them. Agreed on a demo.',
  ],
  ['call', 'Quick check-in', 'All fine. One user cannot sign in from home; passed on to support.'],
  [
    'call',
    'Call about delivery dates',
    '{given} needs the goods by the 20th, otherwise a shift stands still. Confirmed the 18th.',
  ],
  [
    'call',
    'No answer, left a message',
    'Tried twice. Left a message with the name of the project and a proposal for Thursday.',
  ],
  [
    'call',
    'Price discussion',
    'Asked for 12 percent. Offered 5 and a longer term. {given} takes it to the board.',
  ],
  [
    'call',
    'Complaint about an invoice',
    'The freight was charged twice. Credit note goes out today; {given} was calm about it.',
  ],
  [
    'call',
    'Call after the demo',
    'The team liked the board, less so the import. Wants to see it with their own file.',
  ],
  [
    'call',
    'Renewal call',
    'Wants to renew, same volume. Asked whether the training could be part of it.',
  ],
  [
    'mail',
    'Re: your questions',
    'Hi {given},\n\nthe answers are below, in your order. The short version: yes, yes, and from March on.\n\nShall we speak on Tuesday?',
  ],
  [
    'mail',
    'Slides of our meeting',
    'Hi {given},\n\nthank you for the time today. The slides are attached; page 7 is the one you asked for.',
  ],
  [
    'mail',
    'Offer for {company}',
    'Hi {given},\n\nas discussed, here is the offer with both options. It holds until the end of the month.',
  ],
  [
    'mail',
    'Following up',
    'Hi {given},\n\njust checking whether the draft reached the right people. Happy to walk them through it.',
  ],
  [
    'mail',
    'Your feedback on the pilot',
    'Hi {given},\n\nwe fixed two of the three points over the weekend. The third needs a decision from you.',
  ],
  [
    'meeting',
    'Kick-off with {company}',
    'Six people in the room. Agreed on scope, on one contact on each side, and on a call every second Friday.',
  ],
  [
    'meeting',
    'Demo on site',
    'Showed the daily work of a sales person from morning to evening. The best moment was the search; the worst the projector.',
  ],
  [
    'meeting',
    'Quarterly review',
    'Numbers are up, two open tickets are older than a month. {person} wants a plan for those by Friday.',
  ],
  [
    'meeting',
    'Workshop: requirements',
    'Collected 31 wishes, 9 are musts. {given} sends the priorities next week.',
  ],
  [
    'meeting',
    'Lunch with {person}',
    'Mostly private. In passing: the group wants one vendor for all sites next year.',
  ],
  [
    'meeting',
    'Tour of the plant',
    'Saw how orders move from paper to paper. Took photos of the forms, with permission.',
  ],
  [
    'meeting',
    'Contract meeting',
    'Legal went through the liability clause line by line. Two sentences are left.',
  ],
  [
    'task',
    'Send the case study',
    'The one about a company of the same size; {given} asked for it.',
  ],
  ['task', 'Prepare the demo', 'With the file of {company}, not with ours.'],
  ['task', 'Call {person} back', 'About the training dates.'],
  ['task', 'Update the offer', 'Option B without the support package.'],
  ['task', 'Check the credit limit', 'Before the next delivery to {company}.'],
  ['task', 'Invite to the user day', 'Two seats for {company}.'],
  ['task', 'Ask for the signed contract', 'Promised for last week.'],
  ['task', 'Birthday card', 'For {person}; the office has the address.'],
  ['task', 'Clarify the delivery address', 'Ramp or front desk? The driver asked.'],
  ['task', 'Plan the quarterly review', 'Find a date with {given} and the support lead.'],
];
