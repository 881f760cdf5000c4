/** Words about opportunities in one language. `{product}`, `{company}`, `{person}` and `{amount}` are filled in. */
export interface OpportunityPhrases {
  readonly names: readonly string[];
  readonly nextSteps: readonly string[];
  readonly lossReasons: readonly string[];
  readonly activities: readonly (readonly [
    type: 'note' | 'call' | 'mail' | 'meeting' | 'task',
    subject: string,
    body: string,
  ])[];
}

export const opportunityPhrasesEn: OpportunityPhrases = {
  names: [
    '{company} – {product}',
    '{product} for {company}',
    '{company}: roll-out of {product}',
    '{company}: renewal of {product}',
    '{company}: pilot with {product}',
  ],
  nextSteps: [
    'Send the offer with both options',
    'Agree on a date for the pilot',
    'Get the reference customer on the phone',
    'Answer the security questionnaire',
    'Meet the board',
    'Have legal look at clause 7',
  ],
  lossReasons: [
    'Price',
    'No budget this year',
    'Chose another vendor',
    'Project stopped',
    'Builds it in-house',
    'No answer any more',
  ],
  activities: [
    [
      'call',
      'Discovery call',
      'Understood the problem: three systems, nobody trusts any. {product} would replace two of them.',
    ],
    [
      'call',
      'Price and term',
      'About {amount} is in the frame if the first invoice comes after January.',
    ],
    [
      'meeting',
      'Demo of {product}',
      'Eight people. Most questions about permissions and about the migration.',
    ],
    [
      'meeting',
      'Meeting with the board',
      'The case is clear to them, the timing is not. They want a plan in weeks, not in months.',
    ],
    [
      'mail',
      'Offer {product}',
      'Here is the offer as discussed, including the migration. It holds for 30 days.',
    ],
    [
      'mail',
      'Draft of the contract',
      'The draft with the changes of your legal team is attached; all of them are marked.',
    ],
    [
      'note',
      'Who decides',
      '{person} decides on the content, finance on everything above their limit, and the board only hears of it.',
    ],
    [
      'note',
      'Competition',
      'Two others are in the race. One is cheaper, the other already has a contract with the group.',
    ],
    [
      'note',
      'Risk',
      'If the pilot slips past the month end, the budget is gone. Check twice a week.',
    ],
    [
      'note',
      'Pilot is running',
      'Twelve people use it daily. First wish: fewer fields in the form.',
    ],
    ['task', 'Send the revised offer', 'With the volume discount that was agreed.'],
    ['task', 'Call {person}', 'Ask how the meeting with finance went.'],
    ['task', 'Prepare the plan of the roll-out', 'Weeks, people, and who does what.'],
  ],
};

export const opportunityPhrasesZh: OpportunityPhrases = {
  names: [
    '{company} {product}项目',
    '{company}采购{product}',
    '{company}{product}续约',
    '{company}{product}试点',
    '{company}{product}推广',
  ],
  nextSteps: [
    '发送两种方案的报价',
    '确认试点时间',
    '安排与标杆客户通话',
    '答复信息安全问卷',
    '向管理层汇报',
    '请法务审阅第七条',
  ],
  lossReasons: ['价格', '今年没有预算', '选择了其他供应商', '项目中止', '自行开发', '客户不再回应'],
  activities: [
    ['call', '需求沟通', '问题清楚了：三套系统，谁都不信。{product}可以替掉其中两套。'],
    ['call', '谈价格和周期', '如果首期款在元旦之后付，{amount}左右可以接受。'],
    ['meeting', '{product}演示', '到场八人，问得最多的是权限和数据迁移。'],
    ['meeting', '管理层汇报', '价值认可，时间有疑问，希望看到按周而不是按月的计划。'],
    ['mail', '{product}报价', '按沟通结果附上报价，已包含数据迁移，有效期三十天。'],
    ['mail', '合同草稿', '附件是合并了贵方法务意见的草稿，修改处均已标注。'],
    ['note', '谁来决定', '内容由{person}定，超出额度要财务批，管理层只是知会。'],
    ['note', '竞争情况', '另有两家在竞争，一家更便宜，一家和集团已有框架合同。'],
    ['note', '风险', '试点如果拖过月底，预算就收回了。每周跟两次。'],
    ['note', '试点进行中', '十二位同事每天在用，第一条意见是表单字段太多。'],
    ['task', '发送修改后的报价', '按商定的数量折扣。'],
    ['task', '给{person}打电话', '问问和财务谈得怎么样。'],
    ['task', '准备上线计划', '按周排期，写清人员和分工。'],
  ],
};
