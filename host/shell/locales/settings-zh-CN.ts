import type { settingsEn } from './settings-en.ts';

/** 设置页面的文字。 */
export const settingsZhCn: Readonly<Record<keyof typeof settingsEn, string>> = {
  'people.invite': '邀请成员',
  'people.more': '显示更多',
  'people.name': '姓名',
  'people.noMail': '无电子邮件',
  'people.none': '没有名为“{{words}}”的成员。',
  'people.roles': '角色',
  'people.search': '查找成员',
  'people.team': '团队',
  'sessions.current': '当前会话',
  'sessions.end': '退出',
  'sessions.endOf': '退出 {{name}}',
  'sessions.endOthers': '退出其他所有会话',
  'sessions.ended': '已在该处退出。',
  'sessions.seen': '最近活动 {{at}}',
  'sessions.unknown': '程序',
  'settings.people': '成员',
  'settings.sessions': '登录会话',
  'settings.teams': '团队',
  'teams.create': '新建团队',
  'teams.led': '负责人：{{name}}',
  'teams.members_one': '{{count}} 名成员',
  'teams.members_other': '{{count}} 名成员',
  'teams.none': '团队成员共享记录与已保存的视图，负责人可了解团队的工作。',
};
